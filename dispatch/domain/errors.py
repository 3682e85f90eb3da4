"""What the work can answer instead of doing it.

DispatchError          the sentence is for a person and says what to do
├── Refused            asking again as it is will be refused again
│   ├── NotAllowed     this role, or this organisation, may not
│   ├── NotFound       there is no such thing, or none that this actor may know of
│   ├── NotLegal       the thing is in a state from which this move does not lead
│   ├── Stale          the world moved on since it was looked at
│   └── Unusable       what was sent makes no sense; `complaints` has every reason
└── TryLater           it may work in a while: too many tries, storage busy, disk full
"""

from collections.abc import Iterable


class DispatchError(Exception):
    """`str(error)` is a plain sentence for a person."""


class Refused(DispatchError):
    """Asking again as it is will be refused again."""


class NotAllowed(Refused):
    """Deny by default: the role is not listed for the action."""

    def __init__(self, role: str, action: str) -> None:
        super().__init__(f"Your account ({role.replace('_', ' ')}) may not {action}. Ask your organisation's lead.")


class NotFound(Refused):
    """No such thing, or none that this actor may know of: the two are not told apart."""


class NotLegal(Refused):
    """A move that the list of legal moves does not have."""


class Stale(Refused):
    """Somebody or something was faster; the sentence says what changed and what to do."""


class Unusable(Refused):
    """What was sent makes no sense."""

    def __init__(self, complaints: Iterable[str]) -> None:
        self.complaints = tuple(complaints)
        super().__init__("; ".join(self.complaints))


class TryLater(DispatchError):
    """`after_s` seconds from now is a good time to try again."""

    def __init__(self, sentence: str, after_s: int = 5) -> None:
        super().__init__(sentence)
        self.after_s = after_s
