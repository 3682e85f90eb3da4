"""Whatever bytes are posted as a reading: an answer with a reason, stored at most once, never a failure of ours."""

import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
from dispatch.adapters.database.tables import messages
from dispatch.intake.take_in import take_in
from tests.databases import SetClock
from tests.dispatch.adapters.sensors.bodies import body_with, real_body
from tests.dispatch.intake.small_council import settle
from tests.web import stored_town as town
from tests.web.api.sender import Sender
from tests.web.api.test_signals import ADDRESS, BEARER, Bell, a_client
from tests.web.installation import TOKEN, Installation
from tests.web.knocker import knocking_at
from tests.web.stored_day import TRIAGE

MANY = settings(max_examples=100, deadline=None)
NASTY = [b"1e400", b"-1e400", b"NaN", b"null", b"true", b'""', b"[]", b"{}", b"9" * 5000, b"[" * 100_000, b'"\\ud800"',
         b'"\x00"', b"\\u0000", b"\xff", b'{"a":1,"a":2}', b'"1e400"', b"-0.0", b"1e-400"]  # fmt: skip
STATUSES = {"stored", "already", "kept_not_understood"}
NAMES = ["uplink_message", "decoded_payload", "end_device_ids", "fill_percent", "dev_eui", "f_cnt"]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(NAMES) | st.text(), inner),
    max_leaves=15,
)


@pytest.fixture(scope="module")
def door(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Sender, Database]]:
    """One door for all examples, on SQLite."""
    database = open_database("", var=tmp_path_factory.mktemp("fuzz"))
    store = SqlStore(database, SetClock())
    settle(store)
    with a_client(store, SetClock(), Bell()) as sender:
        yield sender, database
    database.close()


def post_twice(door: tuple[Sender, Database], body: bytes) -> None:
    """The same answer-able bytes two times: at most the first adds anything."""
    sender, database = door
    first = sender.post(ADDRESS, body, BEARER)
    assert first.status_code in (200, 202, 413), (body[:200], first.text)
    told = first.json()
    if first.status_code == 413:
        assert told["reason"]
        return
    assert told["status"] in STATUSES
    assert told["signals"] > 0 or told["reason"]
    before = counted(database)
    second = sender.post(ADDRESS, body, BEARER)
    assert (second.status_code, second.json()["status"]) == (200, "already")
    assert counted(database) == before


def counted(database: Database) -> tuple[int, ...]:
    """Rows of messages and of signals."""
    with database.engine.connect() as connection:
        return tuple(
            connection.scalar(select(func.count()).select_from(table)) or 0
            for table in (messages.message, messages.signal)
        )


@MANY
@given(body=st.binary(max_size=300))
def test_random_bytes(door: tuple[Sender, Database], body: bytes) -> None:
    post_twice(door, body)


@MANY
@given(value=json_values)
def test_random_json(door: tuple[Sender, Database], value: object) -> None:
    post_twice(door, json.dumps(value).encode())


@MANY
@given(value=json_values, part=st.sampled_from(["decoded_payload", "session_key_id", "f_cnt", "f_port", "frm_payload",
                                               "received_at", "rx_metadata"]))  # fmt: skip
def test_random_parts_of_a_sound_message(door: tuple[Sender, Database], value: object, part: str) -> None:
    post_twice(door, body_with(**{part: value}))


@MANY
@given(data=st.data())
def test_real_messages_with_bytes_changed(door: tuple[Sender, Database], data: st.DataObject) -> None:
    names = ("tts_v3_up_dragino_lht65.json", "tts_v3_doc_up.json", "tts_v3_doc_01_join_accept.json")
    post_twice(door, mutated(data, real_body(data.draw(st.sampled_from(names)))))


@MANY
@given(data=st.data())
def test_our_own_message_with_bytes_changed(door: tuple[Sender, Database], data: st.DataObject) -> None:
    post_twice(door, mutated(data, body_with()))


def test_after_nasty_bodies_the_pages_open_and_show_what_was_made_of_them(database: Database, clock: SetClock,
                                                                          tmp_path: Path) -> None:  # fmt: skip
    there = Installation(database, clock, tmp_path)
    there.day.morning("10:35", report=False)
    with knocking_at(there.app) as door:
        for body in nasty_readings():
            headers = {"authorization": f"Bearer {TOKEN}", "content-type": "application/json"}
            assert door.ask("POST", ADDRESS, headers=headers, body=body).status < 500, body[:200]
        new = take_in(there.day.store, TRIAGE, clock(), town.LONDON).new
        assert new, "a full bin was among them"
        cookies, day = there.cookies("priya"), there.day.date.isoformat()
        for path in (f"/board?date={day}", *(f"/jobs/{one}" for one in new), *(f"/evidence/{one}" for one in new),
                     f"/evidence?date={day}", f"/map/routes.geojson?date={day}"):  # fmt: skip
            assert door.get(path, cookies).status == 200, path
        officer = there.cookies("olu")
        exported = json.loads(door.get(f"/evidence.json?date={day}", officer).text)
        assert {*new} <= {one["job_id"] for one in exported["jobs"]}
        assert door.get(f"/evidence.csv?date={day}", officer).status == 200


def nasty_readings() -> Iterator[bytes]:
    """Of the sensor in the park: each nasty value in each part of a sound message, and at last a full bin."""
    for number, (part, nasty) in enumerate(product((b"90.0", b'"bin-1"', b'"AX0A"', b'"2026-11-24T10:30:00Z"'), NASTY)):
        yield a_reading(number, 90.0).replace(part, nasty, 1)
    yield a_reading(10_000, 95.0)


def a_reading(number: int, percent: float) -> bytes:
    """A message of the stored town's sensor."""
    message = {
        "end_device_ids": {"device_id": "bin-1", "dev_eui": town.DEVICE.eui},
        "received_at": "2026-11-24T10:30:00Z",
        "uplink_message": {
            "session_key_id": "AX0A", "f_port": 1, "f_cnt": number, "frm_payload": "Wg==",
            "decoded_payload": {"fill": percent}, "received_at": "2026-11-24T10:30:00Z",
        },
    }  # fmt: skip
    return json.dumps(message).encode()


def mutated(data: st.DataObject, body: bytes) -> bytes:
    """One to five places replaced, deleted, or with something nasty put in."""
    changed = bytearray(body)
    for _ in range(data.draw(st.integers(1, 5))):
        at = data.draw(st.integers(0, max(0, len(changed) - 1)))
        end = at + data.draw(st.integers(0, 12))
        changed[at:end] = data.draw(st.binary(max_size=3) | st.sampled_from(NASTY))
    return bytes(changed)
