"""One job's evidence as a story: what came in, the job, what was promised, what was done."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal
from zoneinfo import ZoneInfo

from dispatch.domain.actor import Actor
from dispatch.domain.outcome import REASON_WORDS, OutcomeKind, Standing
from dispatch.domain.sharing import JobField
from dispatch.domain.states import PlanState
from dispatch.evidence.evidence_row import EvidenceRow, ReportSeen, RevisionSeen, SignalSeen
from dispatch.evidence.kept import Kept
from web.pages.evidence_view import NOT_SHARED, people
from web.pages.in_zone import clock, day_in_words, minutes_in_words, moment_in_words

MOST_SIGNALS = 50  # shown one by one; the export has all
REPORT_WORDS = {OutcomeKind.ARRIVED: "Arrived", OutcomeKind.DONE: "Done", OutcomeKind.COULD_NOT: "Could not do"}
STANDING_WORDS = {
    Standing.COUNTED: "",
    Standing.TAKEN_AWAY: "The job had been taken away or given to somebody else meanwhile; the report is kept.",
    Standing.ALREADY_SETTLED: "The job had been settled by an earlier report; this one is kept beside it.",
}
CAME = {Kept.AS_TOLD: "as told", Kept.LATER: "later than told", Kept.EARLIER: "earlier than told"}
FIELD_WORDS = {
    JobField.PLACE: "the place",
    JobField.DESCRIPTION: "what it is about",
    JobField.CAUSE: "what caused it",
    JobField.NOTE: "notes",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened; `when` may be empty, `ids` are what it is found by."""

    when: str
    text: str
    more: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A step of the chain; `missing` is said where nothing has happened."""

    id: str
    title: str
    events: tuple[Event, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """The whole page."""

    job_id: str
    title: str
    service: str
    organisation: str
    state: str
    back: str
    verdict: str
    tone: Literal["good", "attention", "quiet"]
    withheld: str
    chapters: tuple[Chapter, ...]


def story_view(row: EvidenceRow, *, reader: Actor, today: date, zone: ZoneInfo) -> StoryView:
    """Times without a day are of the day the job is due, or of today where it is due on none."""
    other = row.organisation.id != reader.organisation_id
    tell = _Teller(row, row.due_on or today, zone)
    verdict, tone = tell.verdict()
    withheld = sorted(FIELD_WORDS[one] for one in row.withheld)
    return StoryView(
        job_id=row.job_id,
        title=row.description if row.description is not None else row.service,
        service=row.service,
        organisation=row.organisation.name,
        state=row.state.value,
        back=f"/evidence?date={(row.due_on or today).isoformat()}",
        verdict=verdict,
        tone=tone,
        withheld=f"{NOT_SHARED if other else 'Not for your role'}: {', '.join(withheld)}." if withheld else "",
        chapters=(
            Chapter(id="came-in", title="What came in", events=tuple(tell.signals()),
                    missing=NOT_SHARED if row.cause is None else "No signal: "
                    + ("this is planned work." if row.cause == "planned" else "it was entered by a person.")),
            Chapter(id="job", title="The job", events=tuple(tell.job())),
            Chapter(id="promised", title="What was promised", events=tuple(tell.plans()),
                    missing="No plan has spoken of this job yet."),
            Chapter(id="done", title="What was done", events=tuple(tell.reports()),
                    missing="Nothing was reported from the door yet."),
        ),
    )  # fmt: skip


class _Teller:
    """Puts each step into words."""

    def __init__(self, row: EvidenceRow, on: date, zone: ZoneInfo) -> None:
        self._row, self._on, self._zone = row, on, zone

    def signals(self) -> Iterator[Event]:
        for one in self._row.signals[:MOST_SIGNALS]:
            yield Event(when=self._at(one.observed_at or one.received_at), text=_signal(one),
                        more=self._received(one), ids=(f"signal {one.id}",))  # fmt: skip
        rest = len(self._row.signals) - MOST_SIGNALS
        if rest > 0:
            yield Event(when="", text=f"And {rest} more; the export has them all.", quiet=True)

    def _received(self, one: SignalSeen) -> tuple[str, ...]:
        if one.observed_at is None:
            return (f"From {one.source}.",)
        late_s = (one.received_at - one.observed_at).total_seconds()
        late = f" ({minutes_in_words(late_s)} later)" if late_s >= 60 else ""
        return (f"Measured by {one.source}, received at {self._at(one.received_at)}{late}.",)

    def job(self) -> Iterator[Event]:
        row = self._row
        facts = [f"{row.service}, {row.organisation.name}"]
        facts.append(row.address if row.address is not None else f"Place: {NOT_SHARED.lower()}")
        if row.appointment:
            window = f"{clock(row.appointment.opens_at, self._zone)} to {clock(row.appointment.closes_at, self._zone)}"
            facts.append(f"Promised to the household: {window}")
        if row.rule:
            facts.append(f"Rule {row.rule}")
        elif row.reference:
            facts.append(f"From: {row.reference}")
        facts.append(f"Due {day_in_words(row.due_on)}" if row.due_on else "Due on any day")
        yield Event(
            when=self._at(row.added_at), text=f"Put on the list by {row.added_by.name}", more=tuple(facts),
            ids=(f"job {row.job_id}",),
        )  # fmt: skip
        if row.note:
            yield Event(when=self._at(row.state_since), text=f"Note: {row.note}")

    def plans(self) -> Iterator[Event]:
        told = {one.plan_id: one for one in self._row.promises}
        for revision in self._row.revisions:
            if revision.published_at is None:
                yield self._unpublished(revision)
                continue
            who = revision.published_by.name if revision.published_by else "somebody"
            made = f"Made {self._at(revision.made_at)} at the request of {revision.made_by.name}."
            promise = told.pop(revision.plan_id, None)
            if promise is not None:
                times = f"{self._at(promise.starts_at)} to {clock(promise.finishes_at, self._zone)}"
                text = f"Plan {revision.number}, published by {who}: {people(promise.workers)}, {times}"
            else:
                hidden = JobField.DESCRIPTION in self._row.withheld
                why = f"Why: {NOT_SHARED.lower()}." if hidden else revision.left_out_because
                text = f"Plan {revision.number}, published by {who}: nobody is sent. {why}"
            yield Event(
                when=self._at(revision.published_at), text=text, more=(made,), ids=(f"plan {revision.plan_id}",)
            )

    def _unpublished(self, revision: RevisionSeen) -> Event:
        what = "discarded" if revision.state is PlanState.DISCARDED else "never published"
        return Event(
            when=self._at(revision.made_at), text=f"Draft {revision.number} by {revision.made_by.name}, {what}",
            ids=(f"plan {revision.plan_id}",), quiet=True,
        )  # fmt: skip

    def reports(self) -> Iterator[Event]:
        for one in self._row.reports:
            reason = f": {REASON_WORDS[one.reason]}" if one.reason else ""
            yield Event(
                when=self._at(one.happened_at),
                text=f"{REPORT_WORDS[one.kind]}{reason}, reported by {one.worker.name}",
                more=tuple(self._about(one)),
                ids=(f"report {one.id}",),
            )

    def _about(self, one: ReportSeen) -> Iterator[str]:
        if one.note:
            yield f"“{one.note}”"
        late_s = (one.received_at - one.happened_at).total_seconds()
        if late_s >= 60:
            yield f"Received {self._at(one.received_at)}, {minutes_in_words(late_s)} later."
        if STANDING_WORDS[one.standing]:
            yield STANDING_WORDS[one.standing]

    def verdict(self) -> tuple[str, Literal["good", "attention", "quiet"]]:
        """The end of the story, told first."""
        row, told = self._row, self._row.told_before_arrival
        if told is None:
            return "Nothing was promised for this job in a published plan.", "quiet"
        said = [f"Promised: {people(told.workers)} at {self._at(told.starts_at)}."]
        arrival, ending = row.arrival, row.ending
        if arrival is not None:
            how = CAME.get(row.kept or Kept.NOT_KNOWN, "")
            said.append(f"{arrival.worker.name} arrived at {self._at(arrival.happened_at)}, {how}.")
        if ending is not None:
            said.append(f"{REPORT_WORDS[ending.kind]} at {self._at(ending.happened_at)}.")
        if arrival is None and ending is None:
            said.append("Nothing is reported yet.")
        fine = row.kept is Kept.AS_TOLD and (ending is None or ending.kind is OutcomeKind.DONE)
        quiet = arrival is None and ending is None
        return " ".join(said), "quiet" if quiet else "good" if fine else "attention"

    def _at(self, moment: datetime) -> str:
        return moment_in_words(moment, self._zone, on=self._on)


def _signal(one: SignalSeen) -> str:
    return f"{one.quantity.replace('_', ' ')}: {one.value:g}" if one.quantity else f"“{one.text}”"
