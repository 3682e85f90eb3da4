"""What came of a proof is told in sentences that promise no more than was proved."""

import multiprocessing
import signal
from multiprocessing.context import SpawnProcess

import pytest

from optimiser.cost import Cash, Cost, Penalties
from optimiser.exact.prove import CannotProve, Proof
from optimiser.problem import Break, Coupling, Lateness, Problem, Promise, Published, Tier, Window
from optimiser.proving import MOST_VISITS, ProofEnded, prove_apart, told
from tests.optimiser.toy import ann_serves, plan, problem, shift, visit

DAY = problem(visit())
POUND = 10**8
AT_ANY_TIMES = "A plan here is any routes that keep the rules, in any order and at any times."


def pounds(amount: float, promise: int = 0, safety: int = 0) -> Cost:
    """So much cash, and points."""
    return Cost(cash=Cash(paid_time=round(amount * POUND)), promise=promise, safety=safety)


def lines(
    best: Cost,
    given: Cost | None = None,
    *,
    bound: Cost | None = None,
    sentence: str = "",
    took_s: float = 60.0,
    day: Problem = DAY,
) -> list[str]:
    """What is told when 60 seconds were given; with a sentence nothing is proved."""
    proof = Proof(
        proved=not sentence,
        plan=ann_serves(),
        objective=best.objective,
        bound=bound.objective if bound else None if sentence else best.objective,
        seconds=took_s,
        sentence=sentence,
    )
    return list(told(day, given or best, best, proof, seconds=60.0))


def unproved(best: Cost, bound: Cost | None) -> str:
    """The line that says how far from proved a plan is, without the reason."""
    return lines(best, bound=bound, sentence="time ran out")[0].removeprefix("Not proved: time ran out. ")


def test_a_plan_proved_the_best() -> None:
    assert lines(pounds(16), took_s=1.25) == [
        "Proved: no plan is better. This one costs £16.00.",
        AT_ANY_TIMES,
        "This took 1.2 s.",
    ]


def test_a_better_plan_that_was_found_and_proved() -> None:
    assert lines(pounds(14.5), pounds(16))[:2] == [
        "A better plan was found: it costs £14.50, the one given £16.00.",
        "Proved: no plan is better than the one found.",
    ]


def test_a_bound_is_given_with_how_far_above_it_the_plan_is() -> None:
    assert unproved(pounds(16), pounds(12.8)) == (
        "No plan costs less than £12.80; this one costs £16.00 (25.0 % above)."
    )


def test_of_a_better_plan_that_was_not_proved_the_bound_is_told_too() -> None:
    assert lines(pounds(15), pounds(16), bound=pounds(12), sentence="time ran out")[:2] == [
        "A better plan was found: it costs £15.00, the one given £16.00.",
        "Not proved: time ran out. No plan costs less than £12.00; the one found costs £15.00 (25.0 % above).",
    ]


def test_a_bound_is_never_rounded_up() -> None:
    assert "less than £12.79;" in unproved(pounds(16), pounds(12.7999))


def test_a_small_distance_is_not_told_as_none() -> None:
    assert unproved(pounds(1_000.01), pounds(1_000)).endswith("(less than 0.1 % above).")


@pytest.mark.parametrize("bound", [None, pounds(0)])
def test_without_a_bound_above_nothing_nothing_is_claimed(bound: Cost | None) -> None:
    assert lines(pounds(16), bound=bound, sentence="time ran out") == [
        "Not proved: time ran out. How much less a plan could cost is not known; this one costs £16.00.",
        "With more seconds it might be proved (--seconds).",
        "This took 60.0 s.",
    ]


def test_points_are_named_by_their_tier() -> None:
    assert unproved(pounds(16, promise=1, safety=2_000), None).endswith(
        "this one costs £16.00 and 2,000 points of safety and 1 point of promise."
    )


def test_where_points_differ_money_is_no_measure() -> None:
    assert unproved(pounds(16, promise=20), pounds(20)) == (
        "No plan costs less than £20.00; this one costs £16.00 and 20 points of promise."
    )


def test_what_ended_long_before_its_time_is_not_helped_by_more() -> None:
    told_early = lines(pounds(16), sentence="there are too many routes", took_s=29.0)
    assert told_early[1].startswith("It was not for want of time: ")
    # Half of the time may be all that the first of several tiers had.
    told_late = lines(pounds(16), sentence="there are too many routes", took_s=30.0)
    assert told_late[1].startswith("With more seconds it might be proved")


def test_cash_is_told_apart_from_what_only_has_a_price() -> None:
    late = Cost(cash=Cash(mileage=10 * POUND), penalties=Penalties(lateness=6 * POUND))
    assert lines(late)[:2] == [
        "Proved: no plan is better. This one costs £16.00.",
        "Of what this one costs, £10.00 is cash; the rest are preferences and penalties.",
    ]


TIMED = {
    "a break": problem(visit(), shifts=(shift(breaks=(Break(duration_s=60, earliest_s=0, latest_s=900),)),)),
    "a coupling": problem(visit("v"), visit("w"), couplings=(Coupling(first="v", second="w"),)),
    "two windows": problem(visit(windows=(Window(earliest_s=0, latest_s=9), Window(earliest_s=90, latest_s=900)))),
    "lateness": problem(visit(lateness=(Lateness(after_s=50, rate=1, tier=Tier.COST),))),
    "a promise": problem(visit(promised=Promise(earliest_s=0, latest_s=500, points=1))),
    "a price on being moved": problem(visit(published=Published(worker="ann", start_s=100, moved_upence=1))),
}


@pytest.mark.parametrize("day", TIMED.values(), ids=TIMED.keys())
def test_where_only_the_times_of_the_engine_are_looked_at_that_is_told(day: Problem) -> None:
    meaning = lines(pounds(16), day=day)[1]
    assert meaning != AT_ANY_TIMES
    assert "timed as the planner times it" in meaning


def test_a_proof_that_ends_without_an_answer_is_told() -> None:
    with pytest.raises(ProofEnded, match="exit code 1"):  # as a plan of another day cannot be priced
        prove_apart(DAY, ann_serves("somebody else"), seconds=60)


def test_a_day_too_large_for_the_tables_is_refused_before_they_are_made() -> None:
    day = problem(*(visit(f"v{number}") for number in range(MOST_VISITS + 1)))
    with pytest.raises(CannotProve, match="401 visits"):
        prove_apart(day, plan(), seconds=60)


def test_ctrl_c_is_not_lost_while_the_process_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    start = SpawnProcess.start

    def interrupted(process: SpawnProcess) -> None:
        signal.raise_signal(signal.SIGINT)
        start(process)

    monkeypatch.setattr(SpawnProcess, "start", interrupted)
    # CP-SAT, in another test, may have left the system's handler, which would end this process.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with pytest.raises(KeyboardInterrupt):
            prove_apart(DAY, ann_serves(), seconds=60)
    finally:
        signal.signal(signal.SIGINT, before)
    assert multiprocessing.active_children() == []
