"""Stores to which what happens once in a year happens now: killed before the end of a unit, overtaken by another."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from typing import Any, cast

from dispatch.domain.actor import Actor
from dispatch.domain.job_record import JobRecord
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
            yield cast(Work, _With(work, jobs=_Overtaken(work.jobs)))


class _With:
    def __init__(self, thing: Any, **instead: Any) -> None:
        self._thing, self._instead = thing, instead

    def __getattr__(self, name: str) -> Any:
        return self._instead[name] if name in self._instead else getattr(self._thing, name)


class _Overtaken(_With):
    def __init__(self, jobs: Any) -> None:
        super().__init__(jobs)

    def add(self, record: JobRecord) -> bool:
        cause = replace(record.job.cause, signal_ids=("x",))
        self._thing.add(replace(record, job=replace(record.job, id="theirs", cause=cause)))
        added: bool = self._thing.add(record)
        return added
