"""Requests and revisions for a winter day that the council hosts for itself and the landlord."""

from dataclasses import replace
from datetime import timedelta

from dispatch.domain.actor import Actor
from dispatch.domain.day_plan import CutOff, DayPlan, Entry, EntryKind, LeftOut, WorkerDay
from dispatch.domain.plan_request import PlanInputs, PlanRequest
from dispatch.domain.revision import Revision
from dispatch.domain.states import PlanState, RequestState
from dispatch.ports.store import Store
from tests.dispatch.adapters.database.small_world import PROGRAM, scheduler
from tests.dispatch.planning.tiny_day import WINTER_DAY, at, day, job, repair

COUNCIL = scheduler("council")
# Landlord's people whose account knows of no partner: the plan is theirs all the same, as they work in it.
LANDLORD = scheduler("landlord")
STRANGER = scheduler("parish")
INPUTS = PlanInputs(day=day(job("CALL"), repair("ALARM")))


def request(request_id: str = "r1", **changes: object) -> PlanRequest:
    plain = PlanRequest(id=request_id, organisation_id="council", date=WINTER_DAY, asked_by="sam", asked_at=at("07:00"),
                        iterations=1000)  # fmt: skip
    return replace(plain, **changes)  # type: ignore[arg-type] # changes are the caller's


def call(job_id: str, starts: str) -> Entry:
    """Half an hour in Mill Lane."""
    return Entry(
        kind=EntryKind.JOB,
        job_id=job_id,
        uprn="991",
        lon=-1.89,
        lat=52.6,
        arrives_at=at(starts) - timedelta(minutes=1),
        starts_at=at(starts),
        finishes_at=at(starts) + timedelta(minutes=30),
        travel_s=300,
        travel_m=2000,
    )


def rest(starts: str) -> Entry:
    """Half an hour of break there."""
    return replace(call("", starts), kind=EntryKind.BREAK, job_id=None)


def worker_day(workers: str, *entries: Entry) -> WorkerDay:
    """`workers` with spaces between: one shift, at work from eight to noon."""
    return WorkerDay(
        shift_id=f"{workers.split()[0]}-shift",
        worker_ids=tuple(workers.split()),
        leaves_at=at("08:00"),
        ends_at=at("12:00"),
        entries=entries,
        last_travel_s=300,
        last_travel_m=2000,
        cash_pence=7203.125,
    )


PLAN = DayPlan(
    days=(
        worker_day("ann", call("CALL", "08:30"), rest("10:00"), call("SECOND", "11:00")),
        worker_day("ben"),
        worker_day("fiona", call("ALARM", "09:00")),
    ),
    left_out=(LeftOut(job_id="GAS", service_id="repairs", reason="Nobody has the skill gas."),),
    violations=(),
    cut_off=(CutOff(uprn="991", walk_m=210, job_ids=("CALL", "SECOND", "ALARM"), shift_ids=()),),
)


def revision(plan_id: str = "p1", **changes: object) -> Revision:
    """A draft for the request of the same number."""
    plain = Revision(
        id=plan_id,
        organisation_id="council",
        date=WINTER_DAY,
        number=0,
        based_on=None,
        request_id=f"r{plan_id[1:]}",
        state=PlanState.DRAFT,
        made_by="sam",
        made_at=at("07:05"),
        inputs_at=at("07:00"),
        plan=PLAN,
        lines={"ann-shift": ((-1.9, 52.6), (-1.8900000000000001, 52.6))},
        attribution="made up",
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # changes are the caller's


def asked_and_made(store: Store, plan_id: str = "p1", **changes: object) -> Revision:
    """A request with its draft."""
    draft = revision(plan_id, **changes)
    with store.begin(PROGRAM) as work:
        ready = request(draft.request_id, date=draft.date, organisation_id=draft.organisation_id)
        work.requests.add(replace(ready, state=RequestState.READY), INPUTS)
        return work.plans.add(draft)


def published(store: Store, plan_id: str = "p1", at_clock: str = "07:30", by: Actor = COUNCIL) -> bool:
    """Whether it won."""
    with store.begin(by) as work:
        return work.plans.publish(plan_id, by.id, at(at_clock))
