"""Ends what somebody asked to cancel, also where nobody works on it any more."""

from collections.abc import Callable

from dispatch.domain.states import RequestState
from dispatch.ports.store import Store
from dispatch.worker.plan_making import PLANNING, PlanMaking
from dispatch.worker.run_child import Ending

# Whoever is at work sees the wish within a second and ends the planning process; after this long, nobody is.
CANCEL_WITHIN_S = 5.0


class EndCancelled:
    """Needs the store only: where the queue's tables are lost or locked, a cancel is no less a cancel.

    It takes nothing away from a worker that lives: the request is to end, whoever writes so, and no draft of a
    cancelled request is kept.
    """

    def __init__(self, store: Store, making: PlanMaking, clock_s: Callable[[], float]) -> None:
        self._store, self._making, self._clock_s = store, making, clock_s
        self._seen_s: dict[str, float] = {}

    def __call__(self) -> bool:
        """Those that wait at once, as another plan may hold the queue for long; those at work when nobody listened."""
        with self._store.reading(PLANNING) as work:
            cancelled = [request for request in work.requests.unfinished() if request.cancel_asked]
        now_s = self._clock_s()
        self._seen_s = {request.id: self._seen_s.get(request.id, now_s) for request in cancelled}
        for request in cancelled:
            if request.state is RequestState.WAITING or now_s - self._seen_s[request.id] >= CANCEL_WITHIN_S:
                self._making.give_up(request.id, Ending.CANCELLED, "")
        return False
