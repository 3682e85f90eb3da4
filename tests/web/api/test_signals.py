"""The door for readings: whatever is posted there is stored once or refused in words, and never breaks anything."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pytest
from fastapi import FastAPI
from httpx import Response

from dispatch.domain.actor import Actor, system
from dispatch.domain.errors import TryLater
from dispatch.intake.take_in import take_in
from dispatch.ports.store import Store, Work
from tests.databases import SetClock
from tests.dispatch.adapters.sensors.bodies import body_with, plain, real_body
from tests.dispatch.intake.small_council import TOKEN, ids, settle
from tests.dispatch.intake.two_bins import LONDON, NOW
from tests.web.api.sender import Sender, sender_to
from web.api.signals import signal_routes

ADDRESS = "/api/v1/signals/the-things-stack"
BEARER = {"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"}
SIGNALS = system("signals")


class Bell:
    """Counts how often triage was woken."""

    rung = 0

    def __call__(self) -> None:
        self.rung += 1


class StrictLimiter:
    """Lets two tries through."""

    def __init__(self) -> None:
        self.keys: list[str] = []

    def wait_s(self, key: str) -> int:
        self.keys.append(key)
        return 0 if len(self.keys) <= 2 else 30

    def forget(self, key: str) -> None:
        self.keys.clear()


@pytest.fixture
def council(store: Store) -> Store:
    settle(store)
    return store


@pytest.fixture
def bell() -> Bell:
    return Bell()


Post = Callable[..., Response]


@pytest.fixture
def post(council: Store, clock: SetClock, bell: Bell) -> Iterator[Post]:
    with a_client(council, clock, bell) as door:
        yield lambda body, headers=BEARER: door.post(ADDRESS, body, headers)


@contextmanager
def a_client(store: Store, clock: SetClock, bell: Bell, limiter: StrictLimiter | None = None) -> Iterator[Sender]:
    app = FastAPI()
    app.include_router(signal_routes(store, clock, ids(), bell, limiter))
    with sender_to(app) as sender:
        yield sender


def stored(store: Store) -> tuple[int, int]:
    """How many signals and how many messages with a problem there are."""
    with store.begin(SIGNALS) as work:
        return len(work.messages.untriaged(1000)), len(work.messages.not_understood(1000))


def test_a_reading_is_stored_and_triage_is_woken(post: Post, council: Store, bell: Bell) -> None:
    answer = post(body_with())
    assert (answer.status_code, answer.json()) == (202, {"status": "stored", "signals": 1})
    assert bell.rung == 1
    with council.begin(SIGNALS) as work:
        (signal,) = work.messages.untriaged(10)
        message = work.messages.message_of(signal.id)
    assert message is not None
    assert (message.body, message.content_type, message.source_id) == (body_with(), "application/json", "sensors")


def test_a_reading_becomes_a_job(post: Post, council: Store) -> None:
    post(body_with())
    assert take_in(council, system("triage"), NOW, LONDON).new == ("full-BIN-1-2026-11-23",)


def test_a_reading_sent_again_is_answered_with_thanks_and_not_stored_again(
    post: Post, council: Store, bell: Bell
) -> None:
    post(body_with())
    again = post(body_with(received_at="2026-11-23T05:10:00Z"))
    assert (again.status_code, again.json()["status"]) == (200, "already")
    assert stored(council) == (1, 0)
    assert bell.rung == 1


def test_gibberish_with_the_right_token_is_kept_and_told_of(post: Post, council: Store) -> None:
    answer = post(b"\x00\xff")
    assert answer.status_code == 202
    assert answer.json() == {"status": "kept_not_understood", "signals": 0,
                             "reason": "The message is not text in UTF-8."}  # fmt: skip
    assert post(b"\x00\xff").json()["status"] == "already"
    assert stored(council) == (0, 1)


def test_a_message_of_an_unknown_device_is_kept_and_the_device_is_named(post: Post, council: Store) -> None:
    message = plain()
    message["end_device_ids"]["dev_eui"] = "70B3D57ED0000000"
    answer = post(json.dumps(message).encode())
    assert answer.status_code == 202
    assert answer.json()["status"] == "kept_not_understood"
    assert "70B3D57ED0000000" in answer.json()["reason"]
    assert stored(council) == (0, 1)


def test_a_real_join_is_stored_and_is_no_problem(post: Post, council: Store) -> None:
    answer = post(real_body("tts_v3_doc_01_join_accept.json"))
    assert (answer.status_code, answer.json()["status"]) == (202, "stored")
    assert stored(council) == (0, 0)


@pytest.mark.parametrize(
    "headers",
    [{}, {"Authorization": "Bearer wrong"}, {"Authorization": f"Basic {TOKEN}"}, {"Authorization": TOKEN},
     {"Authorization": "Bearer"}, {"Authorization": "Bearer "}, {"X-Downlink-Apikey": TOKEN},
     {"Authorization": "Bearer \udcff".encode("utf-8", "surrogateescape")}],
)  # fmt: skip
def test_without_the_right_token_nothing_is_stored(headers: Any, post: Post, council: Store, bell: Bell) -> None:
    answer = post(body_with(), headers)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "Authorization: Bearer" in answer.json()["reason"]
    assert stored(council) == (0, 0)
    assert bell.rung == 0


def test_the_word_bearer_may_be_written_in_any_letters(post: Post) -> None:
    assert post(body_with(), {"Authorization": f"bearer  {TOKEN}"}).status_code == 202


def test_wrong_tokens_are_counted_by_address_and_stopped(council: Store, clock: SetClock, bell: Bell) -> None:
    limiter = StrictLimiter()
    with a_client(council, clock, bell, limiter) as door:
        answers = [door.post(ADDRESS, b"{}", {"Authorization": "Bearer guess"}) for _ in range(3)]
        assert door.post(ADDRESS, body_with(), BEARER).status_code == 202
    assert [answer.status_code for answer in answers] == [401, 401, 429]
    assert answers[2].headers["Retry-After"] == "30"
    assert set(limiter.keys) == {"signals 127.0.0.1"}


def test_ten_megabytes_are_refused_whether_announced_or_not(post: Post, council: Store) -> None:
    large = b'{"a": "' + b"x" * 10_000_000 + b'"}'
    announced = post(large)
    trickled = post(large[start : start + 65_536] for start in range(0, len(large), 65_536))
    for answer in (announced, trickled):
        assert answer.status_code == 413
        assert "256 kB" in answer.json()["reason"]
    assert stored(council) == (0, 0)


def test_a_message_of_just_the_largest_size_is_kept_and_one_byte_more_is_not(post: Post, council: Store) -> None:
    body = body_with()
    assert post(body + b" " * (256_000 - len(body))).json() == {"status": "stored", "signals": 1}
    assert post(body + b" " * (256_001 - len(body))).status_code == 413


def test_a_content_type_that_cannot_be_written_down_does_no_harm(post: Post) -> None:
    odd = BEARER | {"Content-Type": "applica\tion/jsön" + "x" * 5000}
    assert post(body_with(), {name: value.encode("latin-1") for name, value in odd.items()}).status_code == 202


def test_nesting_without_end_is_kept_as_not_understood(post: Post) -> None:
    answer = post(b'{"uplink_message":' + b"[" * 100_000)
    assert (answer.status_code, answer.json()["status"]) == (202, "kept_not_understood")


def test_a_connection_that_ends_too_early_stores_nothing(council: Store, clock: SetClock, bell: Bell) -> None:
    with a_client(council, clock, bell) as door:
        answer = door.hang_up(ADDRESS, body_with()[:20], BEARER)
    assert answer == 400
    assert stored(council) == (0, 0)


class BusyStore:
    """Never has time."""

    def begin(self, actor: Actor) -> AbstractContextManager[Work]:
        raise TryLater("Storage is busy.", after_s=7)

    def reading(self, actor: Actor) -> AbstractContextManager[Work]:
        return self.begin(actor)


def test_busy_storage_asks_to_come_back_later(clock: SetClock, bell: Bell) -> None:
    with a_client(BusyStore(), clock, bell) as door:
        answer = door.post(ADDRESS, body_with(), BEARER)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")
    assert answer.json()["reason"] == "Storage is busy."
    assert bell.rung == 0


class NobodyWrites:
    """As the store, and whoever would write waits in vain."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def begin(self, actor: Actor) -> AbstractContextManager[Work]:
        raise TryLater("Somebody else is writing.")

    def reading(self, actor: Actor) -> AbstractContextManager[Work]:
        return self._store.reading(actor)


def test_strangers_are_turned_away_without_taking_anybodys_turn_to_write(
    council: Store, clock: SetClock, bell: Bell
) -> None:
    with a_client(NobodyWrites(council), clock, bell) as door:
        assert door.post(ADDRESS, body_with(), {"Authorization": "Bearer wrong"}).status_code == 401
        assert door.post(ADDRESS, body_with(), BEARER).status_code == 503


def test_the_openapi_document_tells_of_the_door(council: Store, clock: SetClock, bell: Bell) -> None:
    with a_client(council, clock, bell) as door:
        document = door.get("/openapi.json").json()
    assert list(document["paths"]) == [ADDRESS]
    told = document["paths"][ADDRESS]["post"]
    (scheme,) = (name for each in told["security"] for name in each)
    assert document["components"]["securitySchemes"][scheme]["scheme"] == "bearer"
    assert set(told["responses"]) == {"200", "202", "400", "401", "413", "429", "503"}
    assert told["requestBody"]["content"]["application/json"]
