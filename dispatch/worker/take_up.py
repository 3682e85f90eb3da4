"""Finds plans that were asked for and sees that each is made, or that somebody is told that it will not be."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from dispatch.domain.plan_request import PlanRequest
from dispatch.domain.states import UNFINISHED, RequestState
from dispatch.ports.store import Store
from dispatch.worker.plan_making import PLANNING, PlanMaking
from dispatch.worker.run_child import Ending
from dispatch.worker.signs_of_life import SignsOfLife

BROKE_OFF = "The making of this plan broke off. Nothing was lost: ask for the plan again."
# Nothing moves for so long: whoever held it is gone. Progress is told at every percent of at most an hour's work, and
# a restart in between takes a minute or two, so that nobody who is alive loses a plan to another.
STILL_S = 900.0
# The only process there can be holds nothing that it does not know of; this is for what it takes up at its start.
STILL_ALONE_S = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Of a plan that was queued. `in_line`: whoever has our steps' version takes it when its turn comes."""

    over: bool
    in_line: bool
    executor_id: str


class Queued(Protocol):
    """Plans on their way."""

    def enqueue(self, request_id: str) -> None:
        """Harmless when it is known."""
        ...

    def standing(self, request_id: str) -> Standing | None:
        """None: it was never queued, or the queue's tables were lost."""
        ...

    def begin_again(self, request_id: str) -> None:
        """Queues it anew, whoever held it before; what they did of it is forgotten."""
        ...


class TakeUp:
    """Queues what nobody has queued: the request is stored first, so that a kill before queueing loses nothing.

    What is queued and stands still, because its executor is gone or has an older version of the steps, begins again
    once; standing still a second time, or over without an end, it is told to have failed.
    """

    def __init__(
        self, store: Store, making: PlanMaking, plans: Queued, clock_s: Callable[[], float], patience_s: float = STILL_S
    ) -> None:
        self._store, self._making, self._plans = store, making, plans
        self._clock_s, self._patience_s = clock_s, patience_s
        self._signs = SignsOfLife()
        self._begun_again: set[str] = set()

    def __call__(self) -> bool:
        """Looks at all that is unfinished."""
        with self._store.reading(PLANNING) as work:
            unfinished = work.requests.unfinished()
        ids = {request.id for request in unfinished}
        self._signs.keep_only(ids)
        self._begun_again &= ids
        for request in unfinished:
            self._look_at(request)
        return False

    def _look_at(self, request: PlanRequest) -> None:
        standing = self._plans.standing(request.id)
        if standing is None:
            self._plans.enqueue(request.id)
        elif standing.over:
            self._making.give_up(request.id, Ending.FAILED, BROKE_OFF)
        elif not standing.in_line and not self._making.in_hand(request.id) and self._stands_still(request, standing):
            self._help(request.id)

    def _stands_still(self, request: PlanRequest, standing: Standing) -> bool:
        shown = (request.state, request.progress, request.doing, standing)
        return self._signs.still_s(request.id, standing.executor_id, shown, self._clock_s()) >= self._patience_s

    def _help(self, request_id: str) -> None:
        if request_id in self._begun_again:
            self._making.give_up(request_id, Ending.FAILED, BROKE_OFF)
            return
        self._plans.begin_again(request_id)
        self._begun_again.add(request_id)


def tidy_up(store: Store, making: PlanMaking) -> None:
    """Takes away what a kill left of requests that came to nothing; what a draft's savings are counted from stays."""
    for request_id in making.folders():
        with store.reading(PLANNING) as work:
            request = work.requests.get(request_id)
        if request is None or request.state not in UNFINISHED | {RequestState.READY}:
            making.tidy(request_id)
