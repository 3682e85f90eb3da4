"""Who asks: a signed-in person or a part of the program, for one organisation, in one role, for one purpose."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What someone is in their organisation; one account has one role."""

    SCHEDULER = "scheduler"
    FIELD_WORKER = "field_worker"
    MANAGER = "manager"
    OFFICER = "officer"  # information governance
    SYSTEM = "system"  # the program itself: triage, planning, sealing; nobody signs in as it


class Purpose(StrEnum):
    """Why data are looked at; sharing agreements are made for a purpose."""

    PLANNING = "planning"
    FIELD_WORK = "field_work"
    REVIEW = "review"
    GOVERNANCE = "governance"
    OPERATION = "operation"


PURPOSE_OF = {
    Role.SCHEDULER: Purpose.PLANNING,
    Role.FIELD_WORKER: Purpose.FIELD_WORK,
    Role.MANAGER: Purpose.REVIEW,
    Role.OFFICER: Purpose.GOVERNANCE,
    Role.SYSTEM: Purpose.OPERATION,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Every route, query and command takes one.

    `organisations` are those whose rows a query may return at all: the actor's own, and those it plans together with.
    What of a row is shown is decided field by field (governance/access).
    """

    id: str
    name: str
    organisation_id: str
    role: Role
    organisations: frozenset[str]
    worker_id: str | None = None

    def __post_init__(self) -> None:
        if self.role is Role.FIELD_WORKER and not self.worker_id:
            raise ValueError(f"account {self.id!r} is a field worker's; name the worker it belongs to")

    @property
    def purpose(self) -> Purpose:
        """What this role looks at data for."""
        return PURPOSE_OF[self.role]

    @property
    def is_system(self) -> bool:
        """Whether this is the program itself, which sees the rows of every organisation."""
        return self.role is Role.SYSTEM


def system(part: str) -> Actor:
    """The program itself, such as `triage`; the audit log names the part."""
    return Actor(id=f"system:{part}", name=f"Allround ({part})", organisation_id="", role=Role.SYSTEM,
                 organisations=frozenset())  # fmt: skip
