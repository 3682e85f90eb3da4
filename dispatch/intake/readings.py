"""Readings in the order of the world, whatever order they arrived in and however often."""

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from dispatch.domain.signal import Signal

# Of one quantity at one UPRN, oldest first.
Series = Mapping[tuple[str, str], tuple[Signal, ...]]


def observed_at(signal: Signal) -> datetime:
    """When it was measured; a device whose clock runs ahead cannot have measured after it was heard."""
    return min(signal.observed_at or signal.received_at, signal.received_at)


def known_by(now: datetime, signals: Iterable[Signal]) -> Series:
    """The distinct numeric signals received by `now`, by (uprn, quantity).

    A reading that was sent again (same device, quantity, value and time of measuring) counts once, as first received.
    Of two values measured at the same instant the higher comes last, so that doubt is decided towards looking.
    """
    first: dict[tuple[str, str, str, float, datetime], Signal] = {}
    for signal in signals:
        if not signal.quantity or signal.received_at > now or not math.isfinite(signal.value):
            continue
        measured = signal.observed_at or signal.received_at
        key = (signal.source, signal.uprn, signal.quantity, signal.value, measured)
        seen = first.get(key)
        if seen is None or (signal.received_at, signal.id) < (seen.received_at, seen.id):
            first[key] = signal
    series: dict[tuple[str, str], list[Signal]] = defaultdict(list)
    for signal in first.values():
        series[signal.uprn, signal.quantity].append(signal)
    return {
        key: tuple(sorted(each, key=lambda signal: (observed_at(signal), signal.value, signal.id)))
        for key, each in series.items()
    }


def run_at_least(readings: tuple[Signal, ...], threshold: float) -> tuple[Signal, ...]:
    """The unbroken run of readings at or over the threshold that lasts until now; empty when the latest is under."""
    start = len(readings)
    while start > 0 and readings[start - 1].value >= threshold:
        start -= 1
    return readings[start:]


def since(moment: datetime | None, readings: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """Those measured after the moment; all of them when there is none."""
    return readings if moment is None else tuple(each for each in readings if observed_at(each) > moment)
