"""Our engine watched while it searches, in a process of its own: what it had found after how many seconds."""

import resource
import time
from dataclasses import dataclass

from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.searcher import Searcher
from optimiser.search.team import SEARCHES
from optimiser.search.workspace import Workspace
from optimiser.solve import Progress, solve
from tests.benchmarks.forked import forked


@dataclass(frozen=True, slots=True)
class Point:
    """One look at a search: seconds since `solve` was called, iterations so far, the best objective by tier."""

    at_s: float
    iterations: int
    best: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Watched:
    """A whole run. The first point comes after the tables, the first plan and a few iterations."""

    points: tuple[Point, ...]
    plan: Plan
    took_s: float
    peak_mb: int  # the most memory that the process held, the Problem included

    def us_per_iteration(self) -> float | None:
        """Microseconds by the clock from one iteration to the next, between the first point and the last.

        Both searches count, and so does dealing out and putting together between rounds. None with fewer than two
        points.
        """
        if len(self.points) < 2:
            return None
        first, last = self.points[0], self.points[-1]
        return 1e6 * (last.at_s - first.at_s) / (last.iterations - first.iterations)


def watch(problem: Problem, seconds: float | None = None, iterations: int | None = None, seed: int = 1) -> Watched:
    """Plans for so many seconds or iterations in a process of its own. The kernels must have been compiled before."""
    return forked(lambda: _watched(problem, seconds, iterations, seed))


def table_bytes(problem: Problem) -> int:
    """What the tables of one run fill: those of the Problem, and those of the plan and of each search."""
    return forked(lambda: _table_bytes(problem))


def _watched(problem: Problem, seconds: float | None, iterations: int | None, seed: int) -> Watched:
    points = []
    begun = time.perf_counter()

    def look(progress: Progress) -> None:
        points.append(Point(time.perf_counter() - begun, progress.iterations, progress.best))

    plan = solve(problem, seconds=seconds, iterations=iterations, seed=seed, progress=look)
    took_s = time.perf_counter() - begun
    # Linux counts in KiB.
    return Watched(tuple(points), plan, took_s, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)


def _table_bytes(problem: Problem) -> int:
    space = Workspace(problem)
    searchers = [Searcher(space.arrays, space.guide, number) for number in range(SEARCHES)]
    plans = [space.state, *(one.state for one in searchers)]
    buffers = [space.scratch, *(one.scratch for one in searchers)]
    # Some tables are shared, and are at one address.
    parts = (space.arrays, *plans, *buffers)
    held = {table.ctypes.data: table.nbytes for part in parts for table in part.tables().values() if table.nbytes}
    return sum(held.values())
