"""A town of nine addresses and two organisations that plan together: what the small stored day is set in."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from dispatch.domain.account import Account
from dispatch.domain.actor import Role
from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.device import Device, ReadAs, SignalSource
from dispatch.domain.household import Household
from dispatch.domain.job import Cause, CauseKind, Job
from dispatch.domain.organisation import Hub, Organisation, Service
from dispatch.domain.partnership import Partnership
from dispatch.domain.place import Place
from dispatch.domain.skill import Skill
from dispatch.domain.threshold_rule import JobTemplate, ThresholdRule
from dispatch.domain.time_window import TimeWindow
from dispatch.domain.watched import Watched
from dispatch.domain.worker import FieldWorker, MealBreak, TravelMode, WorkShift
from dispatch.planning.travel_times import TravelTimes
from optimiser.problem import Travel

LONDON = ZoneInfo("Europe/London")
TODAY = date(2026, 11, 24)
METRES_PER_DEGREE = (67_600.0, 111_200.0)  # of longitude and latitude, at 52.6 degrees north
METRES_PER_SECOND = 5.0


def at(clock: str, on: date = TODAY) -> datetime:
    """A wall-clock time in London, in UTC."""
    return datetime.combine(on, time.fromisoformat(clock), tzinfo=LONDON).astimezone(UTC)


def between(opens: str, closes: str) -> TimeWindow:
    """Two wall-clock times of the day."""
    return TimeWindow(at(opens), at(closes))


def _place(number: int, paon: str, street: str, east: int, north: int) -> Place:
    return Place(
        uprn=f"99000000{number:02d}",
        lon=round(-1.9 + east * 0.004, 6),
        lat=round(52.6 + north * 0.003, 6),
        paon=paon,
        street=street,
        town="Toyton",
        postcode=f"ZY1 {number % 10}AB",
    )


TOWN_HALL = _place(1, "Town Hall", "Market Place", 2, 2)
YARD = _place(2, "Yard", "Canal Street", 5, 0)
MILL_LANE = _place(3, "14", "Mill Lane", 0, 1)
CHURCH_ROW = _place(4, "3", "Church Row", 1, 4)
HIGH_STREET = _place(5, "101", "High Street", 3, 3)
ORCHARD_CLOSE = _place(6, "8", "Orchard Close", 4, 5)
STATION_ROAD = _place(7, "27", "Station Road", 6, 2)
LOCK_COTTAGES = _place(8, "2", "Lock Cottages", 6, 1)
PARK_BIN = _place(9, "Litter bin", "Park Road", 1, 0)
PLACES = (
    TOWN_HALL,
    YARD,
    MILL_LANE,
    CHURCH_ROW,
    HIGH_STREET,
    ORCHARD_CLOSE,
    STATION_ROAD,
    LOCK_COTTAGES,
    PARK_BIN,
)


def travel() -> TravelTimes:
    """Along a grid of streets, as fast by any mode at any hour."""
    lon, lat = np.array([one.lon for one in PLACES]), np.array([one.lat for one in PLACES])
    across = np.abs(np.subtract.outer(lon, lon)) * METRES_PER_DEGREE[0]
    up = np.abs(np.subtract.outer(lat, lat)) * METRES_PER_DEGREE[1]
    metres = np.rint(across + up).astype(np.int32)
    seconds = np.ceil(metres / METRES_PER_SECOND).astype(np.int32)
    return TravelTimes(
        travel={mode.value: Travel(seconds, metres) for mode in TravelMode},
        place_index={place.uprn: row for row, place in enumerate(PLACES)},
    )


ORGANISATIONS = (
    Organisation(id="council", name="Northgate Council"),
    Organisation(id="landlord", name="Millbrook Homes"),
)
SERVICES = (
    Service(id="bins", name="Litter bins", organisation_id="council"),
    Service(id="care", name="Home care", organisation_id="council"),
    Service(id="repairs", name="Housing repairs", organisation_id="landlord"),
)
HUBS = (
    Hub(id="hall", name="Town Hall", place=TOWN_HALL),
    Hub(id="yard", name="Canal Street yard", place=YARD),
)
PARTNERSHIP = Partnership(id="toyton", name="Toyton", host_id="council", member_ids=("council", "landlord"))
LENDING = LendingAgreement(
    id="alarms", lender_id="council", borrower_id="landlord", job_types=("smoke_alarm",), charge_pence=900, daily_cap=3
)
HOUSEHOLDS = (
    Household(id="home-mill", uprn=MILL_LANE.uprn, known_to=("care", "repairs")),
    Household(id="home-church", uprn=CHURCH_ROW.uprn, known_to=("care",)),
)


def _worker(worker_id: str, name: str, service: str, *skills: Skill) -> FieldWorker:
    owner = next(one.organisation_id for one in SERVICES if one.id == service)
    return FieldWorker(id=worker_id, name=name, organisation_id=owner, service_id=service, skills=skills)


WORKERS = (
    _worker("ann", "Ann Archer", "care", Skill("care"), Skill("alarms")),
    _worker("ben", "Ben Baker", "care", Skill("care")),
    _worker("cass", "Cass Cole", "bins", Skill("driving")),
    _worker("fiona", "Fiona Firth", "repairs", Skill("plumbing", 2)),
    _worker("gus", "Gus Grant", "repairs", Skill("plumbing")),
)


def shift(worker_id: str) -> WorkShift:
    """Eight to four with half an hour's break around noon, from the hall or the yard and back."""
    one = next(each for each in WORKERS if each.id == worker_id)
    start = YARD if one.service_id == "bins" else TOWN_HALL
    return WorkShift(
        id=f"{worker_id}-shift",
        worker_ids=(worker_id,),
        organisation_id=one.organisation_id,
        service_id=one.service_id,
        mode=TravelMode.VAN if one.service_id == "bins" else TravelMode.CAR,
        start_place=start,
        end_place=start,
        hours=between("08:00", "16:00"),
        breaks=(MealBreak(length=timedelta(minutes=30), window=between("11:30", "13:30")),),
        pay_pence_per_hour=1800,
        mileage_pence_per_mile=45,
    )


def _job(job_id: str, service: str, kind: str, what: str, place: Place, minutes: int, **more: object) -> Job:
    owner = next(one.organisation_id for one in SERVICES if one.id == service)
    cause = Cause(kind=CauseKind.PLANNED, reference="care plan" if service == "care" else "order book")
    return Job(
        id=job_id, service_id=service, organisation_id=owner, type=kind, description=what, place=place,
        duration=timedelta(minutes=minutes), **{"cause": cause, **more},  # type: ignore[arg-type] # as Job has them
    )  # fmt: skip


CARE = (Skill("care"),)
JOBS = (
    _job("CARE-1", "care", "care_visit", "Morning call", MILL_LANE, 30, skills=CARE,
         windows=(between("08:00", "09:30"),)),
    _job("CARE-2", "care", "care_visit", "Morning call", CHURCH_ROW, 45, skills=CARE,
         windows=(between("08:00", "09:30"),)),
    _job("CARE-3", "care", "care_visit", "Lunch call", MILL_LANE, 30, skills=CARE,
         windows=(between("12:00", "13:30"),)),
    _job("CARE-4", "care", "care_visit", "Help with a bath, two carers", ORCHARD_CLOSE, 40, skills=CARE, people=2,
         windows=(between("10:00", "11:30"),)),
    _job("CARE-5", "care", "care_visit", "Tea call", STATION_ROAD, 30, skills=CARE,
         windows=(between("14:30", "15:30"),)),
    _job("BIN-1", "bins", "empty_bin", "Empty the litter bin", HIGH_STREET, 15),
    _job("REPAIR-1", "repairs", "leak", "Leaking tap in the kitchen", LOCK_COTTAGES, 90, skills=(Skill("plumbing"),),
         appointment=between("09:00", "11:00")),
    _job("REPAIR-2", "repairs", "leak", "Burst pipe under the sink", STATION_ROAD, 120, skills=(Skill("plumbing", 2),)),
    _job("REPAIR-3", "repairs", "window", "Window does not close", CHURCH_ROW, 60),
    _job("ALARM-1", "repairs", "smoke_alarm", "Fit a smoke alarm", MILL_LANE, 30, skills=(Skill("alarms"),)),
    _job("SURVEY-1", "repairs", "survey", "Asbestos survey", HIGH_STREET, 60, skills=(Skill("asbestos", 3),)),
)  # fmt: skip

SOURCE = SignalSource(id="stack", organisation_id="council", kind="the-things-stack", token_hash="0" * 64)
DEVICE = Device(
    eui="70B3D57ED0000001",
    organisation_id="council",
    source_id="stack",
    uprn=PARK_BIN.uprn,
    reads=(ReadAs(field="fill", quantity="fill_percent", absent_value=0.0, lowest=0.0, highest=100.0),),
)
WATCHED = Watched(ref="BIN-PARK", kind="litter", place=PARK_BIN)
RULE = ThresholdRule(
    id="LITTER",
    watches="litter",
    quantity="fill_percent",
    at_least=80.0,
    sentence="A litter bin that is 80 % full is emptied.",
    template=JobTemplate(
        service_id="bins",
        organisation_id="council",
        type="empty_bin",
        description="Empty the litter bin",
        duration=timedelta(minutes=15),
    ),
)

_PEOPLE = (
    ("priya", "Priya Shah", "council", Role.SCHEDULER),
    ("sam", "Sam Odell", "council", Role.SCHEDULER),
    ("lena", "Lena Lund", "landlord", Role.SCHEDULER),
    ("mo", "Mo Marsh", "council", Role.MANAGER),
    ("olu", "Olu Okoro", "council", Role.OFFICER),
)
ACCOUNTS = (
    *(Account(id=who, organisation_id=at_, login=who, name=name, role=role) for who, name, at_, role in _PEOPLE),
    *(
        Account(
            id=one.id,
            organisation_id=one.organisation_id,
            login=one.id,
            name=one.name,
            role=Role.FIELD_WORKER,
            worker_id=one.id,
        )
        for one in WORKERS
    ),
)
