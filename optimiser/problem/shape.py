"""Walks the parts of a Problem and complains of everything that is not of the type its field states."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from optimiser.problem.travel import Travel
from optimiser.problem.units import Range

# Python refuses to write out numbers of thousands of digits; what is longer than this no range allows anyway.
LONGEST_NUMBER = 10**100


@cache
def _hints(part: type) -> dict[str, Any]:
    return get_type_hints(part, include_extras=True)


def misshapen(part: Any, path: str) -> Iterator[str]:
    """A sentence for each value in `part`, or in the parts inside it, that is of another type than its field."""
    hints = _hints(part.__class__)
    for field in fields(part):
        where = f"{path}.{field.name}" if path else field.name
        yield from _wrong(where, getattr(part, field.name), hints[field.name])


def _wrong(where: str, value: Any, hint: Any) -> Iterator[str]:
    if get_origin(hint) in (Union, UnionType):
        if value is not None:
            yield from _wrong(where, value, next(option for option in get_args(hint) if option is not type(None)))
    elif get_origin(hint) is Annotated:
        yield from _wrong_marked(where, value, *get_args(hint))
    elif get_origin(hint) is tuple:
        yield from _wrong_tuple(where, value, get_args(hint)[0])
    elif not isinstance(value, hint):
        known = f": {', '.join(hint)}" if issubclass(hint, Enum) else ""
        yield f"{where} is {shown(value)}; give {hint.__name__}{known}"
    elif is_dataclass(value):
        yield from misshapen(value, where)


def _wrong_marked(where: str, value: Any, kind: Any, *marks: Any) -> Iterator[str]:
    if kind is int:
        unit = next(mark.unit for mark in marks if isinstance(mark, Range))
        # bool is an int to Python; here it is a mistake.
        if type(value) is not int:
            yield f"{where} is {shown(value)}; give a whole number ({unit})"
        elif abs(value) >= LONGEST_NUMBER:
            yield f"{where} is a number of more than a hundred digits; give a whole number in range ({unit})"
    elif kind is str:
        yield from _wrong_text(where, value, [limit for mark in marks for limit in mark.metadata])
    else:
        yield from _wrong_travel(where, value)


def _wrong_text(where: str, value: Any, limits: list[Any]) -> Iterator[str]:
    low = max(getattr(limit, "min_length", 0) for limit in limits)
    high = min(getattr(limit, "max_length", LONGEST_NUMBER) for limit in limits)
    if not isinstance(value, str):
        yield f"{where} is {shown(value)}; give text"
    elif not low <= len(value) <= high:
        yield f"{where} is text of {len(value)} characters; give {low} to {high}"


def _wrong_tuple(where: str, value: Any, of: Any) -> Iterator[str]:
    # Text would pass for a tuple of letters, and a list could be changed behind the Problem's back.
    if not isinstance(value, tuple):
        yield f"{where} is {shown(value)}; give a tuple"
        return
    for index, inner in enumerate(value):
        name = getattr(inner, "id", index)
        yield from _wrong(f"{where}[{name if isinstance(name, str) else index}]", inner, of)


def _wrong_travel(where: str, value: Any) -> Iterator[str]:
    if not isinstance(value, Mapping):
        yield f"{where} is {shown(value)}; give a mapping from mode to Travel"
        return
    for mode, travel in value.items():
        if not isinstance(mode, str) or not mode:
            yield f"{where} has the mode {shown(mode)}; give text that is not empty"
        if not isinstance(travel, Travel):
            yield f"{where}[{mode}] is {shown(travel)}; give a Travel"


def shown(value: Any) -> str:
    """The value for a sentence: short, and never failing however long or deep the value is."""
    try:
        text = repr(value)
    except (ValueError, RecursionError):
        text = f"a {type(value).__name__}"
    return text if len(text) <= 60 else text[:57] + "..."
