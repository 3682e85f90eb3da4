"""What is newly drawn on a map, and has no number of OpenStreetMap yet, counts as everything else."""

import re
from pathlib import Path

import pytest

from optimiser.roads.osm_file import OsmStreets, read_streets

from .toy_map import STREET, osm_xml, write_map

SIGNALS = {"D": {"highway": "traffic_signals"}}
NO_TURN = [({"restriction": "no_left_turn"}, [("from", "BD"), ("via", "D"), ("to", "DC")])]
MAP = osm_xml(points=SIGNALS, turns=NO_TURN)
A, D = 1, 4  # the ids of these nodes


def drawn_new(text: str, *ids: int) -> str:
    """The map as an editor saves it that gave negative ids to these nodes."""
    numbers = "|".join(map(str, ids))
    return re.sub(rf'(<node id|<nd ref|type="node" ref)="({numbers})"', r'\1="-\2"', text)


def lines(streets: OsmStreets) -> list[list[tuple[float, float]]]:
    """Where each way goes, point by point."""
    ends = zip(streets.first[:-1], streets.first[1:], strict=True)
    at = [(float(streets.lon[node]), float(streets.lat[node])) for node in streets.node]
    return [at[begin:end] for begin, end in ends]


@pytest.mark.parametrize("ids", [(D,), (A, D), tuple(range(1, 8))], ids=["one", "a street", "all"])
def test_new_nodes_are_where_they_were_drawn(tmp_path: Path, ids: tuple[int, ...]) -> None:
    expected = read_streets(write_map(tmp_path, MAP))
    text = drawn_new(MAP, *ids)
    assert text.count('<node id="-') == len(ids)
    assert lines(read_streets(write_map(tmp_path, text))) == lines(expected)


def test_new_nodes_may_come_after_the_streets_that_use_them(tmp_path: Path) -> None:
    expected = read_streets(write_map(tmp_path, MAP))
    node = next(line for line in MAP.splitlines() if line.startswith(f'<node id="{D}"'))
    text = MAP.replace(node, "").replace("</osm>", f"{node}</osm>")
    assert lines(read_streets(write_map(tmp_path, drawn_new(text, D)))) == lines(expected)


def test_what_stands_on_a_new_node_and_turns_at_it_are_read(tmp_path: Path) -> None:
    streets = read_streets(write_map(tmp_path, drawn_new(MAP, D)))
    assert streets.node_id[streets.point].tolist() == [-D]
    assert streets.on_point.kinds == [SIGNALS["D"]]
    assert streets.turns[0].via_nodes == (-D,)


def test_a_street_still_ends_where_the_map_does(tmp_path: Path) -> None:
    text = drawn_new(osm_xml(ways=[("AD?", STREET)]), D, 999)  # nowhere is there a node -999
    (line,) = lines(read_streets(write_map(tmp_path, text)))
    assert len(line) == 2
