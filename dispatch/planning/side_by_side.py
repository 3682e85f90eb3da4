"""Plans of services that know nothing of each other, laid side by side as one."""

from collections.abc import Iterable

from optimiser.plan import Plan


def side_by_side(plans: Iterable[Plan]) -> Plan:
    """All routes and everything left out. The services share no shift and no visit, so nothing can clash."""
    plans = tuple(plans)
    return Plan(
        routes=tuple(route for plan in plans for route in plan.routes),
        unserved=tuple(left_out for plan in plans for left_out in plan.unserved),
    )
