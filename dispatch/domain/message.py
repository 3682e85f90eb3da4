"""What came in through a door, exactly as received, understood or not."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`key` tells repetitions: the same source and key is the same message.

    `problem` is empty where it was understood, else a sentence; `body` is what came, byte for byte.
    """

    id: str
    organisation_id: str
    source_id: str
    key: str
    received_at: datetime
    content_type: str
    body: bytes
    problem: str = ""
