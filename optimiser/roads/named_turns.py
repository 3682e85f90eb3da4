"""The turn restrictions of a named place: asked of the server its streets come from, and fitted to their pieces."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from optimiser.roads.named_file import Piece
from optimiser.roads.osm_file import TURN_KEYS, Turn

# A street by way of which one turns has one before it and one after it, at either end.
ENDS = 2


def ask_for_turns(overpass: Any, outline: Any) -> dict[int, Turn]:
    """The restrictions of streets within the outline (a shapely polygon, in degrees), by their OSM ids.

    `overpass` is OSMnx's module of that name, which by itself asks for streets only. It is its functions that divide a
    large outline, keep answers, wait and ask again, so all of that holds here as well. A restriction across the line
    between two parts of an outline comes in the answers for both.
    """
    turns: dict[int, Turn] = {}
    settings = overpass._make_overpass_settings()
    for ring in overpass._make_overpass_polygon_coord_strs(outline):
        question = f'{settings};relation["type"="restriction"](poly:{ring!r});out;'
        for element in overpass._overpass_request({"data": question})["elements"]:
            if not element.get("tags", {}).keys().isdisjoint(TURN_KEYS):
                turns[element["id"]] = _turn(element)
    return turns


def fit_turns(turns: Mapping[int, Turn], pieces: Iterable[Piece]) -> dict[int, Turn]:
    """The restrictions with the numbers of pieces in place of the OSM ids of ways.

    Those whose streets do not meet in the pieces are left out: they lead across the outline, or are not whole on the
    map. Of a way in several pieces, those count that touch what one turns by way of.
    """
    about = {way for turn in turns.values() for way in (*turn.from_ways, *turn.via_ways, *turn.to_ways)}
    of: dict[int, list[Piece]] = defaultdict(list)
    for piece in pieces:
        if piece.way in about:
            of[piece.way].append(piece)
    fitted = ((relation, _fitted(turn, of)) for relation, turn in turns.items())
    return {relation: turn for relation, turn in fitted if turn is not None}


def _fitted(turn: Turn, of: Mapping[int, Sequence[Piece]]) -> Turn | None:
    between = [_between(way, turn, of) for way in turn.via_ways]
    via = [piece for its in between for piece in its]
    at = {node for piece in via for node in piece.nodes} if turn.via_ways else set(turn.via_nodes)
    from_, to = _touching(turn.from_ways, at, of), _touching(turn.to_ways, at, of)
    if not (all(between) and from_ and to):
        return None
    return replace(turn, from_ways=_numbers(from_), via_ways=_numbers(via), to_ways=_numbers(to))


def _between(way: int, turn: Turn, of: Mapping[int, Sequence[Piece]]) -> list[Piece]:
    """The pieces of a way by way of which one turns that lead from one of the other streets to the next."""
    others = [turn.from_ways, turn.to_ways, *((other,) for other in turn.via_ways if other != way)]
    return [piece for piece in of.get(way, ()) if _leads_on(set(piece.nodes), others, of)]


def _leads_on(nodes: set[int], others: Iterable[Iterable[int]], of: Mapping[int, Sequence[Piece]]) -> bool:
    """Whether it touches two others, and not where these meet already."""
    at = [{node for piece in _touching(ways, nodes, of) for node in piece.nodes} & nodes for ways in others]
    return sum(map(bool, at)) >= ENDS and len(set[int]().union(*at)) >= ENDS


def _touching(ways: Iterable[int], nodes: set[int], of: Mapping[int, Sequence[Piece]]) -> list[Piece]:
    return [piece for way in ways for piece in of.get(way, ()) if not nodes.isdisjoint(piece.nodes)]


def _numbers(pieces: Iterable[Piece]) -> tuple[int, ...]:
    return tuple(piece.number for piece in pieces)


def _turn(relation: Mapping[str, Any]) -> Turn:
    """As Overpass gives a relation in JSON."""
    members = [(member["type"], member["role"], member["ref"]) for member in relation.get("members", ())]

    def of(kind: str, role: str) -> tuple[int, ...]:
        return tuple(ref for its_kind, its_role, ref in members if (its_kind, its_role) == (kind, role))

    return Turn(
        tags=relation["tags"],
        from_ways=of("way", "from"),
        via_nodes=of("node", "via"),
        via_ways=of("way", "via"),
        to_ways=of("way", "to"),
    )
