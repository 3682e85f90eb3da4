"""The JSON form of a Plan."""

import json

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimiser.plan import (
    Plan,
    PlanError,
    Reason,
    Route,
    Stop,
    StopKind,
    Unserved,
    plan_from_json,
    plan_schema,
    plan_to_json,
)
from tests.optimiser.toy import ann_serves

VALIDATOR = jsonschema.Draft202012Validator(plan_schema())

seconds = st.integers(0, 1_000_000_000)
names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
stops = st.builds(Stop, kind=st.sampled_from(StopKind), ref=names, arrive_s=seconds, start_s=seconds, finish_s=seconds)
routes = st.builds(Route, shift=names, depart_s=seconds, stops=st.lists(stops, max_size=3).map(tuple), end_s=seconds)
left_out = st.builds(Unserved, visit=names, reason=st.sampled_from(Reason), sentence=names)
plans = st.builds(
    Plan, routes=st.lists(routes, max_size=3).map(tuple), unserved=st.lists(left_out, max_size=3).map(tuple)
)


@given(plans)
def test_a_plan_comes_back_from_json_as_it_went(plan: Plan) -> None:
    assert plan_from_json(plan_to_json(plan)) == plan


@given(plans)
def test_the_schema_accepts_what_is_written(plan: Plan) -> None:
    VALIDATOR.validate(json.loads(plan_to_json(plan)))


def test_the_schema_is_a_sound_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(plan_schema())


def test_which_visits_are_served_is_known_by_their_ids() -> None:
    assert ann_serves().served == {"v"}


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("nope", "this is not JSON"),
        ("[" * 100_000, "this is not JSON"),
        (b"\xff", "this is not JSON"),
        ('{"schema": 1, "routes": [' + "9" * 5000, "this is not JSON"),
        ("[]", "schema is missing or unknown; give 1"),
        ('{"routes": []}', "schema is missing or unknown; give 1"),
        ('{"schema": true, "routes": []}', "schema is missing or unknown; give 1"),
        ('{"schema": 2, "routes": []}', "schema is missing or unknown; give 1"),
        ('{"schema": 1}', "routes: Field required"),
        ('{"schema": 1, "routes": [], "notes": ""}', "notes: Unexpected keyword argument"),
        ('{"schema": 1, "routes": 1e400}', "routes: Input should be a valid tuple"),
    ],
)
def test_what_is_no_plan_is_refused_with_a_sentence(text: str | bytes, sentence: str) -> None:
    with pytest.raises(PlanError, match=sentence):
        plan_from_json(text)


def test_all_complaints_come_at_once() -> None:
    stop = {"kind": "nap", "ref": "", "arrive_s": 1.5, "start_s": True, "finish_s": "9"}
    text = json.dumps({"schema": 1, "routes": [{"shift": 5, "depart_s": 0, "end_s": 0, "stops": [stop]}]})
    with pytest.raises(PlanError) as caught:
        plan_from_json(text)
    for where in ("shift", "stops.0.kind", "stops.0.ref", "stops.0.arrive_s", "stops.0.start_s", "stops.0.finish_s"):
        assert f"routes.0.{where}:" in str(caught.value)
