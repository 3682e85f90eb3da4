"""One run: an engine's plan for one case, judged twice, as a line of the results."""

import math
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from optimiser.checker import check
from optimiser.plan import Plan
from optimiser.rules import form
from tests.benchmarks.apart import Outcome, Waiting, longest_s, solve_apart
from tests.benchmarks.case import Case, Judgement, gap_percent
from tests.benchmarks.engine import Engine
from tests.benchmarks.machine import in_short
from tests.benchmarks.results import Line

FAILED_PERCENT = 100.0
# A plan that is wrong is wrong in many places; so many are told.
COMPLAINTS_TOLD = 5


# What a suite has to say of a plan beside its judgement, as further fields of the line.
Extras = Callable[[Case, Plan], Mapping[str, Any]]


def no_extras(case: Case, plan: Plan) -> Mapping[str, Any]:
    """Most suites have nothing to add."""
    return {}


def no_group(name: str) -> str | None:
    """Some suites have no classes."""
    return None


def run_case(
    case: Case,
    engine: Engine,
    seconds: float,
    seed: int,
    *,
    group: str | None = None,
    extras: Extras = no_extras,
    waiting: Waiting = lambda: None,
) -> Line:
    """Runs the engine and judges its plan. What goes wrong in it is told in the line."""
    date = datetime.now(UTC)
    outcome = solve_apart(engine, case.problem, seconds, seed, waiting)
    line: Line = {
        "suite": case.suite,
        "instance": case.instance,
        "engine": engine.name,
        "seconds": seconds,
        "seed": seed,
        **_judged(case, outcome, seconds, extras),
        "version": engine.version(),
        "took_s": round(outcome.took_s, 2),
        "date": date.isoformat(timespec="seconds"),
        "machine": in_short(),
    }
    if outcome.peak_mb is not None:
        line["peak_mb"] = outcome.peak_mb
    if group:
        line["group"] = group
    if outcome.answer and outcome.answer.not_expressed:
        line["not_expressed"] = list(outcome.answer.not_expressed)
    return line


def _judged(case: Case, outcome: Outcome, seconds: float, extras: Extras) -> Mapping[str, Any]:
    error = outcome.error
    if error is None and outcome.took_s > longest_s(seconds):
        error = f"took {outcome.took_s:.1f} s, {seconds:g} s were given"
    plan = outcome.answer.plan if outcome.answer else Plan(routes=())
    malformed = [violation.sentence for violation in form(plan)]
    if malformed:  # referees read plans, and this is none
        plan = Plan(routes=())
    judged = case.judge(plan)
    complaints = [*malformed, *judged.complaints]
    if outcome.answer and not malformed:
        complaints += [violation.sentence for violation in check(case.problem, plan).violations]
    complaints = list(dict.fromkeys(complaints))  # where the checker is the referee, it has said so already
    said = _numbers(case, judged, feasible=error is None and not complaints)
    if outcome.answer is None or malformed:
        said["cost"] = None
    else:
        said |= extras(case, plan)
    if complaints:
        said |= {"complaints": complaints[:COMPLAINTS_TOLD], "complaints_in_all": len(complaints)}
    if error:
        said["error"] = error
    return said


def _numbers(case: Case, judged: Judgement, *, feasible: bool) -> dict[str, Any]:
    gap = gap_percent(case, judged) if feasible else FAILED_PERCENT
    if not math.isfinite(judged.cost) or not math.isfinite(gap):
        raise ValueError(f"the referee of {case.suite} gives {judged.cost} for {case.instance}, which is no cost")
    return {
        "cost": judged.cost,
        "best_known": case.best_known,
        "gap_percent": round(gap, 4),
        "feasible": feasible,
        "unserved": judged.unserved,
    }


def summary(suite: str, engine: str, lines: list[Line]) -> Line:
    """The last line of a benchmark: the mean gap, whether every plan was feasible, and all that was left unserved."""
    return {
        "suite": suite,
        "engine": engine,
        "runs": len(lines),
        "gap_percent": round(sum(line["gap_percent"] for line in lines) / len(lines), 4),
        "feasible": all(line["feasible"] for line in lines),
        "unserved": sum(line["unserved"] for line in lines),
    }
