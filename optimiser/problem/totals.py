"""The most that any plan could cost fits 64-bit sums."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimiser.problem.problem import Problem

# Sums of cost stay below this, so that 64-bit sums and differences of them cannot overflow.
SAFE_TOTAL = 2**62


def total_too_large(problem: "Problem") -> Iterator[str]:
    """If even the largest total fits, no sum on the way to a cost can overflow."""
    total = largest_total(problem)
    if total > SAFE_TOTAL:
        yield (
            f"rates, lengths and penalties together could reach {total} micropence or points, more than 64-bit sums "
            "hold; use smaller rates or a shorter horizon"
        )


def largest_total(problem: "Problem") -> int:
    """Micropence and points that no plan with at most one call at a site for each visit can exceed."""
    longest_m = max((int(travel.metres.max()) for travel in problem.travel.values() if travel.metres.size), default=0)
    horizon = problem.horizon_s
    fairness = {worker.id: sum(step.upence_per_s for step in worker.fairness) for worker in problem.workers}
    worked = {worker.id: worker.worked_s for worker in problem.workers}
    total = problem.largest_lateness_upence_per_s * 2 * horizon
    rate_m = max((shift.upence_per_m for shift in problem.shifts), default=0)
    stops = 2 * len(problem.visits) + sum(2 + len(shift.breaks) for shift in problem.shifts)
    total += rate_m * longest_m * stops
    for shift in problem.shifts:
        length = shift.ends_s + shift.overtime_limit_s - shift.starts_s
        total += (
            length + shift.guaranteed_s
        ) * shift.upence_per_s + shift.overtime_limit_s * shift.overtime_upence_per_s
        total += sum(
            (length + shift.guaranteed_s + worked.get(name, 0)) * fairness.get(name, 0) for name in shift.workers
        )
    charge = max((a.charge_upence for a in problem.lending), default=0)
    charge_s = max((a.charge_upence_per_s for a in problem.lending), default=0)
    for visit in problem.visits:
        total += sum(late.rate for late in visit.lateness) * 2 * horizon
        total += sum(cost.upence for cost in visit.worker_costs)
        total += visit.if_unserved.points + charge + charge_s * 100 * visit.duration_s
        total += visit.promised.points if visit.promised else 0
        if visit.published:
            total += visit.published.other_worker_upence + visit.published.moved_upence
    return total
