"""The map file of a named place: nodes, ways and turn restrictions that were fetched, as the outline leaves them."""

import ctypes
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import osmium

from optimiser.roads.errors import NoRoom
from optimiser.roads.osm_file import Turn
from optimiser.roads.scratch import scratch_folder
from optimiser.roads.way_tags import NODE_TAGS, WAY_TAGS

# OSMnx keeps no other tags of ways; names are for maps and addresses.
TAGS = (*sorted(WAY_TAGS), "name")
# Where `oneway` says so, OSMnx turns the nodes of a way round and leaves its tags as they are.
TURNED_ROUND = frozenset({"-1", "reverse", "T"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What the outline leaves of a way in one piece: the OSM ids of the way and of its nodes, in order, and its tags.

    In the file it goes by a number of its own, as no two ways there may have the same.
    """

    number: int
    way: int
    nodes: Sequence[int]
    tags: Mapping[str, str]


def pieces_of(graph: Any) -> list[Piece]:
    """The ways of a street graph of OSMnx that was not simplified, in the order of their ids, numbered from 1."""
    steps_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
    tags_of: dict[int, dict[str, str]] = {}
    for tail, head, edge in graph.edges(data=True):
        way = edge["osmid"]
        # Turned back: tags such as `oneway:bicycle` and `access:forward` go by the order on the map as well.
        steps_of[way].append((head, tail) if edge.get("oneway") in TURNED_ROUND else (tail, head))
        tags_of[way] = {tag: _as_on_map(edge[tag]) for tag in TAGS if tag in edge}
    runs = ((way, run) for way in sorted(steps_of) for run in _runs(steps_of[way]))
    return [
        Piece(number=number, way=way, nodes=run, tags=tags_of[way]) for number, (way, run) in enumerate(runs, start=1)
    ]


def write_streets(
    graph: Any, pieces: Sequence[Piece], turns: Mapping[int, Turn], file: Path, as_of: datetime | None
) -> None:
    """Every node of the graph, every piece with that date, and restrictions that name pieces: whole or not at all.

    Raises NoRoom where the disk is full, or OSError where it refuses otherwise.
    """
    with scratch_folder(file.parent, ".half-written-") as folder:
        half = folder / "streets.osm.pbf"
        make = osmium.osm.mutable
        out = osmium.SimpleWriter(str(half))
        try:
            for node, at in sorted(graph.nodes(data=True)):
                tags = {tag: str(at[tag]) for tag in sorted(NODE_TAGS) if tag in at}
                out.add_node(make.Node(id=node, location=(at["x"], at["y"]), tags=tags))
            for piece in pieces:
                out.add_way(make.Way(id=piece.number, nodes=piece.nodes, tags=piece.tags, timestamp=as_of))
            for relation, turn in sorted(turns.items()):
                out.add_relation(make.Relation(id=relation, members=_members(turn), tags=turn.tags))
            out.close()
        except RuntimeError as error:  # what pyosmium makes of a disk that refuses
            _never_destroy(out)
            raise NoRoom(file.parent, str(error)) from error
        half.replace(file)


def _never_destroy(out: osmium.SimpleWriter) -> None:
    """A writer that has failed closes itself once more as it goes, fails again, and takes the whole process with it.

    One reference too many keeps it, with its buffer of a few megabytes, even when Python ends. Its file is closed.
    """
    ctypes.pythonapi.Py_IncRef(ctypes.py_object(out))


def _members(turn: Turn) -> list[tuple[str, int, str]]:
    """(kind, number, role) of each."""
    return [
        *(("w", way, "from") for way in turn.from_ways),
        *(("n", node, "via") for node in turn.via_nodes),
        *(("w", way, "via") for way in turn.via_ways),
        *(("w", way, "to") for way in turn.to_ways),
    ]


def _as_on_map(value: object) -> str:
    """OSMnx makes yes and no of a one-way street to True and False."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _runs(steps: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The nodes of a way, in as few pieces as its steps make."""
    after: dict[int, list[int]] = defaultdict(list)
    for tail, head in steps:
        after[tail].append(head)
    heads = {head for _, head in steps}
    for begin in sorted(after, key=lambda node: (node in heads, node)):
        while after[begin]:
            run = [begin]
            while after[run[-1]]:
                run.append(after[run[-1]].pop())
            yield run
