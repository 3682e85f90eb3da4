"""How a report stands to what the desk knew when it came in, in a word and in a sentence for the worker."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import Outcome, OutcomeKind, Standing
from dispatch.domain.promised import Promised
from dispatch.domain.states import TO_PLAN, JobState

AS_EXPECTED = (Standing.COUNTED, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A visit as the desk knows it. `dropped`: a later plan than the last that has the job holds, so nobody is sent."""

    worker_id: str
    record: JobRecord
    promised: Sequence[Promised]  # by the time of publishing; at least one has this worker
    dropped: bool
    told: Sequence[Outcome]  # reports of this job that are here already

    @property
    def is_theirs(self) -> bool:
        """Whether the plan that holds sends this worker there."""
        return not self.dropped and self.worker_id in self.promised[-1].worker_ids


def standing_of(known: Known, kind: OutcomeKind, happened_at: datetime) -> tuple[Standing, str]:
    """The sentence is empty where all is as expected."""
    state = known.record.state
    if state is JobState.DONE:
        return _of_done(known, kind)
    if state is JobState.WITHDRAWN:
        return _of_withdrawn(kind)
    if kind is not OutcomeKind.DONE and _of_an_earlier_try(known, kind, happened_at):
        if kind is OutcomeKind.ARRIVED:  # of the visit that has failed since, sent late
            return Standing.ALREADY_SETTLED, ""
        return Standing.ALREADY_SETTLED, "Noted. The scheduler has put this job back on the list since then."
    if not known.is_theirs:
        return _of_not_theirs(known, kind)
    return AS_EXPECTED


def _of_done(known: Known, kind: OutcomeKind) -> tuple[Standing, str]:
    if kind is OutcomeKind.ARRIVED:  # sent late, or by the second of two
        return AS_EXPECTED
    if kind is OutcomeKind.COULD_NOT:
        return Standing.ALREADY_SETTLED, "Noted, but this job had been reported as done before. Ring the scheduler."
    others = any(one.kind is OutcomeKind.DONE and one.worker_id != known.worker_id for one in known.told)
    if others and len(known.promised[-1].worker_ids) > 1 and known.is_theirs:
        return Standing.ALREADY_SETTLED, ""  # both of two tell of the same work
    return Standing.ALREADY_SETTLED, "Noted. This job had been reported as done before."


def _of_withdrawn(kind: OutcomeKind) -> tuple[Standing, str]:
    if kind is OutcomeKind.DONE:
        return Standing.TAKEN_AWAY, "Noted as done. This job had been taken away; the scheduler sees that you did it."
    if kind is OutcomeKind.ARRIVED:
        return Standing.TAKEN_AWAY, "This job was taken away meanwhile, so it need not be done. Go on to the next."
    return Standing.TAKEN_AWAY, "Noted. This job had been taken away meanwhile. Go on to the next."


def _of_not_theirs(known: Known, kind: OutcomeKind) -> tuple[Standing, str]:
    gone = "taken out of your day" if known.dropped else "given to somebody else"
    if kind is OutcomeKind.ARRIVED:
        return Standing.TAKEN_AWAY, f"This visit was {gone} meanwhile. Ring the scheduler before you start."
    return Standing.TAKEN_AWAY, f"Noted. This visit had been {gone} meanwhile; the scheduler sees your report."


def _of_an_earlier_try(known: Known, kind: OutcomeKind, happened_at: datetime) -> bool:
    """Whether this tells of a try that is over, because it failed or because the desk put the job back.

    The order of arrival must not matter: an arrival, or the other of two people's word, may come in long after.
    """
    state = known.record.state
    if state is JobState.COULD_NOT:
        return kind is OutcomeKind.ARRIVED
    # Where somebody had arrived and the job waits for a visit, the desk has put it back.
    ends = {OutcomeKind.COULD_NOT, OutcomeKind.ARRIVED} if state in TO_PLAN else {OutcomeKind.COULD_NOT}
    over = [one for one in known.told if one.kind in ends and one.standing is Standing.COUNTED]
    # It was put back on the list since, after this had happened: the earliest that a new try can have begun is when
    # the last one was heard of.
    return bool(over) and happened_at <= max(one.received_at for one in over)
