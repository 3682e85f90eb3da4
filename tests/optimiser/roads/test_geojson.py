"""GeoJSON that any program can read, whatever the names."""

import json

from hypothesis import given
from hypothesis import strategies as st

from optimiser.roads.drawn import NamedLine, NamedPoint, legible
from optimiser.roads.geojson import to_geojson

from .odd_names import any_line, any_name, any_place

HOME = NamedPoint(name="Home", lon=-2.98, lat=51.5800004, properties={"kind": "stop", "arrives": None})
WAY = NamedLine(
    name="To the well",
    line=((-2.98, 51.58), (-2.9812345678, 51.59)),
    about="told to people",
    properties={"seconds": 61, "metres": 1200.5, "stops": ["home", "well"]},
)


def test_lines_come_first_then_points_each_with_its_name_and_properties() -> None:
    assert to_geojson([WAY], [HOME], attribution="© OpenStreetMap contributors") == {
        "type": "FeatureCollection",
        "attribution": "© OpenStreetMap contributors",
        "features": [
            {
                "type": "Feature",
                "geometry": {"type": "LineString", "coordinates": [[-2.98, 51.58], [-2.981235, 51.59]]},
                "properties": {"name": "To the well", "seconds": 61, "metres": 1200.5, "stops": ["home", "well"]},
            },
            {
                "type": "Feature",
                "geometry": {"type": "Point", "coordinates": [-2.98, 51.58]},
                "properties": {"name": "Home", "kind": "stop", "arrives": None},
            },
        ],
    }


def test_more_may_stand_beside_the_features() -> None:
    document = to_geojson([], [], attribution="us", not_drawn=["s1"])
    assert document == {"type": "FeatureCollection", "attribution": "us", "not_drawn": ["s1"], "features": []}


@given(name=any_name, line=any_line, place=any_place, told=st.dictionaries(any_name, any_name | st.lists(any_name)))
def test_whatever_the_names_it_is_json_in_utf_8(
    name: str, line: tuple[tuple[float, float], ...], place: tuple[float, float], told: dict[str, str | list[str]]
) -> None:
    told.pop("name", None)
    ways = [NamedLine(name=name, line=line, properties=told)]
    places = [NamedPoint(name=name, lon=place[0], lat=place[1], properties=told)]
    document = to_geojson(ways, places, attribution=name)
    read = json.loads(json.dumps(document, ensure_ascii=False, allow_nan=False).encode().decode())
    assert read == document
    assert read["attribution"] == legible(name)
    drawn, at = read["features"]
    assert drawn["properties"]["name"] == at["properties"]["name"] == legible(name)
    for was, became in zip((*line, place), (*drawn["geometry"]["coordinates"], at["geometry"]["coordinates"]),
                           strict=True):  # fmt: skip
        assert all(abs(one - other) < 1e-6 for one, other in zip(was, became, strict=True))
        assert all(number == round(number, 6) for number in became)
