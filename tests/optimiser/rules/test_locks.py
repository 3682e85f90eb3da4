"""What is settled already stays as it is."""

from typing import Any

from optimiser.problem import Break, Lock
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import ann_serves, at_break, at_visit, plan, problem, route, serves, shift, visit, worker

TWO: dict[str, Any] = {"workers": (worker("ann"), worker("bob")), "shifts": (shift("ann"), shift("bob"))}


def test_a_visit_locked_to_a_worker_goes_to_them() -> None:
    assert broken(problem(visit(lock=Lock(worker="ann")), **TWO), ann_serves()) == []
    assert broken(problem(visit(lock=Lock(worker="bob")), **TWO), ann_serves()) == ["locks_kept"]


def test_a_visit_locked_to_a_shift_is_on_it() -> None:
    assert broken(problem(visit(lock=Lock(shift="ann")), **TWO), ann_serves()) == []
    assert broken(problem(visit(lock=Lock(shift="bob")), **TWO), ann_serves()) == ["locks_kept"]


def test_a_visit_locked_to_a_worker_or_shift_may_be_left_out() -> None:
    assert broken(problem(visit(lock=Lock(shift="ann", worker="ann"))), plan(unserved=["v"])) == []


def test_a_visit_locked_to_a_rank_is_served() -> None:
    day = problem(visit(lock=Lock(shift="ann", rank=0)))
    assert broken(day, ann_serves()) == []
    assert broken(day, plan(unserved=["v"])) == ["started_work_is_served"]


def test_rank_counts_visits_and_not_breaks() -> None:
    rest = Break(id="tea", duration_s=60, earliest_s=0, latest_s=9_000)
    first, free = visit("v", lock=Lock(shift="ann", rank=0)), visit("w")
    day = problem(first, free, shifts=(shift(breaks=(rest,)),))
    tea = at_break("tea", 0, 0, 60)
    kept = route("ann", 0, tea, at_visit("v", 160, 160, 760), at_visit("w", 760, 760, 1360), end_s=1460)
    swapped = route("ann", 0, tea, at_visit("w", 160, 160, 760), at_visit("v", 760, 760, 1360), end_s=1460)
    assert broken(day, plan(kept)) == []
    assert broken(day, plan(swapped)) == ["locks_kept"]


def test_each_lock_that_is_broken_is_told() -> None:
    day = problem(visit(lock=Lock(worker="bob", shift="bob", rank=0)), visit("w"), **TWO)
    both = plan(serves("ann", "v"), serves("bob", "w"))
    assert broken(day, both) == ["locks_kept", "locks_kept"]
