"""Calls at sites: where something would not be aboard, at the cheapest place, and nowhere else."""

from typing import Any

import pytest

from optimiser.plan import Reason
from optimiser.problem import Amount, Break, Problem, Site, Window
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import left_out, order_of, planned, route_of, stop_of
from tests.optimiser.toy import at_site, at_visit, plan, problem, route, shift, visit

YARD = Site(id="yard", place=3, restocks=True, unloads=True, tools=("saw",))


def some(of: str, quantity: int) -> tuple[Amount, ...]:
    return (Amount(of=of, quantity=quantity),)


def day(*needs: dict[str, Any], site: Site = YARD, **has: Any) -> Problem:
    """A visit for each need, at places 1, 2, 1 ... and Ann, who is paid by the metre."""
    visits = (visit(f"v{number}", 1 + number % 2, **need) for number, need in enumerate(needs))
    return problem(*visits, sites=(site,), shifts=(shift(upence_per_m=1, **has),))


def test_a_tool_is_picked_up_on_the_way_to_the_first_visit_that_needs_it() -> None:
    found = planned(day({}, {"tools": ("saw",)}))
    assert order_of(found).index("yard") < order_of(found).index("v1")
    assert order_of(found).count("yard") == 1


def test_nobody_calls_where_nothing_is_needed() -> None:
    assert "yard" not in order_of(planned(day({}, {"tools": ("saw",)}, tools=("saw",))))


def test_a_call_that_is_not_needed_goes_though_it_costs_nothing() -> None:
    first = plan(
        route("ann", 0, at_site("yard", 100, 100, 100), at_visit("v0", 100, 100, 700), end_s=800),
    )
    at_the_door = Site(id="yard", place=1, restocks=True)
    assert order_of(planned(day({}, site=at_the_door), start=first)) == ["v0"]


def test_parts_are_fetched_when_the_stock_is_used_up() -> None:
    found = planned(day(*[{"parts": some("taps", 2)}] * 4, stock=some("taps", 4)))
    assert left_out(found) == set()
    assert order_of(found).count("yard") == 1


def test_a_re_stocking_brings_the_stock_to_what_is_full() -> None:
    need = [{"parts": some("taps", 3)}]
    assert left_out(planned(day(*need, stock=some("taps", 2)))) == {"v0"}
    found = planned(day(*need * 3, stock=some("taps", 2), full_stock=some("taps", 9)))
    assert left_out(found) == set()
    assert order_of(found).count("yard") == 1


def test_a_load_is_brought_away_as_often_as_it_takes() -> None:
    found = planned(day(*[{"loads": some("litres", 5)}] * 4, capacities=some("litres", 10)))
    assert left_out(found) == set()
    assert order_of(found).count("yard") == 1
    found = planned(day(*[{"loads": some("litres", 6)}] * 4, capacities=some("litres", 10)))
    assert left_out(found) == set()
    assert order_of(found).count("yard") == 3


def test_a_site_that_is_closed_or_for_others_helps_nobody() -> None:
    need = {"tools": ("saw",)}
    for site in (
        Site(id="yard", place=3, tools=("saw",), windows=(Window(earliest_s=0, latest_s=299),)),
        Site(id="yard", place=3, tools=("saw",), shifts=()),
        Site(id="yard", place=3, tools=("ladder",)),
    ):
        assert left_out(planned(day(need, site=site))) == {"v0"}


def test_what_no_shift_can_have_aboard_is_told() -> None:
    (one,) = planned(day({"tools": ("saw",)}, site=Site(id="yard", place=3, shifts=(), tools=("saw",)))).unserved
    assert one.reason == Reason.TOOLS


def test_a_site_opens_again() -> None:
    windows = (Window(earliest_s=0, latest_s=100), Window(earliest_s=1_000, latest_s=1_200))
    found = planned(day({"tools": ("saw",)}, site=Site(id="yard", place=3, tools=("saw",), windows=windows)))
    assert stop_of(found, "yard").start_s == 1_000
    assert route_of(found).depart_s == 700  # it waits at home


def test_a_break_and_a_call_on_one_route() -> None:
    rest = Break(id="tea", duration_s=100, earliest_s=500, latest_s=900)
    found = planned(day({"tools": ("saw",)}, {"tools": ("saw",)}, breaks=(rest,)))
    assert left_out(found) == set()
    assert {"yard", "tea"} < set(order_of(found))


def test_the_one_whose_way_leads_past_the_site_does_it() -> None:
    near = shift("ann", upence_per_m=1)
    past = shift("bob", start_place=3, upence_per_m=1)
    found = planned(two(visit("v", 2, tools=("saw",)), sites=(YARD,), shifts=(near, past)))
    assert order_of(found, "bob") == ["yard", "v"]


@pytest.mark.parametrize("count", [1, 5, 9])
def test_the_cheapest_place_for_the_call_is_found(count: int) -> None:
    # The yard is at place 3 and the visits at 2 and 1: there first, and everything else on the way back.
    found = planned(day(*[{"tools": ("saw",)}] * count), iterations=200)
    assert order_of(found)[0] == "yard"
    assert order_of(found).count("yard") == 1
