"""Calls at places to unload or re-stock."""

from typing import Any

import pytest

from optimiser.plan import Plan
from optimiser.problem import Problem, Site, Window
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import at_site, at_visit, plan, problem, route, visit


def day(**changes: Any) -> Problem:
    return problem(visit(), sites=(Site(id="dump", place=2, duration_s=60, **changes),))


def calls_at(start_s: int, length_s: int = 60) -> Plan:
    """Ann reaches the dump at 800, after the visit."""
    stops = (at_visit("v", 100, 100, 700), at_site("dump", 800, start_s, start_s + length_s))
    return plan(route("ann", 0, *stops, end_s=start_s + length_s + 200))


def test_a_site_for_everyone_is_open_to_the_shift() -> None:
    assert broken(day(), calls_at(800)) == []


def test_a_site_for_the_shift_is_open_to_it() -> None:
    assert broken(day(shifts=("ann",)), calls_at(800)) == []


def test_a_site_for_nobody_is_not_open() -> None:
    assert broken(day(shifts=()), calls_at(800)) == ["site_is_open_to_the_shift"]


@pytest.mark.parametrize("start_s", [850, 900])
def test_a_call_may_start_at_both_ends_of_a_window(start_s: int) -> None:
    assert broken(day(windows=(Window(earliest_s=850, latest_s=900),)), calls_at(start_s)) == []


@pytest.mark.parametrize("start_s", [849, 901])
def test_a_call_a_second_outside_the_windows_is_refused(start_s: int) -> None:
    assert broken(day(windows=(Window(earliest_s=850, latest_s=900),)), calls_at(start_s)) == ["site_at_its_time"]


def test_a_call_before_arrival_is_refused() -> None:
    assert broken(day(), calls_at(799)) == ["site_at_its_time"]


@pytest.mark.parametrize("length_s", [59, 61])
def test_a_call_lasts_its_duration_to_the_second(length_s: int) -> None:
    assert broken(day(), calls_at(800, length_s)) == ["site_at_its_time"]
