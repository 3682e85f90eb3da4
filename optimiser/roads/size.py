"""How large a vehicle is, and which ways are too low, too narrow or too weak for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

METRES_PER_FOOT, METRES_PER_INCH = 0.3048, 0.0254
TONNES_PER = {"": 1.0, "t": 1.0, "kg": 0.001, "st": 0.90718474, "lt": 1.0160469, "cwt": 0.0508023}
METRIC = re.compile(r"(\d+(?:\.\d+)?)\s*m?")
FEET = re.compile(r"""(\d+)\s*(?:'|ft|feet)\s*(?:(\d+(?:\.\d+)?)\s*(?:"|''|in|inches)?)?""")
WEIGHT = re.compile(r"(\d+(?:\.\d+)?)\s*(t|kg|st|lt|cwt)?")

# https://wiki.openstreetmap.org/wiki/Key:maxheight and so on.
HEIGHTS, WIDTHS, LENGTHS = ("maxheight", "maxheight:physical"), ("maxwidth", "maxwidth:physical"), ("maxlength",)
WEIGHTS = ("maxweight", "maxweightrating", "maxgcweight")
# What goods vehicles have limits of their own for.
OWN_LIMITS = ("maxlength", "maxweight", "maxweightrating")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Metres, and tonnes at most. `goods` is what OSM calls the vehicle (goods, hgv), empty for none that carries."""

    height_m: float
    width_m: float
    length_m: float
    weight_t: float
    goods: str = ""

    def fits(self, tags: Mapping[str, str]) -> bool:
        """Whether the vehicle is within the limits that the tags give; what cannot be read is no limit."""
        if not any(key.startswith("max") for key in tags):
            return True
        return not (
            _exceeds(self.height_m, tags, HEIGHTS, metres)
            or _exceeds(self.width_m, tags, WIDTHS, metres)
            or _exceeds(self.length_m, tags, self._with_own(LENGTHS), metres)
            or _exceeds(self.weight_t, tags, self._with_own(WEIGHTS), tonnes)
        )

    def _with_own(self, keys: tuple[str, ...]) -> tuple[str, ...]:
        return (*keys, *(f"{key}:{self.goods}" for key in keys if self.goods and key in OWN_LIMITS))


def _exceeds(size: float, tags: Mapping[str, str], keys: tuple[str, ...], read) -> bool:  # type: ignore[no-untyped-def] # metres or tonnes
    return any((limit := read(tags[key])) is not None and size > limit for key in keys if key in tags)


def metres(text: str) -> float | None:
    """A length as OSM has it: `4.1`, `4.1 m`, `13'6"` or `13 ft 6 in`; None for a word."""
    text = text.strip().lower()
    if found := METRIC.fullmatch(text):
        return float(found[1])
    if found := FEET.fullmatch(text):
        return int(found[1]) * METRES_PER_FOOT + float(found[2] or 0) * METRES_PER_INCH
    return None


def tonnes(text: str) -> float | None:
    """A weight as OSM has it: `7.5`, `7.5 t`, `3500 kg`; None for a word."""
    found = WEIGHT.fullmatch(text.strip().lower())
    return float(found[1]) * TONNES_PER[found[2] or ""] if found else None
