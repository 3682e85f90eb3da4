"""What of each job the person at the board may see; what they may not has words in its place."""

from collections.abc import Iterable
from dataclasses import dataclass

from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import REASON_WORDS, Outcome, OutcomeKind
from dispatch.domain.sharing import JobField
from dispatch.governance.access import Access, Subject
from web.pages.board_day import StoredBoard

NOT_SHARED = "Not shared with your organisation"


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenJob:
    """A job in words. What may not be seen: `what` is the service then, `where` is `NOT_SHARED`; and it is `masked`."""

    id: str
    what: str
    where: str
    service: str
    service_id: str
    colour: int  # 0 to 7, as class service-N
    organisation: str
    own: bool
    masked: bool
    described: bool
    place_seen: bool
    lon: float
    lat: float


class Seer:
    """Decides for one board and one person; the same question is answered once."""

    def __init__(self, board: StoredBoard) -> None:
        self._board = board
        self._access = Access(sharing=board.sharing, today=board.today)
        self._colours = {service: number % 8 for number, service in enumerate(board.services)}
        self._sent = sent_to(board)

    def colour(self, service_id: str) -> int:
        """The number of the service's colour."""
        return self._colours.get(service_id, 0)

    def may_see(self, record: JobRecord, field: JobField) -> bool:
        """As governance/access decides."""
        workers = self._sent.get(record.job.id, frozenset())
        employers = {self._board.workers[one].organisation_id for one in workers if one in self._board.workers}
        subject = Subject(
            owner_id=record.job.organisation_id, worker_ids=workers, worker_organisation_ids=frozenset(employers)
        )
        return self._access.may_see(self._board.actor, self._board.actor.purpose, subject, field)

    def job(self, job_id: str) -> SeenJob | None:
        """None: the job is not among what the person's organisations have."""
        record = self._board.records.get(job_id)
        if record is None:
            return None
        job = record.job
        what, where = self.may_see(record, JobField.DESCRIPTION), self.may_see(record, JobField.PLACE)
        service = self._board.services.get(job.service_id, job.service_id)
        return SeenJob(
            id=job.id,
            what=(job.description or job.type) if what else service,
            where=job.place.one_line if where else NOT_SHARED,
            service=service,
            service_id=job.service_id,
            colour=self.colour(job.service_id),
            organisation=self._board.organisations.get(job.organisation_id, job.organisation_id),
            own=job.organisation_id == self._board.actor.organisation_id,
            masked=not (what and where),
            described=what,
            place_seen=where,
            lon=job.place.lon if where else 0.0,
            lat=job.place.lat if where else 0.0,
        )

    def why_left_out(self, job_id: str, reason: str) -> str:
        """The reason names the skills that the job needs, so it is for those who may see what the job is about."""
        record = self._board.records.get(job_id)
        seen = record is not None and self.may_see(record, JobField.DESCRIPTION)
        return reason if seen else f"Why: {NOT_SHARED.lower()}."

    def outcome(self, record: JobRecord, outcome: Outcome) -> str:
        """`Nobody answered or no access: "dog in the yard"`; empty where the reader may not see what workers write."""
        if not self.may_see(record, JobField.NOTE):
            return ""
        reason = REASON_WORDS[outcome.reason] if outcome.reason else ""
        return f"{reason}: “{outcome.note}”" if reason and outcome.note else reason or outcome.note


def sent_to(board: StoredBoard) -> dict[str, frozenset[str]]:
    """Workers by job: those the revision shown and the one that holds send, and those who reported."""
    found: dict[str, set[str]] = {}
    for revision in (board.shown, board.published):
        for day in revision.plan.days if revision else ():
            for entry in day.entries:
                if entry.job_id is not None:
                    found.setdefault(entry.job_id, set()).update(day.worker_ids)
    for job_id, outcomes in board.outcomes.items():
        found.setdefault(job_id, set()).update(one.worker_id for one in outcomes)
    return {job_id: frozenset(workers) for job_id, workers in found.items()}


def last_could_not(outcomes: Iterable[Outcome]) -> Outcome | None:
    """The latest report that it could not be done."""
    found = [one for one in outcomes if one.kind is OutcomeKind.COULD_NOT]
    return found[-1] if found else None
