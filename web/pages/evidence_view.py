"""What the evidence of a day shows, put into words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from dispatch.domain.outcome import OutcomeKind, Standing
from dispatch.domain.states import JobState
from dispatch.evidence.evidence_row import EvidenceRow, PromiseSeen
from dispatch.evidence.kept import Kept
from dispatch.evidence.names import Person
from web.pages.days import DayLink, day_links
from web.pages.in_zone import day_in_words, moment_in_words

NOT_SHARED = "Not shared with your organisation"
STATE_WORDS = {
    JobState.DONE: "Done",
    JobState.COULD_NOT: "Could not do",
    JobState.STARTED: "Started",
    JobState.SCHEDULED: "Planned",
    JobState.OPEN: "Nobody sent yet",
    JobState.WITHDRAWN: "Withdrawn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One way to look at the list."""

    href: str
    text: str
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JobLine:
    """A row of the list; `state` is one of the job states, for its tag."""

    href: str
    job_id: str
    what: str
    service: str
    organisation: str
    cause: str
    promised: str
    happened: str
    came: str
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceDayView:
    """The whole page. `csv` and `json` are addresses, empty for those who may not export."""

    day: str
    iso: str
    days: tuple[DayLink, ...]
    sentence: str
    filters: tuple[Filter, ...]
    jobs: tuple[JobLine, ...]
    any_jobs: bool
    csv: str
    json: str


def evidence_day_view(
    on: date, rows: Sequence[EvidenceRow], *, state: JobState | None, days: Sequence[date], may_export: bool,
    zone: ZoneInfo,
) -> EvidenceDayView:  # fmt: skip
    """`state` None: all of them."""
    count = Counter(row.state for row in rows)
    iso = on.isoformat()
    return EvidenceDayView(
        day=day_in_words(on),
        iso=iso,
        days=day_links("/evidence", days, on),
        sentence=_sentence(rows, count),
        filters=(
            Filter(href=_address(iso), text=f"All ({len(rows)})", current=state is None),
            *(
                Filter(href=_address(iso, each), text=f"{words} ({count[each]})", current=state is each)
                for each, words in STATE_WORDS.items()
                if count[each] or state is each
            ),
        ),
        jobs=tuple(_line(row, on, zone) for row in rows if state in (None, row.state)),
        any_jobs=bool(rows),
        csv=f"/evidence.csv?date={iso}" if may_export else "",
        json=f"/evidence.json?date={iso}" if may_export else "",
    )


def _address(iso: str, state: JobState | None = None) -> str:
    return f"/evidence?{urlencode({'date': iso, **({'state': state.value} if state else {})})}"


def _sentence(rows: Sequence[EvidenceRow], count: Counter[JobState]) -> str:
    promised = sum(1 for row in rows if row.promises)
    sensed = sum(1 for row in rows if row.signals)
    return (
        f"{len(rows)} {'job' if len(rows) == 1 else 'jobs'}: {promised} promised in a published plan, "
        f"{count[JobState.DONE]} done, {count[JobState.COULD_NOT]} could not be done. "
        f"{sensed} {'was' if sensed == 1 else 'were'} caused by signals."
    )


def _line(row: EvidenceRow, on: date, zone: ZoneInfo) -> JobLine:
    told = row.last_promise
    return JobLine(
        href=f"/evidence/{quote(row.job_id, safe='')}",
        job_id=row.job_id,
        what=row.description if row.description is not None else NOT_SHARED,
        service=row.service,
        organisation=row.organisation.name,
        cause=cause_words(row),
        promised=f"{moment_in_words(told.starts_at, zone, on=on)}, {people(told.workers)}{_moved(row, on, zone)}"
        if told
        else "Nothing promised",
        happened=_happened(row, on, zone),
        came=came_words(row.kept) if row.arrival else "",
        state=row.state.value,
    )


def _moved(row: EvidenceRow, on: date, zone: ZoneInfo) -> str:
    first, last = row.first_promise, row.last_promise
    if first is None or last is None or same_promise(first, last):
        return ""
    return f" (first told: {moment_in_words(first.starts_at, zone, on=on)}, {people(first.workers)})"


def same_promise(one: PromiseSeen, other: PromiseSeen) -> bool:
    """Whether both say the same to the household."""
    return (one.starts_at, one.workers) == (other.starts_at, other.workers)


def _happened(row: EvidenceRow, on: date, zone: ZoneInfo) -> str:
    ending = row.ending
    if ending is not None:
        what = "Done" if ending.kind is OutcomeKind.DONE else "Could not do"
        return f"{what} {moment_in_words(ending.happened_at, zone, on=on)}, {ending.worker.name}"
    if row.arrival is not None:
        return f"Arrived {moment_in_words(row.arrival.happened_at, zone, on=on)}, {row.arrival.worker.name}"
    if any(one.standing is not Standing.COUNTED for one in row.reports):
        return "Reported, not counted"
    return "Nothing reported"


def cause_words(row: EvidenceRow) -> str:
    """Where the job came from, in two or three words."""
    if row.cause is None:
        return NOT_SHARED
    if row.signals:
        return "1 signal" if len(row.signals) == 1 else f"{len(row.signals)} signals"
    return {"planned": "Planned work", "report": "A report", "sensor": "A sensor"}.get(row.cause, row.cause)


def came_words(kept: Kept | None) -> str:
    """`Came as told`."""
    words = {Kept.AS_TOLD: "Came as told", Kept.LATER: "Came later than told", Kept.EARLIER: "Came earlier than told"}
    return words.get(kept, "") if kept else ""


def people(workers: Sequence[Person]) -> str:
    """`Ann Archer and Ben Baker`."""
    names = [one.name for one in workers]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}" if names else "nobody"
