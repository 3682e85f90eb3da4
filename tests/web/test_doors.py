"""The table of doors: what is not in it leads nowhere."""

from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.domain.permissions import Action
from web.doors import DOORS, Open, methods_of, rule_for

# These need no door of their own: a part of the program does them.
WITHOUT_DOOR = {Action.TAKE_IN_SIGNAL, Action.TRIAGE, Action.SOLVE, Action.SEAL_AUDIT, Action.SET_UP}


def test_every_action_of_a_person_has_a_door_and_none_of_the_programs() -> None:
    assert {rule for rule in DOORS.values() if isinstance(rule, Action)} == set(Action) - WITHOUT_DOOR


@pytest.mark.parametrize(("door", "rule"), DOORS.items(), ids=lambda part: "")
def test_a_door_is_found_by_its_address(door: tuple[str, str], rule: Action | Open) -> None:
    method, template = door
    path = template.format(plan_id="p1", request_id="r1", job_id="j1", absence_id="a1", shift_id="s1", z=1, x=2, y=3)
    assert rule_for(method, path) is rule
    assert method in methods_of(path)
    assert rule_for("HEAD", path) is (rule if method == "GET" else rule_for("GET", path))


def test_a_name_among_the_numbers_is_the_named_page() -> None:
    assert rule_for("GET", "/jobs/new") is Action.ADD_JOB
    assert rule_for("GET", "/jobs/newer") is Action.SEE_BOARD


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/board/"), ("GET", "board"), ("GET", ""), ("GET", "/Board"), ("GET", "/plans/"), ("GET", "/plans/a/b"),
        ("GET", "/plans/a\n"), ("GET", "/plans/a\0"), ("GET", "/board\n"), ("POST", "/board"), ("get", "/board"),
        ("PUT", "/jobs/1"), ("GET", "/savingsxcsv"), ("GET", "/evidencexcsv"), ("POST", "/static/x"),
        ("GET", "/static"), ("POST", "/api/v1/signals/"), ("GET", "/map/tiles/1/2"),
        ("GET", "/map/tiles/1/2/3/4"), ("GET", "/{plan_id}"),
    ],
)  # fmt: skip
def test_what_is_not_in_the_table_leads_nowhere(method: str, path: str) -> None:
    assert rule_for(method, path) is None


def test_a_file_that_ends_in_csv_is_not_the_story_of_a_job() -> None:
    assert rule_for("GET", "/evidence.csv") is Action.EXPORT_EVIDENCE
    assert rule_for("GET", "/evidence/csv") is Action.SEE_EVIDENCE


@given(path=st.text(), method=st.sampled_from(["GET", "POST", "HEAD", "PUT", "DELETE", "OPTIONS"]))
def test_whatever_is_asked_for_a_closed_door_is_not_opened_by_chance(path: str, method: str) -> None:
    rule = rule_for(method, f"/{path}")
    if rule is Open.TO_ALL:
        known = {door for door, found in DOORS.items() if found is Open.TO_ALL}
        assert ("GET" if method == "HEAD" else method, f"/{path}") in known or path.startswith("static/")


@given(name=st.text(ascii_lowercase, min_size=1, max_size=3))
def test_an_id_is_one_piece_of_the_address(name: str) -> None:
    assert rule_for("GET", f"/plans/{name}") is Action.SEE_BOARD
    assert rule_for("GET", f"/plans/{name}/{name}") is None
