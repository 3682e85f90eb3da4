"""How far the visits of one route can be moved in time with its order kept and no other route looked at."""

from collections.abc import Sequence

from optimiser.arrays.visits import open_windows
from optimiser.plan.journey import Call, Journey
from optimiser.problem import Break, Problem, Visit


def slack(problem: Problem, journey: Journey) -> list[tuple[int, int]]:
    """(earliest, latest) start in seconds of each call of the journey, in order.

    Earliest: everything from the start of the shift on as early as it can. Latest: everything back from the end of the
    overtime as late as it can. Where speeds change by the hour both are the start the route has. The start the route
    has is always within.
    """
    if problem.travel[journey.shift.mode].profile is not None:
        return [(call.stop.start_s, call.stop.start_s) for call in journey.calls]
    earliest = []
    now_s = journey.shift.starts_s
    for call in journey.calls:
        ready_s = now_s + approach_s(call)
        opening = next((first for first, last in _open(problem, call) if ready_s <= last), call.stop.start_s)
        earliest.append(min(max(opening, ready_s), call.stop.start_s))
        now_s = earliest[-1] + call.stop.finish_s - call.stop.start_s
    latest = []
    leave_s = journey.shift.ends_s + journey.shift.overtime_limit_s - journey.last_leg.travel_s
    for call in reversed(journey.calls):
        due_s = leave_s - (call.stop.finish_s - call.stop.start_s)
        closing = max((last for first, last in _open(problem, call) if first <= due_s), default=call.stop.start_s)
        latest.append(max(min(closing, due_s), call.stop.start_s))
        leave_s = latest[-1] - approach_s(call)
    return list(zip(earliest, reversed(latest), strict=True))


def approach_s(call: Call) -> int:
    """Seconds from the end of the stop before to the earliest start: the leg, and set-up where it is due."""
    target = call.target
    setup_s = target.setup_s if isinstance(target, Visit) and call.leg.origin != target.place else 0
    return call.leg.travel_s + setup_s


def _open(problem: Problem, call: Call) -> Sequence[tuple[int, int]]:
    """When the call may start, in order of time, both ends included."""
    if isinstance(call.target, Visit):
        return open_windows(call.target, problem.horizon_s)
    if isinstance(call.target, Break):
        return [(call.target.earliest_s, call.target.latest_s)]
    return [(window.earliest_s, window.latest_s) for window in call.target.windows] or [(0, problem.horizon_s)]
