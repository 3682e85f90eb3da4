"""Networks are kept on disk, found again, and made again when what is kept is no good."""

from pathlib import Path
from random import Random

import pytest

from optimiser.roads import Mode, Network, RoadsError, load_network, load_networks
from optimiser.roads.network import DTYPES
from optimiser.roads.say import quiet
from optimiser.roads.store import read_stored

from .conftest import Listener
from .toy_map import STREET, WAYS, osm_xml, write_map


def same(one: Network, other: Network) -> bool:
    arrays = all(getattr(one, field).tolist() == getattr(other, field).tolist() for field in DTYPES)
    return arrays and (one.mode, one.source, one.map_sha256) == (other.mode, other.source, other.map_sha256)


def test_the_second_start_reads_what_the_first_one_stored(tmp_path: Path, listener: Listener) -> None:
    path = write_map(tmp_path)
    first = load_network(path, Mode.CAR, cache_dir=tmp_path / "kept")
    second = load_network(path, Mode.CAR, cache_dir=tmp_path / "kept", say=listener)
    assert listener.sentences == []
    assert same(first, second)


def test_each_mode_is_stored_apart_and_nothing_half_written_stays(tmp_path: Path) -> None:
    load_networks(write_map(tmp_path), list(Mode), cache_dir=tmp_path / "kept")
    names = sorted(file.name.rsplit("-", 1)[0] for file in (tmp_path / "kept").iterdir())
    assert names == ["toy-bicycle", "toy-car", "toy-foot", "toy-lorry", "toy-van"]
    assert {file.suffix for file in (tmp_path / "kept").iterdir()} == {".npz"}


def test_an_edited_map_of_the_same_name_is_built_anew(tmp_path: Path, listener: Listener) -> None:
    load_network(write_map(tmp_path), Mode.CAR, cache_dir=tmp_path / "kept")
    edited = write_map(tmp_path, osm_xml(ways=[*WAYS, ("BP", STREET)]))
    network = load_network(edited, Mode.CAR, cache_dir=tmp_path / "kept", say=listener)
    assert listener.heard("Building")
    assert network.junctions == 4  # A, B, C and Q; P is a bend now


@pytest.mark.parametrize("keep", [0, 100, 2000])
def test_a_half_written_file_is_said_and_replaced(tmp_path: Path, listener: Listener, keep: int) -> None:
    path = write_map(tmp_path)
    good = load_network(path, Mode.CAR, cache_dir=tmp_path / "kept")
    (stored,) = (tmp_path / "kept").iterdir()
    stored.write_bytes(stored.read_bytes()[:keep])
    assert same(good, load_network(path, Mode.CAR, cache_dir=tmp_path / "kept", say=listener))
    assert listener.heard("is broken and is made again")
    silent = Listener()
    load_network(path, Mode.CAR, cache_dir=tmp_path / "kept", say=silent)
    assert silent.sentences == []


def test_a_file_with_changed_bytes_is_not_trusted(tmp_path: Path, listener: Listener) -> None:
    path = write_map(tmp_path)
    good = load_network(path, Mode.CAR, cache_dir=tmp_path / "kept")
    (stored,) = (tmp_path / "kept").iterdir()
    content = bytearray(stored.read_bytes())
    middle = len(content) // 3
    content[middle : middle + 40] = bytes(40)
    stored.write_bytes(content)
    assert same(good, load_network(path, Mode.CAR, cache_dir=tmp_path / "kept", say=listener))
    assert listener.heard("is broken and is made again")


def test_no_changed_bit_is_raised_or_believed(tmp_path: Path) -> None:
    path = write_map(tmp_path)
    good = load_network(path, Mode.CAR, cache_dir=tmp_path / "kept")
    (stored,) = (tmp_path / "kept").iterdir()
    content = stored.read_bytes()
    random, replaced = Random(7), 0
    # The head of the first array tells in its fifth to tenth byte how the rest is to be read.
    for where in [*range(4, 10), *random.sample(range(len(content)), 300)]:
        changed = bytearray(content)
        changed[where] ^= 1 << random.randrange(8)
        stored.write_bytes(changed)
        read = read_stored(stored, quiet)
        replaced += read is None
        assert read is None or same(good, read)
    assert replaced > 100


def test_a_folder_that_cannot_be_written_is_said_and_the_network_still_comes(
    tmp_path: Path, listener: Listener
) -> None:
    in_the_way = tmp_path / "kept"
    in_the_way.write_text("a file, not a folder")
    network = load_network(write_map(tmp_path), Mode.CAR, cache_dir=in_the_way, say=listener)
    assert network.junctions == 3
    assert listener.heard("could not be stored")


def test_nothing_is_left_in_the_folder_one_works_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_map(tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    load_network(path, Mode.CAR, cache_dir=None)
    assert list(work.iterdir()) == []


def test_a_map_without_streets_for_the_mode_leaves_nothing_behind(tmp_path: Path) -> None:
    path = write_map(tmp_path, osm_xml(ways=[("AB", {"highway": "footway"})]))
    with pytest.raises(RoadsError):
        load_network(path, Mode.CAR, cache_dir=tmp_path / "kept")
    assert not (tmp_path / "kept").exists()
