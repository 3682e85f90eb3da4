"""Compiles every kernel once, so that no later call waits for it."""

import time
from collections.abc import Callable

import numpy as np

from optimiser.problem import Coupling, Problem, Shift, Travel, Visit, Worker
from optimiser.search.compile_cache import engine_folder
from optimiser.search.door_kernel import fits_alone, positions, put_bundle
from optimiser.search.draft import Draft
from optimiser.search.search import search
from optimiser.search.share_kernel import rebuild, take_routes
from optimiser.search.state import new_state
from optimiser.search.workspace import Workspace

DONE = "compiled"


def compile_kernels(say: Callable[[str], None]) -> float:
    """Loads all kernels from the cache, or compiles them (about a minute, once for each version of the code).

    Returns the seconds it took. Two processes that do this at once both compile; neither harms the other.
    """
    begun = time.perf_counter()
    mark = engine_folder() / DONE
    fresh = not mark.is_file()
    if fresh:
        say("Compiling the planning engine, once (about a minute) ...")
    problem = _smallest()
    space = Workspace(problem)
    positions(space.arrays, space.state, space.scratch, space.weights, 0)
    fits_alone(space.arrays, new_state(space.arrays), space.scratch, space.weights, 0, 0)
    put_bundle(space.arrays, space.state, space.scratch, space.weights, 0)
    # So small a plan is never split between searches, so what puts it together again is called by hand.
    mine = np.ones(len(space.arrays.shift), dtype=np.int64)
    lengths = np.ascontiguousarray(space.state.route["length"])
    take_routes(space.arrays, space.state, mine, space.state.sequence, lengths)
    rebuild(space.arrays, space.state, space.scratch)
    draft = Draft(problem)
    draft.try_append({"shift": "one"})
    draft.try_append({"shift": "one"})
    search(problem, seconds=None, iterations=1, seed=1, start=draft.plan(), watch=None)
    seconds = time.perf_counter() - begun
    if fresh:
        mark.parent.mkdir(parents=True, exist_ok=True)
        mark.touch()
        say(f"Compiled in {seconds:.0f} s.")
    return seconds


def _smallest() -> Problem:
    """Two visits and one shift, with a coupling, reach every kernel."""
    nothing = np.zeros((1, 1), dtype=np.int32)
    return Problem(
        horizon_s=100,
        workers=(Worker(id="worker"),),
        shifts=(
            Shift(id="shift", workers=("worker",), mode="car", start_place=0, end_place=0, starts_s=0, ends_s=100),
        ),
        visits=(Visit(id="one", place=0, duration_s=1), Visit(id="two", place=0, duration_s=1)),
        couplings=(Coupling(first="one", second="two"),),
        travel={"car": Travel(nothing, nothing)},
    )
