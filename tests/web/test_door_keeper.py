"""Whoever knocks is let in by the table or refused in words, whatever they write as address."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.web.knocker import Answer, Knocker, knocking_at
from tests.web.toy_doors import PASSWORD, SET_UP, settle, toy_doors

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


@pytest.fixture
def door(store: Store, clock: SetClock) -> Iterator[Knocker]:
    settle(store)
    with knocking_at(toy_doors(store, clock)) as knocker:
        yield knocker


def signed_in(door: Knocker, who: str) -> dict[str, str]:
    answer = door.post("/sign-in", {"login": who, "password": PASSWORD})
    assert answer.status == 303
    return {"allround": answer.cookie_value("allround")}


def test_a_scheduler_is_let_in_to_the_board(door: Knocker) -> None:
    answer = door.get("/board", signed_in(door, "priya"))
    assert (answer.status, answer.text) == (200, "This is the board of Priya Shah")


@pytest.mark.parametrize("who", ["ann", "mo", "olu"])
def test_other_roles_are_told_whom_to_ask(door: Knocker, who: str) -> None:
    answer = door.get("/board", signed_in(door, who))
    assert answer.status == 403
    assert "may not see the board. Ask your organisation&#39;s lead." in answer.text


def test_nobody_is_asked_to_sign_in_and_comes_back_to_where_they_wanted_to_go(door: Knocker) -> None:
    answer = door.get("/board?date=2026-11-24&show=left+out")
    assert answer.status == 303
    address = answer.headers["location"]
    assert address == "/sign-in?next=/board%3Fdate%3D2026-11-24%26show%3Dleft%2Bout"
    back = door.post("/sign-in", {"login": "priya", "password": PASSWORD, "next": "/board?date=2026-11-24"})
    assert back.headers["location"] == "/board?date=2026-11-24"


def test_nobody_who_posts_or_is_a_machine_gets_401_rather_than_a_page_to_follow(door: Knocker) -> None:
    for answer in (
        door.post("/board/plan"),
        door.ask("GET", "/board", headers={"accept": "application/json"}),
        door.get("/board", hx_request="true"),
    ):
        assert answer.status == 401
        assert answer.headers["www-authenticate"] == 'Session realm="Allround"'
        assert "Sign in" in answer.text


def test_a_program_is_refused_in_json_and_a_piece_of_a_page_as_a_piece(door: Knocker) -> None:
    program = door.ask("POST", "/api/v1/phone/outcomes", headers={"accept": "*/*"}, body=b"{}")
    assert program.headers["content-type"] == "application/json"
    assert program.text.startswith('{"error":"You are not signed in')
    assert "<html" not in door.get("/board", hx_request="true").text


def test_nobody_learns_which_pages_there_are(door: Knocker) -> None:
    there, not_there = door.get("/plans/1"), door.get("/no/such/page")
    assert (there.status, not_there.status) == (303, 303)
    assert door.post("/jobs").text == door.post("/no/such/page").text


@pytest.mark.parametrize(
    "path",
    [
        "/board/", "//board", "/BOARD", "/board%2F", "/board%00", "/board%0a", "/board%20", "/./board",
        "/x/../board", "/board;x=1", "/plans/", "/plans/a/b", "/plans/a%2Fb", "/plans/a%00b", "/jobs/a%0a/reopen",
        "/board%3Fx", "/board%23x", "/savings.csv%00", "/sign-in/", "/health", "/static", "/api/v1/signals/chirpstack",
        "/%E2%80%AEboard", "/", "/openapi.json", "/docs", "/redoc", "/api/v1/openapi.json/",
    ],
)  # fmt: skip
def test_an_address_that_only_looks_like_a_door_leads_nowhere(door: Knocker, path: str) -> None:
    answer = door.get(path, signed_in(door, "priya"))
    assert answer.status == (303 if path == "/" else 404)
    assert "This is the board" not in answer.text
    nobody = door.get(path)
    assert nobody.status == 303
    assert nobody.headers["location"].startswith("/sign-in?next=/")


@pytest.mark.parametrize("host", ["127.0.0.1:/static/?", "127.0.0.1:/sign-in#", "localhost:/health/live?x="])
def test_a_host_header_cannot_talk_the_door_keeper_into_another_path(door: Knocker, host: str) -> None:
    door.host = host
    answer = door.get("/board")
    assert answer.status in (303, 400)
    assert "This is the board" not in answer.text


@pytest.mark.parametrize("path", ["/static/%3F/../../board", "/sign-in%3F", "/sign-in%23", "/health/live%3F"])
def test_an_encoded_question_mark_does_not_make_a_closed_address_an_open_one(door: Knocker, path: str) -> None:
    assert door.get(path).status in (303, 404)


def test_another_method_is_refused_with_the_ones_there_are(door: Knocker) -> None:
    cookies = signed_in(door, "priya")
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "POST", "BREW"):
        answer = door.ask(method, "/board", cookies=cookies)
        assert (method, answer.status, answer.headers.get("allow")) == (method, 405, "GET, HEAD")
    assert door.ask("GET", "/sign-out", cookies=cookies).headers["allow"] == "POST"
    for method in ("PUT", "OPTIONS", "BREW"):
        assert door.ask(method, "/board").status == 401


def test_head_is_answered_as_get_is(door: Knocker) -> None:
    cookies = signed_in(door, "priya")
    assert door.ask("HEAD", "/board", cookies=cookies).status == 200
    assert door.ask("HEAD", "/board", cookies=signed_in(door, "mo")).status == 403
    assert door.ask("HEAD", "/board", headers={"accept": "text/html"}).status == 303
    assert door.ask("HEAD", "/board").status == 401


def test_a_session_ends_after_twelve_hours_on_the_server(door: Knocker, clock: SetClock) -> None:
    cookies = signed_in(door, "priya")
    clock.forward(timedelta(hours=11, minutes=59))
    assert door.get("/board", cookies).status == 200
    clock.forward(timedelta(minutes=1))
    assert door.get("/board", cookies).status == 303


def test_an_account_that_is_closed_is_out_at_once(door: Knocker, store: Store) -> None:
    cookies = signed_in(door, "priya")
    with store.begin(SET_UP) as work:
        priya = work.accounts.get("priya")
        assert priya is not None
        work.accounts.put(replace(priya, active=False))
    assert door.get("/board", cookies).status == 303


@pytest.mark.parametrize("value", ["", "secret-99", "x" * 5000, "é", '"', "a=b", "0" * 64])
def test_a_made_up_session_opens_nothing(door: Knocker, value: str) -> None:
    assert door.get("/board", {"allround": value}).status == 303


@pytest.mark.parametrize(
    "value", ["W1tbW1s=", "%%%", "bnVsbA==", "WyJlcnJvciIsIDFd", "W" * 4000, "eyJhIjogMSwgImIiOiAyfQ=="]
)
def test_a_made_up_message_in_the_cookie_is_passed_over(door: Knocker, value: str) -> None:
    assert door.get("/sign-in", {"flash": value}).status == 200


def test_a_message_of_a_thousand_brackets_breaks_no_page(door: Knocker) -> None:
    brackets = base64.urlsafe_b64encode(b"[" * 6000).decode()
    assert door.get("/sign-in", {"flash": brackets}).status == 200


def test_a_fault_of_ours_is_a_page_with_a_reference_and_without_what_went_wrong(
    door: Knocker, caplog: pytest.LogCaptureFixture
) -> None:
    answer = door.get("/savings", signed_in(door, "mo"))
    assert answer.status == 500
    assert "01234567" in answer.text
    assert "Mill Lane" not in answer.text
    assert_safe(answer)
    (record,) = caplog.records
    assert "reference 01234567: GET /savings" in record.getMessage()


def test_busy_storage_is_a_page_that_says_when_to_try_again(door: Knocker) -> None:
    answer = door.get("/evidence", signed_in(door, "mo"))
    assert (answer.status, answer.headers["retry-after"]) == (503, "7")
    assert "Nothing was changed. Try again in a moment." in answer.text


def test_while_sessions_cannot_be_read_nobody_is_let_in_and_it_is_said(store: Store, clock: SetClock) -> None:
    settle(store)
    with knocking_at(toy_doors(store, clock, storage_busy=True)) as door:
        for path in ("/board", "/sign-in", "/no/such/page"):
            answer = door.get(path, {"allround": "secret-1"})
            assert (answer.status, answer.headers["retry-after"]) == (503, "5")
            assert_safe(answer)
        assert door.get("/health/live").status == 200
        assert door.get("/static/icon.svg").status == 200


def test_every_answer_has_the_headers_that_browsers_obey(door: Knocker) -> None:
    cookies = signed_in(door, "priya")
    for answer in (
        door.get("/board"), door.get("/board", cookies), door.get("/nowhere", cookies), door.post("/jobs"),
        door.get("/sign-in"), door.get("/health/live"), door.post("/sign-in", sec_fetch_site="cross-site"),
        door.get("/static/nothing.css"), door.ask("TRACE", "/"), door.get("/board", host="elsewhere.example"),
    ):  # fmt: skip
        assert_safe(answer)


def assert_safe(answer: Answer) -> None:
    assert answer.headers["content-security-policy"].startswith("default-src 'self';")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["cache-control"] == "no-store"
