"""Messages of The Things Stack: what is read, by which key repetitions are known, and what is said of the rest."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dispatch.adapters.sensors.the_things_stack import NOTHING_TO_READ, read_uplink
from dispatch.domain.device import Device, ReadAs
from dispatch.intake.heard import Heard, Measured
from tests.dispatch.adapters.sensors.bodies import BIN_SENSOR, EUI, NOW, body_with, plain, real_body

FULL = (Measured(quantity="fill_percent", value=90.0),)


def heard(body: bytes, device: Device | None = BIN_SENSOR, at: datetime = NOW) -> Heard:
    return read_uplink(body, device=lambda eui: device if device and eui == device.eui else None, received_at=at)


def changed(**parts: Any) -> bytes:
    return json.dumps(plain() | parts).encode()


def test_a_plain_message_is_read() -> None:
    found = heard(body_with())
    assert found.measured == FULL
    assert (found.device, found.uprn, found.problem, found.remark) == (EUI, "1", "", "")
    # Nanoseconds are cut, not rounded.
    assert found.observed_at == datetime(2026, 11, 23, 5, 0, 0, 789585, UTC)


def test_a_real_message_of_a_dragino_thermometer_is_read() -> None:
    reads = (ReadAs(field="TempC_SHT", quantity="temperature_c"), ReadAs(field="Hum_SHT", quantity="humidity_percent"))
    device = Device(eui="A8404163F1834C84", organisation_id="o", source_id="s", uprn="7", reads=reads)
    at = datetime(2021, 11, 11, 8, 34, tzinfo=UTC)
    found = heard(real_body("tts_v3_up_dragino_lht65.json"), device, at)
    assert found.measured == (Measured(quantity="temperature_c", value=14.65),
                              Measured(quantity="humidity_percent", value=67.6))  # fmt: skip
    assert found.observed_at == datetime(2021, 11, 11, 8, 33, 34, 926321, UTC)
    assert found.key.startswith("A8404163F1834C84/AX0AeBbvz47jf6oEZefMQQ==/2/191/")


def test_the_documentations_own_example_which_has_no_port_is_read() -> None:
    device = Device(eui="0004A30B001C0530", organisation_id="o", source_id="s", uprn="7",
                    reads=(ReadAs(field="temperature", quantity="temperature_c"),))  # fmt: skip
    found = heard(real_body("tts_v3_doc_up.json"), device)
    assert found.measured == (Measured(quantity="temperature_c", value=1.0),)


def test_a_real_join_is_understood_as_nothing_to_read() -> None:
    found = heard(real_body("tts_v3_doc_01_join_accept.json"))
    assert found.problem == ""
    assert "joining" in found.remark


@pytest.mark.parametrize("kind", sorted(NOTHING_TO_READ))
def test_messages_of_other_kinds_have_nothing_to_read_and_no_problem(kind: str) -> None:
    message = plain()
    message[kind] = message.pop("uplink_message")
    found = heard(json.dumps(message).encode())
    assert (found.measured, found.problem) == ((), "")
    assert found.remark


def test_the_same_frame_with_other_circumstances_has_the_same_key() -> None:
    again = heard(body_with(received_at="2026-11-23T05:30:00Z", rx_metadata=[]))
    assert again.key == heard(body_with()).key


@pytest.mark.parametrize("other", [{"f_cnt": 8}, {"f_cnt": None}, {"f_port": 2}, {"session_key_id": "AXA50tHUGUuc"}])
def test_another_frame_has_another_key(other: dict[str, Any]) -> None:
    assert heard(body_with(**other)).key != heard(body_with()).key


def test_a_missing_frame_counter_is_the_first_frame() -> None:
    assert heard(body_with(f_cnt=None)).key == heard(body_with(f_cnt=0)).key


def test_a_counter_that_starts_anew_with_another_payload_is_another_message() -> None:
    assert heard(body_with(frm_payload="BQ==")).key != heard(body_with()).key


def test_two_devices_with_the_same_counter_have_different_keys() -> None:
    other = json.loads(body_with())
    other["end_device_ids"]["dev_eui"] = "02A11D0000000002"
    assert heard(json.dumps(other).encode()).key != heard(body_with()).key


@pytest.mark.parametrize(
    "nonsense", [{"f_cnt": True}, {"f_cnt": "7"}, {"f_cnt": -1}, {"f_cnt": 2**32}, {"f_cnt": 1.5}, {"f_port": 256},
                 {"session_key_id": 5}, {"session_key_id": "a b"}, {"session_key_id": None}, {"frm_payload": 5}]
)  # fmt: skip
def test_without_a_sound_counter_and_session_only_the_very_same_bytes_are_a_repetition(nonsense: Any) -> None:
    body = body_with(**nonsense)
    assert heard(body).key.startswith("sha256:")
    assert heard(body).key == heard(body).key != heard(body + b" ").key
    assert heard(body).measured == FULL


def test_a_dev_eui_in_small_letters_is_the_same_device() -> None:
    message = plain()
    message["end_device_ids"]["dev_eui"] = EUI.lower()
    assert heard(json.dumps(message).encode()) == heard(changed())


@pytest.mark.parametrize("ids", [{}, None, [], {"dev_eui": 5}, {"dev_eui": "XYZ"}, {"dev_eui": EUI + "0"},
                                 {"dev_eui": "\ud800" * 16}])  # fmt: skip
def test_a_message_that_does_not_name_its_device_is_a_problem(ids: Any) -> None:
    assert "DevEUI" in heard(changed(end_device_ids=ids)).problem


def test_an_unknown_device_is_named_in_the_problem() -> None:
    assert heard(body_with(), device=None).problem == f"Device {EUI} is not known here; register it for this source."


def test_a_missing_level_of_a_device_that_leaves_out_zeros_is_zero() -> None:
    assert heard(body_with(decoded_payload={"battery": 3.6})).measured == (Measured(quantity="fill_percent", value=0),)


def test_a_missing_field_that_says_nothing_leaves_a_sentence_when_nothing_else_is_read() -> None:
    strict = replace(BIN_SENSOR, reads=(ReadAs(field="fill_percent", quantity="fill_percent"),))
    found = heard(body_with(decoded_payload={"fill": 3}), strict)
    assert found.measured == ()
    assert "fill_percent" in found.problem


def test_a_payload_that_was_not_decoded_is_never_an_empty_bin() -> None:
    found = heard(body_with(decoded_payload=None))
    assert found.measured == ()
    assert "payload formatter" in found.problem


def test_an_uplink_without_any_payload_has_nothing_to_read() -> None:
    found = heard(body_with(decoded_payload=None, frm_payload=None))
    assert (found.measured, found.problem) == ((), "")
    assert found.remark


def test_a_simulated_message_sends_nobody_anywhere() -> None:
    found = heard(changed(simulated=True))
    assert (found.measured, found.problem) == ((), "")
    assert "simulated" in found.remark


def test_values_are_scaled_and_found_inside_objects() -> None:
    depth = ReadAs(field="data.distance_mm", quantity="fill_percent", scale=-0.1, offset=100.0, lowest=0, highest=100)
    found = heard(body_with(decoded_payload={"data": {"distance_mm": 250}}), replace(BIN_SENSOR, reads=(depth,)))
    assert found.measured == (Measured(quantity="fill_percent", value=75.0),)


@pytest.mark.parametrize(
    ("value", "said"),
    [("90", "not a number"), (True, "not a number"), ([90], "not a number"), ({}, "not a number"),
     (100.01, "outside"), (-0.01, "outside"), (10**19, "outside"), (10**30, "outside")],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused_in_words(value: Any, said: str) -> None:
    found = heard(body_with(decoded_payload={"fill_percent": value}))
    assert found.measured == ()
    assert said in found.problem
    assert "fill_percent" in found.problem


@pytest.mark.parametrize("number", [b"1e400", b"-1e400", b"9" * 5000, b"1e999999999999"])
def test_a_number_beyond_all_bounds_is_refused_in_words(number: bytes) -> None:
    found = heard(body_with().replace(b"90.0", number))
    assert found.measured == ()
    assert "too large" in found.problem


def test_a_number_beyond_all_bounds_elsewhere_does_no_harm() -> None:
    body = body_with().replace(b'"f_port": 1', b'"rssi": 1e400, "f_port": 1')
    assert heard(body).measured == FULL


def test_one_bad_field_does_not_cost_the_good_one() -> None:
    two = replace(BIN_SENSOR, reads=(*BIN_SENSOR.reads, ReadAs(field="battery", quantity="battery_v", highest=10)))
    found = heard(body_with(decoded_payload={"fill_percent": 90.0, "battery": 4000}), two)
    assert found.measured == FULL
    assert "battery" in found.problem


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"received_at": None}, datetime(2026, 11, 23, 5, 0, 0, 250000, UTC)),  # the gateway's
        ({"received_at": None, "rx_metadata": None}, datetime(2026, 11, 23, 5, 0, 1, 500000, UTC)),  # the message's
        ({"received_at": "1980-01-06T00:00:00Z"}, datetime(2026, 11, 23, 5, 0, 0, 250000, UTC)),
        ({"received_at": "2026-11-23T06:30:00+01:00"}, datetime(2026, 11, 23, 5, 30, tzinfo=UTC)),
        ({"received_at": "2026-11-23"}, datetime(2026, 11, 23, 5, 0, 0, 250000, UTC)),
        ({"received_at": "2026-11-23T05:00:00"}, datetime(2026, 11, 23, 5, 0, 0, 250000, UTC)),  # no zone
        ({"received_at": "2026-13-23T05:00:00Z", "rx_metadata": [5, {}]}, datetime(2026, 11, 23, 5, 0, 1, 500000, UTC)),
        ({"received_at": "0001-01-01T00:00:00+14:00"}, datetime(2026, 11, 23, 5, 0, 0, 250000, UTC)),
        ({"received_at": "9999-12-31T23:59:59-14:00"}, datetime(2026, 11, 23, 5, 0, 0, 250000, UTC)),
    ],
)  # fmt: skip
def test_the_first_believable_time_counts(times: dict[str, Any], expected: datetime) -> None:
    assert heard(body_with(**times)).observed_at == expected


@pytest.mark.parametrize("away", [timedelta(days=-31), timedelta(minutes=11)])
def test_where_no_time_is_believable_the_receipt_counts(away: timedelta) -> None:
    told = f"{NOW + away:%Y-%m-%dT%H:%M:%SZ}"
    message = plain() | {"received_at": told}
    message["uplink_message"] |= {"received_at": told, "rx_metadata": [{"time": told}]}
    found = heard(json.dumps(message).encode())
    assert found.observed_at is None
    assert found.measured == FULL


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "empty"),
        (b" \n", "empty"),
        (b"\xff\xfe", "UTF-8"),
        (b"{", "not JSON"),
        (b"[]", "not an object"),
        (b"5", "not an object"),
        (b"null", "not an object"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "NaN"),
        (b'{"a": 1, "a": 2}', "twice"),
        (b'{"a": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "nested too deeply"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 40_000, "nested too deeply"),
        (b"[" * 300_000, "more than 256 kB"),
        (b'{"a": "\\ud800"}', "none of those"),
        (b'{"uplink_message": []}', "not an object"),
        (b"{}", "none of those"),
    ],
    ids=lambda part: part if isinstance(part, str) else f"{part[:12]!r}",
)
def test_what_cannot_be_understood_is_told_in_a_sentence_and_known_again_by_its_bytes(body: bytes, said: str) -> None:
    found = heard(body)
    assert said in found.problem
    assert found.problem.endswith(".")
    assert found.key.startswith("sha256:")
