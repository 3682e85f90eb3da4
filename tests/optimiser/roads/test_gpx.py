"""GPX 1.1 that any program can read, whatever the names."""

import re
from datetime import UTC, datetime, timedelta, timezone
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given

from optimiser.roads.drawn import NamedLine, NamedPoint, legible
from optimiser.roads.gpx import NAMESPACE, to_gpx

from .odd_names import any_line, any_name, any_place

NOON = datetime(2026, 6, 1, 12, 30, tzinfo=UTC)
HOME = NamedPoint(name="Home", lon=-2.98, lat=51.58, about="09:00 to 09:30", properties={"kind": "stop"})
WAY = NamedLine(name="To the well", line=((-2.98, 51.58), (1e-9, 51.59)), about="4 visits")
# The children of each element that we write, in the order of the schema; it allows no other.
ORDER = {
    "gpx": ["metadata", "wpt", "rte", "trk", "extensions"],
    "metadata": ["name", "desc", "author", "copyright", "link", "time", "keywords", "bounds", "extensions"],
    "wpt": ["ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link", "sym", "type"],
    "trk": ["name", "cmt", "desc", "src", "link", "number", "type", "extensions", "trkseg"],
    "trkseg": ["trkpt", "extensions"],
    "trkpt": [],
    "name": [],
    "desc": [],
    "src": [],
    "time": [],
    "copyright": ["year", "license"],
}
DECIMAL = re.compile(r"-?\d{1,3}\.\d{6}")


def local(element: ET.Element) -> str:
    assert element.tag.startswith(f"{{{NAMESPACE}}}")
    return element.tag.partition("}")[2]


def read(content: bytes) -> ET.Element:
    """The file's root, once everything in it has the name, the order and the coordinates that the schema asks for."""
    root = ET.fromstring(content)  # noqa: S314 (our own file)
    assert (local(root), root.get("version"), root.get("creator")) == ("gpx", "1.1", "Allround")
    for element in root.iter():
        ranks = [ORDER[local(element)].index(local(child)) for child in element]
        assert ranks == sorted(ranks), local(element)
        if local(element) in ("wpt", "trkpt"):
            lat, lon = (element.get(name, "") for name in ("lat", "lon"))
            assert DECIMAL.fullmatch(lat)
            assert DECIMAL.fullmatch(lon)
            assert -90 <= float(lat) <= 90
            assert -180 <= float(lon) < 180
    return root


def texts(root: ET.Element, path: str) -> list[str | None]:
    return [one.text for one in root.findall(path, {"": NAMESPACE})]


def test_a_track_for_each_line_and_a_waypoint_for_each_point() -> None:
    root = read(to_gpx([WAY, WAY], [HOME], name="The day", attribution="© OpenStreetMap contributors", made_at=NOON))
    assert texts(root, "metadata/name") == ["The day"]
    assert texts(root, "metadata/time") == ["2026-06-01T12:30:00Z"]
    assert texts(root, "wpt/name") == ["Home"]
    assert texts(root, "wpt/desc") == ["09:00 to 09:30"]
    assert texts(root, "trk/name") == ["To the well", "To the well"]
    assert texts(root, "trk/desc") == ["4 visits", "4 visits"]
    points = root.findall("trk/trkseg/trkpt", {"": NAMESPACE})[:2]
    assert [one.attrib for one in points] == [
        {"lat": "51.580000", "lon": "-2.980000"},
        {"lat": "51.590000", "lon": "0.000000"},
    ]


def test_who_made_the_map_is_named_for_the_file_and_for_each_track() -> None:
    root = read(to_gpx([WAY], [], name="The day", attribution="© OpenStreetMap contributors, ODbL 1.0", made_at=NOON))
    (copyright_,) = root.findall("metadata/copyright", {"": NAMESPACE})
    assert copyright_.get("author") == "© OpenStreetMap contributors, ODbL 1.0"
    assert texts(root, "trk/src") == ["© OpenStreetMap contributors, ODbL 1.0"]


def test_what_is_not_known_is_left_out() -> None:
    bare = NamedPoint(name="", lon=1, lat=2)
    root = read(to_gpx([], [bare], name="", attribution="", made_at=NOON))
    assert [local(one) for one in root.iter()] == ["gpx", "metadata", "time", "wpt"]


def test_the_time_is_told_in_utc_and_one_without_a_zone_is_refused() -> None:
    summer = timezone(timedelta(hours=1))
    root = read(to_gpx([], [], name="", attribution="", made_at=datetime(2026, 6, 1, 0, 30, 7, 999_999, summer)))
    assert texts(root, "metadata/time") == ["2026-05-31T23:30:07Z"]
    with pytest.raises(ValueError, match="with its zone"):
        to_gpx([], [], name="", attribution="", made_at=datetime(2026, 6, 1))  # noqa: DTZ001 (that it is refused)


@pytest.mark.parametrize(
    ("lon", "written"), [(180.0, "-180.000000"), (179.9999999, "-180.000000"), (-180.0, "-180.000000")]
)
def test_as_far_east_as_one_can_go_is_as_far_west(lon: float, written: str) -> None:
    root = read(to_gpx([], [NamedPoint(name="x", lon=lon, lat=0)], name="", attribution="", made_at=NOON))
    assert [one.get("lon") for one in root.findall("wpt", {"": NAMESPACE})] == [written]


@given(name=any_name, line=any_line, place=any_place)
def test_whatever_the_names_it_is_xml_as_the_schema_has_it(
    name: str, line: tuple[tuple[float, float], ...], place: tuple[float, float]
) -> None:
    ways = [NamedLine(name=name, line=line, about=name)]
    places = [NamedPoint(name=name, lon=place[0], lat=place[1], about=name)]
    root = read(to_gpx(ways, places, name=name, attribution=name, made_at=NOON))
    # Reading XML makes every end of a line the same.
    expected = [legible(name).replace("\r\n", "\n").replace("\r", "\n")] if name else []
    for path in ("metadata/name", "wpt/name", "wpt/desc", "trk/name", "trk/desc", "trk/src"):
        assert texts(root, path) == expected, path
    assert [one.get("author") for one in root.findall("metadata/copyright", {"": NAMESPACE})] == (
        [legible(name)] if name else []
    )
    assert len(root.findall("trk/trkseg/trkpt", {"": NAMESPACE})) == len(line)
