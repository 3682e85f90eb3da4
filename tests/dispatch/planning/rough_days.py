"""Days that go wrong in every way the field can tell of: drawn at random, small enough to look at."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from dispatch.domain.absence import Absence
from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.household import Household
from dispatch.domain.job import Job, JobOrder, LegalClock
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind, Standing
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.worker import MealBreak, WorkShift
from tests.dispatch.planning.tiny_day import (
    ANN,
    BEN,
    DEPOT,
    FIONA,
    HIGH_STREET,
    MILL_LANE,
    at,
    between,
    day,
    job,
    repair,
    shift,
    worker,
)

# The last two have 23 and 25 hours.
DATES = (date(2026, 11, 24), date(2026, 3, 29), date(2026, 10, 25))
LENDING = LendingAgreement(
    id="alarms", lender_id="council", borrower_id="landlord", job_types=("smoke_alarm",), charge_pence=350, daily_cap=2
)


@dataclass(slots=True)
class RoughDay:
    """A made-up day and what may be told of it; the same seed, the same day."""

    random: Random

    def day(self) -> Day:
        on = self.random.choice(DATES)
        made = tuple(self.job(number, on) for number in range(self.random.randint(2, 8)))
        return day(
            *made,
            date=on,
            workers=(ANN, BEN, FIONA, worker("cyd", skills=())),
            shifts=self.shifts(on),
            agreements=self.random.choice(((), (LENDING,))),
            households=(Household(id="H", uprn=MILL_LANE.uprn, known_to=("care",), shares=False),),
            orders=self.orders([one.id for one in made]),
        )

    def job(self, number: int, on: date) -> Job:
        draw = self.random
        opens = draw.randint(8, 11)
        window = between(f"{opens:02}:00", f"{opens + 1:02}:{draw.choice((0, 30)):02}", on)
        clock = LegalClock(law="a law", started_at=at("00:00", on), due_at=at(f"{opens:02}:30", on))
        make = draw.choice((job, job, repair))
        return make(
            f"J{number}",
            place=draw.choice((MILL_LANE, HIGH_STREET, DEPOT)),
            duration=timedelta(minutes=draw.choice((5, 15, 30, 45))),
            set_up=timedelta(minutes=draw.choice((0, 2))),
            people=draw.choice((1, 1, 2)),
            crew=draw.choice((1, 1, 1, 1, 2)),
            windows=draw.choice(((), (), (window,))),
            appointment=draw.choice((None, None, window)),
            clock=draw.choice((None, None, clock)),
            household_id=draw.choice((None, None, None, "H")),
            loads=draw.choice(((), (("bag", 1),))),
        )

    def shifts(self, on: date) -> tuple[WorkShift, ...]:
        draw = self.random
        hours = between("08:00", "12:00", on)
        lunch = (MealBreak(length=timedelta(minutes=20), window=between("09:30", "10:30", on)),)
        ann = shift("ann", hours=hours, breaks=draw.choice(((), lunch)), capacities=draw.choice(((), (("bag", 2),))))
        ben = shift("ben", hours=hours, overtime_limit=timedelta(minutes=draw.choice((0, 45))))
        crew = replace(ben, worker_ids=("ben", "cyd"))
        landlord = {"organisation_id": "landlord", "service_id": "repairs"}
        early = shift("fiona", hours=between("07:30", "09:30", on), overtime_limit=timedelta(minutes=30), **landlord)
        late = shift("fiona", hours=between("10:00", "13:00", on), breaks=draw.choice(((), lunch)), **landlord)
        return (ann, draw.choice((ben, crew)), early, replace(late, id="fiona-late"))

    def orders(self, ids: list[str]) -> tuple[JobOrder, ...]:
        draw = self.random
        if draw.random() < 0.5:
            return ()
        first, second = sorted(draw.sample(ids, 2))
        least = timedelta(minutes=draw.choice((0, 30, 60)))
        return (
            JobOrder(
                first_id=first,
                second_id=second,
                least=least,
                most=draw.choice((None, least + timedelta(minutes=90))),
                needs_first=draw.choice((True, False)),
            ),
        )

    def later(
        self, of: Day, plan: DayPlan, told: tuple[Outcome, ...] = (), not_before: datetime | None = None
    ) -> PlanInputs:
        """The day at some moment, with whatever was told of it so far."""
        draw = self.random
        now = at("07:45", of.date) + timedelta(minutes=draw.randint(0, 330), microseconds=draw.choice((0, 1)))
        now = max(now, not_before or now)
        outcomes = (
            *told,
            *(self.outcome(of, plan, now, f"{len(told)}-{number}") for number in range(draw.randint(0, 8))),
        )
        tried = sorted({one.job_id for one in outcomes if one.kind is OutcomeKind.COULD_NOT})
        done = {one.job_id for one in outcomes if one.kind is OutcomeKind.DONE}
        ids = [one.id for one in of.jobs]
        return PlanInputs(
            day=of,
            revises=plan,
            now=now,
            outcomes=tuple(draw.sample(outcomes, len(outcomes))),
            absences=tuple(self.absence(name, of.date, now) for name in ("ann", "ben", "cyd") if draw.random() < 0.15),
            withdrawn_job_ids=tuple(name for name in ids if draw.random() < 0.1),
            reopened_job_ids=tuple(name for name in tried if name not in done and draw.random() < 0.4),
        )

    def outcome(self, of: Day, plan: DayPlan, now: datetime, name: str) -> Outcome:
        draw = self.random
        sent = [(entry, worker_id) for one in plan.days for entry in one.entries for worker_id in one.worker_ids
                if entry.job_id is not None]  # fmt: skip
        job_id, worker_id = draw.choice(of.jobs).id, draw.choice(("ann", "ben", "fiona", "cyd", "stranger"))
        happened_at = now - timedelta(minutes=draw.randint(-5, 120), microseconds=draw.choice((0, 7)))
        if sent and draw.random() < 0.8:
            entry, worker_id = draw.choice(sent)
            job_id = str(entry.job_id)
            happened_at = min(now, draw.choice((entry.arrives_at, entry.finishes_at)))
            happened_at += timedelta(minutes=draw.choice((-20, -3, 0, 4, 25)))
        kind = draw.choice(list(OutcomeKind))
        return Outcome(
            id=name,
            organisation_id="council",
            job_id=job_id,
            worker_id=worker_id,
            plan_id="plan",
            kind=kind,
            reason=CouldNotReason.NO_ACCESS if kind is OutcomeKind.COULD_NOT else None,
            happened_at=happened_at,
            received_at=now,
            standing=draw.choice((Standing.COUNTED, Standing.COUNTED, *Standing)),
        )

    def absence(self, worker_id: str, on: date, now: datetime) -> Absence:
        starts_at = now + timedelta(minutes=self.random.choice((0, -30, 30)))
        return Absence(id=worker_id, organisation_id="council", worker_id=worker_id, on=on, starts_at=starts_at,
                       reported_by="desk", reported_at=now)  # fmt: skip
