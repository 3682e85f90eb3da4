"""Everything of a day that the scheduler's board shows, read in one unit of work."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dispatch.domain.absence import Absence
from dispatch.domain.actor import Actor
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome
from dispatch.domain.partnership import Partnership
from dispatch.domain.plan_request import PlanRequest
from dispatch.domain.revision import Revision
from dispatch.domain.sharing import SharingAgreement
from dispatch.domain.signal import Signal
from dispatch.domain.states import PlanState
from dispatch.domain.worker import FieldWorker, WorkShift
from dispatch.domain.working_day import is_over
from dispatch.planning.freshness import Change, freshness
from dispatch.planning.promises import forgotten
from dispatch.ports.store import Store, Work

# Where the board opens: today, or the next day with shifts over a long weekend.
DAYS_AHEAD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBoard:
    """A day as stored. `shown` is the revision on the board; `based_on` the one it revises; `stale` why the draft
    shown cannot be published. `records` holds the day's jobs and those of the revision shown, by id; `forgotten` are
    those of them that were planned or started on a day that is over, and nobody told what became of them.
    `past`: the day's work is over.
    """

    on: date
    today: date
    now: datetime
    actor: Actor
    partnership: Partnership
    organisations: Mapping[str, str]
    services: Mapping[str, str]  # names by id, in the order that gives them their colours
    workers: Mapping[str, FieldWorker]
    shifts: Mapping[str, WorkShift]
    published: Revision | None
    draft: Revision | None
    shown: Revision | None
    based_on: Revision | None
    revisions: tuple[Revision, ...]
    request: PlanRequest | None
    records: Mapping[str, JobRecord]
    outcomes: Mapping[str, tuple[Outcome, ...]]
    absences: tuple[Absence, ...]
    people: Mapping[str, str]  # names by account id
    signals: Mapping[str, Signal]
    stale: tuple[Change, ...]
    sharing: tuple[SharingAgreement, ...]
    forgotten: frozenset[str]
    past: bool

    @property
    def may_plan(self) -> bool:
        """Only the host's schedulers plan and publish, and nobody plans what has passed."""
        return self.actor.organisation_id == self.partnership.host_id and not self.past


def opening_day(work: Work, actor: Actor, today: date) -> date:
    """The day the board opens on when none is asked for: the next with shifts, else the last with a plan."""
    for ahead in range(DAYS_AHEAD):
        on = today + timedelta(days=ahead)
        if work.settings.shifts(on):
            return on
    host = work.settings.partnership_of(actor.organisation_id).host_id
    return work.plans.last_date(host) or today


def read_board(work: Work, actor: Actor, on: date, *, today: date, now: datetime, plan_id: str = "") -> StoredBoard:
    """`plan_id` asks for a revision of the day; by default the latest draft, else the one that holds."""
    partnership = work.settings.partnership_of(actor.organisation_id)
    revisions = work.plans.revisions(partnership.host_id, on)
    published = next((one for one in revisions if one.state is PlanState.PUBLISHED), None)
    draft = _latest_draft(revisions, published)
    shown = next((one for one in revisions if one.id == plan_id), None) or draft or published
    records = _records(work, on, shown)
    outcomes = _by_job(work.outcomes.of_jobs(list(records)))
    shifts = work.settings.shifts(on)
    signal_ids = [one for record in records.values() for one in record.job.cause.signal_ids]
    return StoredBoard(
        on=on,
        today=today,
        now=now,
        actor=actor,
        partnership=partnership,
        organisations={one.id: one.name for one in work.settings.organisations()},
        services={one.id: one.name for one in work.settings.services()},
        workers={one.id: one for one in work.settings.workers()},
        shifts={one.id: one for one in shifts},
        published=published,
        draft=draft,
        shown=shown,
        based_on=next((one for one in revisions if shown and one.id == shown.based_on), None),
        revisions=revisions,
        request=work.requests.latest(partnership.host_id, on),
        records=records,
        outcomes=outcomes,
        absences=work.outcomes.absences(on),
        people=_people(work, revisions),
        signals={one.id: one for one in work.messages.signals(signal_ids)},
        stale=freshness(work, draft, today=today, now=now) if draft and shown and shown.id == draft.id else (),
        sharing=work.settings.sharing(),
        forgotten=forgotten(work, records.values(), today=today, now=now, at_hand=revisions),
        past=is_over(on, today, shifts, now),
    )


def note(store: Store, actor: Actor, action: str, subject: str, organisation_id: str) -> None:
    """That somebody has looked where people live: in a unit of its own, so that reading waits for nobody."""
    with store.begin(actor) as work:
        work.audit.write(action, subject, organisation_id=organisation_id)


def job_ids_in(plan: DayPlan) -> tuple[str, ...]:
    """Jobs that somebody is sent to and jobs left out, each once."""
    sent = (entry.job_id for day in plan.days for entry in day.entries if entry.job_id is not None)
    return tuple(dict.fromkeys((*sent, *(left.job_id for left in plan.left_out))))


def _latest_draft(revisions: Sequence[Revision], published: Revision | None) -> Revision | None:
    """As plans.draft tells; every revision is at hand already, and each is large."""
    since = published.number if published else 0
    drafts = [one for one in revisions if one.state is PlanState.DRAFT and one.number > since]
    return drafts[-1] if drafts else None


def _records(work: Work, on: date, shown: Revision | None) -> dict[str, JobRecord]:
    found = {record.job.id: record for record in work.jobs.of_day(on)}
    others = [job_id for job_id in (job_ids_in(shown.plan) if shown else ()) if job_id not in found]
    found.update({record.job.id: record for record in work.jobs.many(others)})
    return found


def _by_job(outcomes: Sequence[Outcome]) -> dict[str, tuple[Outcome, ...]]:
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.job_id, []).append(outcome)
    return {job_id: tuple(of_job) for job_id, of_job in found.items()}


def _people(work: Work, revisions: Sequence[Revision]) -> dict[str, str]:
    ids = {who for one in revisions for who in (one.made_by, one.published_by) if who}
    found = {who: work.accounts.get(who) for who in sorted(ids)}
    return {who: account.name if account else "somebody no longer here" for who, account in found.items()}
