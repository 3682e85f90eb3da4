"""Every place a day touches, once each: the rows of its travel matrices."""

from dispatch.domain.day import Day
from dispatch.domain.place import Place


def places_of(day: Day) -> tuple[Place, ...]:
    """Places of jobs and where shifts start and end, each UPRN once, in the day's own order."""
    found: dict[str, Place] = {}
    for shift in day.shifts:
        found.setdefault(shift.start_place.uprn, shift.start_place)
        found.setdefault(shift.end_place.uprn, shift.end_place)
    for job in day.jobs:
        found.setdefault(job.place.uprn, job.place)
    return tuple(found.values())
