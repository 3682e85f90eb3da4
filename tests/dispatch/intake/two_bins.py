"""Two litter bins and a quiet home, with the rules over them: a world one can hold in the head."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch.domain.job import Job
from dispatch.domain.place import Place
from dispatch.domain.signal import Signal, SignalKind
from dispatch.domain.threshold_rule import JobTemplate, ThresholdRule
from dispatch.domain.watched import Watched
from dispatch.intake.triage import Triage, triage

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 11, 23, 6, tzinfo=UTC)

MILL_LANE = Watched(ref="BIN-1", kind="litter", place=Place(uprn="1", lon=0.0, lat=52.0))
MARKET = Watched(ref="BIN-2", kind="litter", place=Place(uprn="2", lon=0.01, lat=52.0))
HOME = Watched(ref="HH-7", kind="home", place=Place(uprn="7", lon=0.02, lat=52.0), household_id="HH-7")

FULL = ThresholdRule(
    id="full",
    watches="litter",
    quantity="fill_percent",
    at_least=75.0,
    sentence="at least 75 % full",
    template=JobTemplate(
        service_id="waste", organisation_id="council", type="empty", description="Empty", duration=timedelta(minutes=6)
    ),
)
QUIET = ThresholdRule(
    id="quiet",
    watches="home",
    quantity="quiet_h",
    at_least=9.0,
    failed_first=("call", "keyholder"),
    sentence="quiet, nobody reached",
    template=JobTemplate(
        service_id="care",
        organisation_id="council",
        type="check",
        description="Knock",
        duration=timedelta(minutes=20),
        opens=time(7, 30),
        closes=time(11),
    ),
)


def reading(
    id_: str,
    hours_ago: float,
    value: float,
    *,
    of: Watched = MILL_LANE,
    quantity: str = "fill_percent",
    late_h: float = 0.0,
) -> Signal:
    """Measured so many hours before six o'clock, received then or so many hours later."""
    observed = NOW - timedelta(hours=hours_ago)
    return Signal(
        id=id_,
        kind=SignalKind.READING,
        source=f"sensor-{of.ref}",
        received_at=observed + timedelta(hours=late_h),
        observed_at=observed,
        uprn=of.place.uprn,
        quantity=quantity,
        value=value,
    )


def sort_out(*signals: Signal, open_jobs: tuple[Job, ...] = (), now: datetime = NOW) -> Triage:
    """Triage at six o'clock."""
    return triage(
        signals,
        rules=(FULL, QUIET),
        watched=(MILL_LANE, MARKET, HOME),
        open_jobs=open_jobs,
        now=now,
        zone=LONDON,
    )
