"""More of what ties jobs together than the demo has: two people at once, one trade after another, doses."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from random import Random

from dispatch.domain.job import Importance, Job, JobOrder
from dispatch.domain.skill import Skill
from fixtures.day.care import JOB_TYPE as PERSONAL_CARE
from fixtures.day.organisations import NURSING, REPAIRS
from fixtures.day.wall_clock import WallClock

# Of a thousand jobs.
DOUBLE_HANDED = 50
IN_SEQUENCE = 15  # pairs, so twice as many jobs
DOSES = 8  # pairs
WET_TRADES, AFTER = ("plumbing", "gas", "electrical"), ("plastering", "joinery", "general")
DRYING = timedelta(minutes=30)
DOSE_WINDOWS = (("08:00", "10:30"), ("12:00", "15:30"))
HOURS_APART = (timedelta(hours=4), timedelta(hours=5))


def tie_together(
    jobs: tuple[Job, ...], orders: tuple[JobOrder, ...], clock: WallClock, dice: Random
) -> tuple[tuple[Job, ...], tuple[JobOrder, ...]]:
    """The same jobs, more of them tied; orders of which a job is not there are left out."""
    by_id = {job.id: job for job in jobs}
    kept = [order for order in orders if order.first_id in by_id and order.second_id in by_id]
    tied = {name for order in kept for name in (order.first_id, order.second_id)}
    loose = [job for job in jobs if job.id not in tied]
    dice.shuffle(loose)
    changed = {job.id: job for job in _double_handed(loose, len(jobs))}
    for first, second, order in (*_in_sequence(loose, len(jobs)), *_doses(loose, len(jobs), clock)):
        changed.update({first.id: first, second.id: second})
        kept.append(order)
    return tuple(changed.get(job.id, job) for job in jobs), tuple(kept)


def _double_handed(jobs: list[Job], of: int) -> Iterator[Job]:
    """Care visits that need no medicines and are not double-handed yet, until there are enough of these."""
    missing = _share(of, DOUBLE_HANDED) - sum(job.people > 1 for job in jobs)
    able = [job for job in jobs if job.type == PERSONAL_CARE and job.people == 1 and len(job.skills) == 1]
    for job in able[: max(0, missing)]:
        yield replace(job, people=2, priority=150, skills=(Skill("personal_care", 1), Skill("moving_and_handling", 1)))


def _in_sequence(jobs: list[Job], of: int) -> Iterator[tuple[Job, Job, JobOrder]]:
    """A repair that another trade makes good in the same home; nobody was promised an hour."""
    repairs = [job for job in jobs if job.service_id == REPAIRS.id and job.clock is None]
    first = [job for job in repairs if job.skills[0].name in WET_TRADES]
    second = [job for job in repairs if job.skills[0].name in AFTER]
    for before, after in list(zip(first, second, strict=False))[: _share(of, IN_SEQUENCE)]:
        least = before.duration + DRYING
        yield (
            replace(before, appointment=None),
            replace(after, appointment=None, place=before.place, household_id=before.household_id),
            JobOrder(first_id=before.id, second_id=after.id, least=least),
        )


def _doses(jobs: list[Job], of: int, clock: WallClock) -> Iterator[tuple[Job, Job, JobOrder]]:
    """Two visits to one patient, hours apart; the second is made though the first was missed."""
    able = [
        job
        for job in jobs
        if job.service_id == NURSING.id
        and job.type.startswith("nursing")
        and job.importance is Importance.PROMISE
        and job.skills[0].level == 1
    ]
    least, most = HOURS_APART
    for first, second in list(zip(able[::2], able[1::2], strict=False))[: _share(of, DOSES)]:
        dose = replace(
            first,
            type="nursing_dose",
            duration=timedelta(minutes=20),
            skills=(Skill("nursing", 1),),
            importance=Importance.SAFETY,
            priority=150,
        )
        yield (
            replace(dose, windows=(clock.window(*DOSE_WINDOWS[0]),)),
            replace(dose, id=second.id, windows=(clock.window(*DOSE_WINDOWS[1]),)),
            JobOrder(first_id=first.id, second_id=second.id, least=least, most=most, needs_first=False),
        )


def _share(of: int, per_thousand: int) -> int:
    """Rounded up: even a small day has one."""
    return -(-of * per_thousand // 1000)
