"""What a person reads when a rule is broken names the thing, the numbers and the limit."""

import pytest

from optimiser.checker import check
from optimiser.plan import Plan
from optimiser.problem import AllOrNone, Coupling, Problem
from tests.optimiser.toy import at_visit, plan, problem, route, serves, shift, visit, worker

BOTH_AT_ONCE = plan(serves("ann", "v"), serves("bob", "w"))


def two_visits(*couplings: Coupling, groups: tuple[AllOrNone, ...] = ()) -> Problem:
    workers, shifts = (worker("ann"), worker("bob")), (shift("ann"), shift("bob"))
    return problem(visit("v"), visit("w"), workers=workers, shifts=shifts, couplings=couplings, groups=groups)


@pytest.mark.parametrize(
    ("problem", "plan", "sentence"),
    [
        (
            two_visits(Coupling(first="v", second="w", min_lag_s=5)),
            BOTH_AT_ONCE,
            "visit 'w' starts 0 after visit 'v'; the coupling asks for 5 or more",
        ),
        (
            two_visits(Coupling(first="v", second="w", min_lag_s=5, max_lag_s=9)),
            BOTH_AT_ONCE,
            "visit 'w' starts 0 after visit 'v'; the coupling asks for 5 to 9",
        ),
        (
            two_visits(groups=(AllOrNone(visits=("v", "w")),)),
            plan(serves("ann", "v"), unserved=["w"]),
            "visits v, w go together, all or none, and w is left out",
        ),
        (
            problem(visit()),
            plan(route("ann", 0, at_visit("v", 100, 100, 700), end_s=801)),
            "route 'ann' ends at 801, but its last stop is over at 700 and the leg to its end takes 100, "
            "which makes 800",
        ),
        (
            problem(),
            plan(unserved=["x"]),
            "the list of unserved visits names visit 'x', and the Problem has none of that name",
        ),
        (
            problem(),
            plan(route("zed", 0, end_s=0)),
            "route 'zed' names shift 'zed', and the Problem has none of that name",
        ),
    ],
)
def test_the_sentence_says_what_is_wrong(problem: Problem, plan: Plan, sentence: str) -> None:
    assert [violation.sentence for violation in check(problem, plan).violations] == [sentence]
