"""The fields of a decoded payload as quantities, as the device's record says they are to be read."""

import math
from collections.abc import Mapping
from typing import Any

from dispatch.domain.device import Device, ReadAs
from dispatch.intake.heard import Measured


def read_fields(
    payload: Mapping[str, Any], device: Device, f_port: int = 0
) -> tuple[tuple[Measured, ...], tuple[str, ...]]:
    """The quantities that could be read, and a sentence for each field that could not."""
    measured: list[Measured] = []
    complaints: list[str] = []
    reads = [each for each in device.reads if each.f_port in (None, f_port)]
    for each in reads:
        found = _field(payload, each.field)
        if found is None:
            if each.absent_value is None:
                continue
            found = each.absent_value
        value = _value(found, each)
        if isinstance(value, str):
            complaints.append(value)
        else:
            measured.append(Measured(quantity=each.quantity, value=value))
    if not measured and not complaints and (reads or not device.reads):
        wanted = ", ".join(each.field for each in reads) or "nothing at all"
        complaints.append(f"The payload has none of the fields that device {device.eui} is read by: {wanted}.")
    return tuple(measured), tuple(complaints)


def _field(payload: Mapping[str, Any], path: str) -> Any:
    """None: the field is not there, or null."""
    found: Any = payload
    for name in path.split("."):
        if not isinstance(found, Mapping):
            return None
        found = found.get(name)
    return found


def _value(found: Any, how: ReadAs) -> float | str:
    """The quantity, or a sentence why there is none."""
    # bool is an int to Python; a flag is not a level.
    if isinstance(found, bool) or not isinstance(found, int | float):
        return f"The field {how.field} is not a number."
    value = found * how.scale + how.offset
    if not math.isfinite(value):
        return f"The field {how.field} is too large to be a number."
    if not how.lowest <= value <= how.highest:
        return f"The field {how.field} gives {value:g}, outside {how.lowest:g} to {how.highest:g}."
    return value
