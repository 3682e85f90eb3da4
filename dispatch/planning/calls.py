"""The work of one service as its people see it: calls, each for one person, crew or several who meet there."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from optimiser.problem import Problem, Shift, Visit, Window, Worker

# A call is made "at a time" when it must begin within a stretch no longer than this; others fill the gaps.
FIXED_WITHIN_S = 3 * 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """Visits that begin together at one place, one for each shift that comes."""

    visits: tuple[Visit, ...]

    @property
    def id(self) -> str:
        """The first visit's id."""
        return self.visits[0].id

    @property
    def place(self) -> int:
        """Row of the travel matrices."""
        return self.visits[0].place

    @property
    def work_s(self) -> int:
        """Set-up and service."""
        return self.visits[0].setup_s + self.visits[0].duration_s

    def windows(self, horizon_s: int) -> tuple[Window, ...]:
        """When service may begin and keep every promise; the whole day when nothing is said."""
        visit = self.visits[0]
        windows = visit.windows or (Window(earliest_s=0, latest_s=horizon_s),)
        if visit.promised is None:
            return windows
        promise = visit.promised
        kept = tuple(
            Window(earliest_s=max(one.earliest_s, promise.earliest_s), latest_s=min(one.latest_s, promise.latest_s))
            for one in windows
            if max(one.earliest_s, promise.earliest_s) <= min(one.latest_s, promise.latest_s)
        )
        return kept or windows

    def latest_s(self, horizon_s: int) -> int:
        """The last second at which service may begin."""
        return self.windows(horizon_s)[-1].latest_s

    def at_a_time(self, horizon_s: int) -> bool:
        """Whether it is made at a time, rather than whenever it suits."""
        windows = self.windows(horizon_s)
        return windows[-1].latest_s - windows[0].earliest_s <= FIXED_WITHIN_S

    def start_s(self, ready_s: int, horizon_s: int) -> int | None:
        """The first second at or after `ready_s` at which service may begin; None when it is too late."""
        for window in self.windows(horizon_s):
            if ready_s <= window.latest_s:
                return max(ready_s, window.earliest_s)
        return None


def calls_of(problem: Problem) -> tuple[Call, ...]:
    """All calls in the Problem's order; visits of an all-or-none group that begin at once are one call."""
    visits = {visit.id: visit for visit in problem.visits}
    together: dict[str, tuple[str, ...]] = {}
    for group in problem.groups:
        for visit_id in group.visits:
            together[visit_id] = group.visits
    found: dict[tuple[str, ...], Call] = {}
    for visit in problem.visits:
        ids = together.get(visit.id, (visit.id,))
        if ids not in found:
            found[ids] = Call(visits=tuple(visits[visit_id] for visit_id in ids))
    return tuple(found.values())


def able_shifts(problem: Problem, calls: Sequence[Call]) -> dict[str, tuple[Shift, ...]]:
    """For each call, by id, the shifts that have its skills, people, tools, parts and hours."""
    workers = {worker.id: worker for worker in problem.workers}
    found: dict[str, list[Shift]] = defaultdict(list)
    for call in calls:
        for shift in problem.shifts:
            if able(shift, call.visits[0], workers) and in_hours(shift, call, problem):
                found[call.id].append(shift)
    return {call.id: tuple(found[call.id]) for call in calls}


def able(shift: Shift, visit: Visit, workers: Mapping[str, Worker]) -> bool:
    """Whether the people and things on the shift will do, whatever the time."""
    crew = [workers[name] for name in shift.workers]
    held = [(skill.name, skill.level) for worker in crew for skill in worker.skills]
    stock = {amount.of: amount.quantity for amount in shift.stock}
    return (
        len(crew) >= visit.crew
        and all(any(name == need.name and level >= need.level for name, level in held) for need in visit.skills)
        and not any(worker.id in visit.forbidden_workers for worker in crew)
        and set(visit.tools) <= set(shift.tools)
        and all(stock.get(part.of, 0) >= part.quantity for part in visit.parts)
    )


def in_hours(shift: Shift, call: Call, problem: Problem) -> bool:
    """Whether the call can begin while the shift is on."""
    start_s = call.start_s(shift.starts_s, problem.horizon_s)
    return start_s is not None and start_s + call.work_s <= shift.ends_s
