"""A named person makes a draft the plan that holds; the only place where jobs become scheduled."""

from datetime import datetime

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, NotLegal, Stale
from dispatch.domain.fact import publication_fact
from dispatch.domain.permissions import Action, require
from dispatch.domain.revision import Revision
from dispatch.domain.states import JobState, PlanState
from dispatch.planning.freshness import freshness
from dispatch.planning.read_inputs import job_ids_of
from dispatch.ports.store import Store, Work

WHAT_TO_DO = "Make a new plan: it takes this into account."


def publish_plan(store: Store, actor: Actor, plan_id: str, now: datetime) -> Revision:
    """The published revision; jobs in it are scheduled, jobs it leaves out are open again, all in one transaction.

    Raises NotFound; NotLegal for a plan that breaks a rule or is no draft; Stale with what changed and what to do.
    """
    require(actor, Action.PUBLISH_PLAN)
    with store.begin(actor) as work:
        draft = work.plans.get(plan_id)
        if draft is None:
            raise NotFound("There is no such plan. Open the board to see what there is.")
        require(actor, Action.PUBLISH_PLAN, draft.organisation_id)
        _refuse(work, draft)
        former = work.plans.get(draft.based_on) if draft.based_on else None
        if not work.plans.publish(plan_id, actor.id, now):
            raise Stale(f"Somebody published another plan at this moment. {WHAT_TO_DO}")
        _move_jobs(work, draft, former, now)
        fact = publication_fact(plan_id, draft.plan, actor.id, now)
        work.audit.write("publish a plan", f"plan {plan_id}", organisation_id=draft.organisation_id, fact=fact)
        return work.plans.get(plan_id) or draft


def _refuse(work: Work, draft: Revision) -> None:
    if draft.plan.violations:
        raise NotLegal(
            f"Plan {draft.number} breaks a rule and cannot be published: {draft.plan.violations[0]} "
            "Make a new plan; if it happens again, tell whoever runs Allround."
        )
    if draft.state is PlanState.PUBLISHED:
        raise NotLegal(f"Plan {draft.number} is published already.")
    changed = freshness(work, draft)
    if changed:
        raise Stale(" ".join((*changed, WHAT_TO_DO)))
    if draft.state is not PlanState.DRAFT:
        raise NotLegal(f"Plan {draft.number} is {draft.state}, so it cannot be published. {WHAT_TO_DO}")


def _move_jobs(work: Work, draft: Revision, former: Revision | None, now: datetime) -> None:
    """By id, so that two who publish at once wait for each other rather than in a circle."""
    # In a revision, an entry that was over when the inputs were read tells what happened; it sends nobody.
    sent = {
        entry.job_id
        for day in draft.plan.days
        for entry in day.entries
        if entry.job_id is not None and (draft.based_on is None or entry.finishes_at > draft.inputs_at)
    }
    known = {*job_ids_of(draft.plan), *(job_ids_of(former.plan) if former else ())}
    for job_id in sorted(known):
        # Facts from the field stay: what was started or done meanwhile is not in these states.
        if job_id in sent:
            work.jobs.move(job_id, JobState.SCHEDULED, now, only_from={JobState.OPEN})
        else:
            work.jobs.move(job_id, JobState.OPEN, now, only_from={JobState.SCHEDULED})
