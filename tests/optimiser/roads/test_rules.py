"""Turns that are forbidden or take time, and streets open to those only who have business there.

Both engines against an answer worked out street by street, without a graph of nodes.
"""

import heapq
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.roads import Dijkstra, Hierarchy, Network, Snapped, leg_lines, travel_matrix
from optimiser.roads.connected import largest_connected
from optimiser.roads.doors import NO_WAY, doors
from optimiser.roads.graph import FORBIDDEN
from optimiser.roads.matrix import kerb_to_kerb

from .networks import network, on_street, random_grid

# Before the open streets, on them, and after: see `graph`.
OUT, OPEN, IN = 0, 1, 2


def with_rules(grid: Network, seed: int) -> Network:
    """Turns forbidden and slow, ways by way of a street forbidden, and streets for those with business there."""
    draw = np.random.default_rng(seed)
    turns = [(a, b) for a in range(grid.edges) for b in np.flatnonzero(grid.tail == grid.head[a]).tolist()]
    some = [turns[i] for i in draw.choice(len(turns), len(turns) // 4, replace=False)]
    vias = [
        (a, b, int(draw.choice(np.flatnonzero(grid.tail == grid.head[b]))))
        for a, b in (turns[i] for i in draw.choice(len(turns), len(turns) // 10, replace=False))
        if len({a, b}) == 2 and (grid.tail == grid.head[b]).any()
    ]
    bound = draw.random(grid.edges) < draw.choice([0.0, 0.05, 0.3])
    bound |= (grid.twin >= 0) & bound[grid.twin]
    return replace(
        grid,
        bound=bound,
        turn_from=np.array([a for a, _ in some], dtype=np.int32),
        turn_to=np.array([b for _, b in some], dtype=np.int32),
        turn_cs=draw.choice([FORBIDDEN, 0, 1, 7], len(some)),
        via_from=np.array([a for a, _, _ in vias], dtype=np.int32),
        via_by=np.array([b for _, b, _ in vias], dtype=np.int32),
        via_to=np.array([c for _, _, c in vias], dtype=np.int32),
    )


def street_by_street(grid: Network, origin: tuple[int, float], destination: tuple[int, float]) -> float:
    """Centiseconds from a point of a street to a point of another, edge by edge; inf where there is no way.

    Whoever is at a junction may leave it, and be come to, by any of its streets.
    """
    turn_cs = {(int(a), int(b)): int(cs) for a, b, cs in zip(grid.turn_from, grid.turn_to, grid.turn_cs, strict=True)}
    vias = set(zip(grid.via_from.tolist(), grid.via_by.tolist(), grid.via_to.tolist(), strict=True))
    after = [np.flatnonzero(grid.tail == grid.head[edge]).tolist() for edge in range(grid.edges)]
    at, to = junction_of(grid, *origin), junction_of(grid, *destination)
    if at is not None and at == to:
        return 0.0
    starts = along(grid, *origin) if at is None else dict.fromkeys(open_first(grid, grid.tail == at), 0.0)
    ends = along(grid, *destination) if to is None else dict.fromkeys(open_first(grid, grid.head == to), 1.0)
    best = min(
        (
            grid.centiseconds[edge] * (ends[edge] - share)
            for edge, share in starts.items()
            if edge in ends and ends[edge] >= share
        ),
        default=np.inf,
    )
    queue = [
        (float(grid.centiseconds[edge] * (1 - share)), edge, -1, OUT if grid.bound[edge] else OPEN)
        for edge, share in starts.items()
    ]
    heapq.heapify(queue)
    done = set()
    while queue:
        cost, edge, before, part = heapq.heappop(queue)
        if (edge, before, part) in done or cost >= best:
            continue
        done.add((edge, before, part))
        for onward in after[edge]:
            cs = turn_cs.get((edge, onward), 0)
            if cs == FORBIDDEN or (before, edge, onward) in vias:
                continue
            # Once on the way in, there is no way back to the open streets.
            if not grid.bound[onward]:
                parts = [] if part == IN else [OPEN]
            else:
                parts = {OUT: [OUT, IN], OPEN: [IN], IN: [IN]}[part]
            for new in parts:
                if onward in ends and (new != OUT or to is not None):
                    best = min(best, cost + cs + grid.centiseconds[onward] * ends[onward])
                heapq.heappush(queue, (cost + cs + float(grid.centiseconds[onward]), onward, edge, new))
    return float(best)


def open_first(grid: Network, there: npt.NDArray[np.bool_]) -> list[int]:
    """Those of these streets that are open to all, or where there are none all of them."""
    some = there & ~grid.bound
    return np.flatnonzero(some if some.any() else there).tolist()


def junction_of(grid: Network, edge: int, share: float) -> int | None:
    """Where a point is a junction, that."""
    return {0.0: int(grid.tail[edge]), 1.0: int(grid.head[edge])}.get(share)


def along(grid: Network, edge: int, share: float) -> dict[int, float]:
    """Each direction of the street, and how far along it the point is."""
    twin = int(grid.twin[edge])
    return {edge: share} | ({twin: 1 - share} if twin >= 0 else {})


def some_places(grid: Network, seed: int, count: int) -> Snapped:
    """Inside streets and at junctions."""
    draw = np.random.default_rng(seed)
    return on_street(
        grid, draw.integers(0, grid.edges, count).tolist(), draw.choice([0.0, 0.25, 0.5, 0.75, 1.0], count).tolist()
    )


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_both_engines_keep_every_rule_and_find_the_fastest_way(seed: int) -> None:
    grid = with_rules(random_grid(seed, side=5), seed)
    grid = replace(grid, centiseconds=grid.centiseconds * 4)  # quarters are whole
    places = some_places(grid, seed, 8)
    at = doors(grid, places)
    for engine in (Hierarchy(grid), Dijkstra(grid)):
        costs = kerb_to_kerb(at.leave_by, at.leave, at.reach_by, at.reach, engine.blocks)
        for a in range(8):
            for b in range(8):
                if a == b or on_one_street(grid, places, a, b):
                    continue
                one, other = ((int(places.edge[i]), float(places.share[i])) for i in (a, b))
                expected = street_by_street(grid, one, other)
                found = np.inf if costs[a, b] >= NO_WAY else costs[a, b] // 10_000_000
                assert found == expected


def on_one_street(grid: Network, places: Snapped, a: int, b: int) -> bool:
    return int(places.edge[b]) in along(grid, int(places.edge[a]), 0.5)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_what_is_connected_has_a_way_from_every_place_to_every_other(seed: int) -> None:
    grid = largest_connected(with_rules(random_grid(seed, side=6), seed))
    if grid.edges == 0:
        return
    places = some_places(grid, seed, 12)
    matrix = travel_matrix(grid, places, engine=Dijkstra(grid))  # which raises Unreachable
    lines = leg_lines(grid, places, [(a, b) for a in range(12) for b in range(12)])
    assert all(len(line) >= 2 for line in lines)
    assert matrix.seconds.shape == (12, 12)


#    4 - 5
#    |   |
# 0 -1 - 2 - 3   with times in centiseconds; every street both ways
STREETS = [(0, 1), (1, 2), (2, 3), (1, 4), (4, 5), (5, 2)]


def ladder(**rules: object) -> Network:
    both = [pair for a, b in STREETS for pair in ((a, b), (b, a))]
    return replace(network(6, [(a, b, 100, 10) for a, b in both]), **rules)  # type: ignore[arg-type]


def centiseconds(grid: Network, a: tuple[int, int], b: tuple[int, int]) -> int:
    """From the middle of one street to the middle of another."""
    edge = {(int(t), int(h)): e for e, (t, h) in enumerate(zip(grid.tail, grid.head, strict=True))}
    places = on_street(grid, [edge[a], edge[b]], [0.5, 0.5])
    at = doors(grid, places)
    both = [
        int(kerb_to_kerb(at.leave_by, at.leave, at.reach_by, at.reach, engine.blocks)[0, 1]) // 10_000_000
        for engine in (Hierarchy(grid), Dijkstra(grid))
    ]
    assert both[0] == both[1]
    return both[0]


def test_a_forbidden_turn_sends_one_round_the_block() -> None:
    assert centiseconds(ladder(), (0, 1), (2, 3)) == 200
    straight_on = ladder(turn_from=[0], turn_to=[2], turn_cs=[FORBIDDEN])
    assert centiseconds(straight_on, (0, 1), (2, 3)) == 400
    assert centiseconds(straight_on, (2, 3), (0, 1)) == 200  # back again it is allowed


def test_a_turn_takes_the_time_it_takes_until_the_way_round_is_quicker() -> None:
    assert centiseconds(ladder(turn_from=[0], turn_to=[2], turn_cs=[50]), (0, 1), (2, 3)) == 250
    assert centiseconds(ladder(turn_from=[0], turn_to=[2], turn_cs=[250]), (0, 1), (2, 3)) == 400


def test_a_way_by_way_of_a_street_is_forbidden_and_its_parts_are_not() -> None:
    # From 0 by 1-2 to 3; edges 0: 0-1, 2: 1-2, 4: 2-3.
    grid = ladder(via_from=[0], via_by=[2], via_to=[4])
    assert centiseconds(grid, (0, 1), (2, 3)) == 400
    assert centiseconds(grid, (1, 2), (2, 3)) == 100
    assert centiseconds(grid, (0, 1), (2, 5)) == 200
    assert centiseconds(grid, (4, 1), (2, 3)) == 200


def test_nobody_drives_through_a_street_that_is_for_those_with_business_there() -> None:
    bound = np.zeros(12, dtype=bool)
    bound[2:4] = True  # 1 - 2
    grid = ladder(bound=bound)
    assert centiseconds(grid, (0, 1), (2, 3)) == 400
    assert centiseconds(grid, (0, 1), (1, 2)) == 100
    assert centiseconds(grid, (1, 2), (2, 3)) == 100


def test_what_lies_behind_such_a_street_is_reached_through_it() -> None:
    bound = np.zeros(12, dtype=bool)
    bound[4:6] = True  # 2 - 3, and beyond it an open street
    streets = [*STREETS, (3, 6)]
    both = [pair for a, b in streets for pair in ((a, b), (b, a))]
    grid = largest_connected(
        replace(network(7, [(a, b, 100, 10) for a, b in both]), bound=np.append(bound, [False, False]))
    )
    assert grid.edges == 14
    assert centiseconds(grid, (0, 1), (3, 6)) == 300
    assert centiseconds(grid, (3, 6), (0, 1)) == 300


@pytest.mark.parametrize(
    "rule", [{"turn_from": [0], "turn_to": [1]}, {"turn_from": [0], "turn_to": [4], "turn_cs": [1]}]
)
def test_rules_that_do_not_fit_the_streets_are_refused(rule: dict[str, list[int]]) -> None:
    with pytest.raises(ValueError, match="Not a street network"):
        ladder(**rule)
