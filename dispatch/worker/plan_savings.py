"""Counts what the first plan of a day saves, when nobody waits for a plan; no plan ever waits for it.

Nothing of it is queued: a plan without savings is the mark, and its draft's files say which machine is to count. So
what a kill or a request interrupted is found again.
"""

import fcntl
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dispatch.domain.plan_request import PlanRequest
from dispatch.domain.revision import Revision
from dispatch.domain.states import PlanState, RequestState
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store, Work
from dispatch.worker.child_files import DRAFT, SAVINGS, Mode, read_draft, write_task
from dispatch.worker.plan_making import PLANNING, PlanMaking
from dispatch.worker.run_child import Ended, Ending
from dispatch.worker.save import read_json

log = logging.getLogger(__name__)

# A plan that has none for so long has lost the machine with its files; another makes the draft again and counts.
LOST_AFTER = timedelta(hours=3)
# Older days' plans are not looked through for it.
LOOK_BACK = timedelta(days=7)
NOT_ALIKE = "The savings were not counted: the files of this plan were lost, and made again it came out otherwise."


class PlanSavings:
    """`lost_after`: zero where there is one process only."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        new_id: Callable[[], str],
        making: PlanMaking,
        lost_after: timedelta = LOST_AFTER,
    ) -> None:
        self._store, self._clock, self._new_id, self._making = store, clock, new_id, making
        self._lost_after = lost_after
        self._none_to_come: set[str] = set()

    def count(self) -> bool:
        """All that have files here, until somebody waits for a plan; then the rest is taken up at the next call."""
        for request_id in self._making.folders():
            with _held(self._making.folder(request_id)) as mine:
                if mine and (self._somebody_waits() or not self._settle(request_id)):
                    return False
        return False

    def find_lost(self) -> bool:
        """Marks those that no machine counts as ours, by an empty folder."""
        today = self._clock().date()
        with self._store.reading(PLANNING) as work:
            for organisation in work.settings.organisations():
                last = work.plans.last_date(organisation.id) or date.min
                for back in range((last - (today - LOOK_BACK)).days + 1):
                    for revision in work.plans.revisions(organisation.id, last - timedelta(days=back)):
                        if self._is_lost(work, revision):
                            self._making.folder(revision.request_id).mkdir(parents=True, exist_ok=True, mode=0o700)
        return False

    def _is_lost(self, work: Work, revision: Revision) -> bool:
        return revision.made_at + self._lost_after <= self._clock() and self._wants(work, revision)

    def _wants(self, work: Work, revision: Revision) -> bool:
        """What was planned once shifts had begun (a revision, or a first plan asked for late) has no such count: there
        is nothing alike to compare it with."""
        if revision.savings is not None or revision.based_on is not None or revision.state is PlanState.DISCARDED:
            return False
        if revision.id not in self._none_to_come and work.requests.inputs(revision.request_id).revises is not None:
            self._none_to_come.add(revision.id)
        return revision.id not in self._none_to_come

    def _settle(self, request_id: str) -> bool:
        """Counts if there is anything to count, and takes the files away; False: put off."""
        with self._store.reading(PLANNING) as work:
            request = work.requests.get(request_id)
            if request is None or request.state is not RequestState.READY or request.plan_id is None:
                return True
            revision = work.plans.get(request.plan_id)
            wanted = revision is not None and self._wants(work, revision)
        if revision is not None and wanted:
            savings = self._compare(request, revision)
            if savings is None:
                return False
            with self._store.begin(PLANNING) as work:
                work.plans.set_savings(revision.id, savings)
        self._making.tidy(request_id)
        return True

    def _compare(self, request: PlanRequest, revision: Revision) -> Mapping[str, Any] | None:
        """None: put off."""
        draft_folder = self._draft_of(request, revision)
        if draft_folder is None:
            ended, draft_folder = self._run(Mode.DRAFT, request, None)
            if ended.ending is Ending.DONE and read_draft(draft_folder).plan != revision.plan:
                return {"problem": NOT_ALIKE}
            if ended.ending is not Ending.DONE:
                return _without(ended, revision)
        ended, folder = self._run(Mode.COMPARE, request, draft_folder)
        return read_json(folder / SAVINGS) if ended.ending is Ending.DONE else _without(ended, revision)

    def _draft_of(self, request: PlanRequest, revision: Revision) -> Path | None:
        """The folder with the very draft that was kept."""
        for file in sorted(self._making.folder(request.id).glob(f"*/{DRAFT}")):
            if read_draft(file.parent).plan == revision.plan:
                return file.parent
        return None

    def _run(self, mode: Mode, request: PlanRequest, draft_folder: Path | None) -> tuple[Ended, Path]:
        """Raises Stopping."""
        folder = self._making.folder(request.id) / self._new_id()
        inputs = None
        if mode is Mode.DRAFT:
            with self._store.reading(PLANNING) as work:
                inputs = work.requests.inputs(request.id)
        write_task(folder, self._making.task(mode, request, draft_folder), inputs)
        return self._making.run(folder, lambda _: self._somebody_waits()), folder

    def _somebody_waits(self) -> bool:
        if self._making.is_at_work():
            return True
        with self._store.reading(PLANNING) as work:
            return any(request.state is RequestState.WAITING for request in work.requests.unfinished())


def _without(ended: Ended, revision: Revision) -> Mapping[str, Any] | None:
    if ended.ending is Ending.CANCELLED:
        return None
    log.error("plan %s: its savings could not be counted; the plan itself is whole", revision.id)
    return {"problem": ended.problem}


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Whether the folder is ours meanwhile; several workers of one machine may share it. A kill lets go of it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)
