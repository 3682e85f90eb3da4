"""Everything a day is planned from, frozen: the work, the people, the agreements."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.household import Household
from dispatch.domain.job import Job, JobOrder
from dispatch.domain.organisation import Hub, Organisation, Service
from dispatch.domain.signal import Signal
from dispatch.domain.worker import FieldWorker, WorkShift


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    """One working day across organisations. `zone` is where its clock hangs; the day may have 23 or 25 hours."""

    date: date
    zone: ZoneInfo
    town: str
    organisations: tuple[Organisation, ...]
    services: tuple[Service, ...]
    hubs: tuple[Hub, ...]
    workers: tuple[FieldWorker, ...]
    shifts: tuple[WorkShift, ...]
    households: tuple[Household, ...]
    agreements: tuple[LendingAgreement, ...]
    signals: tuple[Signal, ...]
    jobs: tuple[Job, ...]
    orders: tuple[JobOrder, ...] = ()
