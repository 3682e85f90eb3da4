"""The search: so many iterations or seconds of ruin and recreate, in slices so that someone can watch and stop it."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from optimiser.checker import check
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.door_kernel import exactly, fill_up, settle_all
from optimiser.search.local_kernel import local_search
from optimiser.search.team import Team
from optimiser.search.weights import temperatures
from optimiser.search.workspace import Workspace

# Under an iteration limit slices are of equal size whatever the machine, so that the same seed gives the same plan.
SLICES = 100
FIRST_SLICE = 20
MEETING_WORTH = 10.0
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
    space = Workspace(problem, seed)
    built_s = time.perf_counter() - begun
    warm = start is not None and _begin_from(space, start)
    if start is not None and not warm:
        space = Workspace(problem, seed)  # it does not fit this Problem any more: begin anew
    space.serve_what_started_work_needs()
    _fill_up(space)
    team = Team(space, seed, threads)
    movable = len(problem.visits) - int((space.arrays.visit["hopeless"] | space.arrays.visit["fixed"]).sum())
    if movable > 0 and iterations != 0 and (seconds is None or seconds > 0):
        # What is found has to be told, and why the rest is left out: that takes about as long as building did.
        left_s = None if seconds is None else seconds - (time.perf_counter() - begun) - built_s
        _anneal(space, team, left_s, iterations, watch, WARM if warm else 1.0)
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
    """Puts in whatever still fits, unless what comes of it cannot be timed by the definition."""
    before = space.routes()
    fill_up(*_kernel(space), space.weights)
    if not exactly(*_kernel(space)):
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
    seconds: float | None,
    iterations: int | None,
    watch: Watch | None,
    heat: float,
) -> None:
    begun = time.perf_counter()
    done, share, slice_size, slice_s = 0, 0.0, FIRST_SLICE, 0.0
    with team.at_work():
        while share < 1.0:
            if iterations is not None and seconds is None:
                slice_size = max(1, -(-iterations // SLICES))
            if iterations is not None:
                slice_size = min(slice_size, iterations - done)
            began = time.perf_counter()
            until = (done + slice_size) / iterations if iterations is not None else share
            if seconds is not None:
                until = max(until, min(1.0, share + slice_s / max(seconds, 1e-3)))
            hot, cold = temperatures(space.arrays, team.best_sequence, team.best_length)
            searching_s = team.round(slice_size, heat * hot, cold, share, min(until, 1.0))
            done += slice_size
            now = time.perf_counter()
            share = done / iterations if iterations is not None else 0.0
            if seconds is not None:
                left_s = seconds - (now - begun)
                share = max(share, (now - begun) / seconds) if left_s > 0 else 1.0
                # Dealing out and putting together again costs time; searching must take ten times as long.
                meeting_s = now - began - searching_s
                slice_s = min(max(seconds / SLICES, MEETING_WORTH * meeting_s), left_s - meeting_s)
                slice_size = max(1, int(slice_size / max(searching_s, 1e-6) * slice_s))
            if watch is not None:
                progress = Progress(share=min(share, 1.0), iterations=done, best=tuple(team.best_total.tolist()))
                if watch(progress) is False:
                    return
