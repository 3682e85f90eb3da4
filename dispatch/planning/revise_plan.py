"""The main path during the day: what is settled stays, the rest is planned anew with promises kept as far as may be."""

from collections.abc import Callable
from dataclasses import replace

from dispatch.domain.day_plan import DayPlan
from dispatch.domain.plan_request import PlanInputs
from dispatch.planning.by_hand import Appending
from dispatch.planning.cut_off import cut_off
from dispatch.planning.from_plan import from_plan
from dispatch.planning.horizon import horizon_of
from dispatch.planning.legs import Legs
from dispatch.planning.planned import Planned, judged
from dispatch.planning.rest_of_day import rest_of_day
from dispatch.planning.so_far import so_far
from dispatch.planning.start_from import start_from
from dispatch.planning.to_problem import to_problem
from dispatch.planning.travel_times import TravelTimes
from dispatch.planning.whole_day import whole_day
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.solve import Draft

# A plan of the Problem, searched for from the plan given.
SolveFrom = Callable[[Problem, Plan], Plan]


def plan_rest_of_day(
    inputs: PlanInputs,
    times: TravelTimes,
    solve: SolveFrom,
    draft_of: Callable[[Problem], Appending] = Draft,
) -> tuple[Planned, DayPlan]:
    """The rest of the day as it was planned and judged, and the whole day with what is settled.

    `inputs` revise a plan; `times` are between all places of `inputs.day`. Settled work (`so_far`) is no part of the
    Problem, so that no fact from the field, however odd, can make it impossible. Raises ValueError for a place without
    travel times, and what `solve` raises.
    """
    legs = Legs(times, horizon_of(inputs.day))
    settled = so_far(inputs, legs)
    rest = rest_of_day(inputs, settled, legs)
    problem = to_problem(rest.day, times, held=rest.held)
    plan = solve(problem, start_from(problem, rest.told, draft_of))
    planned = judged(problem, plan)
    ahead = from_plan(rest.day, problem, plan, times, planned.violations)
    whole = whole_day(inputs, settled, rest, ahead, legs)
    return planned, replace(whole, cut_off=cut_off(inputs.day, whole.days, times))
