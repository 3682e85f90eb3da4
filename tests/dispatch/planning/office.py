"""The tiny day in a store: its people, shifts and jobs, and who may ask for what."""

from collections.abc import Callable
from datetime import date, datetime
from itertools import count

from dispatch.domain.account import Account
from dispatch.domain.actor import Actor, Role, system
from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind
from dispatch.domain.partnership import Partnership
from dispatch.domain.plan_request import PlanRequest
from dispatch.domain.revision import Revision
from dispatch.domain.states import JobState, PlanState, RequestState
from dispatch.planning.ask_for_plan import ask_for_plan
from dispatch.planning.plan_day import plan_day
from dispatch.planning.revise_plan import plan_rest_of_day
from dispatch.ports.store import Store
from optimiser.solve import solve
from tests.dispatch.planning.tiny_day import LONDON, WINTER_DAY, at, travel

PARTNERSHIP = Partnership(id="toy", name="Toy", host_id="council", member_ids=("council", "landlord"))
SEVEN = at("07:00")
SYSTEM = system("test")
HANNAH = Actor(id="hannah", name="Hannah", organisation_id="council", role=Role.SCHEDULER,
               organisations=frozenset({"council", "landlord"}))  # fmt: skip
LEON = Actor(id="leon", name="Leon", organisation_id="landlord", role=Role.SCHEDULER,
             organisations=frozenset({"council", "landlord"}))  # fmt: skip
MAY = Actor(id="may", name="May", organisation_id="council", role=Role.MANAGER, organisations=frozenset({"council"}))
ELSEWHERE = Actor(id="eve", name="Eve", organisation_id="other", role=Role.SCHEDULER,
                  organisations=frozenset({"other"}))  # fmt: skip


def numbers(prefix: str) -> Callable[[], str]:
    """New ids one can read."""
    following = count(1)
    return lambda: f"{prefix}-{next(following)}"


def open_office(store: Store, day: Day) -> None:
    """Everything of the day in the store, its jobs open."""
    with store.begin(SYSTEM) as work:
        for organisation in day.organisations:
            own = organisation.id
            work.settings.put(own, [organisation])
            work.settings.put(own, [one for one in day.services if one.organisation_id == own])
            work.settings.put(own, [one for one in day.workers if one.organisation_id == own])
        work.settings.put("council", [PARTNERSHIP, *day.households])
        work.settings.put_shifts(day.date, day.shifts)
        work.accounts.put(Account(id="hannah", organisation_id="council", login="hannah", name="Hannah Host",
                                  role=Role.SCHEDULER))  # fmt: skip
        for job in day.jobs:
            work.jobs.add(JobRecord(job=job, due_on=day.date, added_at=SEVEN, changed_at=SEVEN))
        work.jobs.add_orders("council", day.orders)


def ask(
    store: Store, now: datetime = SEVEN, *, name: str = "request", actor: Actor = HANNAH, on: date = WINTER_DAY
) -> PlanRequest:
    return ask_for_plan(store, actor, on, iterations=30, seed=1, new_id=lambda: name, now=now, zone=LONDON)


def draft_of(store: Store, request: PlanRequest, plan: DayPlan | None = None) -> Revision:
    """What the background makes of a request."""
    with store.begin(SYSTEM) as work:
        inputs = work.requests.inputs(request.id)
    if plan is None and inputs.revises is None:
        _, plan = plan_day(inputs.day, travel(), lambda problem: solve(problem, iterations=30))
    elif plan is None:
        _, plan = plan_rest_of_day(inputs, travel(), lambda problem, start: solve(problem, iterations=30, start=start))
    revision = Revision(
        id=f"plan-of-{request.id}",
        organisation_id=request.organisation_id,
        date=request.date,
        number=0,
        based_on=request.based_on,
        request_id=request.id,
        state=PlanState.DRAFT,
        made_by=request.asked_by,
        made_at=request.asked_at,
        inputs_at=request.asked_at,
        plan=plan,
    )
    with store.begin(SYSTEM) as work:
        work.requests.move(request.id, RequestState.RUNNING)
        draft = work.plans.add(revision)
        work.requests.move(request.id, RequestState.READY, plan_id=draft.id)
    return draft


def report(store: Store, job_id: str, worker_id: str, kind: OutcomeKind, when: datetime) -> None:
    """A fact from the field, and what it does to the job."""
    reason = CouldNotReason.NO_ACCESS if kind is OutcomeKind.COULD_NOT else None
    outcome = Outcome(id=f"{job_id}-{worker_id}-{kind}", organisation_id="council", job_id=job_id, worker_id=worker_id,
                      plan_id="plan", kind=kind, reason=reason, happened_at=when, received_at=when)  # fmt: skip
    target = {
        OutcomeKind.ARRIVED: JobState.STARTED,
        OutcomeKind.DONE: JobState.DONE,
        OutcomeKind.COULD_NOT: JobState.COULD_NOT,
    }[kind]
    with store.begin(SYSTEM) as work:
        work.outcomes.add(outcome)
        work.jobs.move(job_id, target, when)


def state_of(store: Store, job_id: str) -> JobState:
    with store.begin(SYSTEM) as work:
        record = work.jobs.get(job_id)
    assert record is not None
    return record.state


def worker_of(plan: DayPlan, job_id: str) -> str:
    return next(day.worker_ids[0] for day in plan.days for entry in day.entries if entry.job_id == job_id)


def jobs_of(plan: DayPlan, worker_id: str) -> list[str | None]:
    return [entry.job_id for day in plan.days if worker_id in day.worker_ids for entry in day.entries]
