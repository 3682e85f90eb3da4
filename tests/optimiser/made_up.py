"""Hypothesis strategies for sound Problems of any shape: every field is drawn, none is nonsense."""

from typing import TypeVar

import numpy as np
from hypothesis import strategies as st

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

T = TypeVar("T")

HORIZON_S = 5_000
PLACES = 3
WORKERS = ("ann", "bob", "cat")
SHIFTS = ("ann early", "ann late", "bob and cat")
VISITS = ("v", "w", "x", "y")

seconds = st.integers(0, 1_000)
short = st.integers(0, 200)
rates = st.integers(0, 1_000)
places = st.integers(0, PLACES - 1)
tiers = st.sampled_from(Tier)
skill_names = st.sampled_from(["gas", "care"])
organisations = st.sampled_from(["", "council", "charity"])
kinds = st.sampled_from(["alarm", "bath"])
# Any text but lone surrogates, which JSON files in UTF-8 cannot hold.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


def few(values: st.SearchStrategy[T], most: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    """A tuple of up to `most`."""
    return st.lists(values, max_size=most).map(tuple)


def some(names: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """Any of these names, each at most once, none included."""
    return st.lists(st.sampled_from(names), unique=True, max_size=len(names)).map(tuple)


def amounts() -> st.SearchStrategy[tuple[Amount, ...]]:
    """Some of taps and litres."""
    one = st.builds(Amount, of=st.sampled_from(["taps", "litres"]), quantity=st.integers(0, 9))
    return st.lists(one, unique_by=lambda amount: amount.of, max_size=2).map(tuple)


@st.composite
def spans(draw: st.DrawFn) -> tuple[int, int]:
    """A first and a last second, in order."""
    first, last = sorted((draw(seconds), draw(seconds)))
    return first, last


@st.composite
def windows(draw: st.DrawFn) -> tuple[Window, ...]:
    """Up to three windows, apart and in order."""
    bounds = sorted(draw(st.sets(st.integers(0, HORIZON_S), max_size=6)))
    return tuple(
        Window(earliest_s=earliest_s, latest_s=latest_s)
        for earliest_s, latest_s in zip(bounds[::2], bounds[1::2], strict=False)
    )


@st.composite
def workers(draw: st.DrawFn, name: str) -> Worker:
    """One of the three workers."""
    from_s, until_s = draw(spans())
    held = st.builds(
        HeldSkill,
        name=skill_names,
        level=st.integers(1, 5),
        valid_from_s=st.sampled_from([0, from_s]),
        valid_until_s=st.sampled_from([None, until_s]),
    )
    return Worker(
        id=name,
        skills=draw(few(held)),
        knows=draw(some(("mrs gray", "the dog"))),
        worked_s=draw(seconds),
        max_load_s=draw(st.none() | st.integers(0, 9_000)),
        duration_permille=draw(st.integers(500, 2_000)),
        fairness=draw(few(st.builds(LoadStep, above_s=seconds, upence_per_s=rates))),
    )


@st.composite
def breaks(draw: st.DrawFn, name: str) -> Break:
    """A rest somewhere in the first thousand seconds."""
    earliest_s, latest_s = draw(spans())
    return Break(
        id=name,
        duration_s=draw(short),
        earliest_s=earliest_s,
        latest_s=latest_s,
        place=draw(st.none() | places),
        paid=draw(st.booleans()),
    )


@st.composite
def shifts(draw: st.DrawFn, name: str, crew: tuple[str, ...], starts_s: int) -> Shift:
    """A shift of up to 1,000 seconds, and up to 1,000 of overtime."""
    hours = st.builds(
        DriversHours, max_driving_s=seconds, max_continuous_s=st.none() | seconds, rest_s=st.integers(0, 60)
    )
    return Shift(
        id=name,
        workers=crew,
        organisation=draw(organisations),
        mode=draw(st.sampled_from(["car", "foot"])),
        start_place=draw(st.none() | places),
        end_place=draw(st.none() | places),
        starts_s=starts_s,
        ends_s=starts_s + draw(st.integers(300, 1_000)),
        overtime_limit_s=draw(seconds),
        guaranteed_s=draw(seconds),
        breaks=tuple(draw(breaks(rest)) for rest in draw(some(("tea", "lunch")))),
        drivers_hours=draw(st.none() | hours),
        capacities=draw(amounts()),
        stock=draw(amounts()),
        full_stock=draw(st.none() | amounts()),
        tools=draw(some(("ladder", "saw"))),
        upence_per_s=draw(rates),
        overtime_upence_per_s=draw(rates),
        upence_per_m=draw(rates),
    )


@st.composite
def locks(draw: st.DrawFn) -> Lock:
    """Perhaps a shift, perhaps someone on it, perhaps a start; never a rank, which must be served to be kept."""
    shift = draw(st.none() | st.sampled_from(SHIFTS))
    crew = {SHIFTS[2]: ("bob", "cat"), None: WORKERS}.get(shift, ("ann",))
    return Lock(worker=draw(st.none() | st.sampled_from(crew)), shift=shift, start_s=draw(st.none() | seconds))


@st.composite
def visits(draw: st.DrawFn, name: str) -> Visit:
    """One of the four visits."""
    earliest_s, latest_s = draw(spans())
    promise = st.builds(Promise, earliest_s=st.just(earliest_s), latest_s=st.just(latest_s), points=st.integers(0, 9))
    late = st.builds(Lateness, after_s=seconds, rate=rates, tier=tiers, on=st.sampled_from(LateOn))
    cost = st.builds(WorkerCost, worker=st.sampled_from(WORKERS), part=st.sampled_from(CostPart), upence=rates)
    published = st.builds(
        Published,
        worker=st.sampled_from(WORKERS),
        start_s=seconds,
        tolerance_s=seconds,
        other_worker_upence=rates,
        moved_upence=rates,
    )
    return Visit(
        id=name,
        place=draw(places),
        duration_s=draw(short),
        setup_s=draw(short),
        windows=draw(windows()),
        lateness=draw(few(late)),
        promised=draw(st.none() | promise),
        skills=draw(few(st.builds(RequiredSkill, name=skill_names, level=st.integers(1, 5)), most=1)),
        crew=draw(st.integers(0, 2)),
        loads=draw(amounts()),
        parts=draw(amounts()),
        tools=draw(some(("ladder", "saw"))),
        if_unserved=draw(st.builds(IfUnserved, tier=tiers, points=rates)),
        allowed_workers=draw(st.none() | some(WORKERS).filter(bool)),
        forbidden_workers=draw(some(WORKERS)),
        must_know=draw(some(("mrs gray", "the dog"))),
        worker_costs=draw(few(cost)),
        lock=draw(locks()),
        published=draw(st.none() | published),
        service=draw(texts),
        organisation=draw(organisations),
        kind=draw(kinds),
    )


@st.composite
def couplings(draw: st.DrawFn) -> Coupling:
    """An earlier visit tied to a later one."""
    first, second = sorted(draw(st.sets(st.sampled_from(VISITS), min_size=2, max_size=2)))
    min_lag_s = draw(st.integers(0, 300))
    return Coupling(
        first=first,
        second=second,
        min_lag_s=min_lag_s,
        max_lag_s=draw(st.none() | st.integers(min_lag_s, min_lag_s + 500)),
        who=draw(st.sampled_from(Who)),
        needs_first=draw(st.booleans()),
    )


@st.composite
def lending(draw: st.DrawFn, name: str) -> Lending:
    """An agreement between two of the organisations."""
    from_s, until_s = draw(spans())
    lender, borrower = draw(st.permutations(["", "council", "charity"]))[:2]
    return Lending(
        id=name,
        lender=lender,
        borrower=borrower,
        kinds=draw(few(kinds)),
        skills=draw(few(st.builds(RequiredSkill, name=skill_names))),
        charge_upence=draw(rates),
        charge_upence_per_s=draw(rates),
        max_visits=draw(st.none() | st.integers(0, 3)),
        from_s=from_s,
        until_s=draw(st.sampled_from([None, until_s])),
    )


@st.composite
def travels(draw: st.DrawFn, profiles: int) -> Travel:
    """Matrices of any small numbers, with speed profiles where there are any."""

    def matrix(most: int) -> list[list[int]]:
        row = st.lists(st.integers(0, most), min_size=PLACES, max_size=PLACES)
        return draw(st.lists(row, min_size=PLACES, max_size=PLACES))

    return Travel(
        np.array(matrix(200), dtype=np.int32),
        np.array(matrix(5_000), dtype=np.int32),
        np.array(matrix(profiles - 1), dtype=np.uint8) if profiles and draw(st.booleans()) else None,
    )


@st.composite
def speed_profiles(draw: st.DrawFn) -> SpeedProfile:
    """Up to three periods."""
    starts = [0, *sorted(draw(st.sets(st.integers(1, HORIZON_S), max_size=2)))]
    return SpeedProfile(
        periods=tuple(SpeedPeriod(from_s=from_s, permille=draw(st.integers(100, 2_000))) for from_s in starts)
    )


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A sound Problem of three workers, three shifts and up to four visits."""
    names = VISITS[: draw(st.integers(0, len(VISITS)))]
    profiles = draw(st.lists(speed_profiles(), max_size=2).map(tuple))
    # Two couplings of different pairs cannot contradict each other.
    ties = st.lists(couplings(), max_size=2, unique_by=lambda tie: (tie.first, tie.second)).map(tuple)
    site = st.builds(
        Site,
        id=st.just("yard"),
        place=places,
        duration_s=short,
        windows=windows(),
        unloads=st.booleans(),
        restocks=st.booleans(),
        tools=some(("ladder", "saw")),
        shifts=st.none() | some(SHIFTS),
    )
    return Problem(
        horizon_s=HORIZON_S,
        workers=tuple(draw(workers(name)) for name in WORKERS),
        shifts=(
            draw(shifts(SHIFTS[0], ("ann",), 0)),
            draw(shifts(SHIFTS[1], ("ann",), 1_000)),
            draw(shifts(SHIFTS[2], ("bob", "cat"), 500)),
        ),
        visits=tuple(draw(visits(name)) for name in names),
        travel={"car": draw(travels(len(profiles))), "foot": draw(travels(len(profiles)))},
        couplings=draw(ties) if names == VISITS else (),
        groups=(AllOrNone(visits=names[:2]),) if len(names) > 1 and draw(st.booleans()) else (),
        sites=draw(few(site, most=1)),
        lending=tuple(draw(lending(name)) for name in draw(some(("first", "second")))),
        profiles=profiles,
        largest_lateness_upence_per_s=draw(rates),
    )
