"""vrp-cli (reinterpretcat/vrp): a rich VRP solver that reads and writes its own `pragmatic` JSON.

The format: https://reinterpretcat.github.io/vrp/concepts/pragmatic/
"""

import importlib.metadata
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import vrp_cli

from optimiser.problem import Problem, Shift, Tier
from optimiser.solve import compile_kernels
from tests.benchmarks.engine import CORES, Answer
from tests.benchmarks.engines.features import not_told
from tests.benchmarks.engines.model import NO_LIMIT, NOWHERE, Model, Whole
from tests.benchmarks.engines.prices import Prices, prices_of
from tests.benchmarks.engines.processes import Clock, Tell, run_together
from tests.benchmarks.engines.timed import Routes, best_of

# Times are dates to it; any day will do. Its amounts are 32-bit.
DAY = datetime(2000, 1, 1, tzinfo=UTC)
LARGEST_AMOUNT = 2**30
# Not among what it is told are groups of jobs for one route, with which 1.22.1 was seen to panic on the smallest days.
# Values are compared with costs as fractions: a million to one tells tiers apart.
LARGEST_VALUE = 1e6
CAN = {
    "breaks",
    "loads",
    "longest_route",
    "open_ends",
    "paid_time",
    "priorities",
    "setup",
    "several_windows",
    "started_work",
    "who_may",
}


class VrpCli:
    """Threads of its own and a time limit in whole seconds, and no seed."""

    name = "vrp-cli"

    def version(self) -> str:
        """The version of vrp-cli."""
        return importlib.metadata.version("vrp-cli")

    def warm_up(self) -> None:
        """Compiles what times its plans."""
        compile_kernels(lambda _: None)

    def solve(self, problem: Problem, seconds: float, seed: int) -> Answer:
        """Its plan; `seed` changes the order in which it is told the visits."""
        clock = Clock.of(seconds)
        found: list[Routes] = run_together(search, [(problem, clock, seed)], clock, seconds)
        return Answer(best_of(problem, found), not_told(Model(problem), CAN))


def search(tell: Tell[Routes], problem: Problem, clock: Clock, seed: int) -> None:
    """One process with a thread for each core.

    The package sometimes panics where two plans are alike; it is then asked again, with the visits in another order.
    """
    random = np.random.default_rng(seed)
    while True:
        order = random.permutation(len(problem.visits))
        try:
            tell(_asked_once(problem, order, clock))
        except BaseException as error:  # a panic in Rust is no Exception, and has no type that can be imported
            if type(error).__name__ != "PanicException" or clock.left_s <= 0:
                raise
        else:
            return


def _asked_once(problem: Problem, order: Whole, clock: Clock) -> Routes:
    told = Told(Model(problem), order)
    document, matrices = json.dumps(told.document), [json.dumps(matrix) for matrix in told.matrices]
    config = {
        # Whole seconds are all it takes; it looks at its clock often enough to be rounded to the nearest.
        "termination": {"maxTime": max(1, round(clock.left_s))},
        "environment": {
            "parallelism": {"numThreadPools": 1, "threadsPerPool": CORES},
            "logging": {"enabled": False},
        },
        "telemetry": {"progress": {"enabled": False}},
    }
    return told.routes(json.loads(vrp_cli.solve_pragmatic(document, matrices, json.dumps(config))))


class Told:
    """A Problem in the pragmatic format, and the way back.

    Locations are indices of the matrices, which here are the nodes; jobs are named by the visits' numbers and vehicles
    by the shifts'.
    """

    def __init__(self, model: Model, order: Whole) -> None:
        self.model = model
        self.prices: Prices = prices_of(model)
        self._profiles: dict[str, str] = {mode: f"{mode}-profile" for mode in model.problem.travel}
        self.document = {
            "plan": {
                "jobs": [self._job(int(number)) for number in order],
                **({"relations": relations} if (relations := self._relations()) else {}),
            },
            "fleet": {
                "vehicles": [self._vehicles(rows) for rows in model.alike],
                "profiles": [{"name": name} for name in self._profiles.values()],
            },
            "objectives": self._objectives(),
        }
        self.matrices = [
            {
                "profile": name,
                "travelTimes": self.model.travel_s(mode).ravel().tolist(),
                "distances": self.model.travel_m(mode).ravel().tolist(),
            }
            for mode, name in self._profiles.items()
        ]

    def routes(self, solution: dict[str, Any]) -> dict[int, list[int]]:
        """Visit numbers by shift number."""
        return {
            int(tour["vehicleId"]): [
                int(activity["jobId"])
                for stop in tour["stops"]
                for activity in stop["activities"]
                if activity["type"] in ("delivery", "service")
            ]
            for tour in solution["tours"]
        }

    def _objectives(self) -> list[list[dict[str, Any]]]:
        """The most value first, then the most visits, then money; nothing for the number of routes."""
        value = [[{"type": "maximize-value"}]] if self._by_value else []
        return [*value, [{"type": "minimize-unassigned"}], [{"type": "minimize-cost"}]]

    @property
    def _by_value(self) -> bool:
        return len({(visit.if_unserved.tier, visit.if_unserved.points) for visit in self.model.problem.visits}) > 1

    def _job(self, number: int) -> dict[str, Any]:
        model, visit = self.model, self.model.problem.visits[number]
        use, _ = model.resources
        sort = model.sorts_of_visit[number]
        task: dict[str, Any] = {
            "places": [
                {
                    "location": {"index": number},
                    "duration": float(visit.duration_s),
                    "times": [[_date(opens), _date(closes)] for opens, closes in model.windows(visit)],
                }
            ]
        }
        job: dict[str, Any] = {"id": str(number)}
        if use.shape[1]:
            # Its amounts are 32-bit.
            task["demand"] = np.minimum(use[number], LARGEST_AMOUNT).tolist()
            job["deliveries"] = [task]
        else:
            job["services"] = [task]
        if sort >= 0:
            job["skills"] = {"allOf": [f"sort-{sort}"]}
        if self._by_value and visit.if_unserved.tier != Tier.COST:
            job["value"] = max(1.0, LARGEST_VALUE * float(self.prices.unserved[number] / self.prices.unserved.max()))
        return job

    def _vehicles(self, rows: list[int]) -> dict[str, Any]:
        model, row = self.model, rows[0]
        shift = model.problem.shifts[row]
        _, room = model.resources
        sorts = {sort for sort, able in zip(model.sorts_of_visit, model.able[row], strict=True) if able and sort >= 0}
        out: dict[str, Any] = {
            "start": {"earliest": _date(shift.starts_s), "location": {"index": model.start_node[row]}}
        }
        if model.place[model.end_node[row]] != NOWHERE:
            out["end"] = {"latest": _date(model.hard_end_s[row]), "location": {"index": model.end_node[row]}}
        breaks = self._breaks(shift, model.hard_end_s[row])
        if breaks:
            out["breaks"] = breaks
        vehicle: dict[str, Any] = {
            "typeId": f"type-{row}",
            "vehicleIds": [str(each) for each in rows],
            "profile": {"matrix": self._profiles[shift.mode]},
            # Costs of nothing at all are refused; a millionth is as good as none.
            "costs": {
                "distance": max(1e-6, shift.upence_per_m / self.prices.upence),
                "time": shift.upence_per_s / self.prices.upence,
            },
            "shifts": [out],
            "capacity": np.minimum(room[row], LARGEST_AMOUNT).tolist() or [1],
            "skills": [f"sort-{sort}" for sort in sorted(sorts)],
        }
        if model.longest_s[row] < NO_LIMIT:
            vehicle["limits"] = {"maxDuration": float(model.longest_s[row])}
        return vehicle

    def _breaks(self, shift: Shift, end_s: int) -> list[dict[str, Any]]:
        """Windows within the shift and apart from each other, which is all that it takes."""
        found = []
        free_s = shift.starts_s
        for rest in sorted(shift.breaks, key=lambda rest: rest.latest_s):
            opens, closes = max(rest.earliest_s, free_s), min(rest.latest_s, end_s)
            if opens < closes:
                places = [{"duration": float(rest.duration_s)}]
                window = [_date(opens), _date(closes)]
                found.append({"time": window, "places": places, "policy": "skip-if-arrival-before-end"})
                free_s = closes + 1
        return found

    def _relations(self) -> list[dict[str, Any]]:
        """Started work as a strict relation from the departure on."""
        problem = self.model.problem
        ranked: dict[str, dict[int, int]] = {}
        for number, visit in enumerate(problem.visits):
            if visit.lock.rank is not None and visit.lock.shift is not None:
                ranked.setdefault(visit.lock.shift, {})[visit.lock.rank] = number
        row_of = {shift.id: row for row, shift in enumerate(problem.shifts)}
        return [
            {
                "type": "strict",
                "jobs": ["departure", *(str(number) for _, number in sorted(ranks.items()))],
                "vehicleId": str(row_of[name]),
            }
            for name, ranks in ranked.items()
        ]


def _date(second: int) -> str:
    return (DAY + timedelta(seconds=second)).isoformat().replace("+00:00", "Z")
