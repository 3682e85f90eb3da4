"""The tiers of the objective and micropence as the one whole number that peers minimise."""

from dataclasses import dataclass

import numpy as np

from optimiser.problem import LateOn, Tier, Visit
from tests.benchmarks.engines.model import Model, Whole

# Half a peer's 64 bits: what it adds on the way (a visit left out everywhere, a penalised arc) has to fit too.
LARGEST_TOTAL = 2**60
# A promise broken by so many seconds counts in full: peers know a price per second, not a price for being late at all.
BROKEN_AFTER_S = 900


@dataclass(frozen=True, slots=True)
class Late:
    """Each second of start after `after_s` costs `per_s` units."""

    after_s: int
    per_s: int


@dataclass(frozen=True, slots=True)
class Prices:
    """`upence` micropence are one unit; `unserved` [visit] and `late` [visit] are units."""

    upence: int
    unserved: Whole
    late: tuple[Late | None, ...]

    def units(self, upence: int) -> int:
        """Micropence in units, rounded, and never to nothing."""
        return max(1, round(upence / self.upence)) if upence else 0


def prices_of(model: Model) -> Prices:
    """One point of a tier is worth more than any one visit can cost or earn in the tiers below.

    A full separation (more than *all* visits together) would not fit 64 bits beside prices by the second. Only one step
    of lateness can be told: the first one of the highest tier is.
    """
    visits = model.problem.visits
    weight = _weights(model)
    unserved = np.array([visit.if_unserved.points * weight[visit.if_unserved.tier] for visit in visits], dtype=float)
    late = [_late(visit, weight) for visit in visits]
    total = (
        unserved.sum() + sum(per_s * 3600 for _, per_s in filter(None, late)) + money_of_one_visit(model) * len(visits)
    )
    upence = max(1, int(total / LARGEST_TOTAL) + 1) if total > LARGEST_TOTAL else 1
    return Prices(
        upence,
        np.maximum(1, np.round(unserved / upence)).astype(np.int64),
        tuple(Late(one[0], max(1, round(one[1] / upence))) if one else None for one in late),
    )


def _weights(model: Model) -> dict[Tier, float]:
    """Micropence that one point of each tier stands for."""
    largest = dict.fromkeys(Tier, 0)
    for visit in model.problem.visits:
        tier = visit.if_unserved.tier
        largest[tier] = max(largest[tier], visit.if_unserved.points)
        if visit.promised:
            largest[Tier.PROMISE] = max(largest[Tier.PROMISE], visit.promised.points)
        for late in visit.lateness:
            largest[late.tier] = max(largest[late.tier], late.rate)
    weight = {Tier.COST: 1.0, Tier.PROMISE: money_of_one_visit(model) + largest[Tier.COST]}
    weight[Tier.STATUTE] = weight[Tier.PROMISE] * (1 + largest[Tier.PROMISE])
    weight[Tier.SAFETY] = weight[Tier.STATUTE] * (1 + largest[Tier.STATUTE])
    return weight


def money_of_one_visit(model: Model) -> float:
    """Micropence that serving one visit may cost at most: the longest shift for it alone, and there and back."""
    problem = model.problem
    metres = max((int(travel.metres.max(initial=0)) for travel in problem.travel.values()), default=0)
    most = 1.0
    for row, shift in enumerate(problem.shifts):
        length = model.hard_end_s[row] - shift.starts_s
        cost = length * shift.upence_per_s + shift.overtime_limit_s * shift.overtime_upence_per_s
        most = max(most, cost + 2.0 * metres * shift.upence_per_m)
    return most + float(model.extra_upence.max(initial=0))


def _late(visit: Visit, weight: dict[Tier, float]) -> tuple[int, float] | None:
    """(seconds, micropence a second)."""
    steps = []
    for late in visit.lateness:
        after_s = late.after_s - (visit.duration_s if late.on == LateOn.FINISH else 0)
        steps.append((weight[late.tier], after_s, late.rate * weight[late.tier]))
    if visit.promised:
        a_second = visit.promised.points * weight[Tier.PROMISE] / BROKEN_AFTER_S
        steps.append((weight[Tier.PROMISE], visit.promised.latest_s, a_second))
    if not steps:
        return None
    _, after_s, per_s = min(steps, key=lambda step: (-step[0], step[1]))
    return max(0, after_s), per_s
