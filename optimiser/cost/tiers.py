"""Points of each tier: lateness, broken promises and visits left out. In the cost tier, points are micropence."""

from collections import Counter

from optimiser.plan.day import Day
from optimiser.plan.stop import Stop
from optimiser.problem import Lateness, LateOn, Tier, Visit


def lateness_points(day: Day) -> Counter[Tier]:
    """Seconds late times rate of every Lateness of every visit served, by tier."""
    found: Counter[Tier] = Counter()
    for stop, late in _lateness(day):
        found[late.tier] += late_s(stop, late) * late.rate
    return found


def largest_late_s(day: Day) -> int:
    """Seconds of the largest lateness over every Lateness of every visit served; 0 when nothing is late."""
    return max((late_s(stop, late) for stop, late in _lateness(day)), default=0)


def late_s(stop: Stop, late: Lateness) -> int:
    """Seconds that a stop is late by one Lateness."""
    moment_s = stop.finish_s if late.on == LateOn.FINISH else stop.start_s
    return max(0, moment_s - late.after_s)


def broken_promises(day: Day) -> int:
    """Points, in the promise tier, of visits that start after what was promised."""
    points = 0
    for journey in day.journeys:
        for stop, visit in journey.each(Visit):
            if visit.promised and stop.start_s > visit.promised.latest_s:
                points += visit.promised.points
    return points


def unserved_points(day: Day) -> Counter[Tier]:
    """Points of the visits on no route, by tier: a plan that keeps silent about a visit is no cheaper for it."""
    found: Counter[Tier] = Counter()
    for visit in day.problem.visits:
        if visit.id not in day.served:
            found[visit.if_unserved.tier] += visit.if_unserved.points
    return found


def _lateness(day: Day) -> list[tuple[Stop, Lateness]]:
    return [(stop, late) for journey in day.journeys for stop, visit in journey.each(Visit) for late in visit.lateness]
