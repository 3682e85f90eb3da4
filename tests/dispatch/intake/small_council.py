"""A council with two bins, a quiet home and a charity beside it, put into a store: the world of `two_bins`, kept."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import count

from dispatch.domain.actor import system
from dispatch.domain.device import Device, ReadAs, SignalSource
from dispatch.domain.message import Message
from dispatch.domain.organisation import Organisation
from dispatch.domain.signal import Signal
from dispatch.domain.watched import Watched
from dispatch.intake.receive_signal import keep
from dispatch.intake.source_token import hash_of_token
from dispatch.ports.store import Store
from tests.dispatch.intake.two_bins import FULL, HOME, MARKET, MILL_LANE, NOW, QUIET

TOKEN = "made-up-token"  # noqa: S105 (nobody's)
SOURCE = SignalSource(id="sensors", organisation_id="council", kind="the-things-stack", token_hash=hash_of_token(TOKEN))
FILL = ReadAs(field="fill_percent", quantity="fill_percent", absent_value=0.0, lowest=0.0, highest=100.0)
QUIET_H = ReadAs(field="quiet_h", quantity="quiet_h", absent_value=0.0, lowest=0.0, highest=1000.0)
EUIS = {"1": "02A11D0000000001", "2": "02A11D0000000002", "7": "02A11D0000000007"}


def device(of: Watched) -> Device:
    """Its sensor."""
    uprn = of.place.uprn
    reads = (QUIET_H,) if of is HOME else (FILL,)
    return Device(eui=EUIS[uprn], organisation_id="council", source_id="sensors", uprn=uprn, reads=reads)


def settle(store: Store) -> None:
    """Puts organisation, rules, watched things, devices and the webhook into the store."""
    with store.begin(system("set up")) as work:
        work.settings.put("council", (Organisation(id="council", name="Council (made up)"), SOURCE, FULL, QUIET))
        for each in (MILL_LANE, MARKET, HOME):
            work.settings.put("council", (each, device(each)))


def ids() -> Callable[[], str]:
    """Numbers of 32 digits, one after the other."""
    numbers = count(1)
    return lambda: f"{next(numbers):032d}"


def keep_all(store: Store, signals: Iterable[Signal], key: str = "") -> None:
    """Each in a message of its own; the same signal again, or one at the same key, is nothing new."""
    for signal in signals:
        kept = Message(id=f"m-{signal.id}", organisation_id="council", source_id="sensors", key=key or signal.id,
                       received_at=signal.received_at, content_type="application/json", body=b"{}")  # fmt: skip
        keep(store, system("signals"), kept, (signal,))


def hours(number: float) -> datetime:
    """So many hours after six o'clock."""
    return NOW + timedelta(hours=number)
