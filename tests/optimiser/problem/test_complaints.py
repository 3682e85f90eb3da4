"""Each kind of nonsense is refused with the field and the remedy, all at once."""

from typing import Any

import pytest

from optimiser.problem import (
    AllOrNone,
    Amount,
    Break,
    HeldSkill,
    IfUnserved,
    Lending,
    Lock,
    ProblemError,
    Promise,
    Site,
    Tier,
    Visit,
    Window,
)
from tests.optimiser.problem.complaints_of import complaints_of
from tests.optimiser.toy import problem, shift, visit, worker


def of_shift(**changes: Any) -> list[str]:
    return complaints_of(lambda: problem(visit(), shifts=(shift(**changes),)))


def of_visit(**changes: Any) -> list[str]:
    return complaints_of(lambda: problem(visit(**changes)))


def test_a_sound_problem_is_made_without_complaint() -> None:
    assert complaints_of(lambda: problem(visit())) == []


def test_an_empty_day_is_sound() -> None:
    assert complaints_of(lambda: problem(workers=(), shifts=())) == []


def test_a_worker_without_a_shift_is_refused() -> None:
    assert complaints_of(lambda: problem(workers=(worker("ann"), worker("bob")))) == [
        "workers[bob] has no shift; give them one or leave them out"
    ]


def test_a_skill_that_ends_before_it_begins_is_refused() -> None:
    gas = HeldSkill(name="gas", valid_from_s=10, valid_until_s=9)
    assert complaints_of(lambda: problem(workers=(worker(skills=(gas,)),))) == [
        "workers[ann].skills[gas] ends at 9, before it begins at 10; swap valid_from_s and valid_until_s"
    ]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"workers": ()}, "shifts[ann].workers is empty; a shift needs at least one worker"),
        ({"workers": ("ann", "ann")}, "shifts[ann].workers names someone twice; name each worker once"),
        ({"starts_s": 9, "ends_s": 8}, "shifts[ann] ends at 8, before it starts at 9; swap starts_s and ends_s"),
        (
            {"overtime_limit_s": 10_001},
            "shifts[ann] may last until 20001 with its overtime, after the horizon ends at 20000; lengthen horizon_s",
        ),
        ({"mode": "boat"}, "shifts[ann].mode is 'boat'; give one that has matrices: car"),
        (
            {"end_place": 4},
            "shifts[ann].end_place is 4; the travel matrices have 4 places, so give a number below that",
        ),
        (
            {"start_place": 4},
            "shifts[ann].start_place is 4; the travel matrices have 4 places, so give a number below that",
        ),
        (
            {"breaks": (Break(id="tea", duration_s=0, earliest_s=9, latest_s=8),)},
            "shifts[ann].breaks[tea] must start by 8, before it may at 9; swap earliest_s and latest_s",
        ),
        (
            {"breaks": (Break(duration_s=0, earliest_s=8, latest_s=9),) * 2},
            "shifts[ann].breaks has the same id twice; give each break of a shift an id of its own",
        ),
        (
            {"breaks": (Break(duration_s=0, earliest_s=8, latest_s=9, place=4),)},
            "shifts[ann].breaks[break].place is 4; the travel matrices have 4 places, so give a number below that",
        ),
        (
            {"stock": (Amount(of="taps", quantity=1), Amount(of="taps", quantity=2))},
            "shifts[ann].stock names 'taps' 2 times; give one amount of it",
        ),
        (
            {"capacities": (Amount(of="bags", quantity=1),) * 3},
            "shifts[ann].capacities names 'bags' 3 times; give one amount of it",
        ),
    ],
)
def test_a_shift_that_makes_no_sense_is_refused(changes: dict[str, Any], complaint: str) -> None:
    found = of_shift(**changes)
    if changes.get("workers") == ():
        found.remove("workers[ann] has no shift; give them one or leave them out")
    assert found == [complaint]


def test_a_shift_may_use_the_horizon_to_its_end() -> None:
    assert of_shift(overtime_limit_s=10_000) == []


def test_shifts_of_one_worker_may_meet_but_not_overlap() -> None:
    def two(starts_s: int) -> list[str]:
        shifts = (shift("early", workers=("ann",), ends_s=800), shift("late", workers=("ann",), starts_s=starts_s))
        return complaints_of(lambda: problem(shifts=shifts))

    assert two(800) == []
    assert two(799) == [
        "shifts[early] and shifts[late] overlap, and 'ann' is on both; move one or take the worker off it"
    ]


def test_a_long_shift_is_compared_with_every_shift_inside_it() -> None:
    shifts = (
        shift("long", workers=("ann",), ends_s=900),
        shift("a", workers=("ann",), starts_s=100, ends_s=200),
        shift("b", workers=("ann",), starts_s=300, ends_s=400),
    )
    found = complaints_of(lambda: problem(shifts=shifts))
    assert [complaint.split(" overlap")[0] for complaint in found] == [
        "shifts[long] and shifts[a]",
        "shifts[long] and shifts[b]",
    ]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        ({"place": 4}, "visits[v].place is 4; the travel matrices have 4 places, so give a number below that"),
        (
            {"windows": (Window(earliest_s=9, latest_s=8),)},
            "visits[v].windows[0] ends at 8, before it starts at 9; swap earliest_s and latest_s",
        ),
        (
            {"windows": (Window(earliest_s=20_001, latest_s=20_002),)},
            "visits[v].windows[0] starts at 20001, after the horizon ends at 20000; move it or lengthen horizon_s",
        ),
        (
            {"windows": (Window(earliest_s=5, latest_s=9), Window(earliest_s=9, latest_s=12))},
            "visits[v].windows overlap or are out of order; give them apart and in order of time",
        ),
        (
            {"promised": Promise(earliest_s=9, latest_s=8)},
            "visits[v].promised ends at 8, before it starts at 9; swap earliest_s and latest_s",
        ),
        (
            {"allowed_workers": ()},
            "visits[v].allowed_workers is empty, so nobody may do it; leave it out to allow everyone",
        ),
        (
            {"if_unserved": IfUnserved(tier=Tier.SAFETY, points=1_000_001)},
            "visits[v].if_unserved.points is 1000001; outside the cost tier give at most 1000000",
        ),
        ({"lock": Lock(rank=0)}, "visits[v].lock.rank is 0 without a lock.shift to be counted in; name the shift"),
        (
            {"lock": Lock(shift="ann", rank=1)},
            "the locked ranks of shift 'ann' are [1]; give 0, 1, 2 ... without a gap",
        ),
        (
            {"loads": (Amount(of="bags", quantity=1),) * 2},
            "visits[v].loads names 'bags' 2 times; give one amount of it",
        ),
        (
            {"parts": (Amount(of="taps", quantity=1),) * 2},
            "visits[v].parts names 'taps' 2 times; give one amount of it",
        ),
    ],
)
def test_a_visit_that_makes_no_sense_is_refused(changes: dict[str, Any], complaint: str) -> None:
    assert of_visit(**changes) == [complaint]


def test_a_million_micropence_and_more_is_a_fair_price_in_the_cost_tier() -> None:
    assert of_visit(if_unserved=IfUnserved(tier=Tier.COST, points=1_000_001)) == []


def test_a_lock_to_a_worker_who_is_not_on_the_locked_shift_is_refused() -> None:
    workers, shifts = (worker("ann"), worker("bob")), (shift("ann"), shift("bob"))
    locked = visit(lock=Lock(worker="bob", shift="ann"))
    assert complaints_of(lambda: problem(locked, workers=workers, shifts=shifts)) == [
        "visits[v].lock asks for worker 'bob' on shift 'ann', and that worker is not on it; "
        "put them on it or leave one of the two out"
    ]


def test_a_site_is_looked_at_like_a_visit() -> None:
    site = Site(id="dump", place=7, windows=(Window(earliest_s=9, latest_s=8),))
    assert complaints_of(lambda: problem(sites=(site,))) == [
        "sites[dump].place is 7; the travel matrices have 4 places, so give a number below that",
        "sites[dump].windows[0] ends at 8, before it starts at 9; swap earliest_s and latest_s",
    ]


def test_a_lending_agreement_that_makes_no_sense_is_refused() -> None:
    odd = Lending(id="odd", lender="trust", borrower="trust", kinds=("alarm",), from_s=9, until_s=8)
    assert complaints_of(lambda: problem(lending=(odd,))) == [
        "lending[odd] ends at 8, before it begins at 9; swap from_s and until_s",
        "lending[odd] lends from 'trust' to itself; name two organisations",
    ]


def test_a_group_of_one_is_refused() -> None:
    assert complaints_of(lambda: problem(visit(), groups=(AllOrNone(visits=("v", "v")),))) == [
        "groups[0] needs at least two different visits"
    ]


def test_all_complaints_come_at_once_and_the_error_lists_them() -> None:
    def make() -> None:
        problem(
            visit("v", place=9, duration_s=-1, windows=(Window(earliest_s=9, latest_s=8),)),
            Visit(id="w", place=0, duration_s=0, forbidden_workers=("zed",)),
            workers=(worker("ann"), worker("bob")),
            shifts=(shift(mode="boat"),),
            horizon_s=1_000_000_001,
        )

    found = complaints_of(make)
    assert [complaint.split(" ")[0] for complaint in found] == [
        "horizon_s",
        "visits[v].duration_s",
        "shifts[ann].mode",
        "visits[v].place",
        "visits[w].forbidden_workers",
        "workers[bob]",
        "visits[v].windows[0]",
    ]
    with pytest.raises(ProblemError) as caught:
        make()
    assert str(caught.value).splitlines() == [
        "This Problem cannot be used, for 7 reasons:",
        *(f"  - {complaint}" for complaint in found),
    ]
