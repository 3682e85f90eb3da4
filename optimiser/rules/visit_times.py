"""When service at a visit may start and how long it lasts."""

from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.problem import Visit
from optimiser.rules.violation import Violation


def set_up_before_service(day: Day) -> Iterator[Violation]:
    """Service starts after arrival, and after set-up when coming from another place (or from an open start)."""
    for journey in day.journeys:
        for call in journey.calls:
            if not isinstance(call.target, Visit):
                continue
            visit, stop = call.target, call.stop
            setup_s = visit.setup_s if call.leg.origin != visit.place else 0
            if stop.start_s < stop.arrive_s + setup_s:
                sentence = (
                    f"route {journey.shift.id!r} starts visit {visit.id!r} at {stop.start_s}, but it arrives at "
                    f"{stop.arrive_s} and set-up takes {setup_s}"
                )
                yield Violation(rule="set_up_before_service", sentence=sentence, shift=journey.shift.id, ref=visit.id)


def starts_in_a_window(day: Day) -> Iterator[Violation]:
    """Service starts inside a window (both ends included) and not before the promise opens; a locked start is exact."""
    for journey in day.journeys:
        for stop, visit in journey.each(Visit):
            wrong = _wrong_start(visit, stop.start_s)
            if wrong:
                sentence = f"route {journey.shift.id!r} starts visit {visit.id!r} at {stop.start_s}, {wrong}"
                yield Violation(rule="starts_in_a_window", sentence=sentence, shift=journey.shift.id, ref=visit.id)


def _wrong_start(visit: Visit, start_s: int) -> str | None:
    if visit.lock.start_s is not None:
        return f"but its start is locked to {visit.lock.start_s}" if start_s != visit.lock.start_s else None
    if visit.windows and not any(window.earliest_s <= start_s <= window.latest_s for window in visit.windows):
        spans = ", ".join(f"{window.earliest_s} to {window.latest_s}" for window in visit.windows)
        return f"outside its windows ({spans})"
    if visit.promised and start_s < visit.promised.earliest_s:
        return f"before the promised time opens at {visit.promised.earliest_s}"
    return None


def service_takes_its_time(day: Day) -> Iterator[Violation]:
    """Service lasts the visit's duration at the pace of the slowest of the crew, rounded up to a second."""
    for journey in day.journeys:
        permille = max(worker.duration_permille for worker in journey.crew)
        for stop, visit in journey.each(Visit):
            service_s = -(-visit.duration_s * permille // 1000)
            if stop.finish_s != stop.start_s + service_s:
                sentence = (
                    f"route {journey.shift.id!r} is at visit {visit.id!r} from {stop.start_s} to {stop.finish_s}; "
                    f"its service takes {service_s}"
                )
                yield Violation(rule="service_takes_its_time", sentence=sentence, shift=journey.shift.id, ref=visit.id)
