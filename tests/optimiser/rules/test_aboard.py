"""What is aboard: room for loads, parts that are used up, tools that stay."""

from typing import Any

from optimiser.plan import Plan
from optimiser.problem import Amount, Problem, Site
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import at_site, at_visit, plan, problem, route, shift, visit


def day(visit_changes: dict[str, Any], shift_changes: dict[str, Any], **site_changes: Any) -> Problem:
    """Two like visits at place 1 and a site there too."""
    visits = (visit("v", **visit_changes), visit("w", **visit_changes))
    site = Site(id="yard", place=1, **site_changes)
    return problem(*visits, shifts=(shift(**shift_changes),), sites=(site,))


def straight() -> Plan:
    return plan(route("ann", 0, at_visit("v", 100, 100, 700), at_visit("w", 700, 700, 1300), end_s=1400))


def by_the_yard() -> Plan:
    """The yard between the two visits."""
    stops = (at_visit("v", 100, 100, 700), at_site("yard", 700, 700, 700), at_visit("w", 700, 700, 1300))
    return plan(route("ann", 0, *stops, end_s=1400))


def amount(of: str, quantity: int) -> tuple[Amount, ...]:
    return (Amount(of=of, quantity=quantity),)


def test_loads_that_just_fit_fit() -> None:
    assert broken(day({"loads": amount("litres", 120)}, {"capacities": amount("litres", 240)}), straight()) == []


def test_one_more_does_not() -> None:
    day_ = day({"loads": amount("litres", 120)}, {"capacities": amount("litres", 239)})
    assert broken(day_, straight()) == ["room_for_loads"]


def test_what_has_no_capacity_named_has_no_limit() -> None:
    assert broken(day({"loads": amount("litres", 120)}, {"capacities": amount("bags", 0)}), straight()) == []


def test_unloading_makes_room_again() -> None:
    full = {"loads": amount("litres", 120)}, {"capacities": amount("litres", 120)}
    assert broken(day(*full, unloads=True), by_the_yard()) == []
    assert broken(day(*full, restocks=True), by_the_yard()) == ["room_for_loads"]


def test_parts_that_are_just_enough_are_enough() -> None:
    assert broken(day({"parts": amount("taps", 1)}, {"stock": amount("taps", 2)}), straight()) == []


def test_one_part_short_is_not() -> None:
    assert broken(day({"parts": amount("taps", 1)}, {"stock": amount("taps", 1)}), straight()) == ["parts_in_stock"]


def test_what_the_stock_does_not_name_is_not_aboard() -> None:
    assert broken(day({"parts": amount("taps", 1)}, {}), straight()) == ["parts_in_stock", "parts_in_stock"]


def test_restocking_brings_what_is_full_and_no_more() -> None:
    one = {"parts": amount("taps", 2)}
    begun_low = {"stock": amount("taps", 2), "full_stock": amount("taps", 4)}
    assert broken(day(one, begun_low, restocks=True), by_the_yard()) == []
    assert broken(day(one, begun_low), straight()) == ["parts_in_stock"]
    begun_high = {"stock": amount("taps", 2), "full_stock": amount("taps", 1)}
    assert broken(day(one, begun_high, restocks=True), by_the_yard()) == ["parts_in_stock"]
    assert broken(day(one, {"stock": amount("taps", 2), "full_stock": ()}, restocks=True), by_the_yard()) == [
        "parts_in_stock"
    ]


def test_restocking_fills_up_again() -> None:
    one = {"parts": amount("taps", 1)}, {"stock": amount("taps", 1)}
    assert broken(day(*one, restocks=True), by_the_yard()) == []
    assert broken(day(*one, unloads=True), by_the_yard()) == ["parts_in_stock"]


def test_a_tool_of_the_shift_is_there_all_day() -> None:
    assert broken(day({"tools": ("ladder",)}, {"tools": ("ladder", "saw")}), straight()) == []


def test_a_tool_nobody_has_is_missed_at_each_visit() -> None:
    assert broken(day({"tools": ("ladder",)}, {"tools": ("saw",)}), straight()) == ["tools_aboard", "tools_aboard"]


def test_a_tool_picked_up_on_the_way_is_there_from_then_on() -> None:
    assert broken(day({"tools": ("ladder",)}, {}, tools=("ladder",)), by_the_yard()) == ["tools_aboard"]
    yard_first = route(
        "ann",
        0,
        at_site("yard", 100, 100, 100),
        at_visit("v", 100, 100, 700),
        at_visit("w", 700, 700, 1300),
        end_s=1400,
    )
    assert broken(day({"tools": ("ladder",)}, {}, tools=("ladder",)), plan(yard_first)) == []
