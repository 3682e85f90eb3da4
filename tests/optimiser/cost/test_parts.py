"""The parts of a cost sum exactly, and tiers come before money."""

from optimiser.cost import Cash, Cost, Penalties, Preferences


def test_parts_sum_exactly() -> None:
    cost = Cost(
        safety=9,
        statute=8,
        promise=7,
        cash=Cash(paid_time=1, overtime=2, mileage=4, charges=8),
        preferences=Preferences(
            preference=16, continuity=32, wasted_specialist=64, variety=128, fairness=256, stability=512
        ),
        penalties=Penalties(lateness=1024, largest_lateness=2048, unserved=4096),
    )
    assert cost.cash_upence == 15
    assert cost.preferences.upence == 1008
    assert cost.penalties.upence == 7168
    assert cost.cost_upence == 8191
    assert cost.objective == (9, 8, 7, 8191)


def test_a_lower_tier_never_buys_a_higher_one() -> None:
    dear_and_safe = Cost(statute=10**6, promise=10**6, cash=Cash(paid_time=10**12))
    cheap_and_unsafe = Cost(safety=1)
    assert dear_and_safe.objective < cheap_and_unsafe.objective
    assert Cost(statute=1).objective > Cost(promise=10**6).objective
    assert Cost(promise=1).objective > Cost(penalties=Penalties(unserved=10**12)).objective
