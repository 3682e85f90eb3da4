"""Makes an OSMnx graph of the ways that a mode may use: junctions only where streets meet, lines kept."""

import tempfile
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

from optimiser.roads.access import direction
from optimiser.roads.distance import distance_m
from optimiser.roads.mode import Mode
from optimiser.roads.osm_file import OsmStreets, Way

STOPPING_POINT_EVERY_M = 100


def street_graph(streets: OsmStreets, ways: Sequence[Way], paces: Sequence[float], mode: Mode) -> Any:
    """A simplified OSMnx graph whose edges have `length` (metres) and `travel_time` (seconds).

    OSMnx takes a file and no filter, so it gets one of this mode's ways only, numbered as in `ways`. Seconds are set
    before OSMnx merges edges, as it adds them up exactly, while it would average speeds.
    """
    import osmnx  # takes seconds to import, which a start from the cache need not pay

    with tempfile.TemporaryDirectory(prefix="allround-roads-") as folder:
        file = Path(folder) / f"{mode}.osm"
        with file.open("w", encoding="utf-8") as out:
            out.writelines(osm_lines(streets, ways, mode))
        graph = osmnx.graph_from_xml(file, simplify=False, retain_all=True)
    for _, _, edge in graph.edges(data=True):
        edge["travel_time"] = edge["length"] * paces[edge["osmid"]]
    for node in stopping_points(streets, ways):
        graph.nodes[node]["stopping_point"] = True
    return osmnx.simplify_graph(graph, node_attrs_include=["stopping_point"])


def stopping_points(streets: OsmStreets, ways: Sequence[Way]) -> set[int]:
    """Nodes along long streets that stay junctions, so that homes there are not walked to from a far corner."""
    points: set[int] = set()
    for way in ways:
        since_last_m = 0.0
        for here, there in pairwise(way.nodes):
            hop_m = distance_m(streets.lon_lat[here], streets.lon_lat[there])
            since_last_m += hop_m
            if hop_m >= STOPPING_POINT_EVERY_M:
                points.add(here)
            if since_last_m >= STOPPING_POINT_EVERY_M:
                points.add(there)
                since_last_m = 0.0
    return points


def osm_lines(streets: OsmStreets, ways: Sequence[Way], mode: Mode) -> Iterator[str]:
    """The lines of an OSM XML file with these ways, their nodes, and `oneway` as it is for the mode."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<osm version="0.6" generator="allround">\n'
    for node in sorted({node for way in ways for node in way.nodes}):
        lon, lat = streets.lon_lat[node]
        yield f'<node id="{node}" version="1" lat="{lat:.7f}" lon="{lon:.7f}"/>\n'
    for number, way in enumerate(ways):
        refs = "".join(f'<nd ref="{node}"/>' for node in way.nodes)
        road, oneway = quoteattr(way.tags["highway"]), direction(way.tags, mode)
        yield (
            f'<way id="{number}" version="1">{refs}<tag k="highway" v={road}/><tag k="oneway" v="{oneway}"/></way>\n'
        )
    yield "</osm>\n"
