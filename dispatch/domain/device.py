"""Sensors and the doors their readings come through."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalSource:
    """A door for readings: one webhook of one organisation. Only a hash of its token is kept (SHA-256, hex)."""

    id: str
    organisation_id: str
    kind: str  # the-things-stack
    token_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAs:
    """One field of a device's decoded payload as a quantity.

    `field` is a path with dots. `absent_value` is what a missing field means: The Things Stack leaves out 0, "" and
    false, so for a level it is 0.0; None: a missing field says nothing. value = number * scale + offset. `f_port`: only
    in messages on this LoRaWAN port, as a device tells of its battery on another; None: on any.
    """

    field: str
    quantity: str
    absent_value: float | None = None
    scale: float = 1.0
    offset: float = 0.0
    lowest: float = -1e6
    highest: float = 1e6
    f_port: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A sensor known to an organisation: `eui` is its DevEUI, 16 hexadecimal digits in capitals; watches a place."""

    eui: str
    organisation_id: str
    source_id: str
    uprn: str
    reads: tuple[ReadAs, ...]
