"""Finds couplings that contradict each other: a cycle of lags that no start times can satisfy."""

from collections import deque
from collections.abc import Sequence

from optimiser.problem.coupling import Coupling


def contradicting_cycle(couplings: Sequence[Coupling]) -> tuple[str, ...] | None:
    """Visit ids of one contradicting cycle in order, or None.

    The lags are difference constraints: start(second) >= start(first) + min and start(first) >= start(second) - max.
    They can be met if and only if the graph of these arcs has no cycle of positive length (Bellman-Ford with a queue).
    """
    arcs: dict[str, list[tuple[str, int]]] = {}
    for coupling in couplings:
        arcs.setdefault(coupling.first, []).append((coupling.second, coupling.min_lag_s))
        arcs.setdefault(coupling.second, [])
        if coupling.max_lag_s is not None:
            arcs[coupling.second].append((coupling.first, -coupling.max_lag_s))
    earliest = dict.fromkeys(arcs, 0)
    came_from: dict[str, str] = {}
    length = dict.fromkeys(arcs, 0)
    queue = deque(arcs)
    waiting = set(arcs)
    while queue:
        here = queue.popleft()
        waiting.discard(here)
        for there, lag in arcs[here]:
            if earliest[here] + lag > earliest[there]:
                earliest[there] = earliest[here] + lag
                came_from[there] = here
                length[there] = length[here] + 1
                # So long a path passes some visit twice, so there is a cycle; it may take a few more rounds until
                # came_from, which is rewritten on the way, shows all of it.
                if length[there] >= len(arcs) and (cycle := _cycle_behind(there, came_from)):
                    return cycle
                if there not in waiting:
                    waiting.add(there)
                    queue.append(there)
    return None


def _cycle_behind(start: str, came_from: dict[str, str]) -> tuple[str, ...] | None:
    """The cycle that one meets walking back from `start`; None when the way ends at a visit nothing led to."""
    passed: list[str] = []
    here = start
    while here not in passed:
        if here not in came_from:
            return None
        passed.append(here)
        here = came_from[here]
    return tuple(reversed(passed[passed.index(here) :]))
