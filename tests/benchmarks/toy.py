"""Tasks small enough to work out in the head, and plans for them driven by hand."""

from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.problem import Problem

# Customer 1 is 5 from the depot, customer 2 is 10 from it and 5 from customer 1, customer 3 is 1.414... from the depot.
VRPTW = """TOY

VEHICLE
NUMBER     CAPACITY
  2         10

CUSTOMER
CUST NO.  XCOORD.    YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0      0          0          0          0        100          0
    1      3          4          6          0         50         10
    2      6          8          4         30         40         10
    3      1          1          1          0         99          0
"""

# The same places. Vehicle 2 may serve customers 2 and 3 (nodes 3 and 4) only, and both are out for at most 60.
SITE_DEPENDENT = """NAME: TOY
TYPE: SDVRPTW
EDGE_WEIGHT_TYPE: EUC_2D
DIMENSION: 4
VEHICLES: 2
VEHICLES_MAX_DURATION: 60
NODE_COORD_SECTION
1\t0\t0
2\t3\t4
3\t6\t8
4\t1\t1
DEMAND_SECTION
1\t0
2\t6
3\t4
4\t1
SERVICE_TIME_SECTION
1\t0
2\t10
3\t10
4\t0
TIME_WINDOW_SECTION
1\t0\t100
2\t0\t50
3\t30\t40
4\t0\t99
CAPACITY_SECTION
1\t10
2\t5
VEHICLES_ALLOWED_CLIENTS_SECTION
1\t2\t3\t4
2\t3\t4
EOF
"""

# Depots at (0, 0) and (6, 8); a vehicle at each; a customer beside each.
TWO_DEPOTS = """NAME: TOY
TYPE: MDVRPTW
EDGE_WEIGHT_TYPE: EUC_2D
DIMENSION: 4
VEHICLES: 2
CAPACITY: 10
NODE_COORD_SECTION
1\t0\t0
2\t6\t8
3\t0.5\t0
4\t6\t7
DEMAND_SECTION
1\t0
2\t0
3\t1
4\t1
SERVICE_TIME_SECTION
1\t0
2\t0
3\t5
4\t5
TIME_WINDOW_SECTION
1\t0\t100
2\t10\t100
3\t0\t100
4\t0\t100
VEHICLES_DEPOT_SECTION
1\t1
2\t2
DEPOT_SECTION
1
2
EOF
"""


def driven(problem: Problem, routes: dict[str, list[str]]) -> Plan:
    """The plan that serves the visits of each shift in the order given, each as early as it can be, fit or not."""
    served = {visit for visits in routes.values() for visit in visits}
    return Plan(
        routes=tuple(_route(problem, shift, visits) for shift, visits in routes.items()),
        unserved=tuple(
            Unserved(visit=visit.id, reason=Reason.FULL, sentence="it was left out by hand")
            for visit in problem.visits
            if visit.id not in served
        ),
    )


def _route(problem: Problem, name: str, visits: list[str]) -> Route:
    shift = next(shift for shift in problem.shifts if shift.id == name)
    assert shift.start_place is not None
    place, now, stops = shift.start_place, shift.starts_s, []
    legs = problem.travel[shift.mode].seconds
    for ref in visits:
        visit = next(visit for visit in problem.visits if visit.id == ref)
        arrive_s = now + int(legs[place, visit.place])
        start_s = max(arrive_s, visit.windows[0].earliest_s)
        now, place = start_s + visit.duration_s, visit.place
        stops.append(Stop(kind=StopKind.VISIT, ref=ref, arrive_s=arrive_s, start_s=start_s, finish_s=now))
    return Route(
        shift=name, depart_s=shift.starts_s, stops=tuple(stops), end_s=now + int(legs[place, shift.start_place])
    )
