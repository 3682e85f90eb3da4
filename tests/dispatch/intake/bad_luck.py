"""Stores to which what happens once in a year happens now: killed before the end of a unit, overtaken by another."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import datetime
from typing import Any, cast

from dispatch.domain.actor import Actor
from dispatch.domain.job import Cause
from dispatch.domain.job_record import JobRecord
from dispatch.domain.states import JobState
from dispatch.ports.store import Store, Work


class Killed(Exception):
    """The process is gone."""


class DyingStore:
    """Is killed at the end of its `after`th unit of work, before anything of that is kept."""

    def __init__(self, store: Store, after: int) -> None:
        self._store, self._left = store, after

    @contextmanager
    def begin(self, actor: Actor) -> Iterator[Work]:
        """As the store's own, but for the end."""
        with self._store.begin(actor) as work:
            yield work
            self._left -= 1
            if self._left == 0:
                raise Killed

    def reading(self, actor: Actor) -> AbstractContextManager[Work]:
        """As the store's own."""
        return self._store.reading(actor)


class OvertakenStore:
    """Just before each job is added, another process adds one like it, as `theirs`, for a signal `x`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def reading(self, actor: Actor) -> AbstractContextManager[Work]:
        """As the store's own."""
        return self._store.reading(actor)

    @contextmanager
    def begin(self, actor: Actor) -> Iterator[Work]:
        """With jobs that somebody else is at."""
        with self._store.begin(actor) as work:
            yield cast(Work, With(work, jobs=_Overtaken(work.jobs)))


class With:
    """The thing, with some of its parts replaced."""

    def __init__(self, thing: Any, **instead: Any) -> None:
        self.thing, self.instead = thing, instead

    def __getattr__(self, name: str) -> Any:
        return self.instead[name] if name in self.instead else getattr(self.thing, name)


class _Overtaken(With):
    def __init__(self, jobs: Any) -> None:
        super().__init__(jobs)

    def add(self, record: JobRecord) -> bool:
        cause = replace(record.job.cause, signal_ids=("x",))
        self.thing.add(replace(record, job=replace(record.job, id="theirs", cause=cause)))
        added: bool = self.thing.add(record)
        return added


class ClosingStore(OvertakenStore):
    """Just before further signals join a job, its visit is reported as done."""

    @contextmanager
    def begin(self, actor: Actor) -> Iterator[Work]:
        """With jobs that somebody else is at."""
        with self._store.begin(actor) as work:
            yield cast(Work, With(work, jobs=_Closing(work.jobs)))


class _Closing(With):
    def __init__(self, jobs: Any) -> None:
        super().__init__(jobs)

    def set_cause(self, job_id: str, cause: Cause, at: datetime) -> None:
        self.thing.move(job_id, JobState.DONE, at)
        self.thing.set_cause(job_id, cause, at)


class EntryLastStore(OvertakenStore):
    """Nothing is to be asked for after an entry of the audit log, other than a further entry."""

    @contextmanager
    def begin(self, actor: Actor) -> Iterator[Work]:
        """The shelves that triage uses; all but the audit log are closed with the first entry."""
        with self._store.begin(actor) as work:
            entries: list[str] = []
            shelves = {name: _Until(entries, getattr(work, name)) for name in ("messages", "jobs", "settings")}
            yield cast(Work, With(work, audit=_Noting(entries, work.audit), **shelves))


class _Noting(With):
    def __init__(self, entries: list[str], audit: Any) -> None:
        super().__init__(audit)
        self.entries = entries

    def write(self, action: str, subject: str, **more: str) -> None:
        self.entries.append(subject)
        self.thing.write(action, subject, **more)


class _Until(With):
    def __init__(self, entries: list[str], shelf: Any) -> None:
        super().__init__(shelf)
        self.entries = entries

    def __getattr__(self, name: str) -> Any:
        def asked(*words: Any) -> Any:
            assert not self.entries, f"{name} was asked for after an entry was written"
            return getattr(self.thing, name)(*words)

        return asked
