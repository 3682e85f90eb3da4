"""Asking for a plan: everything of the day is read at one moment and frozen; planning comes after, elsewhere."""

from collections.abc import Callable
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotLegal, Unusable
from dispatch.domain.permissions import Action, require
from dispatch.domain.plan_request import PlanRequest
from dispatch.domain.states import UNFINISHED
from dispatch.domain.working_day import is_over
from dispatch.planning.clock_face import in_words
from dispatch.planning.read_inputs import read_inputs
from dispatch.ports.store import Store, Work


def ask_for_plan(
    store: Store,
    actor: Actor,
    on: date,
    *,
    iterations: int,
    seed: int,
    new_id: Callable[[], str],
    now: datetime,
    zone: ZoneInfo,
) -> PlanRequest:
    """The request, stored with its inputs; the day's first plan, or a revision of the one that holds.

    Only schedulers of the partnership's host may. Raises NotLegal while another request for the day is unfinished,
    Unusable when there is nothing to plan or nobody to send.
    """
    require(actor, Action.MAKE_PLAN)
    with store.begin(actor) as work:
        partnership = work.settings.partnership_of(actor.organisation_id)
        require(actor, Action.MAKE_PLAN, partnership.host_id)
        if is_over(on, now.astimezone(zone).date(), work.settings.shifts(on), now):
            raise Unusable([f"{in_words(on)} has passed; plan today or a day to come"])
        _refuse_second(work, partnership.host_id, on)
        published = work.plans.published(partnership.host_id, on)
        request = PlanRequest(
            id=new_id(),
            organisation_id=partnership.host_id,
            date=on,
            asked_by=actor.id,
            asked_at=now,
            based_on=published.id if published else None,
            seed=seed,
            iterations=iterations,
        )
        inputs = read_inputs(work, partnership, on, published, now, zone)
        if not work.requests.add(request, inputs):
            _refuse_second(work, partnership.host_id, on)
            raise NotLegal(f"A plan for {in_words(on)} is being made already. Wait for it, or cancel it first.")
        work.audit.write("ask for a plan", f"request {request.id}", organisation_id=partnership.host_id)
    return request


def _refuse_second(work: Work, host_id: str, on: date) -> None:
    latest = work.requests.latest(host_id, on)
    if latest is not None and latest.state in UNFINISHED:
        raise NotLegal(
            f"A plan for {in_words(on)} is being made already ({latest.progress} % done). "
            "Wait for it, or cancel it first."
        )
