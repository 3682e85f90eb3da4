"""What the OpenAPI document says of the door for readings: the door reads bodies itself, so it cannot be derived."""

from typing import Any

from dispatch.adapters.sensors.strict_json import MOST_BYTES

DESCRIPTION = f"""\
Give this address to a webhook of The Things Stack v3 (format JSON), with the header `Authorization: Bearer TOKEN`.

Every message of up to {MOST_BYTES // 1000} kB is stored exactly as received, also one that is not understood; sending
one again is harmless. Readings are taken from `uplink_message.decoded_payload` as the device's record says; any other
kind of message is kept and has nothing to read."""

_RECEIPT: dict[str, Any] = {
    "type": "object",
    "required": ["status", "signals"],
    "properties": {
        "status": {"type": "string", "enum": ["stored", "already", "kept_not_understood", "refused"]},
        "signals": {"type": "integer", "minimum": 0, "description": "How many readings were taken from it."},
        "reason": {"type": "string", "description": "In a plain sentence why there were none, or not all."},
    },
}


def _said(description: str, **headers: str) -> dict[str, Any]:
    told: dict[str, Any] = {"description": description, "content": {"application/json": {"schema": _RECEIPT}}}
    if headers:
        told["headers"] = {
            name.replace("_", "-"): {"description": meaning, "schema": {"type": "string"}}
            for name, meaning in headers.items()
        }
    return told


RESPONSES: dict[int | str, dict[str, Any]] = {
    202: _said("Stored; `status` tells whether it was understood."),
    200: _said("Stored before; nothing was added."),
    400: _said("The connection ended too early; nothing was stored."),
    401: _said("The token is missing or unknown; nothing was stored.", WWW_Authenticate="Bearer"),
    413: _said("The message is too large; nothing was stored."),
    429: _said("Too many wrong tokens from one address.", Retry_After="Seconds to wait"),
    503: _said("Storage is busy; nothing was stored. Send it again.", Retry_After="Seconds to wait"),
}

EXTRA: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": {"type": "object", "description": "ApplicationUp of v3"}}},
    },
}
