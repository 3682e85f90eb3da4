"""Reads a street graph that OSMnx has saved as GraphML, merged or not, as the ways it was made of."""

import re
from pathlib import Path
from typing import Any

import numpy as np

from optimiser.roads.access import MOTORWAYS, STREETS
from optimiser.roads.errors import UnreadableMap
from optimiser.roads.osm_file import ON_THE_WAY, OPEN_STREET_MAP, PER_DEGREE, OsmStreets, located
from optimiser.roads.way_tags import alike

OF_A_DIRECTION = re.compile(r":(forward|backward)\b|^oneway:")


def read_graphml(path: Path) -> OsmStreets:
    """Every directed edge as a one-way way along its line. Raises UnreadableMap for what is no such file.

    Where OSMnx merged ways with different tags into one edge, which part is which is lost: one that is in part no
    street is none, and else the first tag counts. What stands on a node counts as in a map, if the graph has it: OSMnx
    keeps the node's `highway` (traffic signals, crossings), and `barrier` only where `useful_tags_node` names it. Nodes
    that `simplify_graph` merged away are lost with all that (its `node_attrs_include` keeps them). No such graph has
    turn restrictions.
    """
    import osmnx  # takes seconds to import, which nobody else need pay

    try:
        graph = osmnx.load_graphml(path, edge_dtypes={"oneway": str})
        in_degrees = str(graph.graph["crs"]).lower() in ("epsg:4326", "wgs84")
        tagged = ((_tags(edge), u, v, edge) for u, v, edge in graph.edges(data=True))
        edges = [(tags, _line(graph, u, v, edge)) for tags, u, v, edge in tagged if tags.get("highway")]
        standing = {_place(node): tags for _, node in graph.nodes(data=True) if (tags := _standing(node))}
    except Exception as error:
        # Any file goes through XML, conversions and geometry, each with errors of its own.
        raise UnreadableMap(path, f"OSMnx says {error!r}") from error
    if not in_degrees:
        raise UnreadableMap(path, "its graph is projected, and has no longitudes and latitudes")
    points = np.rint(np.concatenate([line for _, line in edges] or [np.zeros((0, 2))]) * PER_DEGREE).astype(np.int64)
    lengths = np.array([len(line) for _, line in edges], dtype=np.int64)
    # Bends have no ids in such a file: what is at the same place is the same node.
    places, node = np.unique(points, axis=0, return_inverse=True)
    x, y = points.T
    return located(
        alike(tags.items() for tags, _ in edges),
        np.arange(len(edges)),
        lengths,
        node.ravel(),
        x,
        y,
        source=OPEN_STREET_MAP,
        points={row: standing[place] for row, place in enumerate(map(tuple, places.tolist())) if place in standing},
    )


def _tags(edge: dict[str, Any]) -> dict[str, str]:
    tags = {tag: value[0] if isinstance(value, list) else value for tag, value in edge.items() if value}
    if isinstance(edge.get("highway"), list):
        no_streets = (road for road in edge["highway"] if road not in STREETS | MOTORWAYS)
        tags["highway"] = next(no_streets, tags.get("highway"))
    # Each edge is a direction of its own way; tags for either direction are of the way, and it may have been turned.
    kept = {tag: value for tag, value in tags.items() if isinstance(value, str) and not OF_A_DIRECTION.search(tag)}
    return kept | {"oneway": "yes"}


def _standing(node: dict[str, Any]) -> dict[str, str]:
    """The tags of a node with something on it; none for a mere bend or junction."""
    tags = {tag: value for tag, value in node.items() if value and isinstance(value, str)}
    return tags if tags.keys() & set(ON_THE_WAY) else {}


def _place(node: dict[str, Any]) -> tuple[int, int]:
    return round(node["x"] * PER_DEGREE), round(node["y"] * PER_DEGREE)


def _line(graph: Any, u: Any, v: Any, edge: dict[str, Any]) -> np.ndarray:
    """[point, 2] lon and lat; an edge that was not merged is straight and has no geometry."""
    if "geometry" in edge:
        return np.asarray(edge["geometry"].coords, dtype=np.float64)[:, :2]
    return np.array([(graph.nodes[node]["x"], graph.nodes[node]["y"]) for node in (u, v)], dtype=np.float64)
