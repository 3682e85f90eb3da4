"""A file is there whole or as it was, and what it makes useless is gone."""

import os
from pathlib import Path
from typing import IO

import pytest

from optimiser.roads import Mode, load_networks
from optimiser.roads.whole_file import write_whole

from .toy_map import STREET, WAYS, osm_xml, write_map

A, B = "a" * 20, "b" * 20


def write(out: IO[bytes]) -> None:
    out.write(b"new")


def fail(out: IO[bytes]) -> None:
    out.write(b"half")
    raise OSError("no room")


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_what_fails_half_way_leaves_the_file_as_it_was_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / f"town-car-{A}.npz"
    file.write_bytes(b"old")
    with pytest.raises(OSError, match="no room"):
        write_whole(file, fail, abandoned_s=0)
    assert file.read_bytes() == b"old"
    assert names(tmp_path) == {file.name}


def test_files_of_the_same_map_mode_and_kind_under_other_keys_go_and_no_others(tmp_path: Path) -> None:
    old = {f"town-car-{B}.npz", f"town-car-{B}abc_1234.part"}
    others = {
        f"town-car-{B}.table.npz",
        f"town-car-{B}.tableabc_1234.part",
        f"town-foot-{B}.npz",
        f"town-car-car-{B}.npz",
        f"new-town-car-{B}.npz",
        "town-car.npz",
        "town-car.lock",
    }
    for name in old | others:
        (tmp_path / name).touch()
    write_whole(tmp_path / f"town-car-{A}.npz", write, abandoned_s=0)
    assert names(tmp_path) == {f"town-car-{A}.npz"} | others


def test_a_part_that_somebody_may_be_writing_stays(tmp_path: Path) -> None:
    fresh, abandoned = tmp_path / f"town-car-{A}fresh.part", tmp_path / f"town-car-{A}abandoned.part"
    fresh.touch()
    abandoned.touch()
    os.utime(abandoned, (0, 0))
    write_whole(tmp_path / f"town-car-{A}.npz", write, abandoned_s=3600)
    assert names(tmp_path) == {f"town-car-{A}.npz", fresh.name}


def test_the_networks_of_an_older_map_of_the_same_name_go(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    load_networks(write_map(tmp_path), [Mode.CAR, Mode.FOOT], cache_dir=kept)
    old = names(kept)
    edited = write_map(tmp_path, osm_xml(ways=[*WAYS, ("BP", STREET)]))
    load_networks(edited, [Mode.CAR], cache_dir=kept)
    (gone,) = old - names(kept)
    (new,) = names(kept) - old
    assert gone.startswith("toy-car-")
    assert new.startswith("toy-car-")


def test_a_file_without_a_key_replaces_only_itself(tmp_path: Path) -> None:
    (tmp_path / f"network-car-{A}.npz").touch()
    write_whole(tmp_path / "network.npz", write, abandoned_s=0)
    assert names(tmp_path) == {f"network-car-{A}.npz", "network.npz"}
    assert (tmp_path / "network.npz").read_bytes() == b"new"
