"""A store in which the desk takes a job away at the moment at which a report asks for it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any, cast

from dispatch.domain.actor import Actor
from dispatch.domain.job_record import JobRecord
from dispatch.domain.states import JobState
from dispatch.ports.store import Store, Work
from tests.dispatch.intake.bad_luck import With


class TakenAwayStore:
    """What is merely read is what was there before; what is held is what holds."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def reading(self, actor: Actor) -> AbstractContextManager[Work]:
        """As the store's own."""
        return self._store.reading(actor)

    @contextmanager
    def begin(self, actor: Actor) -> Iterator[Work]:
        """With jobs that the desk is at."""
        with self._store.begin(actor) as work:
            yield cast(Work, With(work, jobs=_TakenAway(work.jobs)))


class _TakenAway(With):
    def __init__(self, jobs: Any) -> None:
        super().__init__(jobs)

    def get(self, job_id: str) -> JobRecord | None:
        before: JobRecord | None = self.thing.get(job_id)
        self._take_away(job_id, before)
        return before

    def hold(self, job_id: str) -> JobRecord | None:
        self._take_away(job_id, self.thing.get(job_id))
        held: JobRecord | None = self.thing.hold(job_id)
        return held

    def _take_away(self, job_id: str, before: JobRecord | None) -> None:
        assert before is not None
        self.thing.move(job_id, JobState.WITHDRAWN, before.changed_at)
