"""Small Problems over every rule in which most visits can be served, by a random generator: each rule is often used.

What hypothesis draws field by field (made_up.py) reaches every value but seldom leaves a route with several stops.
"""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import numpy as np

from optimiser.problem import (
    AllOrNone,
    Amount,
    Break,
    CostPart,
    Coupling,
    DriversHours,
    HeldSkill,
    IfUnserved,
    Lateness,
    LateOn,
    Lending,
    LoadStep,
    Lock,
    Problem,
    Promise,
    Published,
    RequiredSkill,
    Shift,
    Site,
    SpeedPeriod,
    SpeedProfile,
    Tier,
    Travel,
    Visit,
    Who,
    Window,
    Worker,
    WorkerCost,
)

PLACES = 6
DAY_S = 2_000
HORIZON_S = 5_000


def busy(seed: int) -> Problem:
    """A sound Problem; each rule is switched on or off for the whole Problem, so that few and many meet."""
    draw = Random(seed)
    rules = {name for name in RULES if draw.random() < 0.4}
    workers = ("ann", "bob", "cat")
    visits = [_visit(draw, number, rules) for number in range(draw.randint(1, 9))]
    shifts = [
        _shift(draw, "ann early", ("ann",), 0, rules),
        _shift(draw, "ann late", ("ann",), DAY_S, rules),
        _shift(draw, "two", ("bob", "cat"), draw.choice([0, 300]), rules),
    ]
    problem = Problem(
        horizon_s=HORIZON_S,
        workers=tuple(_worker(draw, name, rules) for name in workers),
        shifts=tuple(shifts),
        visits=tuple(visits),
        travel={
            "car": _travel(draw, rules),
            "foot": _travel(draw, rules - {"speeds"} if draw.random() < 0.5 else rules),
        },
        couplings=_couplings(draw, visits) if "couplings" in rules else (),
        groups=_groups(draw, visits) if "groups" in rules else (),
        sites=tuple(_site(draw, name) for name in ("yard", "dump")[: draw.randint(1, 2)]) if "sites" in rules else (),
        lending=_lending(draw) if "lending" in rules else (),
        profiles=tuple(_profile(draw) for _ in range(2)) if "speeds" in rules else (),
        largest_lateness_upence_per_s=draw.randint(1, 500) if "largest" in rules else 0,
    )
    return _with_started(draw, problem) if "started" in rules else problem


RULES = (
    "amounts",
    "breaks",
    "caps",
    "continuous",
    "couplings",
    "due",
    "groups",
    "largest",
    "lending",
    "open ends",
    "people",
    "promises",
    "published",
    "sites",
    "skills",
    "speeds",
    "started",
    "tools",
    "windows",
)


def _maybe(draw: Random, chance: float, make: Callable[[], object]) -> object:
    return make() if draw.random() < chance else None


def _amounts(draw: Random, low: int, high: int) -> tuple[Amount, ...]:
    return tuple(
        Amount(of=name, quantity=draw.randint(low, high)) for name in ("taps", "litres") if draw.random() < 0.6
    )


def _tools(draw: Random) -> tuple[str, ...]:
    return tuple(name for name in ("ladder", "saw") if draw.random() < 0.4)


def _windows(draw: Random) -> tuple[Window, ...]:
    bounds = sorted(draw.sample(range(0, HORIZON_S, 10), 2 * draw.randint(1, 3)))
    return tuple(Window(earliest_s=first, latest_s=last) for first, last in zip(bounds[::2], bounds[1::2], strict=True))


def _visit(draw: Random, number: int, rules: set[str]) -> Visit:
    usual: dict[str, object] = {
        "id": f"v{number}",
        "place": draw.randrange(PLACES),
        "duration_s": draw.choice([0, 50, 100, 200]),
        "setup_s": draw.choice([0, 0, 20]),
        "if_unserved": IfUnserved(
            tier=draw.choice([Tier.SAFETY, Tier.STATUTE, Tier.PROMISE, Tier.COST]), points=draw.randint(1, 900_000)
        ),
        "organisation": "council" if draw.random() < 0.7 or "lending" not in rules else "trust",
        "kind": draw.choice(["bath", "alarm"]),
    }
    if "windows" in rules and draw.random() < 0.7:
        usual["windows"] = _windows(draw)
    if "due" in rules or "largest" in rules:
        usual["lateness"] = tuple(
            Lateness(
                after_s=draw.randint(0, HORIZON_S),
                rate=draw.randint(0, 50),
                tier=draw.choice(list(Tier)),
                on=draw.choice(list(LateOn)),
            )
            for _ in range(draw.randint(0, 2))
        )
    if "promises" in rules and draw.random() < 0.5:
        earliest_s = draw.randint(0, 3_000)
        usual["promised"] = Promise(earliest_s=earliest_s, latest_s=earliest_s + 500, points=draw.randint(0, 9))
    if "skills" in rules and draw.random() < 0.6:
        usual["skills"] = (RequiredSkill(name=draw.choice(["gas", "care"]), level=draw.randint(1, 2)),)
    if "amounts" in rules:
        usual["loads"], usual["parts"] = _amounts(draw, 0, 4), _amounts(draw, 0, 4)
    if "tools" in rules:
        usual["tools"] = _tools(draw)
    if "people" in rules:
        usual["crew"] = draw.choice([1, 1, 2])
        usual["forbidden_workers"] = tuple(draw.sample(["ann", "bob"], draw.choice([0, 0, 1])))
        usual["must_know"] = ("the dog",) if draw.random() < 0.2 else ()
        usual["worker_costs"] = (
            WorkerCost(worker=draw.choice(["ann", "bob"]), part=CostPart.PREFERENCE, upence=draw.randint(0, 999)),
        )
    if "published" in rules:
        usual["published"] = Published(
            worker=draw.choice(["ann", "bob", "cat"]),
            start_s=draw.randint(0, HORIZON_S),
            tolerance_s=draw.randint(0, 200),
            other_worker_upence=draw.randint(0, 999),
            moved_upence=draw.randint(0, 999),
        )
    return Visit(**usual)  # type: ignore[arg-type] # because the fields are gathered by name


def _worker(draw: Random, name: str, rules: set[str]) -> Worker:
    def held(skill: str) -> HeldSkill:
        from_s = draw.choice([0, 0, draw.randint(0, HORIZON_S)])
        until_s = draw.choice([None, None, draw.randint(from_s, HORIZON_S)])
        return HeldSkill(name=skill, level=draw.randint(1, 2), valid_from_s=from_s, valid_until_s=until_s)

    return Worker(
        id=name,
        skills=tuple(held(draw.choice(["gas", "care"])) for _ in range(draw.randint(1, 3))),
        knows=("the dog",) if draw.random() < 0.7 else (),
        worked_s=draw.randint(0, 500),
        max_load_s=draw.randint(500, 4_000) if "caps" in rules else None,
        duration_permille=draw.choice([1_000, 1_000, 1_300, 700]),
        fairness=tuple(
            LoadStep(above_s=draw.randint(0, 2_000), upence_per_s=draw.randint(0, 50))
            for _ in range(draw.randint(0, 2))
        ),
    )


def _break(draw: Random, name: str, starts_s: int) -> Break:
    earliest_s = starts_s + draw.randint(0, 1_000)
    return Break(
        id=name,
        duration_s=draw.randint(20, 150),
        earliest_s=earliest_s,
        latest_s=earliest_s + draw.randint(0, 800),
        place=draw.choice([None, None, draw.randrange(PLACES)]),
        paid=draw.random() < 0.5,
    )


def _shift(draw: Random, name: str, crew: tuple[str, ...], starts_s: int, rules: set[str]) -> Shift:
    both = "breaks" in rules or "continuous" in rules
    return Shift(
        id=name,
        workers=crew,
        organisation="council",
        mode=draw.choice(["car", "foot"]),
        start_place=None if "open ends" in rules and draw.random() < 0.5 else draw.randrange(PLACES),
        end_place=None if "open ends" in rules and draw.random() < 0.5 else draw.randrange(PLACES),
        starts_s=starts_s,
        ends_s=starts_s + draw.randint(800, DAY_S),
        overtime_limit_s=draw.choice([0, 200]),
        guaranteed_s=draw.choice([0, 600]),
        breaks=tuple(_break(draw, rest, starts_s) for rest in ("tea", "lunch")[: draw.randint(1, 2)]) if both else (),
        drivers_hours=DriversHours(
            max_driving_s=draw.randint(300, 1_500),
            max_continuous_s=draw.randint(150, 500) if "continuous" in rules else None,
            rest_s=draw.randint(0, 100),
        )
        if "continuous" in rules or draw.random() < 0.2
        else None,
        capacities=_amounts(draw, 2, 9),
        stock=_amounts(draw, 0, 6),
        full_stock=draw.choice([None, _amounts(draw, 0, 9)]),
        tools=_tools(draw),
        upence_per_s=draw.randint(0, 100),
        overtime_upence_per_s=draw.randint(0, 100),
        upence_per_m=draw.randint(0, 20),
    )


def _site(draw: Random, name: str) -> Site:
    return Site(
        id=name,
        place=draw.randrange(PLACES),
        duration_s=draw.choice([0, 30]),
        windows=_windows(draw) if draw.random() < 0.4 else (),
        unloads=draw.random() < 0.6,
        restocks=draw.random() < 0.6,
        tools=_tools(draw),
        shifts=draw.choice([None, None, ("two",), ("ann early", "two")]),
    )


def _couplings(draw: Random, visits: list[Visit]) -> tuple[Coupling, ...]:
    """Ties from an earlier visit of the list to a later one, so that they never go round in a circle."""
    pairs = {tuple(sorted(draw.sample(range(len(visits)), 2))) for _ in range(draw.randint(1, 3)) if len(visits) > 1}
    found: list[Coupling] = []
    for first, second in sorted(pairs):
        min_lag_s = draw.choice([0, 0, 100])
        found.append(
            Coupling(
                first=f"v{first}",
                second=f"v{second}",
                min_lag_s=min_lag_s,
                # Only one with an upper limit, as several could contradict each other.
                max_lag_s=min_lag_s + draw.randint(0, 600) if not found else None,
                who=draw.choice([Who.ANY, Who.ANY, Who.SAME, Who.DIFFERENT]),
                needs_first=draw.random() < 0.3,
            )
        )
    return tuple(found)


def _groups(draw: Random, visits: list[Visit]) -> tuple[AllOrNone, ...]:
    if len(visits) < 3:
        return ()
    return (AllOrNone(visits=tuple(visit.id for visit in draw.sample(visits, draw.randint(2, 3)))),)


def _lending(draw: Random) -> tuple[Lending, ...]:
    def agreement(name: str) -> Lending:
        from_s = draw.choice([0, draw.randint(0, 2_500)])
        return Lending(
            id=name,
            lender="council",
            borrower="trust",
            kinds=tuple(draw.sample(["bath", "alarm"], draw.randint(1, 2))),
            skills=(RequiredSkill(name="care"),) if draw.random() < 0.3 else (),
            charge_upence=draw.randint(0, 999),
            charge_upence_per_s=draw.randint(0, 9),
            max_visits=draw.choice([None, 1, 2]),
            from_s=from_s,
            until_s=draw.choice([None, draw.randint(from_s, HORIZON_S)]),
        )

    return tuple(agreement(name) for name in ("first", "second", "third")[: draw.randint(1, 3)])


def _profile(draw: Random) -> SpeedProfile:
    starts = [0, *sorted(draw.sample(range(1, HORIZON_S), draw.randint(0, 3)))]
    return SpeedProfile(
        periods=tuple(
            SpeedPeriod(from_s=from_s, permille=draw.choice([250, 500, 999, 1_000, 1_500])) for from_s in starts
        )
    )


def _travel(draw: Random, rules: set[str]) -> Travel:
    points = [(draw.randint(0, 100), draw.randint(0, 100)) for _ in range(PLACES)]
    seconds = np.array([[abs(ax - bx) + abs(ay - by) for bx, by in points] for ax, ay in points], dtype=np.int32)
    if draw.random() < 0.3:  # where the way round may be shorter than the direct one
        seconds = seconds + np.array([[draw.randint(0, 60) for _ in points] for _ in points], dtype=np.int32)
    profile = np.array([[draw.randrange(2) for _ in points] for _ in points], dtype=np.uint8)
    return Travel(seconds, seconds * 10, profile if "speeds" in rules else None)


def _with_started(draw: Random, problem: Problem) -> Problem:
    """Some visits begun, each on the first shift that could have done it; ties need not be begun as a whole."""
    visits = list(problem.visits)
    count = draw.randint(1, 2)
    for rank, number in enumerate(draw.sample(range(len(visits)), min(count, len(visits)))):
        visits[number] = replace(
            Visit(id=visits[number].id, place=visits[number].place, duration_s=50, organisation="council"),
            if_unserved=visits[number].if_unserved,
            tools=visits[number].tools if draw.random() < 0.2 else (),
            lock=Lock(shift="two", rank=rank),
        )
    return replace(problem, visits=tuple(visits))
