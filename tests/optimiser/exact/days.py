"""Days small enough to try every plan of, drawn by a seed."""

from dataclasses import replace
from random import Random

from optimiser.problem import Amount, Break, IfUnserved, LoadStep, Problem, Tier, Window
from tests.optimiser.toy import problem, shift, visit, worker


def small_day(seed: int, visits: int = 5) -> Problem:
    """Two workers, Ann cheaper than Bob, on the street; tight windows, one optional visit, room for three loads."""
    draw = Random(seed)
    jobs = []
    for number in range(visits):
        opens = draw.randrange(0, 3_000, 100)
        jobs.append(
            visit(
                f"v{number}",
                draw.randint(1, 3),
                duration_s=draw.randrange(200, 800, 50),
                setup_s=draw.choice([0, 40]),
                windows=(Window(earliest_s=opens, latest_s=opens + draw.randrange(600, 3_000, 100)),),
                loads=(Amount(of="bags", quantity=1),),
            )
        )
    jobs[0] = replace(jobs[0], if_unserved=IfUnserved(tier=Tier.COST, points=draw.randrange(500, 4_000)))
    room = (Amount(of="bags", quantity=3),)
    return problem(
        *jobs,
        workers=(worker("ann"), worker("bob")),
        shifts=(
            shift("ann", capacities=room, upence_per_s=2, upence_per_m=1, guaranteed_s=900),
            shift("bob", capacities=room, ends_s=4_000, overtime_limit_s=900, upence_per_s=3, overtime_upence_per_s=5),
        ),
    )


def with_break(day: Problem) -> Problem:
    """The same day, and a rest that Bob is owed."""
    ann, bob = day.shifts
    return replace(day, shifts=(ann, replace(bob, breaks=(Break(duration_s=150, earliest_s=900, latest_s=1_900),))))


def with_fair_loads(day: Problem) -> Problem:
    """The same day; loads above 1,000 seconds have a price, and Bob's have a cap."""
    steps = (LoadStep(above_s=1_000, upence_per_s=1), LoadStep(above_s=2_000, upence_per_s=4))
    return replace(day, workers=(worker("ann", fairness=steps), worker("bob", max_load_s=2_500, fairness=steps)))
