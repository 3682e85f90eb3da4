"""What of a job an actor may see, field by field; whatever is not said here is not seen."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from dispatch.domain.actor import Actor, Purpose, Role
from dispatch.domain.sharing import JobField, SharingAgreement

# Of the jobs of one's own organisation.
_OWN: Mapping[Role, frozenset[JobField]] = {
    Role.SCHEDULER: frozenset(JobField),
    Role.MANAGER: frozenset({JobField.PLACE, JobField.DESCRIPTION, JobField.CAUSE}),
    Role.OFFICER: frozenset(JobField),
}
# What a worker has to know to do it, and the scheduler who sends that worker.
_TO_DO_IT = frozenset({JobField.PLACE, JobField.DESCRIPTION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A job as access is decided: whose it is, and who is sent (workers, and the organisations that employ them)."""

    owner_id: str
    worker_ids: frozenset[str] = frozenset()
    worker_organisation_ids: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What decides beside actor and subject: the sharing agreements, and the day they are asked about."""

    sharing: Collection[SharingAgreement]
    today: date

    def may_see(self, actor: Actor, purpose: Purpose, subject: Subject, field: JobField) -> bool:
        """Deny by default; across organisations only for work one is sent to, or under a live sharing agreement."""
        if purpose is not actor.purpose:
            return False
        if actor.role is Role.FIELD_WORKER:
            return actor.worker_id in subject.worker_ids and field in _TO_DO_IT
        if actor.role not in _OWN:
            return False
        if subject.owner_id == actor.organisation_id:
            return field in _OWN[actor.role]
        if actor.role is Role.SCHEDULER and actor.organisation_id in subject.worker_organisation_ids:
            return field in _TO_DO_IT or self._shared(actor, purpose, subject, field)
        return self._shared(actor, purpose, subject, field)

    def _shared(self, actor: Actor, purpose: Purpose, subject: Subject, field: JobField) -> bool:
        return any(
            agreement.giver_id == subject.owner_id
            and agreement.receiver_id == actor.organisation_id
            and purpose in agreement.purposes
            and field in agreement.fields
            and agreement.is_live(self.today)
            for agreement in self.sharing
        )
