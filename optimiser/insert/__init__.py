"""Where a visit, or two that are tied, could go in a plan that is kept loaded; answered in milliseconds."""

from optimiser.insert.option import Moved, Option, Placed
from optimiser.insert.warm_plan import WarmPlan

__all__ = ["Moved", "Option", "Placed", "WarmPlan"]
