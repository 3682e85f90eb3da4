"""Revisions of day plans, and which one holds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, exists, func, or_, select, update

from dispatch.adapters.database.insert import insert_unless_there
from dispatch.adapters.database.packed import pack
from dispatch.adapters.database.scope import check_owner, visible
from dispatch.adapters.database.shelves.plan_rows import SAVINGS, revision_from, revision_row, worker_rows
from dispatch.adapters.database.shelves.requests import works_in
from dispatch.adapters.database.shelves.visits import promised_of, write_visits
from dispatch.adapters.database.tables import plans
from dispatch.domain.actor import Actor
from dispatch.domain.promised import Promised
from dispatch.domain.revision import Revision
from dispatch.domain.states import PlanState
from dispatch.ports.clock import Clock

_revision, _day, _worker = plans.plan_revision, plans.plan_day, plans.plan_worker


class SqlPlanShelf:
    """Whatever changes a day's revisions locks the day's row first, so that on PostgreSQL too one follows the other."""

    def __init__(self, connection: Connection, actor: Actor, now: Clock) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    def add(self, revision: Revision) -> Revision:
        """Whatever its state and number say, it becomes a draft with the next number."""
        check_owner(self._actor, revision.organisation_id)
        self._hold(revision.organisation_id, revision.date)
        made = self._one(select(_revision).where(_revision.c.request_id == revision.request_id, self._seen()))
        if made is not None:
            return made
        draft = replace(revision, number=self._next_number(revision), state=PlanState.DRAFT, published_by=None,
                        published_at=None)  # fmt: skip
        self._connection.execute(_revision.insert().values(revision_row(draft)))
        if workers := worker_rows(draft):
            self._connection.execute(_worker.insert(), workers)
        return draft

    def get(self, plan_id: str) -> Revision | None:
        """One by its id."""
        return self._one(select(_revision).where(_revision.c.id == plan_id, self._seen()))

    def published(self, host_id: str, on: date) -> Revision | None:
        """As the day's row says."""
        return self._one(_holding().where(_day.c.organisation_id == host_id, _day.c.date == on, self._seen()))

    def draft(self, host_id: str, on: date) -> Revision | None:
        """Made after, by its number."""
        held = select(func.coalesce(func.max(_revision.c.number), 0)).where(
            _of_day(host_id, on), _revision.c.state == PlanState.PUBLISHED
        )
        asked = select(_revision).where(
            _of_day(host_id, on),
            _revision.c.state == PlanState.DRAFT,
            _revision.c.number > held.scalar_subquery().correlate(None),
            self._seen(),
        )
        return self._one(asked.order_by(_revision.c.number.desc()).limit(1))

    def revisions(self, host_id: str, on: date) -> tuple[Revision, ...]:
        """By number."""
        asked = select(_revision).where(_of_day(host_id, on), self._seen()).order_by(_revision.c.number)
        return tuple(revision_from(row) for row in self._connection.execute(asked))

    def publish(self, plan_id: str, by: str, at: datetime) -> bool:
        """The order of the three changes does not matter: they are one transaction, and the day's row is locked."""
        draft = self._of_host(plan_id)
        if draft is None:
            return False
        self._hold(draft.organisation_id, draft.date)
        if not self._win_day(draft):
            return False
        self._set_state(plan_id, PlanState.PUBLISHED, published_by=by, published_at=at)
        if draft.based_on is not None:
            self._set_state(draft.based_on, PlanState.SUPERSEDED)
        write_visits(self._connection, draft)
        return True

    def discard(self, plan_id: str, at: datetime) -> bool:
        """It stays to be read."""
        draft = self._of_host(plan_id)
        if draft is None:
            return False
        self._hold(draft.organisation_id, draft.date)
        discarded = self._connection.execute(
            update(_revision)
            .where(_revision.c.id == plan_id, _revision.c.state == PlanState.DRAFT)
            .values(state=PlanState.DISCARDED, discarded_at=at)
        )
        return discarded.rowcount == 1

    def set_savings(self, plan_id: str, savings: Mapping[str, Any]) -> None:
        """As publishing, for the host and the program."""
        self._connection.execute(
            update(_revision)
            .where(_revision.c.id == plan_id, _revision.c.savings.is_(None), visible(_revision, self._actor))
            .values(savings=pack(SAVINGS, savings))
        )

    def published_for_worker(self, worker_id: str, on: date) -> Revision | None:
        """Where two hosts have plans with this worker, the one published last."""
        theirs = exists().where(
            _worker.c.plan_id == _revision.c.id, _worker.c.worker_id == worker_id, _worker.c.date == on
        )
        asked = _holding().where(_day.c.date == on, theirs, self._seen())
        return self._one(asked.order_by(_revision.c.published_at.desc(), _revision.c.id).limit(1))

    def visits_of_job(self, job_id: str) -> tuple[Promised, ...]:
        """From the rows that publishing wrote."""
        return self.promised((job_id,))

    def promised(self, job_ids: Sequence[str]) -> tuple[Promised, ...]:
        """From the rows that publishing wrote."""
        return promised_of(self._connection, job_ids, self._seen())

    def last_date(self, host_id: str) -> date | None:
        """Drafts count."""
        asked = select(func.max(_revision.c.date)).where(_revision.c.organisation_id == host_id, self._seen())
        latest: date | None = self._connection.scalar(asked)
        return latest

    def _hold(self, host_id: str, on: date) -> None:
        """Locks the day's row until the transaction ends; makes it where there is none."""
        insert_unless_there(self._connection, _day, {"organisation_id": host_id, "date": on, "published_id": None})
        here = (_day.c.organisation_id == host_id, _day.c.date == on)
        self._connection.execute(select(_day.c.published_id).where(*here).with_for_update()).one()

    def _win_day(self, draft: Revision) -> bool:
        """The conditional UPDATE that decides."""
        still_draft = exists().where(_revision.c.id == draft.id, _revision.c.state == PlanState.DRAFT)
        won = self._connection.execute(
            update(_day)
            .where(
                _day.c.organisation_id == draft.organisation_id,
                _day.c.date == draft.date,
                _day.c.published_id.is_not_distinct_from(draft.based_on),
                still_draft,
            )
            .values(published_id=draft.id)
        )
        return won.rowcount == 1

    def _set_state(self, plan_id: str, state: PlanState, **changes: object) -> None:
        self._connection.execute(update(_revision).where(_revision.c.id == plan_id).values(state=state, **changes))

    def _next_number(self, revision: Revision) -> int:
        here = _of_day(revision.organisation_id, revision.date)
        return self._connection.scalar(select(func.coalesce(func.max(_revision.c.number), 0) + 1).where(here)) or 1

    def _one(self, asked: Select[Any]) -> Revision | None:
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else revision_from(row)

    def _of_host(self, plan_id: str) -> Revision | None:
        """One to be changed: members who see it may not."""
        return self._one(select(_revision).where(_revision.c.id == plan_id, visible(_revision, self._actor)))

    def _seen(self) -> ColumnElement[bool]:
        return or_(visible(_revision, self._actor), works_in(_revision.c.request_id, self._actor))


def _holding() -> Select[Any]:
    return select(_revision).join(_day, _day.c.published_id == _revision.c.id)


def _of_day(host_id: str, on: date) -> ColumnElement[bool]:
    return (_revision.c.organisation_id == host_id) & (_revision.c.date == on)
