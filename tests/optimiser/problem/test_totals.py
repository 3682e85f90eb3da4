"""A Problem whose costs might not fit 64-bit sums is refused."""

from typing import Any

from optimiser.problem import (
    Break,
    CostPart,
    IfUnserved,
    Lateness,
    Lending,
    LoadStep,
    Promise,
    Published,
    Tier,
    WorkerCost,
)
from optimiser.problem.totals import largest_total
from tests.optimiser.problem.complaints_of import complaints_of
from tests.optimiser.toy import problem, shift, visit, worker

# The largest number of seconds, or of micropence per second: their product is 10^18, and sums stay below 4.6 * 10^18.
LARGEST = 1_000_000_000


def too_large(**changes: Any) -> bool:
    found = complaints_of(lambda: problem(**changes))
    for complaint in found:
        assert complaint.startswith("rates, lengths and penalties together could reach ")
        assert complaint.endswith("; use smaller rates or a shorter horizon")
    return bool(found)


def test_rates_at_their_largest_over_a_day_are_fine() -> None:
    dear = shift(upence_per_s=LARGEST, overtime_upence_per_s=LARGEST, upence_per_m=LARGEST, overtime_limit_s=9_000)
    assert not too_large(shifts=(dear,))


def test_guaranteed_time_that_could_overflow_is_refused() -> None:
    def guaranteed(shifts: int) -> Any:
        many = ({"starts_s": n, "ends_s": n, "guaranteed_s": LARGEST, "upence_per_s": LARGEST} for n in range(shifts))
        return tuple(shift(f"ann {n}", workers=("ann",), **changes) for n, changes in enumerate(many))

    assert not too_large(shifts=guaranteed(4))
    assert too_large(shifts=guaranteed(5))


def test_fairness_that_could_overflow_is_refused() -> None:
    def tired(steps: int) -> Any:
        return (worker(worked_s=LARGEST, fairness=(LoadStep(above_s=0, upence_per_s=LARGEST),) * steps),)

    assert not too_large(workers=tired(4))
    assert too_large(workers=tired(5))


def test_guaranteed_time_is_load_and_counts_for_fairness() -> None:
    even = (worker(fairness=(LoadStep(above_s=0, upence_per_s=LARGEST),) * 5),)
    assert not too_large(workers=even)
    assert too_large(workers=even, shifts=(shift(guaranteed_s=LARGEST),))


def test_lateness_over_decades_that_could_overflow_is_refused() -> None:
    def late(rates: int) -> Any:
        return visit("w", lateness=(Lateness(after_s=0, rate=LARGEST, tier=Tier.SAFETY),) * rates)

    decades: dict[str, Any] = {"horizon_s": LARGEST, "largest_lateness_upence_per_s": LARGEST}
    assert not too_large(visits=(late(1),), **decades)
    assert too_large(visits=(late(2),), **decades)


def test_the_largest_total_counts_every_rate_over_all_it_could_apply_to() -> None:
    dear = visit(
        lateness=(Lateness(after_s=0, rate=7, tier=Tier.SAFETY),),
        worker_costs=(WorkerCost(worker="ann", part=CostPart.VARIETY, upence=8),),
        if_unserved=IfUnserved(points=9),
        promised=Promise(earliest_s=0, latest_s=0, points=12),
        published=Published(worker="ann", start_s=0, other_worker_upence=13, moved_upence=14),
    )
    out = shift(
        starts_s=1_000,
        ends_s=10_000,
        overtime_limit_s=500,
        guaranteed_s=700,
        breaks=(Break(duration_s=0, earliest_s=0, latest_s=0),),
        upence_per_s=3,
        overtime_upence_per_s=4,
        upence_per_m=2,
    )
    ann = worker(worked_s=300, fairness=(LoadStep(above_s=0, upence_per_s=5), LoadStep(above_s=9, upence_per_s=6)))
    lent = Lending(id="l", lender="a", borrower="b", kinds=(), charge_upence=10, charge_upence_per_s=11)
    day = problem(dear, shifts=(out,), workers=(ann,), lending=(lent,), largest_lateness_upence_per_s=1)
    late = (7 + 1) * 2 * 20_000
    mileage = 2 * 3_000 * 5  # a visit and a site, a break, the way out and the way back
    paid = (9_500 + 700) * 3 + 500 * 4
    fairness = (9_500 + 700 + 300) * (5 + 6)
    lent_visit = 10 + 11 * 600 * 100  # by the slowest worker there may be
    assert largest_total(day) == late + mileage + paid + fairness + lent_visit + 8 + 9 + 12 + 13 + 14
