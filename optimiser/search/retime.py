"""The same routes with less on them, timed anew: what a comparison over shared work needs."""

from collections.abc import Collection

from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.door_kernel import settle_all
from optimiser.search.errors import EngineError
from optimiser.search.workspace import Workspace


def without(problem: Problem, plan: Plan, visits: Collection[str]) -> Plan:
    """The plan minus these visits; order kept, breaks dropped where no longer owed.

    Raises EngineError when what remains cannot be timed (only where the direct way is longer than the way round).
    """
    space = Workspace(problem)
    fine = space.load_plan(plan, leave_out=visits)
    if not (fine and settle_all(space.arrays, space.state, space.scratch, space.weights, False)):
        raise EngineError("without these visits the remaining routes cannot be timed; check the travel matrices")
    return space.plan()
