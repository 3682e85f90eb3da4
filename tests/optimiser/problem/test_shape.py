"""A Problem made in Python from parts of the wrong type is refused, not half understood."""

from typing import Any

import numpy as np
import pytest

from optimiser.problem import Coupling, SpeedPeriod, SpeedProfile, Travel, Window
from tests.optimiser.problem.complaints_of import complaints_of
from tests.optimiser.toy import problem, shift, travel, visit, worker


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"visits": "v"}, "visits is 'v'; give a tuple"),
        ({"visits": []}, "visits is []; give a tuple"),
        ({"visits": ("v",)}, "visits[0] is 'v'; give Visit"),
        ({"visits": (visit(skills="gas"),)}, "visits[v].skills is 'gas'; give a tuple"),
        ({"visits": (visit(tools=(3,)),)}, "visits[v].tools[0] is 3; give text"),
        ({"visits": (visit(lock=None),)}, "visits[v].lock is None; give Lock"),
        ({"visits": (visit(id=7),)}, "visits[0].id is 7; give text"),
        ({"visits": (visit(id=""),)}, "visits[].id is text of 0 characters; give 1 to 200"),
        ({"visits": (visit(kind="x" * 201),)}, "visits[v].kind is text of 201 characters; give 0 to 200"),
        ({"visits": (visit(duration_s=1.0),)}, "visits[v].duration_s is 1.0; give a whole number (seconds)"),
        ({"visits": (visit(duration_s=True),)}, "visits[v].duration_s is True; give a whole number (seconds)"),
        (
            {"visits": (visit(windows=(Window(earliest_s="9", latest_s=10),)),)},  # type: ignore[arg-type] # on purpose
            "visits[v].windows[0].earliest_s is '9'; give a whole number (seconds)",
        ),
        (
            {"visits": (visit("v"), visit("w")), "couplings": (Coupling(first="v", second="w", who="both"),)},  # type: ignore[arg-type] # on purpose
            "couplings[0].who is 'both'; give Who: any, same, different",
        ),
        (
            {"horizon_s": 10**5000},
            "horizon_s is a number of more than a hundred digits; give a whole number in range (seconds)",
        ),
        ({"travel": [travel()]}, None),
        ({"travel": {"car": [[0]]}}, "travel[car] is [[0]]; give a Travel"),
        ({"travel": {"": travel(), "car": travel()}}, "travel has the mode ''; give text that is not empty"),
    ],
)
def test_a_value_of_the_wrong_type_is_named_with_what_to_give(changes: dict[str, Any], complaint: str | None) -> None:
    found = complaints_of(lambda: problem(**changes))
    assert len(found) == 1
    assert found[0] == complaint or (complaint is None and found[0].endswith("give a mapping from mode to Travel"))


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("horizon_s", -1, "horizon_s is -1; give seconds from 0 to 1000000000"),
        ("horizon_s", 10**30, f"horizon_s is {10**30}; give seconds from 0 to 1000000000"),
        (
            "workers",
            (worker(duration_permille=0),),
            "workers[ann].duration_permille is 0; give thousandths; 1000 leaves the value as it is from 1 to 100000",
        ),
    ],
)
def test_a_number_out_of_range_is_named_with_its_range(field: str, value: Any, complaint: str) -> None:
    assert complaint in complaints_of(lambda: problem(**{field: value}))


@pytest.mark.parametrize(
    ("matrices", "complaint"),
    [
        ({"seconds": None}, "travel[car].seconds is a NoneType; give a NumPy array of whole numbers"),
        ({"metres": [[0]]}, "travel[car].metres is a list; give a NumPy array of whole numbers"),
        (
            {"metres": np.zeros((4, 3), dtype=np.int32)},
            "travel[car].metres has shape (4, 3); give a square matrix of 4 x 4 like seconds",
        ),
        ({"seconds": np.zeros((4, 4))}, "travel[car].seconds holds float64 numbers; give whole numbers"),
        (
            {"seconds": np.full((4, 4), -1, dtype=np.int32)},
            "travel[car].seconds[0][0] is -1; give a number from 0 to 1000000000, and leave out places that "
            "cannot be reached",
        ),
        (
            {"metres": np.full((4, 4), 1_000_000_001, dtype=np.int32)},
            "travel[car].metres[0][0] is 1000000001; give a number from 0 to 1000000000, and leave out places that "
            "cannot be reached",
        ),
        (
            {"profile": np.zeros((4, 4), dtype=np.uint8)},
            "travel[car].profile names profile 0; the Problem has 0, counted from 0",
        ),
    ],
)
def test_a_matrix_that_makes_no_sense_is_refused(matrices: dict[str, Any], complaint: str) -> None:
    assert complaint in complaints_of(lambda: problem(visit(), travel={"car": travel(**matrices)}))


def test_no_matrices_at_all_are_complained_of_once() -> None:
    assert complaints_of(lambda: problem(visit(), travel={})) == [
        "travel is empty; give one matrix of seconds and metres for each travel mode"
    ]


def test_every_mode_has_the_same_places() -> None:
    one = np.zeros((1, 1), dtype=np.int32)
    found = complaints_of(lambda: problem(travel={"car": travel(), "foot": Travel(one, one)}))
    assert found == ["travel matrices differ in size ({'car': 4, 'foot': 1}); every mode needs the same places"]


def test_matrices_are_read_only_once_they_are_given() -> None:
    given = travel()
    with pytest.raises(ValueError, match="read-only"):
        given.seconds[0, 0] = 5


def test_speeds_begin_at_nought_and_go_up() -> None:
    def of(*starts: int) -> list[str]:
        periods = tuple(SpeedPeriod(from_s=start, permille=1000) for start in starts)
        return complaints_of(lambda: problem(profiles=(SpeedProfile(periods=periods),)))

    assert of(0, 5, 9) == []
    assert of() == ["profiles[0] has periods from []; begin at 0 and go up"]
    assert of(1) == ["profiles[0] has periods from [1]; begin at 0 and go up"]
    assert of(0, 9, 5) == ["profiles[0] has periods from [0, 9, 5]; begin at 0 and go up"]
    assert of(0, 5, 5) == ["profiles[0] has periods from [0, 5, 5]; begin at 0 and go up"]


def test_an_open_end_is_no_place_to_be_checked() -> None:
    assert complaints_of(lambda: problem(shifts=(shift(start_place=None, end_place=None),))) == []


def test_a_place_off_the_map_is_told_beside_a_matrix_that_is_wrong() -> None:
    found = complaints_of(lambda: problem(visit(place=4), travel={"car": travel(metres=np.zeros((4, 4)))}))
    assert found == [
        "travel[car].metres holds float64 numbers; give whole numbers",
        "visits[v].place is 4; the travel matrices have 4 places, so give a number below that",
    ]


def test_names_may_be_two_hundred_characters_long_and_no_longer() -> None:
    assert complaints_of(lambda: problem(visit("x" * 200))) == []
    assert complaints_of(lambda: problem(visit("x"))) == []
    (complaint,) = complaints_of(lambda: problem(visit("x" * 201)))
    assert complaint.endswith("is text of 201 characters; give 1 to 200")
