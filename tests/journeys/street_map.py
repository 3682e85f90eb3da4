"""The streets of the small stored town: a grid, as an OpenStreetMap file."""

from itertools import product
from pathlib import Path

EAST, NORTH = range(8), range(7)


def write_street_map(path: Path) -> Path:
    """A junction at every corner that tests/web/stored_town puts places at, streets along all of them."""
    number = {(east, north): 1 + east + 100 * north for east, north in product(EAST, NORTH)}
    nodes = "".join(
        f'<node id="{one}" version="1" lon="{-1.9 + east * 0.004:.6f}" lat="{52.6 + north * 0.003:.6f}"/>'
        for (east, north), one in number.items()
    )
    rows = ([number[east, north] for east in EAST] for north in NORTH)
    columns = ([number[east, north] for north in NORTH] for east in EAST)
    ways = "".join(
        f'<way id="{1000 + each}" version="1">{"".join(f"<nd ref={chr(34)}{one}{chr(34)}/>" for one in street)}'
        f'<tag k="highway" v="residential"/><tag k="name" v="Street {each}"/></way>'
        for each, street in enumerate([*rows, *columns])
    )
    path.write_text(f'<?xml version="1.0"?><osm version="0.6">{nodes}{ways}</osm>', encoding="utf-8")
    return path
