"""A day of two services in three houses: five minutes and two kilometres from each to the next, by any mode."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from dispatch.domain.day import Day
from dispatch.domain.job import Cause, CauseKind, Job
from dispatch.domain.organisation import Organisation, Service
from dispatch.domain.place import Place
from dispatch.domain.skill import Skill
from dispatch.domain.time_window import TimeWindow
from dispatch.domain.worker import FieldWorker, TravelMode, WorkShift
from dispatch.planning.travel_times import TravelTimes
from optimiser.problem import Travel

LONDON = ZoneInfo("Europe/London")
WINTER_DAY = date(2026, 11, 24)
DEPOT, MILL_LANE, HIGH_STREET = (
    Place(uprn=f"99{number}", lon=-1.9 + number / 100, lat=52.6, paon=str(number), street=street, town="Toy")
    for number, street in enumerate(("Depot Road", "Mill Lane", "High Street"))
)


def travel() -> TravelTimes:
    """Places in a row: 300 s and 2,000 m from each to the next, at any hour."""
    steps = np.abs(np.subtract.outer(np.arange(3), np.arange(3))).astype(np.int32)
    legs = {mode.value: Travel(steps * 300, steps * 2000) for mode in TravelMode}
    return TravelTimes(travel=legs, place_index={DEPOT.uprn: 0, MILL_LANE.uprn: 1, HIGH_STREET.uprn: 2})


def travel_in_traffic() -> TravelTimes:
    """The same, but from eight to nine on working days at half speed for those who drive."""
    times = travel()
    number = np.ones((3, 3), dtype=np.uint8)
    np.fill_diagonal(number, 0)
    driven = (TravelMode.CAR, TravelMode.VAN, TravelMode.LORRY)
    legs = {mode: replace(one, profile=number) if mode in driven else one for mode, one in times.travel.items()}
    rush_hour = ((time(), 1000), (time(8), 500), (time(9), 1000))
    return replace(times, travel=legs, traffic=(((time(), 1000),), rush_hour))


def at(clock: str, on: date = WINTER_DAY) -> datetime:
    """A wall-clock time in London, in UTC."""
    return datetime.combine(on, time.fromisoformat(clock), tzinfo=LONDON).astimezone(UTC)


def between(opens: str, closes: str, on: date = WINTER_DAY) -> TimeWindow:
    return TimeWindow(at(opens, on), at(closes, on))


def job(job_id: str, **changes: object) -> Job:
    """Half an hour of care in Mill Lane, at any time."""
    plain = Job(
        id=job_id,
        service_id="care",
        organisation_id="council",
        type="care_visit",
        description="Morning call",
        place=MILL_LANE,
        duration=timedelta(minutes=30),
        skills=(Skill("care"),),
        cause=Cause(kind=CauseKind.PLANNED),
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # changes are the caller's


def repair(job_id: str, **changes: object) -> Job:
    """Half an hour of repairs in Mill Lane for the landlord."""
    landlord = {"service_id": "repairs", "organisation_id": "landlord", "type": "smoke_alarm", "skills": ()}
    return job(job_id, **{**landlord, **changes})


def worker(worker_id: str, **changes: object) -> FieldWorker:
    plain = FieldWorker(
        id=worker_id, name=worker_id.title(), organisation_id="council", service_id="care", skills=(Skill("care"),)
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # changes are the caller's


def shift(worker_id: str, **changes: object) -> WorkShift:
    """Eight to noon by car from the depot, at £18 an hour and 45p a mile."""
    plain = WorkShift(
        id=f"{worker_id}-shift",
        worker_ids=(worker_id,),
        organisation_id="council",
        service_id="care",
        mode=TravelMode.CAR,
        start_place=DEPOT,
        end_place=DEPOT,
        hours=between("08:00", "12:00"),
        pay_pence_per_hour=1800,
        mileage_pence_per_mile=45,
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # changes are the caller's


ANN, BEN = worker("ann"), worker("ben")
FIONA = worker("fiona", organisation_id="landlord", service_id="repairs", skills=(Skill("plumbing", 2), Skill("care")))


def day(*jobs: Job, **changes: object) -> Day:
    """Ann and Ben of the council's care, Fiona of the landlord's repairs, and these jobs."""
    plain = Day(
        date=WINTER_DAY,
        zone=LONDON,
        town="Toy",
        organisations=(Organisation(id="council", name="Council"), Organisation(id="landlord", name="Landlord")),
        services=(
            Service(id="care", name="Care", organisation_id="council"),
            Service(id="repairs", name="Repairs", organisation_id="landlord"),
        ),
        hubs=(),
        workers=(ANN, BEN, FIONA),
        shifts=(
            shift("ann"),
            shift("ben"),
            shift("fiona", organisation_id="landlord", service_id="repairs"),
        ),
        households=(),
        agreements=(),
        signals=(),
        jobs=jobs,
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # changes are the caller's
