"""The search: so many iterations or seconds of ruin and recreate, in slices so that someone can watch and stop it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from optimiser.checker import check
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.door_kernel import exactly, fill_up, settle_all
from optimiser.search.local_kernel import local_search
from optimiser.search.memetic import CHILD, PARENTS, Memetic, parents_each
from optimiser.search.pace import Pace
from optimiser.search.team import Team
from optimiser.search.weights import temperatures
from optimiser.search.workspace import Workspace

# After this share of a run it is known how many iterations it will come to.
PILOT = 0.01
# A plan to start from is worth keeping: annealing begins at this share of the usual temperature.
WARM = 0.1
# Evaluations by the definition for each visit of which local search over the whole plan makes no more.
LOCAL_BUDGET = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a search is: the share done (0 to 1) and the best objective so far (see cost.Cost.objective)."""

    share: float
    iterations: int
    best: tuple[int, int, int, int]


# Answers False to stop; the best plan so far is then returned.
Watch = Callable[[Progress], bool | None]
# Iterations, temperature at the start and at the end, and from which share of the way to which; the seconds they took.
Work = Callable[[int, float, float, float, float], float]


def search(
    problem: Problem,
    *,
    seconds: float | None,
    iterations: int | None,
    seed: int,
    start: Plan | None,
    watch: Watch | None,
    threads: int = 2,
) -> Plan:
    """The best plan found from `start` (None: from nothing) within whichever limit comes first."""
    begun = time.perf_counter()
    space = Workspace(problem, seed, together=True)
    built_s = time.perf_counter() - begun
    warm = start is not None and _begin_from(space, start)
    if start is not None and not warm:
        space = Workspace(problem, seed, together=True)  # it does not fit this Problem any more: begin anew
    space.serve_what_started_work_needs()
    _fill_up(space)
    if iterations != 0 and (seconds is None or seconds > 0):
        _improve(space)
    team = Team(space, seed, threads)
    movable = len(problem.visits) - int((space.arrays.visit["hopeless"] | space.arrays.visit["fixed"]).sum())
    # What is found has to be told, and why the rest is left out: that takes about as long as building did.
    left_s = None if seconds is None else seconds - (time.perf_counter() - begun) - built_s
    if movable > 0 and iterations != 0 and (left_s is None or left_s > 0):
        _anneal(space, team, seed, Pace(left_s, iterations), movable, watch, WARM if warm else 1.0)
    best = {shift.id: team.best_sequence[n, : team.best_length[n]].tolist() for n, shift in enumerate(problem.shifts)}
    if not space.load(best):
        raise AssertionError("the best plan found cannot be timed again; this is a fault of the engine")
    _fill_up(space)
    if iterations != 0 and (seconds is None or seconds > 0):
        _improve(space)
    space.insist_on_what_started_work_needs()
    return space.plan()


def _begin_from(space: Workspace, start: Plan) -> bool:
    """Makes a Plan the plan in the making; False if it breaks a rule of this Problem."""
    loaded = space.load_plan(start) and settle_all(*_kernel(space), space.weights, False)
    return loaded and not check(space.problem, space.plan()).violations


def _fill_up(space: Workspace) -> None:
    """Puts in whatever still fits, unless what comes of it cannot be timed by the definition, or is worse.

    Tiers are weighed into one number, in which a point of a low tier may get lost beside many of a high one.
    """
    before, total = space.routes(), space.state.total.tolist()
    fill_up(*_kernel(space), space.weights)
    if not exactly(*_kernel(space)) or space.state.total.tolist() > total:
        space.load(before)


def _improve(space: Workspace) -> None:
    """Local search over the whole plan, unless what comes of it is no better once it is timed by the definition."""
    before, total = space.routes(), space.state.total.tolist()
    moves = local_search(*_kernel(space), space.weights, LOCAL_BUDGET * len(space.problem.visits))
    if moves and not (exactly(*_kernel(space)) and space.state.total.tolist() < total):
        space.load(before)


def _kernel(space: Workspace):  # type: ignore[no-untyped-def] # because these are the tables every kernel takes
    return space.arrays, space.state, space.scratch


def _anneal(
    space: Workspace,
    team: Team,
    seed: int,
    pace: Pace,
    visits: int,
    watch: Watch | None,
    heat: float,
) -> None:
    """Anneals one plan, or breeds where the first slices show that there is time to."""
    course = _Course(space, team, pace, watch, heat)
    with team.at_work():
        if not course.leg(team.round, PILOT, 0.0, PILOT) or not pace.before(1.0):
            return
        parents = parents_each(pace.expected(), visits)
        if parents == 0:
            course.leg(team.round, 1.0, PILOT, 1.0)
        else:
            _breed(course, Memetic(space, team, seed), parents)


def _breed(course: "_Course", memetic: Memetic, parents: int) -> None:
    """So many parents of each search, then children until the end. Where all have become alike, parents once more."""
    pace = course.pace
    one_s_share = (PARENTS - PILOT) / parents
    left = parents
    while pace.before(1.0):
        if left > 0 or not memetic.begin_children():
            memetic.begin_parents()
            end = PARENTS - (left - 1) * one_s_share if left > 0 else pace.share + one_s_share
            left = max(0, left - 1)
        else:
            end = pace.share + pace.worthwhile(CHILD)
        # Whole hundredths, as slices are.
        if not course.leg(memetic.round, min(round(end, 2), 1.0)):
            return
        memetic.end()


@dataclass(frozen=True, slots=True)
class _Course:
    """One run of a search, leg by leg, each of some slices."""

    space: Workspace
    team: Team
    pace: Pace
    watch: Watch | None
    heat: float

    def leg(self, work: Work, end: float, first: float = 0.0, last: float = 1.0) -> bool:
        """Goes on until the share `end` of the run is over, for one slice at least; False if whoever watches stops it.

        Over the leg, what `work` is told of how far it is goes from `first` to `last`.
        """
        pace, team = self.pace, self.team
        begin = pace.share
        scale = (last - first) / max(end - begin, 1e-9)
        while True:
            size, until = pace.next_slice(end)
            hot, cold = temperatures(self.space.arrays, team.best_sequence, team.best_length)
            done, until = (min(last, max(first, first + (share - begin) * scale)) for share in (pace.share, until))
            pace.note(size, work(size, self.heat * hot, cold, done, until))
            if self.watch is not None:
                best = tuple(team.best_total.tolist())
                if self.watch(Progress(share=pace.share, iterations=pace.done, best=best)) is False:
                    return False
            if not pace.before(end):
                return True
