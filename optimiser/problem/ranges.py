"""Walks the parts of a Problem and complains of every number outside the range its field states."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from optimiser.problem.units import Range


@cache
def _ranges(part: type) -> dict[str, Range]:
    """Field name to Range for one dataclass; `X | None` counts as X."""
    found: dict[str, Range] = {}
    for name, hint in get_type_hints(part, include_extras=True).items():
        for option in (hint, *get_args(hint)):
            if get_origin(option) is Annotated:
                found.update((name, mark) for mark in get_args(option) if isinstance(mark, Range))
    return found


def out_of_range(part: Any, path: str) -> Iterator[str]:
    """A sentence for each number in `part`, or in the parts inside it, outside its range; types are right already."""
    ranges = _ranges(part.__class__)
    for field in fields(part):
        value = getattr(part, field.name)
        where = f"{path}.{field.name}" if path else field.name
        allowed = ranges.get(field.name)
        if allowed and value is not None and not allowed.low <= value <= allowed.high:
            yield f"{where} is {value}; give {allowed.unit} from {allowed.low} to {allowed.high}"
        elif isinstance(value, tuple):
            for index, inner in enumerate(value):
                if is_dataclass(inner):
                    yield from out_of_range(inner, f"{where}[{getattr(inner, 'id', index)}]")
        elif is_dataclass(value):
            yield from out_of_range(value, where)
