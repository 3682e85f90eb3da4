"""What the engine raises.

EngineError
├── EngineCannot       the Problem uses something this engine does not model
└── LockedWorkBroken   started work cannot stand together as it is locked
"""

from collections.abc import Iterable


class EngineError(Exception):
    """Something about the Problem keeps the engine from planning it."""


class EngineCannot(EngineError):
    """`features` names, one sentence each, what the Problem uses and this engine cannot plan yet."""

    def __init__(self, features: Iterable[str]) -> None:
        self.features = tuple(features)
        lines = "\n".join(f"  - {feature}" for feature in self.features)
        super().__init__(f"This engine cannot plan this Problem yet; nothing was dropped in silence:\n{lines}")


class LockedWorkBroken(EngineError):
    """The locked visits of a shift break a rule of time, skill or room; the message names the shift."""
