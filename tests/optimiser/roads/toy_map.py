"""A map small enough to work out by hand, and the means to write others.

It lies on the equator, where a kilometre is the same step east and north:

    D                 A-B, B-D, D-C  residential, 30 mph, both ways
    | \\               B-C            residential, 30 mph, one-way from B to C
A - B > C             B-E            residential, one-way: nobody gets out of E again
    v                 P-Q            residential, a pocket of its own
    E     P - Q       A-D            a footpath, straight

A-B, B-C and B-D are 1000 m each; C-D and A-D are 1414 m. A kilometre takes a car
1000 / 13.4112 m/s (30 mph) + 40 s = 114.56 s, a bicycle 225 s (16 km/h), a walker 750 s (4.8 km/h).
"""

from collections.abc import Iterable, Mapping
from math import degrees
from pathlib import Path
from types import MappingProxyType
from xml.sax.saxutils import quoteattr

KM = degrees(1000 / 6_371_009)  # OSMnx's earth radius
CENTRE = (10.0, 0.0)
EAST_NORTH_KM = {"A": (-1, 0), "B": (0, 0), "C": (1, 0), "D": (0, 1), "E": (0, -1), "P": (3, -1), "Q": (4, -1)}
NODES = {name: (CENTRE[0] + east * KM, CENTRE[1] + north * KM) for name, (east, north) in EAST_NORTH_KM.items()}
STREET = {"highway": "residential", "maxspeed": "30 mph"}
ONE_WAY = STREET | {"oneway": "yes"}
WAYS = [
    ("AB", STREET),
    ("BD", STREET),
    ("DC", STREET),
    ("BC", ONE_WAY),
    ("BE", ONE_WAY),
    ("PQ", STREET),
    ("AD", {"highway": "footway"}),
]

Nodes = Mapping[str, tuple[float, float]]
Ways = Iterable[tuple[str, Mapping[str, str]]]


# Tags, and members as (role, a node's letter or a way's string of letters).
Turns = Iterable[tuple[Mapping[str, str], Iterable[tuple[str, str]]]]


def osm_xml(
    nodes: Nodes = NODES,
    ways: Ways = WAYS,
    generator: str = "by hand",
    points: Mapping[str, Mapping[str, str]] = MappingProxyType({}),
    turns: Turns = (),
    timestamp: str = "",
) -> str:
    """OSM XML; each node is a letter with (lon, lat), each way a string of such letters with its tags."""
    ways = list(ways)
    ids = {name: number for number, name in enumerate(nodes, start=1)}
    way_ids = {along: number for number, (along, _) in enumerate(ways, start=1)}
    lines = [f'<osm version="0.6" generator="{generator}">']
    lines += [
        f'<node id="{ids[name]}" lon="{lon:.7f}" lat="{lat:.7f}">{tags_xml(points.get(name, {}))}</node>'
        for name, (lon, lat) in nodes.items()
    ]
    when = f' timestamp="{timestamp}"' if timestamp else ""
    for number, (along, tags) in enumerate(ways, start=1):
        refs = "".join(f'<nd ref="{ids.get(name, 999)}"/>' for name in along)
        lines.append(f'<way id="{number}"{when}>{refs}{tags_xml(tags)}</way>')
    for number, (tags, members) in enumerate(turns, start=1):
        of = "".join(
            f'<member type="node" ref="{ids[what]}" role="{role}"/>'
            if what in ids
            else f'<member type="way" ref="{way_ids.get(what, 999)}" role="{role}"/>'
            for role, what in members
        )
        lines.append(f'<relation id="{number}">{of}{tags_xml({"type": "restriction"} | dict(tags))}</relation>')
    return "\n".join([*lines, "</osm>"])


def tags_xml(tags: Mapping[str, str]) -> str:
    return "".join(f'<tag k="{key}" v={quoteattr(value)}/>' for key, value in tags.items())


def write_map(folder: Path, text: str | None = None) -> Path:
    """The text (or the toy map) as a file in this folder."""
    path = folder / "toy.osm"
    path.write_text(osm_xml() if text is None else text, encoding="utf-8")
    return path
