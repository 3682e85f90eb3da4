"""What the person who asked for a plan reads when there is none."""

import pytest

from dispatch.domain.errors import TryLater
from dispatch.worker.why_not import NoMap, why_not
from optimiser.problem import ProblemError
from optimiser.solve import EngineError, LockedWorkBroken


def test_only_the_first_complaints_of_many_are_told() -> None:
    sentence = why_not(ProblemError(f"visit {number} has no place" for number in range(5)))
    assert "visit 0 has no place; visit 1 has no place; visit 2 has no place; and 2 more" in sentence
    assert "visit 3" not in sentence


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (LockedWorkBroken("shift ann: the order\nis impossible"), "shift ann: the order is impossible"),
        (EngineError("two depots"), "two depots"),
        (NoMap("No map is set up."), "No map is set up."),
        (TryLater("The disk is full: make room."), "The disk is full: make room."),
        (MemoryError(), "too little memory"),
        (OSError(28, "No space left on device", "/var/plans/x/draft.json"), "draft.json cannot be used (No space left"),
    ],
)
def test_it_is_one_line_that_says_what_is_wrong(error: Exception, says: str) -> None:
    assert says in why_not(error)
    assert "\n" not in why_not(error)


def test_a_fault_is_told_by_its_kind_and_place_and_not_by_what_it_was_about() -> None:
    try:
        dict[str, int]()["Mrs Miller, 2 Mill Lane"]
    except KeyError as error:
        sentence = why_not(error)
    assert "KeyError in test_why_not.py, line" in sentence
    assert "Miller" not in sentence
