"""What each role may do: one table, and whatever is not in it is refused."""

from collections.abc import Mapping
from enum import StrEnum

from dispatch.domain.actor import Actor, Role
from dispatch.domain.errors import NotAllowed


class Action(StrEnum):
    """Everything that can be asked for."""

    SEE_BOARD = "see the board"
    MAKE_PLAN = "make a plan"
    CANCEL_PLAN = "cancel a plan that is being made"
    PUBLISH_PLAN = "publish a plan"
    ADD_JOB = "add a job"
    WITHDRAW_JOB = "take a job away"
    REOPEN_JOB = "put a job back on the list"
    REPORT_ABSENCE = "report a worker as absent"
    SEE_OWN_DAY = "see a worker's own day"
    REPORT_OUTCOME = "report from a visit"
    SEE_SAVINGS = "see the savings"
    SEE_EVIDENCE = "see the evidence"
    EXPORT_EVIDENCE = "export the evidence"
    TAKE_IN_SIGNAL = "take in a signal"
    TRIAGE = "turn signals into jobs"
    SOLVE = "work on a plan"
    SEAL_AUDIT = "seal the audit log"
    SET_UP = "set up organisations, people and rules"


_SYSTEM_ALONE = frozenset({Role.SYSTEM})
ALLOWED: Mapping[Action, frozenset[Role]] = {
    Action.SEE_BOARD: frozenset({Role.SCHEDULER}),
    Action.MAKE_PLAN: frozenset({Role.SCHEDULER}),
    Action.CANCEL_PLAN: frozenset({Role.SCHEDULER}),
    Action.PUBLISH_PLAN: frozenset({Role.SCHEDULER}),  # a named person, never the program
    Action.ADD_JOB: frozenset({Role.SCHEDULER}),
    Action.WITHDRAW_JOB: frozenset({Role.SCHEDULER}),
    Action.REOPEN_JOB: frozenset({Role.SCHEDULER}),
    Action.REPORT_ABSENCE: frozenset({Role.SCHEDULER}),
    Action.SEE_OWN_DAY: frozenset({Role.FIELD_WORKER}),
    Action.REPORT_OUTCOME: frozenset({Role.FIELD_WORKER}),
    Action.SEE_SAVINGS: frozenset({Role.SCHEDULER, Role.MANAGER}),
    Action.SEE_EVIDENCE: frozenset({Role.SCHEDULER, Role.MANAGER, Role.OFFICER}),
    Action.EXPORT_EVIDENCE: frozenset({Role.MANAGER, Role.OFFICER}),
    Action.TAKE_IN_SIGNAL: _SYSTEM_ALONE,
    Action.TRIAGE: _SYSTEM_ALONE,
    Action.SOLVE: _SYSTEM_ALONE,
    Action.SEAL_AUDIT: _SYSTEM_ALONE,
    Action.SET_UP: _SYSTEM_ALONE,
}


def may(actor: Actor, action: Action, organisation_id: str | None = None) -> bool:
    """Whether the role allows it and, where the thing belongs to an organisation, the actor is of that one."""
    if actor.role not in ALLOWED.get(action, frozenset()):
        return False
    return actor.is_system or organisation_id is None or organisation_id == actor.organisation_id


def require(actor: Actor, action: Action, organisation_id: str | None = None) -> None:
    """Raises NotAllowed unless `may`."""
    if not may(actor, action, organisation_id):
        raise NotAllowed(actor.role, action.value)
