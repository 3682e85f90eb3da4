"""What one plan saves against another, over the jobs that both of them do.

A plan that does less would look cheaper, so the jobs done in only one of the two are taken off the other's routes,
the routes are timed anew, and only then is anything counted. Jobs gained and lost are listed apart. Preferences never
count.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from dispatch.evidence.totals import Totals, served_jobs, totals
from optimiser.plan import Plan
from optimiser.problem import Problem

Without = Callable[[Problem, Plan, Collection[str]], Plan]


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """`before` less `after`, so that more is better and below zero is a loss.

    `before_cash_pence` is the cash of `before` over the compared jobs, what a percentage is of. `gained` and `lost` are
    jobs that only `after` or only `before` does.
    """

    cash_pence: int
    travel_s: int
    distance_m: int
    co2e_g: int
    jobs_compared: int
    before_cash_pence: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """Both plans cut down to the jobs that both do, and the saving between them."""

    before: Plan
    after: Plan
    saving: Saving


def compare(problem: Problem, before: Plan, after: Plan, job_of: Mapping[str, str], without: Without) -> Compared:
    """Counts `before` and `after` over their common jobs.

    `job_of` maps every visit of the Problem to its job; `without(problem, plan, visits)` gives the same routes without
    those visits, timed anew.
    """
    done_before, done_after = served_jobs(before, job_of), served_jobs(after, job_of)
    both = done_before & done_after
    before, after = (_only(problem, plan, both, job_of, without) for plan in (before, after))
    return Compared(
        before=before,
        after=after,
        saving=_difference(
            totals(problem, before, job_of),
            totals(problem, after, job_of),
            gained=tuple(sorted(done_after - both)),
            lost=tuple(sorted(done_before - both)),
        ),
    )


def _only(problem: Problem, plan: Plan, jobs: Collection[str], job_of: Mapping[str, str], without: Without) -> Plan:
    others = sorted(visit for visit in plan.served if job_of[visit] not in jobs)
    return without(problem, plan, others) if others else plan


def _difference(before: Totals, after: Totals, *, gained: tuple[str, ...], lost: tuple[str, ...]) -> Saving:
    return Saving(
        cash_pence=before.cash_pence - after.cash_pence,
        travel_s=before.travel_s - after.travel_s,
        distance_m=before.distance_m - after.distance_m,
        co2e_g=before.co2e_g - after.co2e_g,
        jobs_compared=before.served,
        before_cash_pence=before.cash_pence,
        gained=gained,
        lost=lost,
    )
