"""The suite `days`: rich days with every rule of the model. No file is read; they are drawn, and frozen by hash.

Their referee is the project's checker, which shares no code with any engine. Its cost is the last tier, in pence, and
means nothing while the tiers above differ: those are among the extras, as is the avoidable cost that days are compared
by. Visits above the cost tier that are left out count as unserved; a tight day leaves some out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from optimiser.checker import check
from optimiser.cost import Cost
from optimiser.plan import Plan
from optimiser.problem import Problem, Tier
from tests.benchmarks.case import Case, Judgement
from tests.benchmarks.days.frozen import folder_of, read_day
from tests.benchmarks.days.sizes import DRAWINGS

UPENCE_PER_PENNY = 1_000_000
# Days of 50 jobs are for trying things out. The others, at most a minute each and three seeds, take 36 minutes.
SMALLEST_IN_SAMPLE = 100


# Not frozen, as a Suite is one whose name might be set.
@dataclass(slots=True, kw_only=True)
class DaysSuite:
    """The days of DAYS.csv; finished days are kept below `var`."""

    name: str = "days"
    var: Path = Path("var")

    def instances(self, folder: Path) -> Iterator[Path]:
        """Where each day is kept once it is made. `folder` is not looked at: no data is needed from outside."""
        return (folder_of(self.var) / f"{name}.json" for name in DRAWINGS)

    def read(self, path: Path, folder: Path) -> Case:
        """One day, made if need be. Raises ValueError for one that comes out otherwise than it was frozen."""
        problem = read_day(path.stem, self.var)
        return Case(
            suite=self.name,
            instance=path.stem,
            problem=problem,
            best_known=None,
            judge=lambda plan: judge(problem, plan),
        )

    def sample(self, names: list[str]) -> list[str]:
        """All but the smallest."""
        return [name for name in names if DRAWINGS[name].size.jobs >= SMALLEST_IN_SAMPLE]

    def group(self, name: str) -> str:
        """By the number of jobs."""
        return str(DRAWINGS[name].size.jobs)


SUITE = DaysSuite()


def judge(problem: Problem, plan: Plan) -> Judgement:
    """What the checker finds: the cost tier in pence, every violation, and visits of a tier above cost left out."""
    verdict = check(problem, plan)
    # A plan that names what is not there has no price; it is infeasible by its complaints.
    cost = verdict.cost or Cost()
    return Judgement(
        cost=cost.cost_upence / UPENCE_PER_PENNY,
        complaints=tuple(violation.sentence for violation in verdict.violations),
        unserved=sum(
            visit.if_unserved.tier is not Tier.COST for visit in problem.visits if visit.id not in plan.served
        ),
    )


def avoidable_pence(problem: Problem, plan: Plan) -> float:
    """The cost tier less what is paid for time in service, in pence: travel, waiting, set-up, wishes and penalties.

    Pay for service itself is hardly the planner's to save; taking it off also makes plans that serve a visit more or
    less comparable. Raises ValueError when the plan names what is not there.
    """
    cost = check(problem, plan).cost
    if cost is None:
        raise ValueError("the plan names what the Problem does not have, and so has no cost")
    return (cost.cost_upence - _service_upence(problem, plan)) / UPENCE_PER_PENNY


def extras(case: Case, plan: Plan) -> Mapping[str, Any]:
    """Further fields of a line of results. Nothing for a plan that cannot be priced."""
    problem = case.problem
    cost = check(problem, plan).cost
    if cost is None:
        return {}
    left_out = Counter(visit.if_unserved.tier for visit in problem.visits if visit.id not in plan.served)
    return {
        "tiers": [cost.safety, cost.statute, cost.promise],
        "avoidable_pence": round((cost.cost_upence - _service_upence(problem, plan)) / UPENCE_PER_PENNY, 2),
        "cash_pence": round(cost.cash.upence / UPENCE_PER_PENNY, 2),
        "preferences_pence": round(cost.preferences.upence / UPENCE_PER_PENNY, 2),
        "penalties_pence": round(cost.penalties.upence / UPENCE_PER_PENNY, 2),
        "unserved_by_tier": {tier.value: left_out[tier] for tier in Tier},
        "visits": len(problem.visits),
    }


def _service_upence(problem: Problem, plan: Plan) -> int:
    """Pay for the seconds between start and finish of every visit served."""
    rates = {shift.id: shift.upence_per_s for shift in problem.shifts}
    return sum(
        (stop.finish_s - stop.start_s) * rates[route.shift]
        for route in plan.routes
        for stop in route.stops
        if stop.kind == "visit"
    )
