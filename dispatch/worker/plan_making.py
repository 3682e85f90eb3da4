"""The steps in which a plan that was asked for gets made. Each may be killed and done again; the result is the same."""

import logging
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from dispatch.domain.actor import system
from dispatch.domain.errors import TryLater
from dispatch.domain.permissions import Action, require
from dispatch.domain.plan_request import PlanRequest
from dispatch.domain.revision import Revision
from dispatch.domain.states import UNFINISHED, PlanState, RequestState
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store, Work
from dispatch.worker.child_files import ChildOptions, Mode, Progress, read_draft, write_task
from dispatch.worker.run_child import PLANNER, Ended, Ending, Stopping, run_child

PLANNING = system("planning")
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanningOptions:
    """Where planning works, on which map and with which local speeds.

    `children` beyond 1 plan services alone at once, on more cores.
    """

    folder: Path  # every request has a folder in it while it is worked on
    map_file: Path | None
    roads_cache: Path | None
    speeds_file: Path | None = None
    children: int = 1
    longest_s: float = 3600.0
    command: tuple[str, ...] = PLANNER


class PlanMaking:
    """The steps by request id; storage, clock and ids come from outside. `stopping`: the program is about to end."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        new_id: Callable[[], str],
        options: PlanningOptions,
        stopping: threading.Event,
    ) -> None:
        require(PLANNING, Action.SOLVE)
        self._store, self._clock, self._new_id = store, clock, new_id
        self._options, self._stopping = options, stopping
        self._at_work = threading.Lock()
        self._in_hand: list[str] = []

    @contextmanager
    def at_work(self, request_id: str) -> Iterator[None]:
        """Whoever makes a plan does it in here; `wait_until_idle` waits for that."""
        self._in_hand.append(request_id)  # from here on it is ours, also while another is being made
        try:
            with self._at_work:
                self.go_on()
                yield
        finally:
            self._in_hand.remove(request_id)

    def in_hand(self, request_id: str) -> bool:
        """Whether this process is making it, or will as soon as it can."""
        return request_id in self._in_hand

    def is_at_work(self) -> bool:
        """Whether any plan is being made in this process."""
        return bool(self._in_hand)

    def go_on(self) -> None:
        """Raises Stopping when the program is about to end; asked between steps, as storage may be closed already."""
        if self._stopping.is_set():
            raise Stopping

    def wait_until_idle(self, longest_s: float) -> bool:
        """False: something is still at work."""
        if not self._at_work.acquire(timeout=longest_s):
            return False
        self._at_work.release()
        return True

    def begin(self, request_id: str) -> bool:
        """Marks the request as running; False when there is nothing (more) to make."""
        with self._store.begin(PLANNING) as work:
            request = work.requests.get(request_id)
            if request is None or request.state not in UNFINISHED:
                return False
            if request.cancel_asked:
                _cancel(work, request)
                return False
            return work.requests.move(request_id, RequestState.RUNNING)

    def draft(self, request_id: str) -> dict[str, str]:
        """Makes the draft in a folder of its own: `ending` and, by it, `folder` or `problem`. Raises Stopping.

        A process left over from a run that was killed has another folder and can spoil nothing here.
        """
        with self._store.reading(PLANNING) as work:
            request, inputs = _known(work, request_id), work.requests.inputs(request_id)
        folder = self.folder(request_id) / self._new_id()
        write_task(folder, self.task(Mode.DRAFT, request, None), inputs)
        watch = self._watch(request_id)
        watch(Progress(percent=0, doing="Starting the planner"))
        ended = self.run(folder, watch)
        return {"ending": ended.ending.value, "folder": str(folder), "problem": ended.problem}

    def keep(self, request_id: str, folder: str) -> str | None:
        """Stores the draft and tells that the request is ready, in one; the plan's id, None if cancelled meanwhile."""
        draft = read_draft(Path(folder))
        with self._store.begin(PLANNING) as work:
            request = _known(work, request_id)
            if request.state not in UNFINISHED:
                return request.plan_id
            if request.cancel_asked:
                _cancel(work, request)
                return None
            inputs = work.requests.inputs(request_id)
            revision = work.plans.add(
                Revision(
                    id=self._new_id(),
                    organisation_id=request.organisation_id,
                    date=request.date,
                    number=0,  # the shelf gives the next of the day
                    based_on=request.based_on,
                    request_id=request.id,
                    state=PlanState.DRAFT,
                    made_by=request.asked_by,
                    made_at=self._clock(),
                    inputs_at=inputs.now or request.asked_at,
                    plan=draft.plan,
                    lines=draft.lines,
                    attribution=draft.attribution,
                )
            )
            work.requests.move(request_id, RequestState.READY, plan_id=revision.id)
            work.audit.write("draft a plan", f"plan {revision.id}", organisation_id=request.organisation_id)
            return revision.id

    def give_up(self, request_id: str, ending: str, problem: str) -> None:
        """Tells that no plan will come of it: cancelled, or failed with the sentence why."""
        with self._store.begin(PLANNING) as work:
            request = _known(work, request_id)
            if ending == Ending.CANCELLED:
                _cancel(work, request)
            elif work.requests.move(request_id, RequestState.FAILED, problem=problem):
                work.audit.write(
                    "fail to make a plan", f"request {request_id}", organisation_id=request.organisation_id
                )
                log.error("request %s: no plan could be made; the reason is shown to whoever asked", request_id)

    def tidy(self, request_id: str) -> None:
        """Files of a finished request; they hold names and addresses, and the database has all of it."""
        shutil.rmtree(self.folder(request_id), ignore_errors=True)

    def folders(self) -> tuple[str, ...]:
        """Requests that have files."""
        folder = self._options.folder
        return tuple(sorted(one.name for one in folder.iterdir() if one.is_dir())) if folder.is_dir() else ()

    def folder(self, request_id: str) -> Path:
        """Where its files are while it is worked on."""
        return self._options.folder / request_id

    def run(self, folder: Path, watch: Callable[[Progress | None], bool]) -> Ended:
        """A planning process, to its end. Raises Stopping."""
        return run_child(
            folder, watch, self._stopping, longest_s=self._options.longest_s, command=self._options.command
        )

    def task(self, mode: Mode, request: PlanRequest, draft_folder: Path | None) -> ChildOptions:
        """What a planning process is told."""
        return ChildOptions(
            mode=mode,
            map_file=self._options.map_file and self._options.map_file.resolve(),
            roads_cache=self._options.roads_cache and self._options.roads_cache.resolve(),
            iterations=request.iterations,
            seed=request.seed,
            # With one core the planning process does it all itself.
            children=self._options.children if self._options.children > 1 else 0,
            draft_folder=draft_folder,
            speeds_file=self._options.speeds_file and self._options.speeds_file.resolve(),
        )

    def _watch(self, request_id: str) -> Callable[[Progress | None], bool]:
        def watch(now: Progress | None) -> bool:
            try:
                if now is not None:
                    with self._store.begin(PLANNING) as work:
                        return work.requests.progress(request_id, now.percent, now.doing)
                with self._store.reading(PLANNING) as work:
                    request = work.requests.get(request_id)
                # Given up by somebody who saw nothing move: no plan of it would be kept.
                return request is None or request.cancel_asked or request.state not in UNFINISHED
            except TryLater:
                return False  # it is asked again in half a second

        return watch


def _known(work: Work, request_id: str) -> PlanRequest:
    request = work.requests.get(request_id)
    if request is None:
        raise LookupError(f"plan request {request_id!r} is gone")
    return request


def _cancel(work: Work, request: PlanRequest) -> None:
    if work.requests.move(request.id, RequestState.CANCELLED):
        work.audit.write("stop making a plan", f"request {request.id}", organisation_id=request.organisation_id)
