"""The facts that the audit log vouches for, each as the text that is hashed."""

import hashlib
import json
from datetime import UTC, datetime
from typing import Any

from dispatch.domain.day_plan import DayPlan
from dispatch.domain.message import Message
from dispatch.domain.outcome import Outcome


def message_fact(message: Message) -> str:
    """What was received, when, from where."""
    return _text(message.id, message.organisation_id, message.source_id, message.key, _moment(message.received_at),
                 hashlib.sha256(message.body).hexdigest())  # fmt: skip


def outcome_fact(outcome: Outcome) -> str:
    """What was reported."""
    return _text(outcome.id, outcome.organisation_id, outcome.job_id, outcome.worker_id, outcome.plan_id, outcome.kind,
                 outcome.reason, outcome.note, _moment(outcome.happened_at), _moment(outcome.received_at),
                 outcome.standing)  # fmt: skip


def publication_fact(plan_id: str, plan: DayPlan, by: str, at: datetime) -> str:
    """Who published what: every visit with its people and its start."""
    visits = [
        [day.shift_id, list(day.worker_ids), entry.job_id, _moment(entry.starts_at)]
        for day in plan.days
        for entry in day.entries
        if entry.job_id is not None
    ]
    return _text(plan_id, by, _moment(at), visits)


def _text(*parts: Any) -> str:
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def _moment(moment: datetime) -> str:
    """Whole microseconds in UTC: the same before and after it was stored."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds")
