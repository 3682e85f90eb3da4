"""A plan must be made of the right parts before any other rule can read it."""

from collections.abc import Iterator
from typing import Any

from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.problem.units import LARGEST
from optimiser.rules.violation import Violation


def form(plan: object) -> Iterator[Violation]:
    """Routes, stops and reasons are what they should be, ids are text and times whole numbers in range."""
    if not isinstance(plan, Plan):
        yield _broken(f"a {type(plan).__name__} is no plan; give a Plan")
        return
    yield from _all_of(plan.routes, Route, "routes", None)
    yield from _all_of(plan.unserved, Unserved, "unserved", None)
    for number, route in _those(plan.routes, Route):
        yield from _route(f"routes[{number}]", route)
    for number, left_out in _those(plan.unserved, Unserved):
        at = f"unserved[{number}]"
        yield from _text(f"{at}.visit", left_out.visit)
        yield from _one_of(f"{at}.reason", left_out.reason, tuple(Reason))
        yield from _text(f"{at}.sentence", left_out.sentence)


def _route(at: str, route: Route) -> Iterator[Violation]:
    shift = route.shift if isinstance(route.shift, str) else None
    yield from _text(f"{at}.shift", route.shift)
    yield from _seconds(f"{at}.depart_s", route.depart_s, shift)
    yield from _seconds(f"{at}.end_s", route.end_s, shift)
    yield from _all_of(route.stops, Stop, f"{at}.stops", shift)
    for number, stop in _those(route.stops, Stop):
        where = f"{at}.stops[{number}]"
        yield from _one_of(f"{where}.kind", stop.kind, tuple(StopKind), shift)
        yield from _text(f"{where}.ref", stop.ref, shift)
        for name in ("arrive_s", "start_s", "finish_s"):
            yield from _seconds(f"{where}.{name}", getattr(stop, name), shift)


def _all_of(several: Any, kind: type, at: str, shift: str | None) -> Iterator[Violation]:
    if not isinstance(several, tuple):
        yield _broken(f"{at} is a {type(several).__name__}; give a tuple of {kind.__name__}", shift)
        return
    for number, one in enumerate(several):
        if not isinstance(one, kind):
            yield _broken(f"{at}[{number}] is a {type(one).__name__}; give a {kind.__name__}", shift)


def _those(several: Any, kind: type) -> Iterator[tuple[int, Any]]:
    if isinstance(several, tuple):
        yield from ((number, one) for number, one in enumerate(several) if isinstance(one, kind))


def _text(at: str, value: Any, shift: str | None = None) -> Iterator[Violation]:
    if not isinstance(value, str):
        yield _broken(f"{at} is a {type(value).__name__}; give text", shift)


def _one_of(at: str, value: Any, known: tuple[str, ...], shift: str | None = None) -> Iterator[Violation]:
    if not isinstance(value, str) or value not in known:
        yield _broken(f"{at} is not one of {', '.join(known)}", shift)


def _seconds(at: str, value: Any, shift: str | None) -> Iterator[Violation]:
    # bool is an int to Python; here it is a mistake.
    if type(value) is not int:
        yield _broken(f"{at} is a {type(value).__name__}; give a whole number of seconds", shift)
    elif not 0 <= value <= LARGEST:
        yield _broken(f"{at} is out of range; give seconds from 0 to {LARGEST}", shift)


def _broken(sentence: str, shift: str | None = None) -> Violation:
    return Violation(rule="form", sentence=sentence, shift=shift)
