"""Lines and points with names, ready to be handed to other programs as GeoJSON or GPX."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from optimiser.roads.legs import Line

Value = str | int | float | bool | None | Sequence[str]
# A tenth of a metre, which is finer than any map.
DECIMALS = 6
# Whatever XML 1.0 cannot hold (https://www.w3.org/TR/xml/#charsets). JSON could hold most of it, but half of a pair of
# surrogates cannot be written as UTF-8, and a text ought to read alike in both.
_ILLEGIBLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPoint:
    """A place in degrees. `about` is told to people (GPX), `properties` are for programs (GeoJSON).

    Names and what is told may hold anything: whoever writes them makes them `legible`. Raises ValueError for a place
    that is not on the globe, or a property that is no finite number.
    """

    name: str
    lon: float
    lat: float
    about: str = ""
    properties: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        _refuse(self.name, [(self.lon, self.lat)], self.properties)


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedLine:
    """A line of (lon, lat) points, two or more; all else as for a NamedPoint."""

    name: str
    line: Line
    about: str = ""
    properties: Mapping[str, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.line) < 2:
            raise ValueError(f"The line {self.name!r} needs two points or more.")
        _refuse(self.name, self.line, self.properties)


def legible(text: str) -> str:
    """The text with the replacement character (U+FFFD) for each character that files cannot hold."""
    return _ILLEGIBLE.sub("\ufffd", text)


def _refuse(name: str, points: Sequence[tuple[float, float]], properties: Mapping[str, Value]) -> None:
    if not all(abs(lon) <= 180 and abs(lat) <= 90 for lon, lat in points):  # neither is true of what is no number
        raise ValueError(f"{name!r} needs longitudes from -180 to 180 and latitudes from -90 to 90 degrees.")
    endless = [key for key, value in properties.items() if isinstance(value, float) and not math.isfinite(value)]
    if endless:
        raise ValueError(f"{name!r} needs finite numbers for {', '.join(endless)}.")
