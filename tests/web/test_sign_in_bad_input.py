"""Forms that no page of ours sends: each is refused in words, on both databases."""

from collections.abc import Iterator

import pytest

from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.web.knocker import Knocker, knocking_at
from tests.web.toy_doors import PASSWORD, settle, toy_doors

FORM_TYPES = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/json",
    "text/plain", "",
)  # fmt: skip
BODIES = (b"\xff\xfe\x00", b"login=%ff%fe&password=%00", b"login", b"&&&", b"login=a&login=b&password=c", b"{}", b"")


@pytest.fixture
def door(store: Store, clock: SetClock) -> Iterator[Knocker]:
    settle(store)
    with knocking_at(toy_doors(store, clock, demo=True)) as knocker:
        yield knocker


@pytest.mark.parametrize(
    "odd", ["pri\0ya", "\ud800".encode("utf-16", "surrogatepass").decode("latin-1"), "\u202e", "É" * 200, "a" * 201]
)
def test_odd_characters_are_refused_in_words(door: Knocker, odd: str) -> None:
    for form in ({"login": odd, "password": PASSWORD}, {"login": "priya", "password": odd}):
        answer = door.post("/sign-in", form)
        assert answer.status in (401, 422)
        assert answer.set_cookies == ()
    assert door.post("/sign-in/made-up", {"account": odd}).status in (404, 422)
    assert door.get("/board", {"allround": odd.encode().decode("latin-1")}).status == 303


@pytest.mark.parametrize("content_type", FORM_TYPES)
def test_a_form_that_is_none_is_refused_in_words(door: Knocker, content_type: str) -> None:
    for body in BODIES:
        answer = door.ask("POST", "/sign-in", headers={"content-type": content_type, "accept": "text/html"}, body=body)
        assert answer.status in (400, 401, 422)
        assert answer.set_cookies == ()


def test_a_form_that_is_too_long_is_refused(door: Knocker) -> None:
    assert door.post("/sign-in", {"login": "priya", "password": "x" * 70_000}).status == 413
    assert door.post("/sign-in", {"login": "priya", "password": PASSWORD, "next": "/" + "x" * 3000}).status == 422
