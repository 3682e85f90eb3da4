"""A Plan laid beside its Problem."""

from optimiser.plan.day import day_of
from optimiser.plan.load import load_s
from optimiser.problem import Break
from tests.optimiser.toy import (
    ann_serves,
    at_break,
    at_site,
    at_visit,
    plan,
    problem,
    route,
    serves,
    shift,
    visit,
    worker,
)


def test_a_journey_knows_the_legs_between_its_stops() -> None:
    rest = Break(id="tea", duration_s=60, earliest_s=0, latest_s=9_000)
    day = problem(visit("v", 1), visit("w", 3), shifts=(shift(breaks=(rest,)),))
    stops = (at_visit("v", 100, 100, 700), at_break("tea", 700, 700, 760), at_visit("w", 960, 960, 1560))
    (journey,) = day_of(day, plan(route("ann", 0, *stops, end_s=1860))).journeys
    assert [(leg.origin, leg.destination, leg.leave_s) for leg in journey.legs] == [
        (0, 1, 0),
        (1, 1, 700),
        (1, 3, 760),
        (3, 0, 1560),
    ]
    assert [leg.travel_s for leg in journey.legs] == [100, 0, 200, 300]
    assert [leg.distance_m for leg in journey.legs] == [1000, 0, 2000, 3000]


def test_what_the_problem_does_not_know_is_gathered() -> None:
    stray = plan(route("ann", 0, at_site("dump", 0, 0, 0), end_s=0), serves("zed"), unserved=["x"])
    assert [(one.kind, one.ref, one.shift) for one in day_of(problem(), stray).unknown] == [
        ("site", "dump", "ann"),
        ("shift", "zed", "zed"),
        ("visit", "x", None),
    ]


def test_a_day_finds_each_visit_by_its_id() -> None:
    journey, stop = day_of(problem(visit()), ann_serves()).served["v"]
    assert (journey.shift.id, stop.start_s) == ("ann", 100)


def test_load_is_what_was_worked_before_and_the_paid_time_of_every_route() -> None:
    ann = worker(worked_s=5)
    shifts = (shift("early", workers=("ann",), ends_s=800), shift("late", workers=("ann",), starts_s=800))
    day = problem(visit("v"), visit("w"), workers=(ann,), shifts=shifts)
    both = plan(serves("early", "v"), serves("late", "w", depart_s=800))
    assert load_s(day_of(day, both), ann) == 5 + 800 + 800
