"""Tied visits of which some have begun: what they depend on has to follow."""

import pytest

from optimiser.problem import AllOrNone, Coupling, IfUnserved, Lock, Tier, Who
from optimiser.solve import LockedWorkBroken, solve
from tests.optimiser.search.pair import two
from tests.optimiser.search.planned import left_out, planned, shift_of, stop_of
from tests.optimiser.toy import problem, visit

BEGUN = visit("begun", lock=Lock(shift="ann", rank=0))
WORTHLESS = IfUnserved(tier=Tier.COST, points=0)


def test_the_second_follows_at_its_lag() -> None:
    tie = Coupling(first="begun", second="v", min_lag_s=1_000, max_lag_s=1_200, who=Who.DIFFERENT)
    found = planned(two(BEGUN, visit("v"), couplings=(tie,)))
    assert 1_000 <= stop_of(found, "v").start_s - stop_of(found, "begun").start_s <= 1_200
    assert shift_of(found, "v") == "bob"


def test_a_second_that_nobody_can_do_stays_out() -> None:
    tie = Coupling(first="begun", second="v", needs_first=True)
    assert left_out(planned(two(BEGUN, visit("v", crew=5), couplings=(tie,)))) == {"v"}


def test_the_rest_of_a_group_is_served_though_it_is_worth_nothing() -> None:
    day = two(BEGUN, visit("v", if_unserved=WORTHLESS), groups=(AllOrNone(visits=("begun", "v")),))
    assert left_out(planned(day)) == set()


def test_the_rest_of_a_group_goes_before_all_other_work() -> None:
    # There is time for one more visit only.
    others = [visit(f"v{number}", 1, duration_s=6_000) for number in range(3)]
    rest = visit("rest", 2, duration_s=6_000, if_unserved=WORTHLESS)
    day = problem(BEGUN, *others, rest, groups=(AllOrNone(visits=("begun", "rest")),))
    assert left_out(planned(day)) == {"v0", "v1", "v2"}


def test_what_begun_work_needs_is_served_first_of_all() -> None:
    tie = Coupling(first="v", second="begun", needs_first=True)
    day = two(BEGUN, visit("v", if_unserved=WORTHLESS), couplings=(tie,))
    assert left_out(planned(day)) == set()


def test_a_group_begun_that_cannot_be_made_whole_is_told() -> None:
    day = problem(BEGUN, visit("v", crew=5), groups=(AllOrNone(visits=("begun", "v")),))
    with pytest.raises(LockedWorkBroken, match="started work depends on v"):
        solve(day, iterations=5)
