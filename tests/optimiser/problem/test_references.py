"""Ids are used once, and whatever is named exists."""

from typing import Any

import pytest

from optimiser.problem import AllOrNone, CostPart, Coupling, Lending, Lock, Published, Site, WorkerCost
from tests.optimiser.problem.complaints_of import complaints_of
from tests.optimiser.toy import problem, shift, visit, worker


def test_a_worker_id_used_twice_is_refused() -> None:
    assert complaints_of(lambda: problem(workers=(worker(), worker()))) == [
        "workers has 2 entries with the id 'ann'; ids are used once"
    ]


def test_a_shift_id_used_three_times_is_refused() -> None:
    assert complaints_of(lambda: problem(shifts=(shift(ends_s=0),) * 3)) == [
        "shifts has 3 entries with the id 'ann'; ids are used once"
    ]


@pytest.mark.parametrize(
    ("field", "one"),
    [
        ("visits", visit("x")),
        ("sites", Site(id="x", place=0)),
        ("lending", Lending(id="x", lender="a", borrower="b", kinds=())),
    ],
)
def test_any_other_id_used_twice_is_refused(field: str, one: Any) -> None:
    assert complaints_of(lambda: problem(**{field: (one, one)})) == [
        f"{field} has 2 entries with the id 'x'; ids are used once"
    ]


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({"allowed_workers": ("zed",)}, "allowed_workers"),
        ({"forbidden_workers": ("zed",)}, "forbidden_workers"),
        ({"worker_costs": (WorkerCost(worker="zed", part=CostPart.VARIETY, upence=0),)}, "worker_costs"),
        ({"lock": Lock(worker="zed")}, "lock.worker"),
        ({"published": Published(worker="zed", start_s=0)}, "published.worker"),
    ],
)
def test_a_visit_that_names_a_worker_who_is_not_there_is_refused(changes: dict[str, Any], where: str) -> None:
    assert complaints_of(lambda: problem(visit(**changes))) == [
        f"visits[v].{where} names 'zed', and there is no such worker; add it or correct the name"
    ]


@pytest.mark.parametrize(
    ("changes", "complaint"),
    [
        (
            {"shifts": (shift(workers=("ann", "zed")),)},
            "shifts[ann].workers names 'zed', and there is no such worker; add it or correct the name",
        ),
        (
            {"visits": (visit(lock=Lock(shift="zed")),)},
            "visits[v].lock.shift names 'zed', and there is no such shift; add it or correct the name",
        ),
        (
            {"couplings": (Coupling(first="v", second="zed"),), "visits": (visit(),)},
            "couplings[0] names 'zed', and there is no such visit; add it or correct the name",
        ),
        (
            {"groups": (AllOrNone(visits=("v", "zed")),), "visits": (visit(),)},
            "groups[0] names 'zed', and there is no such visit; add it or correct the name",
        ),
        (
            {"sites": (Site(id="dump", place=0, shifts=("zed",)),)},
            "sites[dump].shifts names 'zed', and there is no such shift; add it or correct the name",
        ),
    ],
)
def test_whatever_else_is_named_and_not_there_is_refused(changes: dict[str, Any], complaint: str) -> None:
    assert complaints_of(lambda: problem(**changes)) == [complaint]
