"""Which stops of a plan are walked to, because the map does not join the street beside them to the others."""

from collections.abc import Iterator, Sequence

from dispatch.domain.day import Day
from dispatch.domain.day_plan import CutOff, WorkerDay
from dispatch.planning.travel_times import TravelTimes


def cut_off(day: Day, days: Sequence[WorkerDay], times: TravelTimes) -> tuple[CutOff, ...]:
    """Of each such place what is done there, the longest walk first.

    By the mode of the shift that goes there: what is cut off by lorry may be open to cars. Shifts without work go
    nowhere, and nobody is sent to what is left out.
    """
    walks: dict[str, int] = {}
    job_ids: dict[str, list[str]] = {}
    shift_ids: dict[str, list[str]] = {}
    shifts = {shift.id: shift for shift in day.shifts}
    for one in days:
        shift = shifts[one.shift_id]
        metres = times.cut_off.get(shift.mode.value, {})
        for uprn, job_id in _stops(one, shift.start_place.uprn, shift.end_place.uprn):
            if uprn in metres:
                walks[uprn] = max(metres[uprn], walks.get(uprn, 0))
                if job_id:
                    job_ids.setdefault(uprn, []).append(job_id)
                else:
                    shift_ids.setdefault(uprn, []).append(shift.id)
    return tuple(
        CutOff(
            uprn=uprn,
            walk_m=walk_m,
            job_ids=tuple(dict.fromkeys(job_ids.get(uprn, ()))),
            shift_ids=tuple(dict.fromkeys(shift_ids.get(uprn, ()))),
        )
        for uprn, walk_m in sorted(walks.items(), key=lambda one: (-one[1], one[0]))
    )


def _stops(one: WorkerDay, start: str, end: str) -> Iterator[tuple[str, str]]:
    """(UPRN, job) of every stop that has a job; without one, of where the shift starts and ends."""
    jobs = [(entry.uprn, entry.job_id) for entry in one.entries if entry.uprn and entry.job_id]
    if jobs:
        yield from ((start, ""), *jobs, (end, ""))
