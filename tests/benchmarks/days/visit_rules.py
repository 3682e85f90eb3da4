"""What real days ask of visits beyond the demo's: soft hours in every tier, work that can wait, wishes, fixed hours."""

from collections.abc import Mapping
from dataclasses import replace
from random import Random

from dispatch.domain.job import Job
from fixtures.day.care import JOB_TYPE as PERSONAL_CARE
from fixtures.day.organisations import BEFRIENDING, CARE, NURSING
from optimiser.problem import (
    IfUnserved,
    Lateness,
    Lock,
    Problem,
    Promise,
    Tier,
    Visit,
    Window,
    Worker,
)

# A second late is one point, so that undone work has to weigh hours of lateness (as in dispatch/planning/to_visits).
UNDONE_POINTS = {Tier.SAFETY: 1_000, Tier.PROMISE: 100}
SOFT_S = 30 * 60
HOUR_S = 3_600
PENCE = 1_000_000
# Of a thousand visits that could have it.
OPTIONAL, SPLIT_HOURS, KNOWN_FACE, ASKED_FOR, EXACT_START = 250, 120, 120, 60, 15
# Kinds of work whose customers belong to the team of their own town or the next one.
BY_PATCH = frozenset({CARE.id, NURSING.id, BEFRIENDING.id})


def season_visits(problem: Problem, job_of: Mapping[str, Job], dice: Random) -> tuple[Visit, ...]:
    """The visits with more of the model's rules. Visits of one job get the same, and tied ones keep their windows."""
    tied = {name for tie in problem.couplings for name in (tie.first, tie.second)}
    workers = {worker.id: worker for worker in problem.workers}
    knowing: dict[str, list[str]] = {}
    for worker in problem.workers:
        for household in worker.knows:
            knowing.setdefault(household, []).append(worker.id)
    seasoned = []
    for visit in problem.visits:
        changed = _weighed(visit)
        changed = _softened(changed)
        if visit.id not in tied:
            job = job_of[visit.id]
            changed = _optional(changed, dice)
            changed = _split(changed, dice)
            changed = _personal(changed, knowing.get(job.household_id or "", []), job, workers, dice)
        seasoned.append(changed)
    return tuple(seasoned)


def within_patch(visit: Visit, staff_of_patch: tuple[str, ...]) -> Visit:
    """For personal services, only the people of the patch (ids of the service's workers there)."""
    if visit.service not in BY_PATCH or not staff_of_patch:
        return visit
    # A smoke alarm or a delivery may be anyone's, also a borrowed worker's.
    if visit.kind != PERSONAL_CARE and not visit.kind.startswith(("nursing", "befriending")):
        return visit
    allowed = tuple(name for name in staff_of_patch if name not in visit.forbidden_workers)
    return replace(visit, allowed_workers=allowed) if allowed else visit


def _weighed(visit: Visit) -> Visit:
    times = UNDONE_POINTS.get(visit.if_unserved.tier, 1)
    promised = visit.promised
    return replace(
        visit,
        if_unserved=replace(visit.if_unserved, points=min(1_000_000, visit.if_unserved.points * times)),
        promised=None if promised is None else Promise(
            earliest_s=promised.earliest_s,
            latest_s=promised.latest_s,
            points=promised.points * UNDONE_POINTS[Tier.PROMISE],
        ),
    )  # fmt: skip


def _softened(visit: Visit) -> Visit:
    """Care, insulin and medicines may begin half an hour after their time, for points; other work waits for a price."""
    if visit.kind == PERSONAL_CARE or (visit.service == NURSING.id and visit.if_unserved.tier == Tier.SAFETY):
        last = visit.windows[-1]
        soft = Window(earliest_s=last.earliest_s, latest_s=last.latest_s + SOFT_S)
        late = (
            Lateness(after_s=last.latest_s, rate=1, tier=visit.if_unserved.tier),
            # Dearer after a quarter of an hour, in every tier alike: a convex price.
            Lateness(after_s=last.latest_s + SOFT_S // 2, rate=2, tier=visit.if_unserved.tier),
        )
        return replace(visit, windows=(*visit.windows[:-1], soft), lateness=(*visit.lateness, *late))
    if visit.promised is None and not visit.lateness and visit.service not in BY_PATCH:
        # Whoever waits at home, or walks past a full bin, would rather it were done by noon.
        late = (
            Lateness(after_s=12 * HOUR_S, rate=PENCE // 100, tier=Tier.COST),
            Lateness(after_s=15 * HOUR_S, rate=PENCE // 25, tier=Tier.COST),
        )
        return replace(visit, lateness=late)
    return visit


def _optional(visit: Visit, dice: Random) -> Visit:
    """Some work without a promise can be left for another day, at what that costs: £8 to £30."""
    may_wait = visit.if_unserved.tier == Tier.PROMISE and visit.promised is None and visit.service not in BY_PATCH
    if not (_chance(dice, OPTIONAL) and may_wait):
        return visit
    return replace(visit, if_unserved=IfUnserved(tier=Tier.COST, points=dice.randint(8, 30) * 100 * PENCE))


def _split(visit: Visit, dice: Random) -> Visit:
    """Some are not at home over lunch: two windows instead of one."""
    split = _chance(dice, SPLIT_HOURS)
    if not split or len(visit.windows) != 1:
        return visit
    first, last = visit.windows[0].earliest_s, visit.windows[0].latest_s
    if first > 10 * HOUR_S or last < 16.5 * HOUR_S:
        return visit
    away_s = dice.randrange(11 * HOUR_S, 13 * HOUR_S, 900)
    return replace(
        visit,
        windows=(
            Window(earliest_s=first, latest_s=away_s),
            Window(earliest_s=away_s + dice.choice((2, 3)) * HOUR_S, latest_s=last),
        ),
    )


def _personal(visit: Visit, knowing: list[str], job: Job, workers: Mapping[str, Worker], dice: Random) -> Visit:
    """Some see known faces only, some were given one person's word, a few have an exact hour."""
    known_face, asked_for, exact = (_chance(dice, share) for share in (KNOWN_FACE, ASKED_FOR, EXACT_START))
    able = [name for name in knowing if _holds(workers[name], visit)]
    if known_face and len(able) > 1 and job.household_id is not None:
        return replace(visit, must_know=(job.household_id,))
    if asked_for and able:
        wanted = dice.choice(able) if visit.published is None else visit.published.worker
        return replace(visit, lock=Lock(worker=wanted))
    if exact and visit.service not in BY_PATCH and visit.windows:
        # With a bailiff or the police: at that minute or not at all.
        last = visit.windows[0]
        quarter_s = dice.randrange(last.earliest_s // 900 + 1, max(last.earliest_s // 900 + 2, last.latest_s // 900))
        return replace(visit, lock=Lock(start_s=quarter_s * 900), windows=visit.windows)
    return visit


def _holds(worker: Worker, visit: Visit) -> bool:
    levels = {held.name: held.level for held in worker.skills}
    return all(levels.get(skill.name, 0) >= skill.level for skill in visit.skills)


def _chance(dice: Random, per_thousand: int) -> bool:
    return dice.randrange(1000) < per_thousand
