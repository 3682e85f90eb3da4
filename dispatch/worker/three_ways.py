"""The same day planned three ways: by hand, every service alone, and all together; each judged by the checker.

Whatever is saved is to come from working together and not from searching longer. So every service is planned alone with
all iterations; from those first plans both sides search on with as many again: each service for itself, and all
together from the plans side by side. Alone has had the larger budget at every step, and nothing keeps together from
coming out worse.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.planning.alone import plan_alone
from dispatch.planning.by_hand import plan_by_hand
from dispatch.planning.plan_day import plan_day
from dispatch.planning.planned import Planned, judged
from dispatch.planning.side_by_side import side_by_side
from dispatch.planning.travel_times import TravelTimes
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.search import Progress
from optimiser.solve import solve

# Told how much of a step is done, 0 to 1.
Part = Callable[[float], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How long each planner searches. `children` processes plan services alone; 0: this process, on one core."""

    iterations: int
    seed: int = 1
    children: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeWays:
    """All three answer the same Problem, that of all services together."""

    by_hand: Planned
    alone: Planned
    together: Planned
    day_plan: DayPlan  # of together

    @property
    def violations(self) -> tuple[str, ...]:
        """What the checker found in any of the plans; empty unless a planner is wrong."""
        return self.by_hand.violations + self.alone.violations + self.together.violations


def plan_each_alone(
    problems: Mapping[str, Problem], effort: Effort, part: Part, starts: Mapping[str, Plan] | None = None
) -> dict[str, Plan]:
    """The plan of each service by its id, searched from `starts` where given; the same however many children."""
    if effort.children == 0:
        return _on_this_core(problems, effort, part, starts or {})
    ended: list[str] = []

    def done(service_id: str) -> None:
        ended.append(service_id)
        part(len(ended) / len(problems))

    return plan_alone(
        problems, iterations=effort.iterations, seed=effort.seed, starts=starts, children=effort.children, done=done
    )


def plan_together(
    day: Day, times: TravelTimes, first: Mapping[str, Plan], effort: Effort, part: Part
) -> tuple[Planned, DayPlan]:
    """All services together, from their first plans side by side."""
    start = side_by_side(first.values())
    return plan_day(
        day,
        times,
        lambda problem: solve(
            problem,
            iterations=effort.iterations,
            seed=effort.seed,
            start=start,
            threads=max(1, effort.children),
            progress=lambda now: part(now.share),
        ),
    )


def judge_three_ways(
    problems: Mapping[str, Problem], together: Planned, day_plan: DayPlan, alone: Mapping[str, Plan]
) -> ThreeWays:
    """Adds the day as services plan it by hand today, and judges all of it."""
    return ThreeWays(
        by_hand=judged(together.problem, plan_by_hand(problems)),
        alone=judged(together.problem, side_by_side(alone.values())),
        together=together,
        day_plan=day_plan,
    )


def _on_this_core(
    problems: Mapping[str, Problem], effort: Effort, part: Part, starts: Mapping[str, Plan]
) -> dict[str, Plan]:
    """One service after another; a service counts by its visits, as larger ones take longer."""
    of = max(1, sum(len(problem.visits) for problem in problems.values()))
    before, plans = 0, {}
    for service_id, problem in problems.items():

        def told(now: Progress, before: int = before, size: int = len(problem.visits)) -> None:
            part((before + now.share * size) / of)

        plans[service_id] = solve(
            problem,
            iterations=effort.iterations,
            seed=effort.seed,
            start=starts.get(service_id),
            progress=told,
            threads=1,  # the services are planned side by side already
        )
        before += len(problem.visits)
    return plans
