"""Reads the text format of Solomon's VRPTW instances, which Gehring and Homberger's have as well.

A name; `VEHICLE` with number and capacity; `CUSTOMER` with number, x, y, demand, ready time, due date and service
time. Number 0 is the depot. Service starts within [ready, due] (Solomon 1987, 10.1287/opre.35.2.254).
"""

from tests.benchmarks.suites.routing_task import GRAINS, Customer, Rounding, RoutingTask, Vehicle, whole

# The rule of the DIMACS challenge: lengths and times cut off after one decimal, here in tenths.
TENTHS = Rounding(scale=10, cut_off=True)

COLUMNS = 7


def read_vrptw_text(text: str) -> RoutingTask:
    """The task written in `text`. Raises ValueError with a sentence for what is no such file."""
    rows = [line.split() for line in text.splitlines()]
    number, capacity = _vehicles(rows)
    lines = [row for row in rows if len(row) == COLUMNS and row[0].isdigit()]
    if not lines or [int(row[0]) for row in lines] != list(range(len(lines))):
        raise ValueError("the customers are not numbered 0, 1, 2 ... with seven columns each")
    scale = TENTHS.scale
    depot = Vehicle(depot=0, opens=whole(lines[0][4], scale), closes=whole(lines[0][5], scale), capacity=capacity)
    return RoutingTask(
        rounding=TENTHS,
        points=tuple((whole(row[1], GRAINS), whole(row[2], GRAINS)) for row in lines),
        customers={
            row[0]: Customer(
                place=int(row[0]),
                demand=whole(row[3]),
                earliest=whole(row[4], scale),
                latest=whole(row[5], scale),
                service=whole(row[6], scale),
            )
            for row in lines[1:]
        },
        vehicles={f"vehicle {count + 1}": depot for count in range(number)},
    )


def _vehicles(rows: list[list[str]]) -> tuple[int, int]:
    """How many vehicles there are, and the capacity of each."""
    heads = [at for at, row in enumerate(rows) if row == ["NUMBER", "CAPACITY"]]
    after = [row for row in rows[heads[0] + 1 :] if row][:1] if heads else []
    if not after or len(after[0]) != 2:
        raise ValueError("there is no NUMBER and CAPACITY of vehicles")
    return whole(after[0][0]), whole(after[0][1])
