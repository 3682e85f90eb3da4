"""The JSON form of a Problem: what goes out comes back, and what is not a Problem is refused with a sentence."""

import io
import json
from collections.abc import Callable, Mapping
from typing import Any

import jsonschema
import numpy as np
import pytest
from hypothesis import given, settings

from optimiser.problem import Problem, problem_from_json, problem_schema, problem_to_json, travel_arrays
from tests.optimiser.made_up import problems
from tests.optimiser.problem.complaints_of import complaints_of
from tests.optimiser.toy import problem, visit

SCHEMA = problem_schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def no_file(name: str) -> Mapping[str, Any]:
    raise AssertionError(f"nobody should ask for {name}")


def read(text: str | bytes) -> Problem:
    return problem_from_json(text, no_file)


@settings(max_examples=50)
@given(problems())
def test_a_problem_comes_back_from_json_as_it_went(made: Problem) -> None:
    text = problem_to_json(made)
    assert read(text) == made
    VALIDATOR.validate(json.loads(text))


def test_a_problem_whose_matrices_are_in_a_file_comes_back_too() -> None:
    made = problem(visit())
    store = io.BytesIO()
    np.savez(store, **travel_arrays(made))
    store.seek(0)
    text = problem_to_json(made, travel_file="town.npz")
    assert json.loads(text)["travel"] == {"file": "town.npz"}
    assert problem_from_json(text, {"town.npz": np.load(store)}.__getitem__) == made
    VALIDATOR.validate(json.loads(text))


def test_the_schema_is_a_sound_schema_and_states_ranges() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    duration = SCHEMA["$defs"]["Visit"]["properties"]["duration_s"]
    assert (duration["minimum"], duration["maximum"], duration["description"]) == (0, 1_000_000_000, "seconds")


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("nope", "this is not JSON: Expecting value"),
        (b"\xff\xfe\xfa", "this is not JSON: "),
        ("", "this is not JSON: "),
        ("[" * 100_000, "this is nested too deeply to be a Problem; see its schema"),
        ('{"horizon_s": ' + "9" * 5000 + "}", "a number has thousands of digits; give numbers up to 1000000000000"),
        ("[]", "the file holds no object; a Problem begins with { and has a field schema"),
        ("{}", "schema is missing or unknown; give 1"),
        ('{"schema": "1"}', "schema is missing or unknown; give 1"),
        ('{"schema": true}', "schema is missing or unknown; give 1"),
    ],
)
def test_what_is_no_problem_is_refused_with_a_sentence(text: str | bytes, complaint: str) -> None:
    (found,) = complaints_of(lambda: read(text))
    assert found.startswith(complaint)


def changed(change: Callable[[dict[str, Any]], Any]) -> list[str]:
    """The complaints about a sound document after this change."""
    document = json.loads(problem_to_json(problem(visit())))
    change(document)
    return complaints_of(lambda: read(json.dumps(document)))


def test_the_document_that_is_changed_below_is_sound() -> None:
    assert changed(lambda document: None) == []


def test_a_number_that_becomes_infinite_is_refused() -> None:
    text = problem_to_json(problem()).replace('"horizon_s": 20000', '"horizon_s": 1e400')
    assert complaints_of(lambda: read(text)) == ["horizon_s is inf: input should be a valid integer"]


@pytest.mark.parametrize("value", [1.0, 1.5, True, "1", None, [1], {}])
def test_what_is_no_whole_number_is_refused_by_name(value: Any) -> None:
    (complaint,) = changed(lambda document: document["visits"][0].update(duration_s=value))
    assert complaint.startswith(f"visits[0].duration_s is {value!r}: input should be a valid integer")


def test_a_number_of_four_thousand_digits_is_refused_in_a_short_sentence() -> None:
    found = changed(lambda document: document.update(horizon_s=10**3999))
    assert found == ["horizon_s is a number of more than a hundred digits; give a whole number in range (seconds)"]


def test_a_value_nested_hundreds_deep_is_refused_in_a_short_sentence() -> None:
    text = problem_to_json(problem(visit())).replace('"horizon_s": 20000', '"horizon_s": ' + "[" * 900 + "]" * 900)
    (complaint,) = complaints_of(lambda: read(text))
    assert complaint.startswith("horizon_s is ")
    assert len(complaint) < 120


def test_a_field_that_is_not_known_is_refused() -> None:
    assert changed(lambda document: document["visits"][0].update(colour="red")) == [
        "visits[0].colour is not a known field; see `python -m optimiser schema problem` for those there are"
    ]


def test_a_field_that_is_required_is_asked_for() -> None:
    assert changed(lambda document: document["visits"][0].pop("place")) == [
        "visits[0].place is missing; it is required"
    ]


def test_a_choice_that_is_not_there_is_answered_with_the_choices() -> None:
    (complaint,) = changed(lambda document: document["visits"][0].update(if_unserved={"tier": "luck"}))
    assert complaint == (
        "visits[0].if_unserved.tier is 'luck': input should be 'safety', 'statute', 'promise' or 'cost'"
    )


def test_what_the_problem_itself_refuses_is_refused_from_json_too() -> None:
    assert changed(lambda document: document["visits"][0].update(place=4)) == [
        "visits[v].place is 4; the travel matrices have 4 places, so give a number below that"
    ]


@pytest.mark.parametrize(
    ("travel", "complaints"),
    [
        (None, ['travel is missing; give matrices by mode, or {"file": "NAME.npz"}']),
        ([], ['travel is missing; give matrices by mode, or {"file": "NAME.npz"}']),
        ({"car": 5}, ["travel.car is no object; give seconds and metres"]),
        (
            {"car": {}},
            ["travel.car.seconds is missing; it is required", "travel.car.metres is missing; it is required"],
        ),
        (
            {"car": {"seconds": [[0]], "metres": [[0]], "speed": 3}},
            ["travel.car.speed is not a known field; give seconds, metres and perhaps profile"],
        ),
        (
            {"car": {"seconds": [[0, 1], [1]], "metres": [[0.5]]}},
            [
                "travel.car.seconds is no matrix of whole numbers; give one row for each place, all of one length",
                "travel.car.metres is no matrix of whole numbers; give one row for each place, all of one length",
            ],
        ),
        (
            {"car": {"seconds": [[2**40]], "metres": [[10**300]], "profile": [[256]]}},
            [
                "travel.car.seconds has numbers out of range; give 0 to 1000000000",
                "travel.car.metres is no matrix of whole numbers; give one row for each place, all of one length",
                "travel.car.profile has numbers out of range; give 0 to 255",
            ],
        ),
    ],
)
def test_matrices_that_cannot_be_read_are_named(travel: Any, complaints: list[str]) -> None:
    assert changed(lambda document: document.update(travel=travel)) == complaints


def test_matrices_and_fields_that_cannot_be_read_are_told_at_once() -> None:
    def change(document: dict[str, Any]) -> None:
        document["travel"] = {"car": {"seconds": 1, "metres": "far"}}
        document["visits"][0].update(duration_s="long", colour="red")

    assert [complaint.split(" ")[0] for complaint in changed(change)] == [
        "travel.car.seconds",
        "travel.car.metres",
        "visits[0].duration_s",
        "visits[0].colour",
    ]


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity"])
def test_a_number_that_is_none_is_refused_by_the_name_of_its_field(number: str) -> None:
    found = complaints_of(lambda: read(f'{{"schema": 1, "horizon_s": {number}}}'))
    assert any(complaint.startswith("horizon_s is ") for complaint in found), found
