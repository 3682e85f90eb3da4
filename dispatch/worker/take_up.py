"""Finds plans that were asked for and sees that each is made, or that somebody is told that it will not be."""

from typing import Protocol

from dispatch.domain.states import RequestState
from dispatch.ports.store import Store
from dispatch.worker.plan_making import PLANNING, PlanMaking
from dispatch.worker.run_child import Ending

BROKE_OFF = "The making of this plan broke off. Nothing was lost: ask for the plan again."


class Queued(Protocol):
    """Plans on their way."""

    def enqueue(self, request_id: str) -> None:
        """Harmless when it is known."""
        ...

    def is_known(self, request_id: str) -> bool:
        """Whether it was ever queued."""
        ...

    def is_over(self, request_id: str) -> bool:
        """Whether nothing will happen to it any more."""
        ...


def take_up(store: Store, making: PlanMaking, plans: Queued) -> bool:
    """Queues what nobody has queued: the request is stored first, so a kill before queueing loses nothing.

    What is over and still has no end (the tables of the queue and ours were restored from different days, or it ended
    the whole process every time) is told to have failed.
    """
    with store.reading(PLANNING) as work:
        unfinished = work.requests.unfinished()
    for request in unfinished:
        if request.cancel_asked and request.state is RequestState.WAITING:
            making.give_up(request.id, Ending.CANCELLED, "")  # another plan may hold the queue for long
        elif plans.is_over(request.id):
            making.give_up(request.id, Ending.FAILED, BROKE_OFF)
        elif not plans.is_known(request.id):
            plans.enqueue(request.id)
    return False


def tidy_up(making: PlanMaking, plans: Queued) -> None:
    """Takes away what a kill left of plans that nobody works on any more."""
    for request_id in making.folders():
        if plans.is_over(request_id) or not plans.is_known(request_id):
            making.tidy(request_id)
