"""Equal shifts are found, and whoever the Problem speaks of by name has no equal."""

from optimiser.exact.alike import alike
from optimiser.problem import CostPart, Coupling, Lock, Who, WorkerCost
from tests.optimiser.toy import problem, shift, visit, worker

CREW = (worker("ann"), worker("bob"), worker("cat", duration_permille=900))
SHIFTS = (shift("ann"), shift("bob"), shift("cat"))


def test_shifts_of_equal_workers_are_equal() -> None:
    assert alike(problem(visit("v"), workers=CREW, shifts=SHIFTS)) == [0, 0, 2]


def test_whoever_is_preferred_has_no_equal() -> None:
    bob = WorkerCost(worker="bob", part=CostPart.PREFERENCE, upence=1)
    assert alike(problem(visit("v", worker_costs=(bob,)), workers=CREW, shifts=SHIFTS)) == [0, 1, 2]


def test_a_shift_that_work_is_locked_to_has_no_equal() -> None:
    assert alike(problem(visit("v", lock=Lock(shift="ann")), workers=CREW, shifts=SHIFTS)) == [0, 1, 2]


def test_nobody_has_an_equal_where_couplings_ask_who_comes() -> None:
    tie = Coupling(first="v", second="w", who=Who.DIFFERENT)
    assert alike(problem(visit("v"), visit("w"), workers=CREW, shifts=SHIFTS, couplings=(tie,))) == [0, 1, 2]
