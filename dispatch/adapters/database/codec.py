"""Frozen dataclasses of the domain as JSON text and back, by their annotations."""

from functools import cache
from typing import Any, TypeVar

from pydantic import TypeAdapter

Thing = TypeVar("Thing")


def to_json(kind: type[Thing], thing: Thing) -> str:
    """Compact JSON; datetimes as ISO 8601, durations as ISO 8601, enums by value."""
    return _adapter_of(kind).dump_json(thing).decode()


def from_json(kind: type[Thing], text: str) -> Thing:
    """What `to_json` wrote; datetimes come back aware. Raises pydantic's ValidationError on anything else."""
    found: Thing = _adapter_of(kind).validate_json(text)
    return found


def _adapter_of(kind: Any) -> TypeAdapter[Any]:
    return _adapter(kind)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    return TypeAdapter(kind)
