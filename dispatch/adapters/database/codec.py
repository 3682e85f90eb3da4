"""Frozen dataclasses of the domain as JSON text and back, by their annotations."""

import json
from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

from dispatch.domain.errors import Unusable

Thing = TypeVar("Thing")


def to_json(kind: type[Thing], thing: Thing) -> str:
    """Compact JSON; datetimes as ISO 8601, durations as ISO 8601, enums by value.

    Raises Unusable for infinity and NaN: JSON has neither, and pydantic alone would store a null that no later reading
    accepts.
    """
    plain = _adapter_of(kind).dump_python(thing, mode="json")
    try:
        return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    except ValueError as error:
        raise Unusable([f"a number of this {kind.__name__} is not finite"]) from error


def from_json(kind: type[Thing], text: str) -> Thing:
    """What `to_json` wrote; datetimes come back aware. Raises pydantic's ValidationError on anything else."""
    found: Thing = _adapter_of(kind).validate_json(text)
    return found


def _adapter_of(kind: Any) -> TypeAdapter[Any]:
    return _adapter(kind)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
