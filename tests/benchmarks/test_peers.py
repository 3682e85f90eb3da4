"""What a peer is told, it keeps: tiny days whose best plan is known, and which would go otherwise if it were not told.

The routes are looked at as the peer gives them, before anything is mended.
"""

import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import pytest

from optimiser.checker import check
from optimiser.problem import (
    AllOrNone,
    Amount,
    Break,
    Coupling,
    DriversHours,
    HeldSkill,
    IfUnserved,
    Lateness,
    Lending,
    Lock,
    Problem,
    RequiredSkill,
    Shift,
    Tier,
    Who,
    Window,
    WorkerCost,
)
from optimiser.problem import CostPart as Part
from tests.benchmarks.engines import engine_named
from tests.benchmarks.engines.features import not_told, used_features
from tests.benchmarks.engines.model import Model
from tests.benchmarks.engines.prices import prices_of
from tests.benchmarks.engines.processes import Clock, PeerFailed, Tell, run_together
from tests.benchmarks.engines.timed import timed
from tests.optimiser.toy import problem, shift, visit, worker

# What it takes a peer to find the best plan of three visits, several times over; vrp-cli counts in whole seconds.
SECONDS = 0.25
# On a busy machine nobody is killed for being late.
LONGEST_S = 200.0
PACKAGES = {
    "pyvrp": "pyvrp",
    "vroom": "vroom",
    "vrp-cli": "vrp_cli",
    "ortools-ils": "ortools",
    "ortools-gls": "ortools",
}
ORTOOLS = ("ortools-ils", "ortools-gls")
# Both are told the same.
ORTOOLS_TOLD = ("ortools-gls",)
ALL = tuple(PACKAGES)
TOLD = ("pyvrp", "vroom", "vrp-cli", *ORTOOLS_TOLD)
BY_METRE = {"upence_per_m": 1000}


def routes_of(peer: str, day: Problem) -> dict[str, list[str]]:
    """The peer's own routes: visit ids by shift id."""
    pytest.importorskip(PACKAGES[peer], reason=f"the peer {peer} is not installed: see the group `benchmarks`")
    module = import_module(f"tests.benchmarks.engines.{PACKAGES[peer]}")
    clock = Clock.of(SECONDS)
    task = (peer, day, clock, 1, 0) if peer in ORTOOLS else (day, clock, 1)
    # In a process of its own, as always: vrp-cli's threads would not survive the next fork of this one.
    told: list[dict[int, list[int]]] = run_together(module.search, [task], clock, LONGEST_S)
    ids = [each.id for each in day.visits]
    return {day.shifts[row].id: [ids[number] for number in visits] for row, visits in told[0].items()}


def two_people(ann: dict[str, Any] | None = None, bob: dict[str, Any] | None = None) -> dict[str, Any]:
    """Ann and Bob, each with a shift by the metre; what is given changes their shifts."""
    return {
        "workers": (worker("ann"), worker("bob")),
        "shifts": (shift("ann", **(BY_METRE | (ann or {}))), shift("bob", **(BY_METRE | (bob or {})))),
    }


def by_metre(**changes: Any) -> tuple[Shift, ...]:
    return (shift("ann", **(BY_METRE | changes)),)


@pytest.mark.parametrize("peer", TOLD)
def test_the_shortest_round_is_found(peer: str) -> None:
    # Without going back, the way out and in again is 6 km; any order that turns more than once is longer.
    day = problem(visit("a", 2), visit("b", 3), visit("c", 1), shifts=by_metre())
    assert routes_of(peer, day)["ann"] in ([*order] for order in ("cab", "cba", "abc", "bac"))


@pytest.mark.parametrize("peer", TOLD)
def test_a_vehicle_takes_no_more_than_it_holds(peer: str) -> None:
    crates = (Amount(of="crate", quantity=1),)
    room = {"capacities": (Amount(of="crate", quantity=2),)}
    day = problem(*(visit(name, 2, loads=crates) for name in "abc"), **two_people(room, room))
    assert sorted(len(visits) for visits in routes_of(peer, day).values()) == [1, 2]


@pytest.mark.parametrize("peer", TOLD)
def test_only_who_may_is_sent(peer: str) -> None:
    people = two_people(bob={"upence_per_m": 9000})
    people["workers"] = (worker("ann"), worker("bob", skills=(HeldSkill(name="gas", level=2),)))
    day = problem(visit("gas", 1, skills=(RequiredSkill(name="gas", level=2),)), visit("any", 1), **people)
    assert "gas" in routes_of(peer, day)["bob"]


@pytest.mark.parametrize("peer", TOLD)
def test_a_visit_that_missed_its_first_window_is_done_in_its_second(peer: str) -> None:
    early, late = Window(earliest_s=0, latest_s=10), Window(earliest_s=5000, latest_s=5010)
    first = visit("first", 2, windows=(Window(earliest_s=200, latest_s=4000),))
    day = problem(visit("second", 1, windows=(early, late)), first, shifts=by_metre())
    assert routes_of(peer, day) == {"ann": ["first", "second"]}


@pytest.mark.parametrize("peer", TOLD)
def test_what_counts_most_is_done_where_not_all_can_be(peer: str) -> None:
    names = ("least", "most", "middle")
    weights = {"least": (Tier.PROMISE, 5), "middle": (Tier.PROMISE, 6), "most": (Tier.SAFETY, 1)}
    calls = [visit(name, 1, if_unserved=IfUnserved(tier=t, points=n)) for name in names for t, n in (weights[name],)]
    day = problem(*calls, shifts=by_metre(ends_s=1500))  # 200 s on the way, and two of 600 s
    assert sorted(routes_of(peer, day)["ann"]) == ["middle", "most"]


@pytest.mark.parametrize("peer", TOLD)
def test_an_open_end_is_nowhere(peer: str) -> None:
    # Ending where the last visit is: 3 km outwards, 5 km the other way round.
    day = problem(visit("far", 3), visit("near", 1), shifts=by_metre(end_place=None))
    assert routes_of(peer, day) == {"ann": ["near", "far"]}


@pytest.mark.parametrize("peer", ["pyvrp", "vroom", *ORTOOLS_TOLD])
def test_a_slow_worker_is_given_the_time_they_take(peer: str) -> None:
    people = two_people({"ends_s": 2000}, {"ends_s": 2000, "upence_per_m": 9000})
    people["workers"] = (worker("ann", duration_permille=4000), worker("bob"))
    assert routes_of(peer, problem(visit("a", 1), **people)) == {"bob": ["a"]}


@pytest.mark.parametrize("peer", ["vroom", *ORTOOLS_TOLD])
def test_a_break_leaves_no_time_for_what_falls_into_it(peer: str) -> None:
    # Ann's break starts by 2000 and takes 3000 s: neither before nor after a visit from 1500 to 2100.
    rest = (Break(duration_s=3000, earliest_s=1000, latest_s=2000),)
    people = two_people({"breaks": rest}, {"upence_per_m": 9000})
    day = problem(visit("a", 1, windows=(Window(earliest_s=1500, latest_s=1500),)), **people)
    assert routes_of(peer, day) == {"bob": ["a"]}


@pytest.mark.parametrize("peer", TOLD)
def test_setting_up_takes_time_where_one_has_come_from_elsewhere(peer: str) -> None:
    # 100 s there, 500 s to set up once, 1200 s of work, 100 s back.
    calls = (visit("a", 1, setup_s=500), visit("b", 1, setup_s=500, if_unserved=IfUnserved(points=2)))
    assert sorted(routes_of(peer, problem(*calls, shifts=by_metre(ends_s=1900)))["ann"]) == ["a", "b"]
    assert routes_of(peer, problem(*calls, shifts=by_metre(ends_s=1899))) == {"ann": ["b"]}


@pytest.mark.parametrize("peer", ["vroom", *ORTOOLS_TOLD])
def test_no_more_is_driven_than_drivers_may(peer: str) -> None:
    people = two_people({"drivers_hours": DriversHours(max_driving_s=399)}, {"upence_per_m": 9000})
    assert routes_of(peer, problem(visit("a", 2), **people)) == {"bob": ["a"]}


@pytest.mark.parametrize("peer", ["pyvrp", "vrp-cli", *ORTOOLS_TOLD])
def test_no_route_is_longer_than_its_worker_may_still_work(peer: str) -> None:
    people = two_people(bob={"upence_per_m": 9000})
    people["workers"] = (worker("ann", max_load_s=799), worker("bob", max_load_s=800))
    assert routes_of(peer, problem(visit("a", 1), **people)) == {"bob": ["a"]}


@pytest.mark.parametrize("peer", ["pyvrp", "vrp-cli", *ORTOOLS_TOLD])
def test_paid_time_is_dear_where_pay_is_high(peer: str) -> None:
    people = two_people({"upence_per_s": 30_000}, {"upence_per_s": 10_000})
    assert routes_of(peer, problem(visit("a", 1), **people)) == {"bob": ["a"]}


@pytest.mark.parametrize("peer", ["pyvrp", *ORTOOLS_TOLD])
def test_an_optional_visit_is_left_out_where_it_costs_more(peer: str) -> None:
    # 2 km more at 1000 micropence a metre.
    dear = visit("dear", 2, if_unserved=IfUnserved(tier=Tier.COST, points=1_900_000))
    worth = visit("worth", 2, if_unserved=IfUnserved(tier=Tier.COST, points=2_100_000))
    assert routes_of(peer, problem(visit("a", 1), dear, shifts=by_metre())) == {"ann": ["a"]}
    assert sorted(routes_of(peer, problem(visit("a", 1), worth, shifts=by_metre()))["ann"]) == ["a", "worth"]


@pytest.mark.parametrize("peer", ["pyvrp", *ORTOOLS_TOLD])
def test_a_wish_has_its_price(peer: str) -> None:
    people = two_people(bob={"upence_per_m": 1001})
    wish = WorkerCost(worker="ann", part=Part.CONTINUITY, upence=1_000_000)
    assert routes_of(peer, problem(visit("a", 1, worker_costs=(wish,)), **people)) == {"bob": ["a"]}


@pytest.mark.parametrize("peer", ORTOOLS_TOLD)
def test_visits_for_the_same_worker_stay_together(peer: str) -> None:
    # Ann is cheap and has time for the near one only.
    people = two_people({"ends_s": 800}, {"upence_per_m": 9000, "start_place": 2, "end_place": 2})
    visits = (visit("one", 1), visit("two", 3))
    assert len(routes_of(peer, problem(*visits, **people))) == 2
    tied = problem(*visits, couplings=(Coupling(first="one", second="two", who=Who.SAME),), **people)
    assert {shift: sorted(route) for shift, route in routes_of(peer, tied).items()} == {"bob": ["one", "two"]}


@pytest.mark.parametrize("peer", ["vrp-cli", *ORTOOLS_TOLD])
def test_started_work_keeps_its_order(peer: str) -> None:
    locks = [Lock(worker="ann", shift="ann", rank=rank) for rank in (0, 1)]
    day = problem(visit("b", 3), visit("a", 1, lock=locks[1]), visit("c", 2, lock=locks[0]), shifts=by_metre())
    assert routes_of(peer, day) == {"ann": ["c", "a", "b"]}


@pytest.mark.parametrize("peer", ORTOOLS_TOLD)
def test_two_people_come_at_the_same_time(peer: str) -> None:
    tie = Coupling(first="one", second="two", min_lag_s=0, max_lag_s=0, who=Who.DIFFERENT)
    day = problem(visit("one", 1), visit("two", 1), couplings=(tie,), **two_people())
    assert sorted(routes_of(peer, day).values()) == [["one"], ["two"]]


@pytest.mark.parametrize("peer", ORTOOLS_TOLD)
def test_the_plumber_comes_before_the_plasterer(peer: str) -> None:
    tie = Coupling(first="plumber", second="plasterer", min_lag_s=600)
    day = problem(visit("plasterer", 1), visit("plumber", 2), shifts=by_metre(), couplings=(tie,))
    assert routes_of(peer, day) == {"ann": ["plumber", "plasterer"]}


@pytest.mark.parametrize("peer", ORTOOLS_TOLD)
def test_what_needs_another_visit_is_not_done_without_it(peer: str) -> None:
    tie = Coupling(first="never", second="after", needs_first=True)
    shut = Window(earliest_s=0, latest_s=50)  # nobody is there before 100
    day = problem(visit("never", 1, windows=(shut,)), visit("after", 1), visit("any", 1), couplings=(tie,))
    assert routes_of(peer, day) == {"ann": ["any"]}


@pytest.mark.parametrize("peer", ORTOOLS_TOLD)
def test_what_would_be_late_is_done_first(peer: str) -> None:
    late = (Lateness(after_s=300, rate=1, tier=Tier.STATUTE),)
    day = problem(visit("near", 1), visit("far", 3, lateness=late), shifts=by_metre())
    assert routes_of(peer, day) == {"ann": ["far", "near"]}


@pytest.mark.parametrize("peer", ORTOOLS_TOLD)
def test_overtime_is_avoided_where_it_costs(peer: str) -> None:
    # Ann is back at 800, one second late.
    paid = {"ends_s": 799, "overtime_limit_s": 600, "overtime_upence_per_s": 5_000_000}
    assert routes_of(peer, problem(visit("a", 1), **two_people(paid, {"upence_per_m": 2000}))) == {"bob": ["a"]}


@pytest.mark.parametrize("peer", ORTOOLS_TOLD)
def test_time_within_the_guarantee_costs_nothing_more(peer: str) -> None:
    # Ann is out for 800 s and is paid for them anyway, though her rate is higher.
    people = two_people({"upence_per_s": 9000, "guaranteed_s": 800}, {"upence_per_s": 1000})
    assert routes_of(peer, problem(visit("a", 1), **people)) == {"ann": ["a"]}


@pytest.mark.parametrize("peer", ORTOOLS_TOLD)
def test_no_more_is_lent_than_the_agreement_allows(peer: str) -> None:
    lending = Lending(id="l", lender="", borrower="other", kinds=("k",), max_visits=1)
    calls = (visit(name, 1, organisation="other", kind="k") for name in "ab")
    day = problem(*calls, visit("own", 1), lending=(lending,), shifts=by_metre())
    served = routes_of(peer, day)["ann"]
    assert "own" in served
    assert len(served) == 2


@pytest.mark.parametrize("peer", ALL)
def test_a_peers_plan_passes_our_checker(peer: str) -> None:
    pytest.importorskip(PACKAGES[peer], reason=f"the peer {peer} is not installed: see the group `benchmarks`")
    tie = Coupling(first="a", second="b", min_lag_s=0, max_lag_s=0, who=Who.DIFFERENT)
    pair = AllOrNone(visits=("a", "b"))
    day = problem(visit("a", 1), visit("b", 1), visit("c", 2), couplings=(tie,), groups=(pair,), **two_people())
    engine = engine_named(peer)
    engine.warm_up()
    answer = engine.solve(day, 1.0, 1)
    verdict = check(day, answer.plan)
    assert verdict.violations == ()
    assert answer.plan.unserved == ()
    # One goes to a and on to c, the other to b.
    assert verdict.cost is not None
    assert verdict.cost.cost_upence == 1000 * (4000 + 2000)
    assert "all_or_none" in answer.not_expressed
    assert engine.name == peer
    assert engine.version()[0].isdigit()


def test_only_what_is_used_and_cannot_be_told_is_listed() -> None:
    plain = Model(problem(visit("a", 1), shifts=by_metre()))
    assert used_features(plain) == set()
    rest = (Break(duration_s=60, earliest_s=100, latest_s=200, paid=True),)
    rich = Model(problem(visit("a", 1, setup_s=5), shifts=by_metre(breaks=rest, end_place=None)))
    assert not_told(rich, {"setup"}) == ("breaks", "open_ends")


def test_a_point_of_a_higher_tier_is_dearer_than_all_that_one_visit_can_do_below() -> None:
    calls = [
        visit("safety", 1, if_unserved=IfUnserved(tier=Tier.SAFETY, points=1)),
        visit("statute", 1, if_unserved=IfUnserved(tier=Tier.STATUTE, points=100_000)),
        visit("promise", 1, if_unserved=IfUnserved(tier=Tier.PROMISE, points=1)),
        visit("cost", 1, if_unserved=IfUnserved(tier=Tier.COST, points=5_000_000)),
    ]
    prices = prices_of(Model(problem(*calls, shifts=by_metre(upence_per_s=400_000))))
    safety, statute, promise, cost = prices.unserved.tolist()
    assert safety > statute > promise > cost
    # The whole shift for one visit, and there and back at the longest leg.
    assert promise * prices.upence > 10_000 * 400_000 + 2 * 3000 * 1000


def test_what_breaks_a_rule_is_taken_out_and_put_back_where_it_fits() -> None:
    # Told as a, b, a visit that is shut by then, and c: b comes before its window closes, and is put back in front.
    windows = (Window(earliest_s=0, latest_s=400),)
    day = problem(visit("a", 1), visit("b", 2, windows=windows), visit("c", 3), shifts=by_metre())
    plan = timed(day, {0: [0, 1, 2]})
    assert check(day, plan).violations == ()
    assert plan.routes[0].stops[0].ref == "b"
    assert plan.unserved == ()


def test_half_a_pair_is_taken_out() -> None:
    # Only Ann is there, so the pair cannot be served.
    tie = Coupling(first="a", second="b", min_lag_s=0, max_lag_s=0, who=Who.DIFFERENT)
    day = problem(visit("a"), visit("b"), visit("c"), couplings=(tie,), groups=(AllOrNone(visits=("a", "b")),))
    plan = timed(day, {0: [0, 2]})
    assert [stop.ref for stop in plan.routes[0].stops] == ["c"]
    assert {one.visit for one in plan.unserved} == {"a", "b"}


def test_what_keeps_the_rules_is_kept_as_it_is() -> None:
    day = problem(visit("a", 3), visit("b", 1), visit("c", 2), **two_people())
    plan = timed(day, {0: [0, 1], 1: [2]})
    assert {route.shift: [stop.ref for stop in route.stops] for route in plan.routes} == {
        "ann": ["a", "b"],
        "bob": ["c"],
    }


def _tells_and_goes_on(tell: Tell[str], word: str) -> None:
    tell(word)
    tell(word * 2)
    time.sleep(60)


def _fails(tell: Tell[str], word: str) -> None:
    raise ValueError(word)


def _fails_after_all(tell: Tell[str], word: str) -> None:
    tell(word)
    raise ValueError(word)


def _hangs(tell: Tell[str]) -> None:
    time.sleep(60)


def test_the_best_so_far_of_a_peer_that_is_killed_is_kept() -> None:
    found: list[str] = run_together(_tells_and_goes_on, [("a",), ("b",)], Clock.of(0.2), 0.2)
    assert sorted(found) == ["aa", "bb"]


def test_what_was_told_before_a_failure_counts() -> None:
    found: list[str] = run_together(_fails_after_all, [("a",)], Clock.of(5.0), 5.0)
    assert found == ["a"]


@pytest.mark.parametrize(
    ("work", "task", "words"), [(_fails, ("no such thing",), "ValueError: no such thing"), (_hangs, (), "in the time")]
)
def test_a_peer_without_an_answer_says_why(work: Callable[..., None], task: tuple[Any, ...], words: str) -> None:
    with pytest.raises(PeerFailed, match=words):
        run_together(work, [task], Clock.of(0.2), 0.2)
