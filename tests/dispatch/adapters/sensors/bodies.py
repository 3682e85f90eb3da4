"""Real webhook bodies from beside the checkout, and one of our own that can be changed in any part."""

import copy
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dispatch.domain.device import Device, ReadAs

FOLDER = Path(__file__).parents[4].parent / "shared/data/lorawan"
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)
EUI = "02A11D0000000001"
FILL = ReadAs(field="fill_percent", quantity="fill_percent", absent_value=0.0, lowest=0.0, highest=100.0)
BIN_SENSOR = Device(eui=EUI, organisation_id="council", source_id="sensors", uprn="1", reads=(FILL,))

_PLAIN: dict[str, Any] = {
    "end_device_ids": {"device_id": "bin-1", "dev_eui": EUI},
    "received_at": "2026-11-23T05:00:01.5Z",
    "uplink_message": {
        "session_key_id": "AX0AeBbvz47jf6oEZefMQQ==",
        "f_port": 1,
        "f_cnt": 7,
        "frm_payload": "Wg==",
        "decoded_payload": {"fill_percent": 90.0},
        "rx_metadata": [{"time": "2026-11-23T05:00:00.25Z"}],
        "received_at": "2026-11-23T05:00:00.789585559Z",
    },
}


def real_body(name: str) -> bytes:
    """A body as a real stack sent or documents it. Skips where the data are not beside the checkout."""
    path = FOLDER / name
    if not path.exists():
        pytest.skip(f"{path.name} is not at hand: ../shared/data/lorawan is missing")
    return path.read_bytes()


def plain() -> dict[str, Any]:
    """A message of a bin that is 90 % full, to be changed freely."""
    return copy.deepcopy(_PLAIN)


def body_with(**uplink: Any) -> bytes:
    """The plain message with parts of its uplink replaced; None takes a part away."""
    message = plain()
    message["uplink_message"] |= uplink
    message["uplink_message"] = {name: part for name, part in message["uplink_message"].items() if part is not None}
    return json.dumps(message).encode()
