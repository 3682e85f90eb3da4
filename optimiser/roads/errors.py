"""Everything that roads refuse, each as one sentence that names the thing and the remedy."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

NAMED_AT_MOST = 20  # a message stays readable; the exception itself carries every name


class RoadsError(Exception):
    """Roads cannot answer; the message is fit to show to a user.

    RoadsError
    ├── UnreadableMap    the file is missing or is not an OpenStreetMap file
    ├── PlaceNotFound    no place of that name has an outline, or no streets within it
    ├── ServerRefuses    the servers that know places and streets do not answer
    ├── UnusableSpeeds   local speeds are no such table
    ├── EmptyNetwork     the file holds no streets that this mode may use, or none that lead anywhere and back
    ├── PlaceOutsideMap  some places are not near any street of the network
    ├── Unreachable      some places cannot be travelled between
    ├── LegTooLong       some places are further apart than roads promise to measure
    └── NoRoom           the disk is full
    """


class UnreadableMap(RoadsError):
    """The file is missing, cut short, or something else than an OpenStreetMap file."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(
            f"Cannot read the map {path}: {one_line(why)}. "
            "Give a whole OpenStreetMap file (.osm, .osm.xml or .osm.pbf), or a graph that OSMnx saved (.graphml)."
        )
        self.path = path


class PlaceNotFound(RoadsError):
    """No place of that name has an outline on the map, or there are no streets within it."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(
            f"Cannot find the streets of {place!r}: {one_line(why)}. Give the name of a town or district with its "
            'county or country, such as "Watford, England", or a map file.'
        )
        self.place = place


class ServerRefuses(RoadsError):
    """The servers that know places and streets cannot be reached, or answer with an error."""

    def __init__(self, nominatim: str, overpass: str, why: str) -> None:
        super().__init__(
            f"The map servers ({nominatim} and {overpass}) do not answer: {one_line(why)}. Try again later, name other "
            "servers, or give a map file that was fetched elsewhere."
        )


class UnusableSpeeds(RoadsError):
    """A file of local speeds cannot be read, or has a figure that means nothing here."""

    def __init__(self, why: str, path: Path | None = None) -> None:
        super().__init__(
            f"Cannot use the speeds of {path or 'speeds.toml'}: {one_line(why)}. "
            "Give a TOML file with figures of optimiser/roads/speeds.toml under their names there, and only those."
        )
        self.why = why


class EmptyNetwork(RoadsError):
    """The file is in order but has no streets that this mode may use, or none that lead anywhere and back.

    `has` tells what it has: nothing that is a street, streets for `others` only, or `pieces` that lead nowhere.
    """

    def __init__(self, path: Path, mode: str, has: Literal["nothing", "others", "pieces"]) -> None:
        sentences = {
            "nothing": f"The map {path} has no streets that can be used by {mode}. "
            "Use an extract that holds ways with a highway tag, and nodes before the ways that use them.",
            "others": f"The map {path} has streets, but no streets that can be used by {mode}. Use another map or "
            "another mode; if there should be some, correct tags such as access=no, or hgv=no for lorries.",
            "pieces": f"The map {path} has no streets by {mode} that lead from one junction to another and back. "
            "Use an extract of a larger area.",
        }
        super().__init__(sentences[has])
        self.path = path
        self.mode = mode
        self.has = has


class PlaceOutsideMap(RoadsError):
    """Some places are near no street of this mode; `names` holds all of them in the order given, `reasons` why."""

    def __init__(self, names: Sequence[str], reasons: Sequence[str], mode: str) -> None:
        self.names = tuple(names)
        self.reasons = tuple(reasons)
        self.mode = mode
        places = [f"{name} ({reason})" for name, reason in zip(names, reasons, strict=True)]
        super().__init__(
            f"{count(len(names), 'place is', 'places are')} outside the map for travel by {mode}: {listed(places)}. "
            "Correct the coordinates (longitude first, then latitude), or use a map that covers them or another mode."
        )


class Unreachable(RoadsError):
    """Some places cannot be travelled between; `names` holds them as (from, to)."""

    def __init__(self, names: Sequence[tuple[str, str]]) -> None:
        self.names = tuple(names)
        legs = [f"from {origin} to {destination}" for origin, destination in names]
        super().__init__(
            f"There is no way {listed(legs)}. Move these places to a connected street or use a map that joins them."
        )


class LegTooLong(RoadsError):
    """Two places lie further apart than the longest leg that roads measure."""

    def __init__(self, origin: str, destination: str, hours: float, limit_h: int) -> None:
        super().__init__(
            f"From {origin} to {destination} takes {hours:.1f} hours, more than the {limit_h} hours a leg may take. "
            "Plan places this far apart in separate problems."
        )


class NoRoom(RoadsError):
    """The disk is full: a map, or what servers have answered, cannot be written."""

    def __init__(self, folder: Path, why: str) -> None:
        super().__init__(f"Cannot write in {folder}: {one_line(why)}. Make room in {folder}, then ask again.")
        self.folder = folder


def one_line(text: str) -> str:
    """The text on one line without a closing full stop, as it goes inside a sentence."""
    return " ".join(text.split()).rstrip(".") or "no reason given"


def listed(items: Sequence[str]) -> str:
    """The items with commas; beyond NAMED_AT_MOST only how many more there are."""
    shown = ", ".join(items[:NAMED_AT_MOST])
    more = len(items) - NAMED_AT_MOST
    return f"{shown} and {more:,} more" if more > 0 else shown


def count(number: int, one: str, many: str) -> str:
    """The number with the word that fits it."""
    return f"{number:,} {one if number == 1 else many}"
