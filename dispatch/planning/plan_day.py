"""The main path: a Day becomes a Problem, the engine plans it, the checker judges it, people read it."""

from collections.abc import Callable
from dataclasses import replace

from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.planning.cut_off import cut_off
from dispatch.planning.from_plan import from_plan
from dispatch.planning.planned import Planned, judged
from dispatch.planning.to_problem import to_problem
from dispatch.planning.travel_times import TravelTimes
from optimiser.plan import Plan
from optimiser.problem import Problem

Solve = Callable[[Problem], Plan]


def plan_day(day: Day, times: TravelTimes, solve: Solve) -> tuple[Planned, DayPlan]:
    """All services together, across services by skill and between organisations under the lending agreements."""
    problem = to_problem(day, times)
    plan = solve(problem)
    planned = judged(problem, plan)
    day_plan = from_plan(day, problem, plan, times, planned.violations)
    return planned, replace(day_plan, cut_off=cut_off(day, day_plan.days, times))
