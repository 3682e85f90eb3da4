"""What a plan costs, recomputed from the plan alone in whole micropence."""

from optimiser.cost.cost import cost_of, cost_of_day, route_cash
from optimiser.cost.parts import Cash, Cost, Penalties, Preferences
from optimiser.cost.travel import travel_of

__all__ = ["Cash", "Cost", "Penalties", "Preferences", "cost_of", "cost_of_day", "route_cash", "travel_of"]
