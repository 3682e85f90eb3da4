"""The order of importance of a network's nodes, and the file it is kept in."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.roads import Hierarchy, Network
from optimiser.roads.order import is_order, node_order, topology_of
from optimiser.roads.order_file import stored_order
from optimiser.roads.ready import Ready

from .conftest import Listener
from .networks import random_grid

GRID = random_grid(7)


def answers(hierarchy: Hierarchy) -> tuple[list[list[int]], list[int]]:
    everywhere = np.arange(GRID.junctions, dtype=np.int32)
    table = np.concatenate([block for _, block in hierarchy.blocks(everywhere, everywhere)])
    return table.tolist(), [cost for cost, _ in hierarchy.paths([(0, 80), (80, 0), (3, 50)])]


def test_an_order_that_is_kept_gives_the_answers_of_one_that_is_made(tmp_path: Path, listener: Listener) -> None:
    file = tmp_path / "kept" / "grid.order.npz"
    made, kept = (stored_order(GRID, file, listener) for _ in range(2))
    assert listener.sentences == []
    assert made.tolist() == kept.tolist() == node_order(GRID).tolist()
    assert answers(Hierarchy(GRID, rank=kept)) == answers(Hierarchy(GRID))


def test_an_order_is_kept_before_anybody_asks_the_way_and_taken_as_it_is_kept(tmp_path: Path) -> None:
    file = tmp_path / "grid.order.npz"
    ready = Ready(GRID, order_file=file)
    assert ready.order.tolist() == node_order(GRID).tolist()
    assert "hierarchy" not in vars(ready)
    other = ready.order[::-1]
    with file.open("wb") as out:
        np.savez(out, rank=other.astype(np.int32))
    again = Ready(GRID, order_file=file)
    assert answers(again.hierarchy) == answers(Hierarchy(GRID))
    assert again.order.tolist() == other.tolist()


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 10**6))
def test_any_order_gives_right_answers(seed: int) -> None:
    rank = np.random.default_rng(seed).permutation(GRID.graph.nodes)
    assert answers(Hierarchy(GRID, rank=rank)) == answers(Hierarchy(GRID))
    assert topology_of(GRID.graph, rank).node_count == GRID.graph.nodes


@pytest.mark.parametrize(
    "how", ["empty", "text", "short", "twice", "negative", "other name", "floats", "objects", "folder"]
)
def test_a_file_that_is_no_good_is_said_and_made_again(tmp_path: Path, listener: Listener, how: str) -> None:
    file = tmp_path / "grid.order.npz"
    rank = node_order(GRID)
    broken = {
        "short": {"rank": rank[:-1]},
        "twice": {"rank": np.zeros_like(rank)},
        "negative": {"rank": rank - 1},
        "other name": {"order": rank},
        "floats": {"rank": rank + 0.5},
        "objects": {"rank": np.array([{}] * len(rank), dtype=object)},
    }
    if how == "folder":
        file.mkdir()
    elif how in broken:
        with file.open("wb") as out:
            np.savez(out, **broken[how])  # type: ignore[arg-type]
    else:
        file.write_bytes(b"" if how == "empty" else b"no archive")
    assert stored_order(GRID, file, listener).tolist() == rank.tolist()
    assert listener.sentences[0] == f"The stored order of streets {file} is broken and is made again."
    if how != "folder":
        again = Listener()
        assert stored_order(GRID, file, again).tolist() == rank.tolist()
        assert again.sentences == []


def test_what_another_process_is_writing_stays_and_what_one_left_long_ago_goes(
    tmp_path: Path, listener: Listener
) -> None:
    live, left = (tmp_path / f"grid-car-{key * 20}.order_abc.part" for key in "bc")
    live.touch()
    left.touch()
    os.utime(left, (0, 0))
    file = tmp_path / f"grid-car-{'a' * 20}.order.npz"
    stored_order(GRID, file, listener)
    assert set(tmp_path.iterdir()) == {file, live}


def test_a_disk_that_refuses_is_said(tmp_path: Path, listener: Listener) -> None:
    (tmp_path / "kept").write_text("a file, not a folder")
    assert is_order(stored_order(GRID, tmp_path / "kept" / "grid.order.npz", listener), GRID.graph.nodes)
    assert listener.heard("could not be stored")


def test_without_room_for_the_librarys_files_the_disk_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def saves_nothing(network: Network) -> None:
        class Full:
            def build(self, *arcs: object) -> None: ...
            def save(self, folder: str) -> None: ...

        monkeypatch.setattr("optimiser.roads.order.CCHTopology", Full)
        node_order(network)

    with pytest.raises(OSError, match="make room there"):
        saves_nothing(GRID)
