"""Work and people of several fixture days in one place, with ids of their own, and work drawn from them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from random import Random

from dispatch.domain.day import Day
from dispatch.domain.job import Job
from fixtures.day import Setting, make_day
from fixtures.day.organisations import BEFRIENDING, CARE, ENVIRONMENT, NURSING, REPAIRS, WASTE
from fixtures.demo.options import DEMO_DATE
from tests.benchmarks.days.sizes import LITTER, RECYCLING, REFUSE

# Of a hundred jobs, by service; where the pool has fewer of one, the others make up for it.
SHARES = {CARE.id: 48, NURSING.id: 15, REPAIRS.id: 14, WASTE.id: 14, ENVIRONMENT.id: 3, BEFRIENDING.id: 6}
ROUNDS = frozenset({LITTER, REFUSE, RECYCLING})
# Nobody on the fixtures' staff list may do this; one such job a day shows how it is reported, and that is enough there.
BEYOND_EVERYONE = "asbestos"
# Two or three officers, each for a subject of their own, are more than a day this small has.
SMALLEST_WITH_ENVIRONMENT = 100


def pool_of(setting: Setting, seeds: Iterable[int], town: int) -> Day:
    """The work and the people of a fixture day for each seed, as one day. What refers to something keeps doing so."""
    days = [
        _named_apart(make_day(setting, DEMO_DATE, seed), f"T{town:02}{letter}")
        for letter, seed in zip("ABCDEFGH", seeds, strict=False)
    ]
    return replace(
        days[0],
        households=tuple(household for day in days for household in day.households),
        workers=tuple(worker for day in days for worker in day.workers),
        shifts=tuple(shift for day in days for shift in day.shifts),
        jobs=tuple(job for day in days for job in day.jobs),
        orders=tuple(order for day in days for order in day.orders),
    )


def draw_jobs(pool: Day, count: int, streams: frozenset[str], dice: Random) -> tuple[Job, ...]:
    """`count` jobs by the shares of the services, in the pool's order. Only rounds of `streams` are collected."""
    by_service: defaultdict[str, list[Job]] = defaultdict(list)
    for job in pool.jobs:
        needed = {skill.name for skill in job.skills}
        if job.service_id == ENVIRONMENT.id and count < SMALLEST_WITH_ENVIRONMENT:
            continue
        if BEYOND_EVERYONE not in needed and not needed & (ROUNDS - streams):
            by_service[job.service_id].append(job)
    drawn: list[str] = []
    left: list[str] = []
    for service, share in SHARES.items():
        jobs = by_service[service]
        dice.shuffle(jobs)
        wanted = share * count // 100
        drawn += [job.id for job in jobs[:wanted]]
        left += [job.id for job in jobs[wanted:]]
    dice.shuffle(left)
    chosen = {*drawn, *left[: count - len(drawn)]}
    return tuple(job for job in pool.jobs if job.id in chosen)


def _named_apart(day: Day, prefix: str) -> Day:
    def named(name: str) -> str:
        return f"{prefix}-{name}"

    def all_named(names: Sequence[str]) -> tuple[str, ...]:
        return tuple(named(name) for name in names)

    return replace(
        day,
        households=tuple(replace(each, id=named(each.id)) for each in day.households),
        workers=tuple(
            replace(each, id=named(each.id), known_households=all_named(each.known_households)) for each in day.workers
        ),
        shifts=tuple(replace(each, id=named(each.id), worker_ids=all_named(each.worker_ids)) for each in day.shifts),
        jobs=tuple(
            replace(
                each,
                id=named(each.id),
                household_id=None if each.household_id is None else named(each.household_id),
                familiar_worker_ids=all_named(each.familiar_worker_ids),
            )
            for each in day.jobs
        ),
        orders=tuple(
            replace(each, first_id=named(each.first_id), second_id=named(each.second_id)) for each in day.orders
        ),
        signals=(),
    )
