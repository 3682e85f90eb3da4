"""Messages as received, and the signals read from them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from dispatch.domain.message import Message
from dispatch.domain.signal import Signal


class MessageShelf(Protocol):
    """Append-only."""

    def add(self, message: Message, signals: Sequence[Signal]) -> bool:
        """Stores both; False, and nothing stored, when the source has sent this key before."""
        ...

    def untriaged(self, limit: int) -> tuple[Signal, ...]:
        """Signals not yet triaged, oldest receipt first."""
        ...

    def mark_triaged(self, signal_ids: Sequence[str], at: datetime) -> None:
        """They need not be looked at again."""
        ...

    def look_again(self, uprn: str, after: datetime) -> None:
        """Signals at this place received after that moment are to be triaged once more."""
        ...

    def signals_at(self, uprns: Sequence[str], since: datetime) -> tuple[Signal, ...]:
        """All signals at these places received since then: what rules look back on."""
        ...

    def signals(self, signal_ids: Sequence[str]) -> tuple[Signal, ...]:
        """Those there are, in the order asked for."""
        ...

    def message_of(self, signal_id: str) -> Message | None:
        """What a signal was read from."""
        ...

    def not_understood(self, limit: int) -> tuple[Message, ...]:
        """The latest messages with a problem."""
        ...
