"""Travel is kept on disk, found again, and measured again when what is kept is no good."""

import multiprocessing
import resource
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimiser.roads import LegTooLong, Matrix, Network, PlaceOutsideMap, StoredTable, snap, table_store, travel_matrix
from optimiser.roads.matrix import LAYERS
from optimiser.roads.say import Say
from optimiser.roads.table import Held
from optimiser.roads.table_file import read_table

from .conftest import Listener
from .doors import TOWN, Doors, doors, some
from .networks import network
from .table_process import ask_at_once, be_killed_while_writing, hold_the_lock

SPAWN = multiprocessing.get_context("spawn")
ASKED = doors(1, 12)


def table(folder: Path | None, on: Network = TOWN, **settings: float) -> StoredTable:
    """As a process has it that has just begun."""
    return StoredTable(on, folder, map_name="town", **settings)  # type: ignore[arg-type] # whole numbers where asked for


def expected(asked: Doors, on: Network = TOWN) -> Matrix:
    return travel_matrix(on, snap(on, *asked))


def same(one: Matrix, other: Matrix) -> bool:
    return all((getattr(one, layer) == getattr(other, layer)).all() for layer in LAYERS)


def stored(folder: Path) -> Path:
    """The one file that is kept beside the lock and the order of the network's nodes."""
    (file,) = (file for file in folder.iterdir() if file.suffix != ".lock" and not file.name.endswith(".order.npz"))
    return file


@settings(max_examples=25, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    sizes=st.lists(st.integers(0, 9), min_size=1, max_size=5),
    most_places=st.sampled_from([6, 12, 1000]),
)
def test_whatever_was_asked_before_travel_is_that_of_the_matrix(seed: int, sizes: list[int], most_places: int) -> None:
    asked = doors(seed, sum(sizes))
    draw = np.random.default_rng(seed)
    with TemporaryDirectory() as folder:
        for end in np.cumsum(sizes).tolist():
            begin = int(draw.integers(0, end + 1))
            part = some(asked, slice(begin, end))
            snapped, found = table(Path(folder), most_places=most_places).travel(*part)
            assert same(found, expected(part))
            assert snapped.names == tuple(part[2])
            assert snapped.share.tolist() == snap(TOWN, *part).share.tolist()


def test_what_is_known_is_read_and_needs_neither_streets_nor_hierarchy(tmp_path: Path, listener: Listener) -> None:
    table(tmp_path).travel(*ASKED)
    again = table(tmp_path)
    _, found = again.travel(*some(ASKED, slice(3, 9)), say=listener)
    assert same(found, expected(some(ASKED, slice(3, 9))))
    assert not {"streets", "hierarchy"} & set(vars(again.ready))
    assert listener.sentences == []


def test_only_what_is_new_is_measured(tmp_path: Path, listener: Listener) -> None:
    asked = doors(8, 10)
    places = len(set(zip(*asked[:2], strict=True)))
    known = len(set(zip(*some(asked, slice(6))[:2], strict=True)))
    table(tmp_path).travel(*some(asked, slice(6)))
    table(tmp_path).travel(*asked, say=listener)
    assert listener.sentences == [f"Travel by car between {places} places, {places - known} of them new."]


def test_the_file_says_where_places_are_and_not_what_they_are_called(tmp_path: Path) -> None:
    table(tmp_path).travel(*ASKED)
    with np.load(stored(tmp_path)) as arrays:
        assert set(arrays) == {
            *("key", "place.lon", "place.lat", "place.edge", "place.share", "place.access_m"),
            *(f"travel.{layer}" for layer in LAYERS),
        }
    assert b"door" not in stored(tmp_path).read_bytes()
    assert stored(tmp_path).stat().st_mode & 0o077 == 0  # nobody else's business


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Every file that is read as a table from now on."""
    files: list[Path] = []

    def noted(file: Path, key: str, say: Say) -> Held | None:
        files.append(file)
        return read_table(file, key, say)

    monkeypatch.setattr(table_store, "read_table", noted)
    return files


def test_a_file_that_is_as_it_was_is_not_read_again(tmp_path: Path, read: list[Path]) -> None:
    one = table(tmp_path)
    one.travel(*some(ASKED, slice(6)))
    read.clear()
    for part in (some(ASKED, slice(6)), ASKED, some(ASKED, slice(3, 9))):
        _, found = one.travel(*part)
        assert same(found, expected(part))
    assert read == []
    _, found = table(tmp_path).travel(*ASKED)  # what was put into it is in the file as well
    assert (len(read), same(found, expected(ASKED))) == (1, True)


def test_what_another_process_has_put_into_the_file_is_found_and_kept(tmp_path: Path, listener: Listener) -> None:
    asked = doors(6, 30)
    one = table(tmp_path)
    one.travel(*some(asked, slice(10)))
    table(tmp_path).travel(*some(asked, slice(20)))
    one.travel(*some(asked, slice(20)), say=listener)
    one.travel(*asked)
    _, found = table(tmp_path).travel(*asked, say=listener)
    assert same(found, expected(asked))
    assert listener.sentences == []


def test_a_file_that_is_gone_is_made_again(tmp_path: Path) -> None:
    one = table(tmp_path)
    one.travel(*ASKED)
    before = stored(tmp_path).read_bytes()
    stored(tmp_path).unlink()
    _, found = one.travel(*ASKED)
    assert same(found, expected(ASKED))
    assert stored(tmp_path).read_bytes() == before


def test_a_large_table_is_not_remembered(tmp_path: Path, read: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table_store, "MOST_REMEMBERED", 3)
    one = table(tmp_path)
    one.travel(*ASKED)
    read.clear()
    _, found = one.travel(*ASKED)
    assert (len(read), same(found, expected(ASKED))) == (1, True)


def test_threads_that_ask_one_table_at_once_are_all_right(tmp_path: Path, listener: Listener) -> None:
    asked, one = doors(6, 40), table(tmp_path)
    parts = [some(asked, slice(begin, begin + 12)) for begin in (0, 20, 10, 28, 5, 0, 20, 10)]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda part: one.travel(*part)[1], parts))
    assert all(same(matrix, expected(part)) for matrix, part in zip(found, parts, strict=True))
    table(tmp_path).travel(*asked, say=listener)
    assert listener.sentences == []


def test_without_a_folder_nothing_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    _, found = table(None).travel(*ASKED)
    assert same(found, expected(ASKED))
    assert list(tmp_path.iterdir()) == []


def test_no_places_are_an_empty_matrix_and_nothing_is_stored(tmp_path: Path) -> None:
    snapped, found = table(tmp_path).travel([], [], [])
    assert found.seconds.shape == (0, 0)
    assert snapped.names == ()
    assert list(tmp_path.iterdir()) == []


def test_a_place_outside_the_map_is_refused_and_the_file_is_as_it_was(tmp_path: Path) -> None:
    table(tmp_path).travel(*ASKED)
    before = stored(tmp_path).read_bytes()
    with pytest.raises(PlaceOutsideMap, match="far away"):
        table(tmp_path).travel([TOWN.lon[3], 50.0], [TOWN.lat[3], 50.0], ["near", "far away"])
    assert stored(tmp_path).read_bytes() == before


# Three junctions in a row: ten minutes from the first to the second, twelve hours on to the third.
FAR = network(
    3, [(0, 1, 60_000, 1000), (1, 0, 60_000, 1000), (1, 2, 12 * 360_000, 1000), (2, 1, 12 * 360_000, 1000)]
)  # fmt: skip
FIRST, SECOND, THIRD = (([float(FAR.lon[i])], [float(FAR.lat[i])], [name]) for i, name in enumerate("ABC"))


def both(one: Doors, other: Doors) -> Doors:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2]


def test_a_leg_that_is_too_long_is_refused_and_the_file_is_as_it_was(tmp_path: Path) -> None:
    table(tmp_path, FAR).travel(*both(FIRST, SECOND))
    before = stored(tmp_path).read_bytes()
    with pytest.raises(LegTooLong, match=r"From [BC] to [BC] takes 12\.\d hours"):
        table(tmp_path, FAR).travel(*both(SECOND, THIRD))
    assert stored(tmp_path).read_bytes() == before


def test_a_place_that_is_too_far_from_those_of_another_day_only_is_not_refused(tmp_path: Path) -> None:
    table(tmp_path, FAR).travel(*both(FIRST, SECOND))
    _, found = table(tmp_path, FAR).travel(*THIRD)
    assert found.seconds.tolist() == [[0]]
    _, found = table(tmp_path, FAR).travel(*both(FIRST, SECOND))
    assert found.seconds.tolist() == [[0, 600], [600, 0]]


def test_a_network_that_differs_in_one_number_has_a_table_of_its_own_and_the_old_one_goes(tmp_path: Path) -> None:
    slower = replace(TOWN, centiseconds=TOWN.centiseconds + (np.arange(TOWN.edges) == 5) * 100_000)
    table(tmp_path).travel(*ASKED)
    old = stored(tmp_path)
    _, found = table(tmp_path, slower).travel(*ASKED)
    assert same(found, expected(ASKED, slower))
    assert stored(tmp_path) != old


def test_what_may_be_farther_from_a_street_has_a_table_of_its_own(tmp_path: Path) -> None:
    lon, lat = [float(TOWN.lon.min()) - 0.01], [float(TOWN.lat.min())]
    table(tmp_path, limit_m=5000).travel(lon, lat, ["farm"])
    with pytest.raises(PlaceOutsideMap, match="farm"):
        table(tmp_path).travel(lon, lat, ["farm"])


def test_tables_of_other_maps_and_modes_stay(tmp_path: Path) -> None:
    foot = replace(TOWN, mode=type(TOWN.mode)("foot"))
    for one in (table(tmp_path), table(tmp_path, foot), StoredTable(TOWN, tmp_path, map_name="other-town")):
        one.travel(*ASKED)
    names = sorted(file.name.rsplit("-", 1)[0] for file in tmp_path.glob("*.table.npz"))
    assert names == ["other-town-car", "town-car", "town-foot"]


def make_broken(file: Path, how: str) -> None:
    whole = file.read_bytes()
    if how.isdigit():
        file.write_bytes(whole[: int(how)])
    elif how == "text":
        file.write_text("seconds, metres\n1, 2\n")
    elif how == "one array":
        with file.open("wb") as out:
            np.save(out, np.zeros((3, 3)))
    elif how == "objects":
        with file.open("wb") as out:
            np.save(out, np.array([{}, "x"], dtype=object), allow_pickle=True)
    elif how == "foreign":
        np.savez(file, lon=np.zeros(3))
    else:
        with np.load(file) as arrays:
            held = dict(arrays)
        if how == "stale":
            held["key"] = np.array("0" * 64)
        elif how == "fewer places":
            held |= {name: array[:-1] for name, array in held.items() if name.startswith("place.")}
        elif how == "other numbers":
            held["travel.metres"] = held["travel.metres"].astype(np.float32)
        np.savez(file, **held)


@pytest.mark.parametrize(
    "how",
    ["0", "100", "1500", "text", "one array", "objects", "foreign", "stale", "fewer places", "other numbers", "folder"],
)
def test_a_file_that_is_no_good_is_said_in_one_line_and_made_again(
    tmp_path: Path, listener: Listener, how: str
) -> None:
    table(tmp_path).travel(*ASKED)
    if how == "folder":
        stored(tmp_path).unlink()
    else:
        make_broken(stored(tmp_path), how)
        _, found = table(tmp_path).travel(*ASKED, say=listener)
        said, measured = listener.sentences
        assert said == f"The stored travel table {stored(tmp_path)} is broken and is made again."
        assert measured.startswith("Travel by car between")
        assert same(found, expected(ASKED))
    again = Listener()
    _, found = table(tmp_path).travel(*ASKED)
    _, found = table(tmp_path).travel(*ASKED, say=again)
    assert same(found, expected(ASKED))
    assert again.sentences == []


@settings(max_examples=60, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), turned=st.integers(1, 255))
def test_whatever_byte_is_damaged_no_wrong_number_comes_out(where: float, turned: int) -> None:
    with TemporaryDirectory() as name:
        folder = Path(name)
        table(folder).travel(*ASKED)
        content = bytearray(stored(folder).read_bytes())
        content[int(where * len(content))] ^= turned
        stored(folder).write_bytes(content)
        snapped, found = table(folder).travel(*ASKED)
        assert same(found, expected(ASKED))
        assert snapped.edge.tolist() == snap(TOWN, *ASKED).edge.tolist()


@contextmanager
def full_disk(nbytes: int) -> Iterator[None]:
    """No file of this process may grow beyond that."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (nbytes, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_is_said_and_travel_still_comes(tmp_path: Path, listener: Listener) -> None:
    asked = doors(9, 100)
    table(tmp_path).travel(*some(asked, slice(4)))
    before = stored(tmp_path).read_bytes()
    with full_disk(50_000):  # less than the table of 100 places, more than what making the hierarchy needs
        _, found = table(tmp_path).travel(*asked, say=listener)
    assert same(found, expected(asked))
    assert listener.sentences[1].startswith(f"The travel table could not be stored in {tmp_path} (")
    assert listener.sentences[1].endswith("); travel is measured again next time.")
    assert stored(tmp_path).read_bytes() == before


def test_what_could_not_be_stored_is_stored_when_it_is_asked_for_again(tmp_path: Path, listener: Listener) -> None:
    asked, one = doors(9, 100), table(tmp_path)
    one.travel(*some(asked, slice(4)))
    with full_disk(50_000):
        one.travel(*asked)
    one.travel(*asked)
    _, found = table(tmp_path).travel(*asked, say=listener)
    assert same(found, expected(asked))
    assert listener.sentences == []


def test_a_folder_that_cannot_be_made_is_said_and_travel_still_comes(tmp_path: Path, listener: Listener) -> None:
    in_the_way = tmp_path / "kept"
    in_the_way.write_text("a file, not a folder")
    _, found = table(in_the_way).travel(*ASKED, say=listener)
    assert same(found, expected(ASKED))
    assert len([said for said in listener.sentences if "could not be stored" in said]) == 1


def test_rather_than_hold_too_many_places_it_begins_anew_with_those_of_now(tmp_path: Path, listener: Listener) -> None:
    asked = ([float(TOWN.lon[i]) for i in range(9)], [float(TOWN.lat[i]) for i in range(9)], list("ABCDEFGHI"))
    table(tmp_path, most_places=6).travel(*some(asked, slice(5)))
    later = some(asked, slice(4, 9))
    _, found = table(tmp_path, most_places=6).travel(*later)
    assert same(found, expected(later))
    table(tmp_path, most_places=6).travel(*later, say=listener)
    assert listener.sentences == []
    with np.load(stored(tmp_path)) as arrays:
        assert arrays["place.lon"].tolist() == later[0]


def test_more_places_than_a_table_may_hold_are_measured_and_the_file_is_as_it_was(
    tmp_path: Path, listener: Listener
) -> None:
    table(tmp_path).travel(*some(ASKED, slice(4)))
    before = stored(tmp_path).read_bytes()
    _, found = table(tmp_path, most_places=4).travel(*ASKED, say=listener)
    assert same(found, expected(ASKED))
    assert listener.heard("More than 4 places at once: travel is measured anew, and not stored.")
    assert stored(tmp_path).read_bytes() == before


def test_two_processes_at_once_are_both_right_and_what_either_measured_is_kept(
    tmp_path: Path, listener: Listener
) -> None:
    asked = doors(6, 40)
    parts = [some(asked, slice(0, 25)), some(asked, slice(15, 40))]
    with SPAWN.Manager() as manager, ProcessPoolExecutor(2, mp_context=SPAWN) as pool:
        together = manager.Barrier(2)
        work = [pool.submit(ask_at_once, tmp_path, part, together) for part in parts]
        for part, one in zip(parts, work, strict=True):
            assert one.result(timeout=120) == expected(part).seconds.tolist()
    _, found = table(tmp_path).travel(*asked, say=listener)
    assert same(found, expected(asked))
    assert listener.sentences == []
    assert stored(tmp_path).suffix == ".npz"


def test_a_process_killed_while_it_writes_leaves_a_part_that_the_next_one_removes(tmp_path: Path) -> None:
    table(tmp_path).travel(*some(ASKED, slice(4)))
    child = SPAWN.Process(target=be_killed_while_writing, args=(tmp_path, ASKED))
    child.start()
    child.join(timeout=120)
    assert child.exitcode == -9
    assert {file.suffix for file in tmp_path.iterdir()} == {".lock", ".npz", ".part"}
    _, found = table(tmp_path).travel(*ASKED)
    assert same(found, expected(ASKED))
    assert stored(tmp_path).suffix == ".npz"


def test_whoever_waits_too_long_for_another_process_measures_and_stores_nothing(
    tmp_path: Path, listener: Listener
) -> None:
    table(tmp_path).travel(*some(ASKED, slice(4)))
    before = stored(tmp_path).read_bytes()
    held, let_go = SPAWN.Event(), SPAWN.Event()
    child = SPAWN.Process(target=hold_the_lock, args=(tmp_path / "town-car.lock", held, let_go))
    child.start()
    try:
        assert held.wait(timeout=120)
        _, found = table(tmp_path, wait_s=0).travel(*ASKED, say=listener)
        assert same(found, expected(ASKED))
        assert listener.sentences[0].startswith("Another process has been measuring travel by car for more than 0 sec")
        assert stored(tmp_path).read_bytes() == before
        quiet = Listener()
        table(tmp_path, wait_s=0).travel(*some(ASKED, slice(4)), say=quiet)
        assert quiet.sentences == []  # nothing new, so nobody to wait for
    finally:
        let_go.set()
        child.join(timeout=120)
