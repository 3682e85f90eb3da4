"""The facts that the audit log vouches for, each as the text that is hashed."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from dispatch.domain.day_plan import DayPlan
from dispatch.domain.message import Message
from dispatch.domain.outcome import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """One person sent to one visit by a publication, as it is stored beside the plan and read as evidence."""

    shift_id: str
    worker_id: str
    position: int  # in the shift's day
    job_id: str
    starts_at: datetime
    finishes_at: datetime


def message_fact(message: Message) -> str:
    """What was received, when, from where."""
    return _text(message.id, message.organisation_id, message.source_id, message.key, _moment(message.received_at),
                 hashlib.sha256(message.body).hexdigest())  # fmt: skip


def outcome_fact(outcome: Outcome) -> str:
    """What was reported."""
    return _text(outcome.id, outcome.organisation_id, outcome.job_id, outcome.worker_id, outcome.plan_id, outcome.kind,
                 outcome.reason, outcome.note, _moment(outcome.happened_at), _moment(outcome.received_at),
                 outcome.standing)  # fmt: skip


def publication_fact(plan_id: str, plan: DayPlan, by: str, at: datetime, sent: Iterable[Sent] | None = None) -> str:
    """Who published what: every visit with its people and times, by the plan and by the rows that evidence reads.

    `sent` are those rows, in any order; None: those that publishing writes, which are what the plan says.
    """
    planned = _rows(sent_by(plan))
    return _text(plan_id, by, _moment(at), planned, planned if sent is None else _rows(sent))


def sent_by(plan: DayPlan) -> tuple[Sent, ...]:
    """Whom a plan sends where; breaks are nobody's evidence."""
    return tuple(
        Sent(shift_id=day.shift_id, worker_id=worker_id, position=position, job_id=entry.job_id,
             starts_at=entry.starts_at, finishes_at=entry.finishes_at)
        for day in plan.days
        for position, entry in enumerate(day.entries)
        for worker_id in dict.fromkeys(day.worker_ids)
        if entry.job_id is not None
    )  # fmt: skip


def _rows(sent: Iterable[Sent]) -> list[list[str | int]]:
    return sorted(
        [one.shift_id, one.worker_id, one.position, one.job_id, _moment(one.starts_at), _moment(one.finishes_at)]
        for one in sent
    )


def _text(*parts: Any) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _moment(moment: datetime) -> str:
    """Whole microseconds in UTC: the same before and after it was stored."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
