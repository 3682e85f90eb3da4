"""Webhook messages of The Things Stack v3, as its documentation describes them and as it really sends them."""

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from dispatch.adapters.sensors.read_fields import read_fields
from dispatch.adapters.sensors.strict_json import NotReadable, read_object
from dispatch.domain.device import Device
from dispatch.intake.heard import CLOCK_AHEAD, OLDEST_READING, Heard

KIND = "the-things-stack"
UPLINK = "uplink_message"
# ApplicationUp in the API of v3: what else a webhook may be told, none of it a reading. `uplink_normalized` repeats
# an uplink that also comes as `uplink_message`.
NOTHING_TO_READ = {
    "uplink_normalized": "an uplink said again in normalised form",
    "join_accept": "a device joining the network",
    "downlink_ack": "word about a downlink",
    "downlink_nack": "word about a downlink",
    "downlink_sent": "word about a downlink",
    "downlink_failed": "word about a downlink",
    "downlink_queued": "word about a downlink",
    "downlink_queue_invalidated": "word about a downlink",
    "location_solved": "a device's location",
    "service_data": "data of a service of the network",
}

_EUI = re.compile(r"[0-9A-Fa-f]{16}")
_SESSION = re.compile(r"[A-Za-z0-9+/=_-]{1,64}")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6})\d{0,3})?(Z|[+-]\d\d:\d\d)")
_HIGHEST_COUNT = 2**32 - 1


def read_uplink(body: bytes, *, device: Callable[[str], Device | None], received_at: datetime) -> Heard:
    """What the message says. `device` finds the record of a DevEUI (16 capitals). Never raises by what the body is."""
    same_bytes = f"sha256:{hashlib.sha256(body).hexdigest()}"
    try:
        message = read_object(body)
    except NotReadable as why:
        return Heard(key=same_bytes, problem=str(why))
    if UPLINK not in message:
        return _no_uplink(message, same_bytes)
    uplink = message[UPLINK]
    if not isinstance(uplink, dict):
        return Heard(key=same_bytes, problem=f"{UPLINK} is not an object.")
    eui = _eui(message)
    if not eui:
        return Heard(key=same_bytes, problem="The message does not name its device by a DevEUI of 16 hexadecimals.")
    key = _key(eui, uplink) or same_bytes
    if message.get("simulated") is True:
        return Heard(key=key, device=eui, remark="A simulated message: kept, but nobody is sent anywhere for it.")
    known = device(eui)
    if known is None:
        return Heard(key=key, device=eui, problem=f"Device {eui} is not known here; register it for this source.")
    return _read(uplink, known, key, _observed_at(message, uplink, received_at))


def _read(uplink: Mapping[str, Any], device: Device, key: str, observed_at: datetime | None) -> Heard:
    heard = Heard(key=key, device=device.eui, uprn=device.uprn, observed_at=observed_at)
    payload = uplink.get("decoded_payload")
    if payload is None:
        return _without_payload(uplink, heard)
    if not isinstance(payload, dict):
        return replace(heard, problem="decoded_payload is not an object.")
    port = uplink.get("f_port", 0)
    measured, complaints = read_fields(payload, device, port if type(port) is int else 0)
    return replace(heard, measured=measured, problem=" ".join(complaints))


def _no_uplink(message: Mapping[str, Any], key: str) -> Heard:
    for name, what in NOTHING_TO_READ.items():
        if name in message:
            return Heard(key=key, remark=f"This is {what}: there is nothing to read in it.")
    return Heard(key=key, problem="The message is none of those that The Things Stack v3 sends.")


def _without_payload(uplink: Mapping[str, Any], heard: Heard) -> Heard:
    """A missing payload is never taken for missing fields: an undecoded message would read as an empty bin."""
    if uplink.get("frm_payload"):
        return replace(heard, problem="The payload is not decoded; add a payload formatter in The Things Stack.")
    return replace(heard, remark="An uplink without payload: there is nothing to read in it.")


def _eui(message: Mapping[str, Any]) -> str:
    ids = message.get("end_device_ids")
    eui = ids.get("dev_eui") if isinstance(ids, dict) else None
    return eui.upper() if isinstance(eui, str) and _EUI.fullmatch(eui) else ""


def _key(eui: str, uplink: Mapping[str, Any]) -> str:
    """Device, session and frame counter; empty where the message does not have them.

    The stack omits 0, so no f_cnt is the first frame of a session. The payload is part of the key because a device
    without over-the-air activation starts counting anew within its session when its battery is changed.
    """
    session, port, count = uplink.get("session_key_id"), uplink.get("f_port", 0), uplink.get("f_cnt", 0)
    payload = uplink.get("frm_payload", "")
    if not isinstance(session, str) or not _SESSION.fullmatch(session) or not isinstance(payload, str):
        return ""
    if type(port) is not int or type(count) is not int or not (0 <= port <= 255 and 0 <= count <= _HIGHEST_COUNT):
        return ""
    digest = hashlib.sha256(payload.encode("utf-8", "surrogatepass")).hexdigest()[:16]
    return f"{eui}/{session}/{port}/{count}/{digest}"


def _observed_at(message: Mapping[str, Any], uplink: Mapping[str, Any], received_at: datetime) -> datetime | None:
    """The first believable of the times at which network and gateways heard it; None: the time of receipt counts."""
    for told in _times(message, uplink):
        moment = _instant(told)
        if moment and received_at - OLDEST_READING <= moment <= received_at + CLOCK_AHEAD:
            return moment
    return None


def _times(message: Mapping[str, Any], uplink: Mapping[str, Any]) -> Iterator[Any]:
    # The network server's clock comes first: those of gateways are set by hand or not at all.
    yield uplink.get("received_at")
    gateways = uplink.get("rx_metadata")
    for gateway in gateways if isinstance(gateways, list) else ():
        if isinstance(gateway, dict):
            yield gateway.get("time")
    yield message.get("received_at")


def _instant(told: Any) -> datetime | None:
    """RFC 3339 with up to nine decimals, cut to microseconds."""
    found = _INSTANT.fullmatch(told) if isinstance(told, str) else None
    if not found:
        return None
    seconds, decimals, zone = found.groups()
    try:
        moment = datetime.fromisoformat(f"{seconds}.{(decimals or '0').ljust(6, '0')}{zone.replace('Z', '+00:00')}")
        return moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
