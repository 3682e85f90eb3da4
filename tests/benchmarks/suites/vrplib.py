"""Reads the VRPLIB dialect of the site-dependent and multi-depot VRPTW instances.

Headers are `KEY: value`, sections begin with `NAME_SECTION`. Nodes count from 1; without a DEPOT_SECTION node 1 is the
depot. The dialect is that of PyVRP's instances (https://github.com/PyVRP/Instances). A header or a section that is not
known is an error, as it may hold a rule that would go unchecked.
"""

from tests.benchmarks.suites.routing_task import GRAINS, Customer, Rounding, RoutingTask, Vehicle, whole

# Lengths and times times a thousand, rounded to the nearest.
THOUSANDTHS = Rounding(scale=1000, cut_off=False)

HEADERS = {
    "NAME", "COMMENT", "TYPE", "EDGE_WEIGHT_TYPE", "DIMENSION", "VEHICLES", "CAPACITY", "VEHICLES_MAX_DURATION",
}  # fmt: skip
SECTIONS = {
    "NODE_COORD_SECTION", "DEMAND_SECTION", "SERVICE_TIME_SECTION", "TIME_WINDOW_SECTION", "CAPACITY_SECTION",
    "VEHICLES_ALLOWED_CLIENTS_SECTION", "VEHICLES_DEPOT_SECTION", "DEPOT_SECTION",
}  # fmt: skip

Rows = dict[str, list[str]]  # by the number of a node or a vehicle, the rest of its line


def read_vrplib(text: str) -> RoutingTask:
    """The task written in `text`. Raises ValueError with a sentence for what is no such file."""
    headers, sections = _parts(text)
    if headers.get("EDGE_WEIGHT_TYPE") != "EUC_2D":
        raise ValueError(f"EDGE_WEIGHT_TYPE is {headers.get('EDGE_WEIGHT_TYPE')!r}; only EUC_2D is known")
    nodes = _numbered(sections, "NODE_COORD_SECTION", whole(headers["DIMENSION"]))
    depots = list(sections.get("DEPOT_SECTION", {"1": []}))
    scale, count = THOUSANDTHS.scale, len(nodes)
    demands = _numbered(sections, "DEMAND_SECTION", count)
    services = _numbered(sections, "SERVICE_TIME_SECTION", count)
    windows = _numbered(sections, "TIME_WINDOW_SECTION", count)
    return RoutingTask(
        rounding=THOUSANDTHS,
        points=tuple((whole(x, GRAINS), whole(y, GRAINS)) for x, y in nodes.values()),
        customers={
            node: Customer(
                place=int(node) - 1,
                demand=whole(demands[node][0]),
                service=whole(services[node][0], scale),
                earliest=whole(windows[node][0], scale),
                latest=whole(windows[node][1], scale),
            )
            for node in nodes
            if node not in depots
        },
        vehicles=_vehicles(headers, sections, windows),
    )


def _vehicles(headers: dict[str, str], sections: dict[str, Rows], windows: Rows) -> dict[str, Vehicle]:
    count, scale = whole(headers["VEHICLES"]), THOUSANDTHS.scale
    numbers = [str(number + 1) for number in range(count)]
    capacities = (
        _numbered(sections, "CAPACITY_SECTION", count)
        if "CAPACITY_SECTION" in sections
        else {number: [headers["CAPACITY"]] for number in numbers}
    )
    depots = (
        _numbered(sections, "VEHICLES_DEPOT_SECTION", count)
        if "VEHICLES_DEPOT_SECTION" in sections
        else {number: ["1"] for number in numbers}
    )
    clients = (
        _numbered(sections, "VEHICLES_ALLOWED_CLIENTS_SECTION", count)
        if "VEHICLES_ALLOWED_CLIENTS_SECTION" in sections
        else None
    )
    longest = headers.get("VEHICLES_MAX_DURATION")
    return {
        f"vehicle {number}": Vehicle(
            depot=int(depots[number][0]) - 1,
            opens=whole(windows[depots[number][0]][0], scale),
            closes=whole(windows[depots[number][0]][1], scale),
            capacity=whole(capacities[number][0]),
            max_duration=None if longest is None else whole(longest, scale),
            customers=None if clients is None else frozenset(clients[number]),
        )
        for number in numbers
    }


def _parts(text: str) -> tuple[dict[str, str], dict[str, Rows]]:
    headers: dict[str, str] = {}
    sections: dict[str, Rows] = {}
    rows: Rows | None = None
    for line in text.splitlines():
        words = line.split()
        if not words or words[0] in ("EOF", "-1"):
            continue
        if ":" in line:
            key, value = (part.strip() for part in line.split(":", 1))
            if key not in HEADERS:
                raise ValueError(f"the header {key!r} is not known")
            headers[key] = value
        elif words[0].endswith("_SECTION"):
            if words[0] not in SECTIONS:
                raise ValueError(f"the section {words[0]!r} is not known")
            rows = sections.setdefault(words[0], {})
        elif rows is None:
            raise ValueError(f"{line.strip()!r} stands in no section")
        else:
            rows[words[0]] = words[1:]
    missing = {"DIMENSION", "VEHICLES"} - set(headers)
    if missing:
        raise ValueError(f"there is no {' and no '.join(sorted(missing))}")
    return headers, sections


def _numbered(sections: dict[str, Rows], name: str, count: int) -> Rows:
    """The rows of a section that has to number 1 to `count`, in that order."""
    rows = sections.get(name, {})
    if set(rows) != {str(number + 1) for number in range(count)}:
        raise ValueError(f"{name} does not number 1 to {count}")
    return {str(number + 1): rows[str(number + 1)] for number in range(count)}
