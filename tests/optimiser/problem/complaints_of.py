"""Asks a Problem what it refuses."""

from collections.abc import Callable
from typing import Any

from optimiser.problem import ProblemError


def complaints_of(make: Callable[[], Any]) -> list[str]:
    """The complaints when this is made; none when it is sound."""
    try:
        make()
    except ProblemError as error:
        return list(error.complaints)
    return []
