"""A proof for somebody at a shell: worked out in a process of its own, and told in sentences."""

import multiprocessing
import signal
from collections.abc import Iterator
from multiprocessing.connection import Connection
from typing import TypeGuard

from optimiser.cost import Cost
from optimiser.exact.pool_route import Objective
from optimiser.exact.prove import CannotProve, Proof, prove
from optimiser.exact.shift_table import plain
from optimiser.plan import Plan
from optimiser.problem import Problem, Tier

# Tables grow with the square of the visits: 250 took 1 GB, and days of a third of that are out of reach anyway.
MOST_VISITS = 400


class ProofEnded(Exception):
    """The process that worked on a proof ended before it had an answer."""


def prove_apart(problem: Problem, plan: Plan, *, seconds: float) -> Proof:
    """`prove` in a process of its own, which ends when this call does, by Ctrl-C too.

    CP-SAT takes Ctrl-C for itself: within this process, one of its searches would end and the proof go on. Raises
    CannotProve, also for days too large to begin with, and ProofEnded. For the main thread only, as signals are.
    """
    if len(problem.visits) > MOST_VISITS:
        raise CannotProve([f"{len(problem.visits):,} visits, where more than {MOST_VISITS} are too many"])
    # Spawned, not forked: a fork would copy locks of threads that numerical libraries hold.
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe(duplex=False)
    child = context.Process(target=_answer, args=(problem, plan, seconds, theirs), daemon=True)
    try:
        # A child that is still loading would answer Ctrl-C, which reaches it as well, with a traceback: so it is begun
        # with the signal blocked. For this process it only has to wait, and is not lost.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
        try:
            child.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        answer: Proof | tuple[str, ...] = ours.recv()
    except EOFError:
        child.join()
        raise ProofEnded(
            f"The proof was ended from outside or failed (exit code {child.exitcode}), and nothing is proved; "
            "if memory ran out, give a smaller day"
        ) from None
    finally:
        if child.pid is not None:
            child.kill()
            child.join()
        ours.close()
    if isinstance(answer, Proof):
        return answer
    raise CannotProve(list(answer))


def _answer(problem: Problem, plan: Plan, seconds: float, out: Connection) -> None:
    """What the child does: sends the Proof, or the features that cannot be proved."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # the parent listens to Ctrl-C for both
    try:
        out.send(prove(problem, plan, seconds=seconds))
    except CannotProve as refused:
        out.send(refused.features)  # the exception itself would come out of the pipe with other arguments


def told(problem: Problem, given: Cost, best: Cost, proof: Proof, *, seconds: float) -> Iterator[str]:
    """What came of a proof within `seconds`, in lines: `given` cost the plan it began from, `best` costs proof.plan."""
    better = best.objective < given.objective
    name = "the one found" if better else "this one"
    if better:
        yield f"A better plan was found: it costs {_price(best.objective)}, the one given {_price(given.objective)}."
    if proof.proved:
        than, cost = (" than the one found", "") if better else ("", f" This one costs {_price(best.objective)}.")
        yield f"Proved: no plan is better{than}.{cost}"
    else:
        yield f"Not proved: {proof.sentence}. {_how_far(best.objective, proof.bound, name)}"
        yield _what_might_help(proof, seconds)
    if best.cash_upence != best.cost_upence:
        yield f"Of what {name} costs, {_pounds(best.cash_upence)} is cash; the rest are preferences and penalties."
    if proof.proved or _tells(proof.bound):
        yield _meaning(problem)
    yield f"This took {proof.seconds:.1f} s."


def _tells(bound: Objective | None) -> TypeGuard[Objective]:
    """Whether a bound says more than that nothing costs less than nothing."""
    return bound is not None and bound[3] > 0


def _how_far(best: Objective, bound: Objective | None, name: str) -> str:
    if not _tells(bound):
        return f"How much less a plan could cost is not known; {name} costs {_price(best)}."
    said = f"No plan costs less than {_price(bound, down=True)}; {name} costs {_price(best)}"
    if bound[:3] != best[:3]:
        return f"{said}."
    return f"{said} ({_percent(best[3] - bound[3], bound[3])} above)."


def _what_might_help(proof: Proof, seconds: float) -> str:
    # Of several tiers the first has half of what is left, so what ends earlier was not ended by the clock.
    if proof.seconds < seconds / 2:
        return "It was not for want of time: more seconds would not help, a better plan to begin from might."
    return "With more seconds it might be proved (--seconds)."


def _meaning(problem: Problem) -> str:
    """What counts as a plan (the docstring of Proof): at any times, or only as the engine times it."""
    every = list(range(len(problem.visits)))
    if not problem.couplings and all(plain(problem, shift, every) for shift in range(len(problem.shifts))):
        return "A plan here is any routes that keep the rules, in any order and at any times."
    return (
        "A plan here is any routes that keep the rules, in any order, each timed as the planner times it: "
        "the same routes at other times were not looked at."
    )


def _price(objective: Objective, *, down: bool = False) -> str:
    """Pounds, and the points of tiers that have any; `down`: never more than it is, as a bound has to be."""
    points = [
        f"{count:,} {'point' if count == 1 else 'points'} of {tier}"
        for count, tier in zip(objective, (Tier.SAFETY, Tier.STATUTE, Tier.PROMISE), strict=False)
        if count
    ]
    return " and ".join([_pounds(objective[3] // 10**6 * 10**6 if down else objective[3]), *points])


def _pounds(upence: int) -> str:
    return f"£{upence / 1e8:,.2f}"


def _percent(part: int, whole: int) -> str:
    share = 100 * part / whole
    return "less than 0.1 %" if 0 < share < 0.1 else f"{share:,.1f} %"
