"""A worker who cannot go on today, and their coming back."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dispatch.domain.absence import Absence
from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, NotLegal, Unusable
from dispatch.domain.permissions import Action, require
from dispatch.domain.working_day import is_over
from dispatch.planning.clock_face import in_words
from dispatch.ports.store import Store


def report_absence(
    store: Store,
    actor: Actor,
    worker_id: str,
    on: date,
    *,
    new_id: Callable[[], str],
    now: datetime,
    zone: ZoneInfo,
) -> Absence:
    """From now on when `on` is today, else for the whole of that day. The plan changes only when a new one is made.

    Raises NotFound, NotAllowed for another organisation's worker, NotLegal when they are absent already.
    """
    require(actor, Action.REPORT_ABSENCE)
    midnight = datetime.combine(on, time(), tzinfo=zone).astimezone(UTC)
    with store.begin(actor) as work:
        if is_over(on, now.astimezone(zone).date(), work.settings.shifts(on), now):
            raise Unusable([f"{in_words(on)} has passed; report an absence for today or a day to come"])
        worker = next((worker for worker in work.settings.workers() if worker.id == worker_id), None)
        if worker is None:
            raise NotFound("There is no such worker. Open the board to see who is on shift.")
        require(actor, Action.REPORT_ABSENCE, worker.organisation_id)
        absence = Absence(
            id=new_id(),
            organisation_id=worker.organisation_id,
            worker_id=worker_id,
            on=on,
            starts_at=max(now, midnight),
            reported_by=actor.id,
            reported_at=now,
        )
        if not work.outcomes.add_absence(absence):
            raise NotLegal(f"{worker.name} is reported as absent on {in_words(on)} already.")
        work.audit.write("report a worker as absent", f"worker {worker_id}", organisation_id=worker.organisation_id)
    return absence


def end_absence(store: Store, actor: Actor, absence_id: str, on: date, now: datetime) -> None:
    """It was a mistake, or they are back. Raises NotFound."""
    del now  # the unit of work has the time; every command takes one
    require(actor, Action.REPORT_ABSENCE)
    with store.begin(actor) as work:
        absence = next((one for one in work.outcomes.absences(on) if one.id == absence_id), None)
        if absence is None:
            raise NotFound("This absence is not there any more. Open the board to see who is on shift.")
        require(actor, Action.REPORT_ABSENCE, absence.organisation_id)
        work.outcomes.end_absence(absence_id)
        work.audit.write("end an absence", f"worker {absence.worker_id}", organisation_id=absence.organisation_id)
