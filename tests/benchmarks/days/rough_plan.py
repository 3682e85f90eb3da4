"""A rough plan, as one makes it in the head: urgent work first, each job to whoever can start it soonest.

It is no engine and is never compared with one. It tells how many people a day's work takes, and stands for the plan
that people had been told of.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from optimiser.problem import Problem, Shift, Visit, Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What is done at once: one visit, or several by different people."""

    visits: tuple[Visit, ...]
    windows: tuple[Window, ...]  # one at least, no promise broken
    able: tuple[int, ...]  # indexes of shifts
    # (task, least, most): starts so many seconds after the start of another.
    after: tuple[int, int, int] | None = None

    @property
    def work_s(self) -> int:
        """Of one person, without travel."""
        return self.visits[0].duration_s + self.visits[0].setup_s


@dataclass(slots=True)
class _Standing:
    """Where a shift stands in the rough plan."""

    place: int | None
    free_s: int
    rest_s: int


Start = tuple[int, int]  # shift, start_s


class RoughPlanner:
    """Plans the same work again and again with other people. `service_of` is by shift id."""

    def __init__(self, problem: Problem, service_of: Mapping[str, str]) -> None:
        self.problem = problem
        self._seconds = {mode: travel.seconds for mode, travel in problem.travel.items()}
        self._levels = {worker.id: {held.name: held.level for held in worker.skills} for worker in problem.workers}
        self._service_of = service_of
        self.tasks = self._tasks()
        self._order = sorted(range(len(self.tasks)), key=self._urgency)

    def plan(self, chosen: Collection[int]) -> dict[int, tuple[Start, ...]]:
        """For each task that fits, the shifts that do it and when they start; only `chosen` shifts are at work."""
        at_work = set(chosen)
        shifts = self.problem.shifts
        standing = {
            index: _Standing(
                shifts[index].start_place,
                shifts[index].starts_s,
                sum(rest.duration_s for rest in shifts[index].breaks),
            )
            for index in at_work
        }
        done: dict[int, tuple[Start, ...]] = {}
        for number in self._order:
            task = self.tasks[number]
            earliest_s, latest_s = 0, self.problem.horizon_s
            if task.after is not None:
                first, least_s, most_s = task.after
                if first not in done:
                    continue
                start_s = done[first][0][1]
                earliest_s, latest_s = start_s + least_s, start_s + most_s
            starts = self._soonest(task, [index for index in task.able if index in at_work], standing, earliest_s)
            together_s = max((start_s for _, start_s in starts), default=0)
            if len(starts) < len(task.visits) or together_s > latest_s:
                continue
            done[number] = tuple((index, together_s) for index, _ in starts)
            for index, _ in starts:
                standing[index].place = task.visits[0].place
                standing[index].free_s = together_s + task.visits[0].duration_s
        return done

    def _soonest(
        self, task: Task, able: list[int], standing: dict[int, _Standing], earliest_s: int
    ) -> list[tuple[int, int]]:
        """One (shift, start) for each visit, by who loses the least time; all fit at the latest of these starts."""
        ranked = []
        for index in able:
            start_s = self._start(task, index, standing[index], earliest_s)
            if start_s is not None:
                ranked.append((start_s - standing[index].free_s, index, start_s))
        ranked.sort()
        chosen: list[tuple[int, int]] = []
        people: set[str] = set()
        for _, index, start_s in ranked:
            crew = set(self.problem.shifts[index].workers)
            if len(chosen) < len(task.visits) and not crew & people:
                chosen.append((index, start_s))
                people |= crew
        if len(chosen) > 1:
            together_s = max(start_s for _, start_s in chosen)
            again = [(index, self._start(task, index, standing[index], together_s)) for index, _ in chosen]
            if any(start_s != together_s for _, start_s in again):
                return []
        return chosen

    def _start(self, task: Task, index: int, stands: _Standing, earliest_s: int) -> int | None:
        shift, visit = self.problem.shifts[index], task.visits[0]
        seconds = self._seconds[shift.mode]
        way_s = 0 if stands.place is None else int(seconds[stands.place, visit.place])
        home_s = 0 if shift.end_place is None else int(seconds[visit.place, shift.end_place])
        ready_s = max(earliest_s, stands.free_s + way_s + visit.setup_s)
        window = next((window for window in task.windows if ready_s <= window.latest_s), None)
        if window is None:
            return None
        start_s = max(ready_s, window.earliest_s)
        return start_s if start_s + visit.duration_s + home_s + stands.rest_s <= shift.ends_s else None

    def _urgency(self, number: int) -> tuple[int, int]:
        task = self.tasks[number]
        if task.after is None:
            return task.windows[-1].latest_s, number
        first = self.tasks[task.after[0]]
        # Whatever comes after something is thought of after it.
        return max(task.windows[-1].latest_s, first.windows[-1].latest_s + 1), number

    def _tasks(self) -> tuple[Task, ...]:
        together: dict[str, list[Visit]] = {}
        for visit in self.problem.visits:
            together.setdefault(visit.id.partition("#")[0], []).append(visit)
        numbers = {visit.id: number for number, visits in enumerate(together.values()) for visit in visits}
        after = {
            numbers[tie.second]: (
                numbers[tie.first],
                tie.min_lag_s,
                self.problem.horizon_s if tie.max_lag_s is None else tie.max_lag_s,
            )
            for tie in self.problem.couplings
            if numbers[tie.first] != numbers[tie.second]
        }
        return tuple(
            Task(
                visits=tuple(visits),
                windows=_windows(visits[0], self.problem.horizon_s),
                able=tuple(index for index, shift in enumerate(self.problem.shifts) if self._may(shift, visits[0])),
                after=after.get(number),
            )
            for number, visits in enumerate(together.values())
        )

    def _may(self, shift: Shift, visit: Visit) -> bool:
        if self._service_of[shift.id] != visit.service or len(shift.workers) < visit.crew:
            return False
        if visit.allowed_workers is not None and not set(shift.workers) <= set(visit.allowed_workers):
            return False
        windows = _windows(visit, self.problem.horizon_s)
        if not any(each.earliest_s < shift.ends_s and each.latest_s >= shift.starts_s for each in windows):
            return False
        return all(
            any(self._levels[worker].get(skill.name, 0) >= skill.level for worker in shift.workers)
            for skill in visit.skills
        )


def _windows(visit: Visit, horizon_s: int) -> tuple[Window, ...]:
    """The windows as far as the promise goes along with them."""
    windows = visit.windows or (Window(earliest_s=0, latest_s=horizon_s),)
    if visit.promised is None:
        return windows
    low, high = visit.promised.earliest_s, visit.promised.latest_s
    within = tuple(
        Window(earliest_s=max(window.earliest_s, low), latest_s=min(window.latest_s, high))
        for window in windows
        if max(window.earliest_s, low) <= min(window.latest_s, high)
    )
    return within or windows
