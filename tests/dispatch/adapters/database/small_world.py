"""A council and a housing association with a bin, a boiler and the people who ask for them."""

from datetime import UTC, date, datetime, timedelta

from dispatch.domain.actor import Actor, Role, system
from dispatch.domain.job import Cause, CauseKind, Job
from dispatch.domain.job_record import JobRecord
from dispatch.domain.message import Message
from dispatch.domain.place import Place
from dispatch.domain.signal import Signal, SignalKind
from dispatch.domain.states import JobState

AT_SIX = datetime(2026, 11, 23, 6, tzinfo=UTC)
MONDAY = date(2026, 11, 23)
PROGRAM = system("test")


def scheduler(organisation_id: str, *partners: str) -> Actor:
    """Who may see the rows of the organisation and its partners."""
    return Actor(
        id=f"{organisation_id}-scheduler",
        name="Sam",
        organisation_id=organisation_id,
        role=Role.SCHEDULER,
        organisations=frozenset({organisation_id, *partners}),
    )


COUNCIL = scheduler("council")
HOUSING = scheduler("housing")


def message(id_: str = "m1", *, key: str = "k1", organisation_id: str = "council", problem: str = "",
            minutes: int = 0) -> Message:  # fmt: skip
    """Received some minutes after six, from the council's one webhook unless said."""
    return Message(
        id=id_,
        organisation_id=organisation_id,
        source_id=f"{organisation_id}-tts",
        key=key,
        received_at=AT_SIX + timedelta(minutes=minutes),
        content_type="application/json",
        body=b'\x00\xff{"not": "text"',
        problem=problem,
    )


def reading(id_: str = "s1", *, minutes: int = 0, uprn: str = "1", value: float = 91.0) -> Signal:
    """How full the bin is."""
    return Signal(
        id=id_,
        kind=SignalKind.READING,
        source="0004A30B001C0530",
        received_at=AT_SIX + timedelta(minutes=minutes),
        observed_at=AT_SIX + timedelta(minutes=minutes, seconds=-5),
        uprn=uprn,
        quantity="fill_percent",
        value=value,
    )


def job(id_: str, *, organisation_id: str = "council", uprn: str = "1", type_: str = "empty_bin",
        cause: Cause | None = None) -> Job:  # fmt: skip
    """Planned work unless a cause is given."""
    return Job(
        id=id_,
        service_id=f"{organisation_id}-service",
        organisation_id=organisation_id,
        type=type_,
        description="Empty the bin",
        place=Place(uprn=uprn, lon=0.0, lat=52.0, street="Mill Lane"),
        duration=timedelta(minutes=6),
        cause=cause or Cause(kind=CauseKind.PLANNED),
    )


def sensed(id_: str, *signal_ids: str, uprn: str = "1", type_: str = "empty_bin") -> Job:
    """Caused by readings."""
    return job(id_, uprn=uprn, type_=type_,
               cause=Cause(kind=CauseKind.SENSOR, signal_ids=signal_ids, rule="full: at least 75 % full"))  # fmt: skip


def record(of: Job, *, state: JobState = JobState.OPEN, due_on: date | None = MONDAY) -> JobRecord:
    """Added at six."""
    closed_at = AT_SIX if state in (JobState.DONE, JobState.WITHDRAWN) else None
    return JobRecord(job=of, state=state, due_on=due_on, added_at=AT_SIX, added_by="triage", changed_at=AT_SIX,
                     closed_at=closed_at)  # fmt: skip
