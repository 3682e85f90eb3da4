"""A file that is no map is refused in one sentence."""

import zlib
from pathlib import Path

import pytest

from optimiser.roads import EmptyNetwork, Mode, UnreadableMap, load_network, load_networks

from .conftest import Listener
from .toy_map import STREET, osm_xml, write_map

ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    '<osm version="0.6"><node id="1" lat="0" lon="10"><tag k="name" v="&b;"/></node></osm>'
)
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE o [<!ENTITY a0 "ha">'
    + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    + ']><osm version="0.6"><node id="1" lat="0" lon="10"><tag k="name" v="&a11;"/></node></osm>'
)
HUNDRED_GB = 100 * 2**30


def varint(number: int) -> bytes:
    """As protocol buffers have it."""
    low = number & 0x7F
    return bytes([low]) if number < 0x80 else bytes([low | 0x80]) + varint(number >> 7)


def pbf(data_size: int, blob: bytes) -> bytes:
    """A file whose first blob says that it has so many bytes: https://wiki.openstreetmap.org/wiki/PBF_Format"""
    header = b"\x0a\x09OSMHeader\x18" + varint(data_size)
    return len(header).to_bytes(4, "big") + header + blob


def zipped(raw_size: int, content: bytes) -> bytes:
    """A blob that says it unpacks to so many bytes."""
    packed = zlib.compress(content)
    return b"\x10" + varint(raw_size) + b"\x1a" + varint(len(packed)) + packed


BOMB = zipped(HUNDRED_GB, b"\0" * 10**8)
BAD = {
    "empty.osm": b"",
    "empty.osm.pbf": b"",
    "letter.osm": b"Dear Sir or Madam",
    "letter.osm.pbf": b"Dear Sir or Madam, " * 50,
    "page.osm": b"<html><body>Not found</body></html>",
    "cut.osm": osm_xml().encode()[:700],
    "entities.osm": ENTITIES.encode(),
    "claims_two_gigabytes.osm.pbf": b"\x7f\xff\xff\xff\x0a\x09OSMHeader",
    "claims_a_blob_of_100_gb.osm.pbf": pbf(HUNDRED_GB, b""),
    "claims_to_unpack_to_100_gb.osm.pbf": pbf(len(BOMB), BOMB),
    "unpacks_to_more_than_it_claims.osm.pbf": pbf(len(zipped(100, b"\0" * 10**8)), zipped(100, b"\0" * 10**8)),
    "laughs.osm": LAUGHS.encode(),
    "words_for_numbers.osm": b'<osm version="0.6"><node id="one" lat="0" lon="10"/></osm>',
    "wrong_bytes.osm": b'<osm version="0.6"><way id="1"><tag k="highway" v="\xff"/></way></osm>',
    "table.csv": b"lon,lat\n1,2\n",
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_is_no_map_is_refused_in_one_line_that_names_it(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(BAD[name])
    with pytest.raises(UnreadableMap) as refusal:
        load_network(path, Mode.CAR, cache_dir=tmp_path / "kept")
    message = str(refusal.value)
    assert str(path) in message
    assert "Give a whole OpenStreetMap file" in message
    assert len(message.splitlines()) == 1
    assert not (tmp_path / "kept").exists()


def test_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    with pytest.raises(UnreadableMap, match="there is no such file"):
        load_network(tmp_path / "nowhere.osm", Mode.CAR, cache_dir=None)
    with pytest.raises(UnreadableMap, match="it is a folder"):
        load_network(tmp_path, Mode.CAR, cache_dir=None)


@pytest.mark.parametrize(
    "text",
    [
        '<osm version="0.6"/>',
        osm_xml(ways=[("AB", {"building": "yes"})]),
        osm_xml(ways=[("A?", STREET)]),
    ],
    ids=["nothing", "only a house", "one end outside"],
)
def test_a_map_without_any_streets_says_so(tmp_path: Path, listener: Listener, text: str) -> None:
    path = tmp_path / "bare.osm"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(EmptyNetwork, match=r"no streets that can be used by car\. Use an extract"):
        load_network(path, Mode.CAR, cache_dir=None)
    with pytest.raises(EmptyNetwork, match="hold"):
        load_networks(path, list(Mode), cache_dir=None, skip_empty=True, say=listener)
    assert not listener.heard("has streets")


@pytest.mark.parametrize("tags", [{"highway": "footway"}, STREET | {"access": "no"}])
def test_a_map_with_streets_for_others_only_says_so(tmp_path: Path, tags: dict[str, str]) -> None:
    path = write_map(tmp_path, osm_xml(ways=[("AB", tags)]))
    with pytest.raises(EmptyNetwork, match=r"no streets that can be used by car\. Use another map or another mode; if"):
        load_network(path, Mode.CAR, cache_dir=None)


@pytest.mark.parametrize(
    "ways",
    [
        [("AB", STREET | {"oneway": "yes"})],
        [("ABDA", STREET)],
        [("ABDA", STREET | {"junction": "roundabout"})],
        [("ABDA", STREET), ("BE", STREET | {"oneway": "yes"})],
    ],
    ids=["no way back", "a ring", "a roundabout", "one junction"],
)
def test_a_map_whose_streets_lead_nowhere_and_back_says_so(
    tmp_path: Path, ways: list[tuple[str, dict[str, str]]]
) -> None:
    path = write_map(tmp_path, osm_xml(ways=ways))
    with pytest.raises(EmptyNetwork, match=r"no streets by car that lead from one junction to another and back\. Use"):
        load_network(path, Mode.CAR, cache_dir=None)
