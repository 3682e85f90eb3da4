"""Reading an archive: what is there, what is not, and what is damaged."""

import gzip
from pathlib import Path

import pytest

from dispatch.adapters.map_tiles import BrokenTiles, TileArchive, make_tiles, open_tiles
from tests.dispatch.adapters.map_tiles.edge_map import WEST_TILE, write_edge_map


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder: Path = tmp_path_factory.mktemp("whole")
    make_tiles(write_edge_map(folder / "edge.osm"), folder / "edge.pmtiles", say=lambda _: None)
    return (folder / "edge.pmtiles").read_bytes()


def test_a_tile_is_gzipped_and_says_what_it_is(archive: TileArchive) -> None:
    content = archive.tile(*WEST_TILE)
    assert content is not None
    assert gzip.decompress(content)
    assert (archive.encoding, archive.media_type) == ("gzip", "application/vnd.mapbox-vector-tile")


@pytest.mark.parametrize(
    "tile",
    [(15, 0, 0), (8, 126, 83), (16, 32422, 21468), (15, -1, 10734), (15, 32768, 10734), (-1, 0, 0), (60, 5, 5)],
)
def test_a_tile_that_is_not_there_is_none(archive: TileArchive, tile: tuple[int, int, int]) -> None:
    assert archive.tile(*tile) is None


@pytest.mark.parametrize("part", [0.0, 0.01, 0.2, 0.5, 0.999])
def test_an_archive_cut_short_is_refused_with_the_remedy(tmp_path: Path, whole: bytes, part: float) -> None:
    short = tmp_path / "short.pmtiles"
    short.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(BrokenTiles, match=r"short\.pmtiles.*Delete the file"):
        open_tiles(short)


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    letter = tmp_path / "letter.pmtiles"
    letter.write_bytes(b"Dear council, " * 100)
    for path, why in ((letter, "not a whole"), (tmp_path / "missing", "no such file"), (tmp_path, "it is a folder")):
        with pytest.raises(BrokenTiles, match=why):
            open_tiles(path)


def test_a_damaged_tile_is_told_and_not_shown_as_an_empty_place(tmp_path: Path, whole: bytes) -> None:
    path = tmp_path / "edge.pmtiles"
    path.write_bytes(whole)
    content = open_tiles(path).tile(*WEST_TILE)
    assert content is not None
    at = whole.index(content) + len(content) // 2
    path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
    with pytest.raises(BrokenTiles, match="tile 15/16211/10734 is damaged"):
        open_tiles(path).tile(*WEST_TILE)


def test_whatever_byte_of_the_head_is_wrong_the_answer_is_a_tile_or_the_one_error(tmp_path: Path, whole: bytes) -> None:
    refused = 0
    for at in range(127 + 80):
        path = tmp_path / "edge.pmtiles"
        path.unlink(missing_ok=True)  # an open archive keeps the old file
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        try:
            open_tiles(path).tile(*WEST_TILE)
        except BrokenTiles:
            refused += 1
    assert refused > 80


def test_an_open_archive_stays_as_it_was_when_the_map_changes(tmp_path: Path) -> None:
    out = tmp_path / "edge.pmtiles"
    make_tiles(write_edge_map(tmp_path / "edge.osm"), out, say=lambda _: None)
    opened = open_tiles(out)
    before = opened.tile(*WEST_TILE)
    make_tiles(write_edge_map(tmp_path / "edge.osm", generator="allround fixtures"), out, say=lambda _: None)
    assert opened.tile(*WEST_TILE) == before
    assert opened.attribution != open_tiles(out).attribution
