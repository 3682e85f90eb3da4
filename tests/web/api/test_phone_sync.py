"""The door for a phone's outbox: every report is answered for, and a bad one never blocks the others."""

import json
from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.domain.outcome import Outcome, OutcomeKind
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.web.caller import Caller
from tests.web.phone_site import PROGRAM, phone_site
from tests.web.stored_day import StoredDay

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DOOR = "/api/v1/phone/outcomes"
JSON = {"Content-Type": "application/json"}
Post = Callable[..., httpx.Response]


@pytest.fixture
def day(store: Store, clock: SetClock) -> StoredDay:
    made = StoredDay(store, clock)
    made.publish()
    made.morning("08:00", report=False)
    return made


@pytest.fixture
def post(day: StoredDay) -> Post:
    numbers = count(1)
    caller = Caller(phone_site(day.store, day.clock, lambda: f"form-{next(numbers):06d}"))

    def send(body: Any, who: str = "ann", headers: Mapping[str, str] = JSON) -> httpx.Response:
        cookie = "; ".join(f"{name}={text}" for name, text in day.cookies(who).items()) if who else ""
        content = body if isinstance(body, bytes) else json.dumps(body).encode()
        return caller.post(DOOR, {**headers, **({"Cookie": cookie} if cookie else {})}, content)

    return send


def report(number: int, job_id: str = "CARE-1", kind: str = "arrived", **more: Any) -> dict[str, Any]:
    return {"id": f"report-{number:06d}", "job_id": job_id, "kind": kind, **more}


def facts(day: StoredDay, job_id: str = "CARE-1") -> tuple[Outcome, ...]:
    with day.store.begin(PROGRAM) as work:
        return work.outcomes.of_jobs((job_id,))


def test_each_report_is_answered_for_by_its_id(day: StoredDay, post: Post) -> None:
    told = post([report(1), report(2, kind="done"), report(1)]).json()
    assert [(one["id"], one["status"]) for one in told] == [
        ("report-000001", "stored"),
        ("report-000002", "stored"),
        ("report-000001", "already"),
    ]
    assert {one.kind for one in facts(day)} == {OutcomeKind.ARRIVED, OutcomeKind.DONE}


def test_a_bad_report_does_not_block_those_around_it(day: StoredDay, post: Post) -> None:
    bad: list[Any] = [
        None, 7, "text", [], {}, report(3, "REPAIR-1"), report(4, kind="eaten"), report(5, kind="could_not"),
        report(6, kind="could_not", reason="bored"), report(7, happened_at="yesterday"), report(8, note="n" * 501),
        report(9, happened_at="2026-11-24T08:00:00"), report(10, happened_at="9999-12-31T23:59:59-23:59"),
        {**report(11), "id": "\ud800" * 9}, report(12, "CARE\x00"), {**report(13), "job_id": 5},
    ]  # fmt: skip
    told = post([report(1), *bad, report(2, kind="done")]).json()
    assert [one["status"] for one in told] == ["stored", *["refused"] * len(bad), "stored"]
    assert all(one["sentence"] and one["attention"] for one in told[1:-1])
    assert len(facts(day)) == 2


def test_times_are_put_right_by_when_it_was_sent(day: StoredDay, post: Post) -> None:
    post([report(1, happened_at="2031-01-01T08:00:00.000Z", sent_at="2031-01-01T08:30:00.000Z")])
    assert [(day.clock() - one.happened_at).total_seconds() for one in facts(day)] == [1800]


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"null", b"[", b"\xff\xfe", b"[" * 30_000, b"[" + b"1," * 100 + b"1]", b'"' + b"x" * 60_000 + b'"'],
    ids=["empty", "object", "null", "broken", "not UTF-8", "deep", "too many", "long text"],
)
def test_a_body_that_is_no_list_of_reports_is_refused_in_words(post: Post, body: bytes) -> None:
    answer = post(body)
    assert answer.status_code == 400
    assert "no JSON list" in answer.json()["error"]


def test_numbers_of_any_size_do_no_harm(post: Post) -> None:
    answer = post(b'[{"id": 1e400, "job_id": ' + b"9" * 20_000 + b', "kind": NaN}]')
    assert [one["status"] for one in answer.json()] == ["refused"]


def test_another_content_type_is_refused(day: StoredDay, post: Post) -> None:
    assert post([report(1)], headers={"Content-Type": "text/plain"}).status_code == 415
    assert facts(day) == ()


def test_signed_out_nothing_is_stored_and_the_answer_says_so(day: StoredDay, post: Post) -> None:
    answer = post([report(1)], who="")
    assert answer.status_code == 401
    assert "not signed in" in answer.json()["error"]
    assert facts(day) == ()


def test_an_outbox_of_somebody_else_is_not_taken_for_theirs(day: StoredDay, post: Post) -> None:
    assert post([report(1)], headers={**JSON, "Allround-Account": "ben"}).status_code == 403
    assert post([report(1)], headers={**JSON, "Allround-Account": "ann"}).status_code == 200
    assert len(facts(day)) == 1


@pytest.mark.parametrize("who", ["priya", "mo", "olu"])
def test_nobody_but_a_field_worker_reports(day: StoredDay, post: Post, who: str) -> None:
    assert post([report(1)], who=who).status_code == 403
    assert facts(day) == ()


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
    max_leaves=8,
)
NEARLY = st.fixed_dictionaries(
    {
        "id": st.one_of(ANYTHING, st.just("report-x-00001")),
        "job_id": st.one_of(ANYTHING, st.just("CARE-1")),
        "kind": st.one_of(ANYTHING, st.sampled_from([kind.value for kind in OutcomeKind])),
    },
    optional=dict.fromkeys(("reason", "note", "plan_id", "happened_at", "sent_at"), ANYTHING),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.one_of(st.binary(max_size=200), ANYTHING, st.lists(ANYTHING | NEARLY, max_size=5)))
def test_no_body_breaks_the_door(post: Post, body: Any) -> None:
    answer = post(body)
    assert answer.status_code in (200, 400)
    if answer.status_code == 200:
        assert {one["status"] for one in answer.json()} <= {"stored", "already", "refused"}
