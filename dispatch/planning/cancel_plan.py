"""Taking back: a request while its plan is being made, a draft nobody wants."""

from datetime import datetime

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, NotLegal
from dispatch.domain.permissions import Action, require
from dispatch.domain.plan_request import PlanRequest
from dispatch.domain.revision import Revision
from dispatch.ports.store import Store


def cancel_plan(store: Store, actor: Actor, request_id: str, now: datetime) -> PlanRequest:
    """Asks for it; whoever makes the plan stops at the next chance. Raises NotFound; NotLegal when it is finished."""
    del now  # the unit of work has the time; every command takes one
    require(actor, Action.CANCEL_PLAN)
    with store.begin(actor) as work:
        request = work.requests.get(request_id)
        if request is None:
            raise NotFound("There is no such plan in the making. Open the board to see what there is.")
        require(actor, Action.CANCEL_PLAN, request.organisation_id)
        if not work.requests.ask_to_cancel(request_id):
            raise NotLegal("This plan is no longer being made, so there is nothing to cancel. Open the board anew.")
        work.audit.write("cancel a plan", f"request {request_id}", organisation_id=request.organisation_id)
        return work.requests.get(request_id) or request


def discard_draft(store: Store, actor: Actor, plan_id: str, now: datetime) -> Revision:
    """The draft is kept to be read but can no longer be published. Raises NotFound; NotLegal when it is no draft."""
    require(actor, Action.MAKE_PLAN)
    with store.begin(actor) as work:
        revision = work.plans.get(plan_id)
        if revision is None:
            raise NotFound("There is no such plan. Open the board to see what there is.")
        require(actor, Action.MAKE_PLAN, revision.organisation_id)
        if not work.plans.discard(plan_id, now):
            raise NotLegal(f"Plan {revision.number} is {revision.state}, so it cannot be discarded; only a draft can.")
        work.audit.write("discard a draft", f"plan {plan_id}", organisation_id=revision.organisation_id)
        return work.plans.get(plan_id) or revision
