"""The lines of a plan's routes along the streets, for drawing."""

from itertools import pairwise

from dispatch.adapters.street_network import Journeys
from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.revision import Line
from dispatch.domain.worker import TravelMode


def route_lines(day: Day, plan: DayPlan, journeys: Journeys) -> dict[str, Line]:
    """(lon, lat) points of each route along the streets, by shift id."""
    shifts = {shift.id: shift for shift in day.shifts}
    by_mode: dict[TravelMode, list[tuple[str, tuple[int, int]]]] = {}
    for one in plan.days:
        shift = shifts[one.shift_id]
        uprns = [shift.start_place.uprn, *(entry.uprn for entry in one.entries if entry.uprn), shift.end_place.uprn]
        rows = [journeys.times.place_index[uprn] for uprn in uprns]
        legs = [(a, b) for a, b in pairwise(rows) if a != b]
        by_mode.setdefault(shift.mode, []).extend((one.shift_id, leg) for leg in legs)
    found: dict[str, list[tuple[float, float]]] = {one.shift_id: [] for one in plan.days}
    for mode, legs_of_mode in by_mode.items():
        lines = journeys.lines(mode, [leg for _, leg in legs_of_mode])
        for (shift_id, _), line in zip(legs_of_mode, lines, strict=True):
            found[shift_id].extend(line)
    for one in plan.days:
        start = shifts[one.shift_id].start_place
        if len(found[one.shift_id]) < 2:  # everything at one address; a line still needs two points
            found[one.shift_id] = [(start.lon, start.lat)] * 2
    return {shift_id: tuple(line) for shift_id, line in found.items()}
