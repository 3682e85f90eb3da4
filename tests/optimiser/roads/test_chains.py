"""Steps become edges from junction to junction."""

import itertools

import numpy as np
import numpy.typing as npt
from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.roads.chains import Chains, chains

Steps = set[tuple[int, int]]


def joined(steps: Steps, nodes: int, marked: Steps | None = None) -> tuple[Chains, list[list[int]]]:
    """The chains, and the nodes along each."""
    tail, head = ends(steps)
    made = chains(tail, head, nodes, np.array([step in (marked or set()) for step in sorted(steps)]))
    parts = [made.step[a:b] for a, b in zip(made.first, made.first[1:], strict=False)]
    return made, [[int(tail[part[0]]), *head[part].tolist()] for part in parts]


def ends(steps: Steps) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    tail, head = np.array(sorted(steps), dtype=np.int32).reshape(-1, 2).T
    return tail, head


def both_ways(*streets: str) -> Steps:
    there = {(int(a), int(b)) for street in streets for a, b in itertools.pairwise(street)}
    return there | {(b, a) for a, b in there}


def test_a_bend_joins_two_steps_in_each_direction() -> None:
    made, lines = joined(both_ways("012"), 3)
    assert lines == [[0, 1, 2], [2, 1, 0]]
    assert made.twin.tolist() == [1, 0]


def test_where_three_streets_meet_is_a_junction() -> None:
    _, lines = joined(both_ways("0123", "14"), 5)
    assert lines == [[0, 1], [1, 0], [1, 2, 3], [1, 4], [3, 2, 1], [4, 1]]


def test_where_a_street_becomes_one_way_is_a_junction() -> None:
    made, lines = joined(both_ways("01", "20") | {(1, 2)}, 3)
    assert lines == [[1, 0, 2], [1, 2], [2, 0, 1]]
    assert made.twin.tolist() == [2, -1, 0]


def test_marked_steps_and_others_stay_apart() -> None:
    _, lines = joined(both_ways("0123"), 4, marked=both_ways("12", "23"))
    assert lines == [[0, 1], [1, 0], [1, 2, 3], [3, 2, 1]]


def test_a_one_way_street_has_no_twin() -> None:
    made, lines = joined({(0, 1), (1, 2), (2, 0), (0, 3), (3, 0)}, 4)
    assert lines == [[0, 1, 2, 0], [0, 3], [3, 0]]
    assert made.twin.tolist() == [-1, 2, 1]


def test_a_ring_without_a_junction_has_one_at_its_first_node() -> None:
    made, lines = joined(both_ways("2342", "01"), 5)
    assert lines == [[0, 1], [1, 0], [2, 3, 4, 2], [2, 4, 3, 2]]
    assert made.twin.tolist() == [1, 0, 3, 2]


def test_two_rings_have_a_junction_each() -> None:
    _, lines = joined({(0, 1), (1, 2), (2, 0), (3, 4), (4, 5), (5, 3)}, 6)
    assert lines == [[0, 1, 2, 0], [3, 4, 5, 3]]


@settings(max_examples=200, deadline=None)
@given(
    st.integers(2, 12).flatmap(
        lambda nodes: st.tuples(
            st.just(nodes),
            st.sets(st.tuples(st.integers(0, nodes - 1), st.integers(0, nodes - 1)), min_size=1, max_size=24),
        )
    )
)
def test_every_step_is_in_one_chain_and_chains_end_only_where_there_is_a_choice(drawn: tuple[int, Steps]) -> None:
    nodes, steps = drawn
    steps = {(a, b) for a, b in steps if a != b} or {(0, 1)}
    made, lines = joined(steps, nodes)
    walked = [step for line in lines for step in itertools.pairwise(line)]
    assert sorted(walked) == sorted(steps)
    neighbours = {
        node: {b for a, b in steps if a == node} | {a for a, b in steps if b == node} for node in range(nodes)
    }
    for line in lines:
        for before, node, after in zip(line, line[1:], line[2:], strict=False):
            assert neighbours[node] == {before, after}
            assert ((before, node) in steps) == ((node, after) in steps)
            assert ((after, node) in steps) == ((node, before) in steps)
        twin = int(made.twin[lines.index(line)])
        turned = all((b, a) in steps for a, b in itertools.pairwise(line))
        assert (lines[twin] == line[::-1]) if twin >= 0 else not turned
