"""Workers by time: a row for each shift, with bars at hundredths of the day's width; the same in words beside it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from dispatch.domain.day_plan import Entry, EntryKind, WorkerDay
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome, OutcomeKind
from dispatch.domain.states import JobState, VisitState
from dispatch.domain.worker import WorkShift
from web.pages.board_day import StoredBoard
from web.pages.board_seen import NOT_SHARED, Seer
from web.pages.drawn_routes import DrawnRoutes
from web.pages.in_zone import clock, some

HOUR = timedelta(hours=1)
# How far around now, in hundredths, a label of 36 pixels would lie under that of now (42 pixels) on a wide screen.
BEFORE_NOW, AFTER_NOW = -9.0, 3.0
NARROW = 1.9  # hundredths; a sign has 12 pixels
STATE_WORDS = {
    VisitState.EXPECTED: "To do",
    VisitState.ARRIVED: "Arrived",
    VisitState.DONE: "Done",
    VisitState.COULD_NOT: "Could not do",
    VisitState.TAKEN_AWAY: "Taken away",
}
_BY_KIND = {
    OutcomeKind.ARRIVED: VisitState.ARRIVED,
    OutcomeKind.DONE: VisitState.DONE,
    OutcomeKind.COULD_NOT: VisitState.COULD_NOT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From whole hour to whole hour; a moment is so many hundredths of the width."""

    begins_at: datetime
    ends_at: datetime

    def percent(self, moment: datetime) -> float:
        """Kept inside the picture."""
        share = (moment - self.begins_at) / (self.ends_at - self.begins_at)
        return round(100 * min(1.0, max(0.0, share)), 3)

    def width(self, start: datetime, end: datetime) -> float:
        """Hundredths between two moments."""
        return round(max(0.0, self.percent(end) - self.percent(start)), 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """An hour on top. `minor` ones are not named on a phone."""

    x: float
    label: str
    minor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A visit (`state` is a VisitState's value) or a break. `title` is told by the pointer.

    `marked`: wide enough for the sign of its state.
    """

    x: float
    width: float
    kind: str  # job or break
    state: str = ""
    colour: int = 0
    title: str = ""
    marked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg:
    """On the way."""

    x: float
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StopLine:
    """One stop in words. `job_id` empty: a break. `lent`: for whom, where it is another organisation's work."""

    starts: str
    finishes: str
    what: str
    where: str
    state: str
    job_id: str = ""
    service: str = ""
    colour: int = 0
    lent: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One shift."""

    shift_id: str
    who: str
    about: str  # 08:00 to 16:00, by car
    summary: str  # 5 visits, 2 done
    hours_x: float
    hours_width: float
    absent: str = ""  # from 10:32
    absent_x: float | None = None
    bars: tuple[Bar, ...] = ()
    legs: tuple[Leg, ...] = ()
    stops: tuple[StopLine, ...] = ()
    drawn: bool = False  # whether the map has its route
    gpx: str = ""  # address of the route as a file; empty: it is not drawn


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A service's rows."""

    service_id: str
    service: str
    organisation: str
    colour: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """`now_x` None: another day than today, or outside the hours shown. `geojson`: address of all routes as a file;
    empty: none of the day is drawn.
    """

    ticks: tuple[Tick, ...] = ()
    now_x: float | None = None
    now: str = ""
    groups: tuple[Group, ...] = ()
    geojson: str = ""


def timeline(board: StoredBoard, seer: Seer, zone: ZoneInfo, only_service: str = "") -> Timeline:
    """Of the revision shown; shifts nobody is sent out on have a row too. `only_service` leaves the others out."""
    days = {day.shift_id: day for day in (board.shown.plan.days if board.shown else ())}
    scale = _scale(board, tuple(days.values()), zone)
    if scale is None:
        return Timeline()
    reader = _Reader(board, seer, zone, scale)
    groups = []
    for service_id, name in board.services.items():
        shifts = [one for one in board.shifts.values() if one.service_id == service_id]
        if not shifts or (only_service and service_id != only_service):
            continue
        shifts.sort(key=lambda one: (one.hours.opens_at, reader.names(one.worker_ids)))
        groups.append(
            Group(
                service_id=service_id,
                service=name,
                organisation=board.organisations.get(shifts[0].organisation_id, ""),
                colour=seer.colour(service_id),
                rows=tuple(reader.row(one, days.get(one.id)) for one in shifts),
            )
        )
    inside = board.on == board.today and scale.begins_at <= board.now <= scale.ends_at
    return Timeline(
        ticks=_ticks(scale, zone, scale.percent(board.now) if inside else None),
        now_x=scale.percent(board.now) if inside else None,
        now=clock(board.now, zone),
        groups=tuple(groups),
        geojson=f"{reader.address}/routes.geojson" if any(map(reader.routes.drawn, days.values())) else "",
    )


def visit_state(
    entry: Entry, worker_ids: Collection[str], record: JobRecord | None, outcomes: Sequence[Outcome]
) -> VisitState:
    """What the workers of this visit reported, else what became of the job.

    A report that it could not be done says nothing of a later visit, planned because it was put back on the list.
    """
    own = [one for one in outcomes if one.worker_id in worker_ids]
    waits = record is not None and record.state in (JobState.OPEN, JobState.SCHEDULED)
    if own and not (waits and entry.starts_at > own[-1].happened_at):
        return _BY_KIND[own[-1].kind]
    if record is not None and record.state is JobState.DONE:
        return VisitState.DONE
    if record is not None and record.state is JobState.WITHDRAWN:
        return VisitState.TAKEN_AWAY
    return VisitState.EXPECTED


def _scale(board: StoredBoard, days: Sequence[WorkerDay], zone: ZoneInfo) -> Scale | None:
    """The hours of all shifts and routes, from full hour to full hour."""
    starts = [*(one.hours.opens_at for one in board.shifts.values()), *(day.leaves_at for day in days)]
    ends = [*(one.hours.closes_at for one in board.shifts.values()), *(day.ends_at for day in days)]
    if not starts:
        return None
    first, last = min(starts).astimezone(zone), max(ends).astimezone(zone)
    begins_at = first.replace(minute=0, second=0, microsecond=0)
    full = last.replace(minute=0, second=0, microsecond=0)
    ends_at = full if full == last else full + HOUR
    return Scale(begins_at=begins_at, ends_at=max(ends_at, begins_at + HOUR))


def _ticks(scale: Scale, zone: ZoneInfo, now_x: float | None) -> tuple[Tick, ...]:
    """Every hour has a line; its time is left out where the label of now would lie on it."""
    count = round((scale.ends_at - scale.begins_at) / HOUR)
    every = 1 if count <= 9 else 2 if count <= 18 else 3
    moments = [scale.begins_at + number * HOUR for number in range(count)]
    return tuple(
        Tick(
            x=scale.percent(moment),
            label="" if number % every or _covered(scale.percent(moment), now_x) else clock(moment, zone),
            minor=number % (2 * every) != 0,
        )
        for number, moment in enumerate(moments)
    )


def _covered(x: float, now_x: float | None) -> bool:
    return now_x is not None and BEFORE_NOW < x - now_x < AFTER_NOW


class _Reader:
    """Makes rows."""

    def __init__(self, board: StoredBoard, seer: Seer, zone: ZoneInfo, scale: Scale) -> None:
        self.board, self.seer, self.zone, self.scale = board, seer, zone, scale
        self.absent = {one.worker_id: one for one in board.absences}
        self.routes = DrawnRoutes(board, seer, zone)
        self.address = f"/plans/{quote(board.shown.id, safe='')}" if board.shown else ""

    def names(self, worker_ids: Collection[str]) -> str:
        return " and ".join(self.board.workers[one].name if one in self.board.workers else one for one in worker_ids)

    def row(self, shift: WorkShift, day: WorkerDay | None) -> Row:
        stops = tuple(self.stop(day, entry) for entry in day.entries) if day else ()
        gone = [self.absent[one] for one in shift.worker_ids if one in self.absent]
        drawn = day is not None and self.routes.drawn(day)
        return Row(
            shift_id=shift.id,
            who=self.names(shift.worker_ids),
            about=f"{clock(shift.hours.opens_at, self.zone)} to {clock(shift.hours.closes_at, self.zone)}, "
            f"{_by(shift.mode.value)}",
            summary=_summary(stops),
            hours_x=self.scale.percent(shift.hours.opens_at),
            hours_width=self.scale.width(shift.hours.opens_at, shift.hours.closes_at),
            absent=f"{self.names([one.worker_id for one in gone])} absent from {clock(gone[0].starts_at, self.zone)}"
            if gone
            else "",
            absent_x=self.scale.percent(gone[0].starts_at) if gone else None,
            bars=tuple(self.bar(entry, stop) for entry, stop in zip(day.entries, stops, strict=True)) if day else (),
            legs=tuple(self.legs(day)) if day else (),
            stops=stops,
            drawn=drawn,
            gpx=f"{self.address}/routes/{quote(shift.id, safe='')}.gpx" if drawn else "",
        )

    def stop(self, day: WorkerDay, entry: Entry) -> StopLine:
        starts, finishes = clock(entry.starts_at, self.zone), clock(entry.finishes_at, self.zone)
        if entry.job_id is None:
            what = "Break" if entry.kind is EntryKind.BREAK else "Stop"
            return StopLine(starts=starts, finishes=finishes, what=what, where="", state="")
        seen, record = self.seer.job(entry.job_id), self.board.records.get(entry.job_id)
        if seen is None or record is None:
            return StopLine(starts=starts, finishes=finishes, what=NOT_SHARED, where="", state="expected")
        outcomes = self.board.outcomes.get(entry.job_id, ())
        state = visit_state(entry, day.worker_ids, record, outcomes)
        told = [one for one in outcomes if one.worker_id in day.worker_ids]
        return StopLine(
            starts=starts,
            finishes=finishes,
            what=seen.what,
            where=seen.where,
            state=state.value,
            job_id=seen.id,
            service=seen.service,
            colour=seen.colour,
            lent=seen.organisation if entry.lent else "",
            note=f"{clock(told[-1].happened_at, self.zone)} {self.seer.outcome(record, told[-1])}".strip()
            if told and state is not VisitState.EXPECTED
            else "",
        )

    def bar(self, entry: Entry, stop: StopLine) -> Bar:
        state = STATE_WORDS[VisitState(stop.state)] if stop.state else ""
        words = ", ".join(part for part in (stop.what, stop.where, state) if part)
        width = self.scale.width(entry.starts_at, entry.finishes_at)
        return Bar(
            x=self.scale.percent(entry.starts_at),
            width=width,
            kind=entry.kind.value,
            state=stop.state,
            colour=stop.colour,
            title=f"{stop.starts} to {stop.finishes}: {words}",
            # What went wrong is always shown, also beyond its bar.
            marked=width >= NARROW or stop.state == VisitState.COULD_NOT.value,
        )

    def legs(self, day: WorkerDay) -> list[Leg]:
        """Every way there ends on arrival; the last one at the end of the day."""
        found = [
            Leg(
                x=self.scale.percent(entry.arrives_at - timedelta(seconds=entry.travel_s)),
                width=self.scale.width(entry.arrives_at - timedelta(seconds=entry.travel_s), entry.arrives_at),
            )
            for entry in day.entries
            if entry.travel_s
        ]
        if day.last_travel_s:
            leaves = day.ends_at - timedelta(seconds=day.last_travel_s)
            found.append(Leg(x=self.scale.percent(leaves), width=self.scale.width(leaves, day.ends_at)))
        return found


def _by(mode: str) -> str:
    return {"foot": "on foot", "bicycle": "by bicycle"}.get(mode, f"by {mode}")


def _summary(stops: Sequence[StopLine]) -> str:
    visits = [stop for stop in stops if stop.state]
    if not visits:
        return "No visits"
    done = sum(stop.state == VisitState.DONE.value for stop in visits)
    failed = sum(stop.state == VisitState.COULD_NOT.value for stop in visits)
    parts = [some(len(visits), "visit")]
    parts += [f"{done} done"] if done else []
    parts += [f"{failed} could not"] if failed else []
    return ", ".join(parts)
