"""A message is stored once, exactly as received, understood or not, with the signals that were read from it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dispatch.domain.actor import Actor
from dispatch.domain.device import SignalSource
from dispatch.domain.fact import message_fact
from dispatch.domain.message import Message
from dispatch.domain.permissions import Action, require
from dispatch.domain.signal import Signal, SignalKind
from dispatch.intake.heard import Heard
from dispatch.ports.store import Store


class ReceiptStatus(StrEnum):
    """What became of a message."""

    STORED = "stored"
    ALREADY = "already"  # the source has sent it before
    KEPT_NOT_UNDERSTOOD = "kept_not_understood"


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """`signals`: how many were read. `reason`: why none, or why not all; empty where there is nothing to say."""

    status: ReceiptStatus
    signals: int = 0
    reason: str = ""


def receive(
    store: Store,
    actor: Actor,
    source: SignalSource,
    heard: Heard,
    *,
    body: bytes,
    content_type: str,
    now: datetime,
    new_id: Callable[[], str],
) -> Receipt:
    """Stores what a door has read. Sending the same again is harmless. Raises NotAllowed; TryLater, nothing stored."""
    message = Message(
        id=new_id(),
        organisation_id=source.organisation_id,
        source_id=source.id,
        key=heard.key,
        received_at=now,
        content_type=content_type,
        body=body,
        problem=heard.problem,
    )
    signals = _signals(message, heard)
    if not keep(store, actor, message, signals):
        return Receipt(status=ReceiptStatus.ALREADY, reason="This message was stored before; nothing was added.")
    understood = signals or not heard.problem
    return Receipt(
        status=ReceiptStatus.STORED if understood else ReceiptStatus.KEPT_NOT_UNDERSTOOD,
        signals=len(signals),
        reason=heard.problem or heard.remark,
    )


def keep(store: Store, actor: Actor, message: Message, signals: Sequence[Signal]) -> bool:
    """Message, signals and the entry in the audit log, all or none; False when the source has sent this key before."""
    require(actor, Action.TAKE_IN_SIGNAL, message.organisation_id)
    with store.begin(actor) as work:
        if not work.messages.add(message, signals):
            return False
        work.audit.write(
            Action.TAKE_IN_SIGNAL.value,
            f"message {message.id}",
            organisation_id=message.organisation_id,
            fact=message_fact(message),
        )
        return True


def _signals(message: Message, heard: Heard) -> tuple[Signal, ...]:
    return tuple(
        Signal(
            id=f"{message.id}-{number}",
            kind=SignalKind.READING,
            source=heard.device,
            received_at=message.received_at,
            observed_at=heard.observed_at,
            uprn=heard.uprn,
            quantity=each.quantity,
            value=each.value,
        )
        for number, each in enumerate(heard.measured, start=1)
    )
