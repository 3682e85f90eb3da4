"""What the phone page shows of a worker's day, in words and in the order in which it is read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from dispatch.domain.outcome import REASON_WORDS, CouldNotReason
from dispatch.domain.place import Place
from dispatch.domain.states import VisitState
from dispatch.domain.time_window import TimeWindow
from dispatch.field.own_day import OwnDay, OwnShift, OwnStop

TO_DO = frozenset({VisitState.EXPECTED, VisitState.ARRIVED})
GO_BY = {"car": "by car", "van": "by van", "lorry": "by lorry", "bicycle": "by bicycle", "foot": "on foot"}
REASONS = tuple((reason.value, words) for reason, words in REASON_WORDS.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneVisit:
    """A visit with all that is needed to do it. `number` is its place in the day, and makes ids unique in the page."""

    number: int
    job_id: str
    state: str
    opens: str
    closes: str
    what: str
    address: str
    navigate: str  # a geo: address, for whichever map the phone has
    whose: str
    with_whom: str
    bring: str
    appointment: str
    note: str
    reported_at: str  # e.g. "09:40", empty when nothing was reported
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneMark:
    """Between visits: leaving, a break, being back."""

    number: int
    opens: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A form that came back: what is wrong with it, and what was typed."""

    job_id: str
    sentences: tuple[str, ...]
    reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhoneDay:
    """`empty`: why there is nothing next. `now` and `keep_s` (until the day is over) are for the phone's own copy."""

    date: str
    worker: str
    plan_id: str
    published: str
    updated: str
    now: str  # ISO 8601
    keep_s: int
    next: PhoneVisit | None
    then: tuple[PhoneVisit | PhoneMark, ...]
    reported: tuple[PhoneVisit, ...]
    taken_away: tuple[PhoneVisit, ...]
    empty: Literal["", "no shift", "no plan", "no visits", "done"]
    hours: str  # of today's shifts, by the staff list


def phone_day(day: OwnDay, now: datetime, zone: ZoneInfo) -> PhoneDay:
    """From the stored day; times as clocks in `zone` show them."""
    teller = _Teller(day, now, zone)
    tomorrow = datetime.combine(day.date + timedelta(days=1), datetime.min.time(), tzinfo=zone)
    return PhoneDay(
        date=in_words(day.date),
        worker=day.worker_name,
        plan_id=day.plan_id,
        published=teller.published(),
        updated=teller.clock(now),
        now=now.isoformat(),
        keep_s=max(0, int((tomorrow - now).total_seconds())),
        next=teller.next(),
        then=teller.then(),
        reported=teller.in_state(VisitState.DONE, VisitState.COULD_NOT),
        taken_away=teller.in_state(VisitState.TAKEN_AWAY),
        empty=_empty(day),
        hours=", ".join(teller.between(window) for window in day.hours),
    )


def in_words(day: date) -> str:
    """`Tuesday 24 November`: which year it is, people on their way know."""
    return f"{day:%A} {day.day} {day:%B}"


def _empty(day: OwnDay) -> Literal["", "no shift", "no plan", "no visits", "done"]:
    if day.next is not None:
        return ""
    if not day.hours and not day.plan_id:
        return "no shift"
    if day.published_at is None:
        return "no plan"
    return "done" if any(stop.state is not VisitState.TAKEN_AWAY for stop in day.visits) else "no visits"


class _Teller:
    def __init__(self, day: OwnDay, now: datetime, zone: ZoneInfo) -> None:
        self.day, self.now, self.zone = day, now, zone
        self.stops: Sequence[OwnStop] = (*day.visits, *day.before)

    def clock(self, moment: datetime) -> str:
        return f"{moment.astimezone(self.zone):%H:%M}"

    def between(self, window: TimeWindow) -> str:
        return f"{self.clock(window.opens_at)} to {self.clock(window.closes_at)}"

    def published(self) -> str:
        """`17:05 on Monday by Priya Shah`; empty without a plan."""
        if self.day.published_at is None:
            return ""
        at = self.day.published_at.astimezone(self.zone)
        on = "" if at.date() == self.day.date else f" on {at:%A}"
        return f"{at:%H:%M}{on}" + (f" by {self.day.published_by}" if self.day.published_by else "")

    def next(self) -> PhoneVisit | None:
        return None if self.day.next is None else self.visit(self.day.next)

    def then(self) -> tuple[PhoneVisit | PhoneMark, ...]:
        """The rest of the day: what is over is left out."""
        found: list[PhoneVisit | PhoneMark] = []
        for number, shift in enumerate(self.day.shifts):
            found += self._of_shift(number, shift)
        return tuple(found)

    def _of_shift(self, number: int, shift: OwnShift) -> list[PhoneVisit | PhoneMark]:
        first, found = 1000 * (number + 1), list[PhoneVisit | PhoneMark]()
        untouched = all(stop.state in (None, VisitState.EXPECTED) for stop in shift.stops)
        if shift.start is not None and untouched and shift.stops:
            by = GO_BY.get(shift.mode, "")
            text = f"Leave {shift.start.one_line}{', ' + by if by else ''}"
            found.append(PhoneMark(number=first, opens=self.clock(shift.leaves_at), text=text))
        for stop in shift.stops:
            if stop.state is None and stop.finishes_at > self.now:
                text = f"Break until {self.clock(stop.finishes_at)}"
                found.append(PhoneMark(number=self._number(stop), opens=self.clock(stop.starts_at), text=text))
            elif stop.state in TO_DO and stop is not self.day.next:
                found.append(self.visit(stop))
        if shift.end is not None and shift.stops and shift.ends_at > self.now:
            text = f"Back at {shift.end.one_line}"
            found.append(PhoneMark(number=first + 999, opens=self.clock(shift.ends_at), text=text))
        return found

    def _number(self, stop: OwnStop) -> int:
        """1001, 1002, ... on the first time out, 2001 on the second, 9001 what is in the plan no more."""
        for number, shift in enumerate(self.day.shifts):
            for position, one in enumerate(shift.stops):
                if one is stop:
                    return 1000 * (number + 1) + position + 1
        return 9001 + next((position for position, one in enumerate(self.day.before) if one is stop), 0)

    def in_state(self, *states: VisitState) -> tuple[PhoneVisit, ...]:
        """By the time of the report, or else of the visit."""
        chosen = [stop for stop in self.stops if stop.state in states]
        return tuple(self.visit(stop) for stop in sorted(chosen, key=lambda one: one.reported_at or one.starts_at))

    def visit(self, stop: OwnStop) -> PhoneVisit:
        place = stop.place
        whose = f"{stop.service}, {stop.organisation}" if stop.organisation else stop.service
        return PhoneVisit(
            number=self._number(stop),
            job_id=stop.job_id or "",
            state=(stop.state or VisitState.TAKEN_AWAY).value,
            opens=self.clock(stop.starts_at),
            closes=self.clock(stop.finishes_at),
            what=stop.what,
            address=place.one_line if place else "",
            navigate=geo_address(place) if place and stop.state in TO_DO else "",
            whose=whose,
            with_whom=_and(stop.with_whom),
            bring=_and(stop.bring),
            appointment=self.between(stop.appointment) if stop.appointment else "",
            note=stop.note,
            reported_at=self.clock(stop.reported_at) if stop.reported_at else "",
            reason=REASON_WORDS[stop.reason] if isinstance(stop.reason, CouldNotReason) else "",
        )


def geo_address(place: Place) -> str:
    """RFC 5870, with the `q` by which phones' maps name the pin."""
    at = f"{place.lat:.6f},{place.lon:.6f}"
    return f"geo:{at}?q={at}({quote(place.one_line, safe='')})"


def _and(names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"
