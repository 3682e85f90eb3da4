"""How large a vehicle is, and which ways are too low, too narrow or too weak for it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

METRES_PER_FOOT, METRES_PER_INCH = 0.3048, 0.0254
TONNES_PER = {
    "": 1.0,
    "t": 1.0,
    "tonne": 1.0,
    "tonnes": 1.0,
    "kg": 0.001,
    "st": 0.90718474,
    "lt": 1.0160469,
    "cwt": 0.0508023,
}
METRIC = re.compile(r"(\d+(?:\.\d+)?)\s*(?:m|metres?|meters?)?")
FEET = re.compile(r"""(\d+)\s*(?:'|ft|feet)\s*-?\s*(?:(\d+(?:\.\d+)?)\s*(?:"|''|in|inches)?)?""")
WEIGHT = re.compile(r"(\d+(?:\.\d+)?)\s*(t|tonnes?|kg|st|lt|cwt)?")
# Between two forms of the same: `3.5 m - 11'6"`, `3.5m/11'6"`, `3.5 (11'6")`.
BETWEEN_FORMS = re.compile(r"[/()]|(?<=[a-z\s])-")

# https://wiki.openstreetmap.org/wiki/Key:maxheight and so on.
HEIGHTS, WIDTHS, LENGTHS = ("maxheight", "maxheight:physical"), ("maxwidth", "maxwidth:physical"), ("maxlength",)
WEIGHTS = ("maxweight", "maxweightrating", "maxgcweight")
# What goods vehicles have limits of their own for.
OWN_LIMITS = ("maxlength", "maxweight", "maxweightrating", "maxgcweight")
# Such as `weight>7.5` in a condition: https://wiki.openstreetmap.org/wiki/Conditional_restrictions
ABOVE_A_WEIGHT = re.compile(rf"\b(?:weight|{'|'.join(WEIGHTS)})\s*(>=?)\s*({WEIGHT.pattern})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """Metres, and tonnes at most. `goods` is what OSM calls the vehicle (goods, hgv), empty for none that carries."""

    height_m: float
    width_m: float
    length_m: float
    weight_t: float
    goods: str = ""

    def fits(self, tags: Mapping[str, str]) -> bool:
        """Whether there is room for it: nobody has leave to be too high. What cannot be read is no limit."""
        return not (
            _exceeds(self.height_m, tags, HEIGHTS, metres)
            or _exceeds(self.width_m, tags, WIDTHS, metres)
            or any(_exceeds(self.length_m, tags, self._with_own(key), metres) for key in LENGTHS)
        )

    def too_heavy_for(self, tags: Mapping[str, str]) -> list[tuple[str, ...]]:
        """The weight limits that it exceeds, each as the keys that give it: `maxweight` and `maxweight:hgv`."""
        limits = (self._with_own(key) for key in WEIGHTS)
        return [limit for limit in limits if _exceeds(self.weight_t, tags, limit, tonnes)]

    def is_meant_by(self, condition: str) -> bool:
        """Whether a condition names a weight and it is above that; what else it names, such as hours, is as if met."""
        weights = ((found[1], _weight(found[2])) for found in ABOVE_A_WEIGHT.finditer(condition.lower()))
        return any(
            weight is not None and (self.weight_t > weight or (above == ">=" and self.weight_t == weight))
            for above, weight in weights
        )

    def _with_own(self, key: str) -> tuple[str, ...]:
        return (key, f"{key}:{self.goods}") if self.goods and key in OWN_LIMITS else (key,)


def _exceeds(size: float, tags: Mapping[str, str], keys: tuple[str, ...], read: Callable[[str], float | None]) -> bool:
    return any((limit := read(tags[key])) is not None and size > limit for key in keys if key in tags)


def metres(text: str) -> float | None:
    """A length as OSM has it: `4.1`, `4.1 m`, `13'6"`, `13'-6"` or `13 ft 6 in`; None for a word.

    Of several (`4.1;3.9`), or of two forms of the same (`4.1 m - 13'6"`), the least.
    """
    return _least(text, _length)


def tonnes(text: str) -> float | None:
    """A weight as OSM has it: `7.5`, `7.5 t`, `3500 kg`; of several (`3.5;7.5`) the least; None for a word."""
    return _least(text, _weight)


def _least(text: str, read: Callable[[str], float | None]) -> float | None:
    parts = (part.strip() for part in text.lower().split(";"))
    figures = (figure for part in parts for figure in _forms(part, read))
    return min((figure for figure in figures if figure is not None), default=None)


def _forms(text: str, read: Callable[[str], float | None]) -> list[float | None]:
    figure = read(text)
    return [figure] if figure is not None else [read(form.strip()) for form in BETWEEN_FORMS.split(text)]


def _length(text: str) -> float | None:
    if found := METRIC.fullmatch(text):
        return float(found[1])
    if found := FEET.fullmatch(text):
        return float(found[1]) * METRES_PER_FOOT + float(found[2] or 0) * METRES_PER_INCH
    return None


def _weight(text: str) -> float | None:
    found = WEIGHT.fullmatch(text)
    return float(found[1]) * TONNES_PER[found[2] or ""] if found else None
