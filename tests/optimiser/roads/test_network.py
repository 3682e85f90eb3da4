"""A network refuses arrays that do not fit together."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from .networks import network

STREET = network(2, [(0, 1, 10, 10), (1, 0, 10, 10)])


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"lat": [1.0]}, "differ in length"),
        ({"head": [1, 2]}, "junctions that exist"),
        ({"tail": [-1, 1]}, "junctions that exist"),
        ({"centiseconds": [0, 10]}, "at least one centisecond"),
        ({"metres": [-1, 10]}, "metres must not be negative"),
        ({"lon": [float("nan"), 1.0]}, "coordinates must be numbers"),
        ({"line_start": [0, 1, 4]}, "two points or more"),
        ({"line_start": [0, 2, 3]}, "use all points"),
        ({"twin": [1, 2]}, "twins must lead back"),
        ({"twin": [0, 1]}, "twins must lead back"),
        ({"twin": [1, -1]}, "twins of one another"),
        ({"left_out_start": [0, 1]}, "use all points"),
        ({"metres": [[10, 10]]}, "one dimension"),
    ],
)
def test_a_network_that_is_none_is_refused(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        replace(STREET, **change)


def test_all_complaints_come_at_once() -> None:
    with pytest.raises(ValueError, match="one centisecond; metres must not be negative"):
        replace(STREET, centiseconds=np.array([0, 0]), metres=np.array([-1, -1]))


def test_arrays_cannot_be_written_to_and_are_not_the_callers() -> None:
    mine = np.array([10, 10])
    street = replace(STREET, metres=mine)
    mine[0] = 99
    assert street.metres.tolist() == [10, 10]
    with pytest.raises(ValueError, match="read-only"):
        street.metres[0] = 1
