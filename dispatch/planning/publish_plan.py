"""A named person makes a draft the plan that holds; the only place where jobs become scheduled."""

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, NotLegal, Stale
from dispatch.domain.fact import publication_fact
from dispatch.domain.permissions import Action, require
from dispatch.domain.revision import Revision
from dispatch.domain.states import JobState, PlanState
from dispatch.domain.working_day import is_over
from dispatch.planning.clock_face import LONDON, in_words
from dispatch.planning.freshness import freshness, sent_by
from dispatch.planning.promises import holding
from dispatch.planning.read_inputs import job_ids_of
from dispatch.ports.store import Store, Work

WHAT_TO_DO = "Make a new plan: it takes this into account."


def publish_plan(store: Store, actor: Actor, plan_id: str, now: datetime, *, zone: ZoneInfo = LONDON) -> Revision:
    """The published revision; jobs in it are scheduled, jobs it leaves out are open again, all in one transaction.

    Raises NotFound; NotLegal for a plan that breaks a rule or is no draft; Stale with what changed and what to do,
    also when the day has passed (in `zone`).
    """
    require(actor, Action.PUBLISH_PLAN)
    with store.begin(actor) as work:
        draft = work.plans.get(plan_id)
        if draft is None:
            raise NotFound("There is no such plan. Open the board to see what there is.")
        require(actor, Action.PUBLISH_PLAN, draft.organisation_id)
        today = now.astimezone(zone).date()
        _refuse(work, draft, today, now)
        moves = _moves(work, draft, today, now)
        if not work.plans.publish(plan_id, actor.id, now):
            raise Stale(f"Somebody published another plan at this moment. {WHAT_TO_DO}")
        moves.make(work, now)
        fact = publication_fact(plan_id, draft.plan, actor.id, now)
        work.audit.write("publish a plan", f"plan {plan_id}", organisation_id=draft.organisation_id, fact=fact)
        return work.plans.get(plan_id) or draft


def _refuse(work: Work, draft: Revision, today: date, now: datetime) -> None:
    if draft.plan.violations:
        raise NotLegal(
            f"Plan {draft.number} breaks a rule and cannot be published: {draft.plan.violations[0]} "
            "Make a new plan; if it happens again, tell whoever runs Allround."
        )
    if draft.state is PlanState.PUBLISHED:
        raise NotLegal(f"Plan {draft.number} is published already.")
    if is_over(draft.date, today, work.settings.shifts(draft.date), now):
        raise Stale(f"{in_words(draft.date)} has passed, so nobody can be sent. Plan today or a day to come.")
    changed = freshness(work, draft, today=today, now=now)
    if changed:
        raise Stale(" ".join((*(one.sentence for one in changed), WHAT_TO_DO)))
    if draft.state is not PlanState.DRAFT:
        raise NotLegal(f"Plan {draft.number} is {draft.state}, so it cannot be published. {WHAT_TO_DO}")


@dataclass(frozen=True, slots=True)
class _Moves:
    """`schedule` and `reopen` by job id; `were_open`: those of the first that nobody had in hand."""

    schedule: frozenset[str]
    reopen: frozenset[str]
    were_open: frozenset[str]

    def make(self, work: Work, now: datetime) -> None:
        """By id, so that two who publish at once wait for each other rather than in a circle."""
        for job_id in sorted(self.schedule | self.reopen):
            # Facts from the field stay: what was started or done meanwhile is not in these states.
            if job_id in self.reopen:
                work.jobs.move(job_id, JobState.OPEN, now, only_from={JobState.SCHEDULED})
            elif not work.jobs.move(job_id, JobState.SCHEDULED, now, only_from={JobState.OPEN}):
                record = work.jobs.get(job_id) if job_id in self.were_open else None
                if record is not None and record.state is JobState.SCHEDULED:
                    # On PostgreSQL another day's plan may be published between our look and our move.
                    raise Stale(f"Job {job_id} was put into another day's plan at this moment. {WHAT_TO_DO}")


def _moves(work: Work, draft: Revision, today: date, now: datetime) -> _Moves:
    """Only what the plan before has in hand is put back: another day's plan may send somebody all the same."""
    sent = frozenset(sent_by(draft))
    former = work.plans.get(draft.based_on) if draft.based_on else None
    dropped = sorted(set(job_ids_of(former.plan)) - sent) if former else []
    held = holding(work, dropped, today=today, now=now, at_hand=(former,) if former else ())
    records = work.jobs.many(sorted(sent))
    return _Moves(
        schedule=sent,
        reopen=frozenset(job_id for job_id, one in held.items() if one.plan_id == draft.based_on),
        were_open=frozenset(record.job.id for record in records if record.state is JobState.OPEN),
    )
