"""A Plan: routes with all their times, and every visit that is left out with its reason."""

from optimiser.plan.json_form import PlanError, plan_from_json, plan_schema, plan_to_json
from optimiser.plan.plan import Plan, Reason, Route, Unserved
from optimiser.plan.stop import Stop, StopKind

__all__ = [
    "Plan",
    "PlanError",
    "Reason",
    "Route",
    "Stop",
    "StopKind",
    "Unserved",
    "plan_from_json",
    "plan_schema",
    "plan_to_json",
]
