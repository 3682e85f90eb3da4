"""Plan requests and the inputs they froze."""

from datetime import date
from typing import Protocol

from dispatch.domain.plan_request import PlanInputs, PlanRequest
from dispatch.domain.states import RequestState


class RequestShelf(Protocol):
    """At most one unfinished request for a host and a day."""

    def add(self, request: PlanRequest, inputs: PlanInputs) -> bool:
        """False, and nothing stored, when an unfinished request for this host and day is there, or the id is taken."""
        ...

    def get(self, request_id: str) -> PlanRequest | None:
        """None: no such request, or none of the actor's organisations."""
        ...

    def inputs(self, request_id: str) -> PlanInputs:
        """What it froze. Raises NotFound."""
        ...

    def latest(self, host_id: str, on: date) -> PlanRequest | None:
        """The one asked for last."""
        ...

    def unfinished(self) -> tuple[PlanRequest, ...]:
        """Those waiting or running, oldest first: what a restart takes up again."""
        ...

    def move(self, request_id: str, target: RequestState, *, problem: str = "", plan_id: str | None = None) -> bool:
        """By the legal moves; False: it stands elsewhere."""
        ...

    def progress(self, request_id: str, percent: int, doing: str) -> bool:
        """Tells how far it is; answers whether somebody asked to cancel."""
        ...

    def ask_to_cancel(self, request_id: str) -> bool:
        """False: it is finished already."""
        ...
