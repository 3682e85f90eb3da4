"""The suite `hhcrsp`: home health care with double services (Mankowska et al. 2014) as Problems.

A caregiver is a worker with one shift from the office and back, a service is a visit, a double service two visits with
a coupling and two different people. Times are the file's times 10^4, travel rounded up. A metre, a second late and a
second of the largest lateness all cost a micropence: a third of a plan's cost is what the suite counts.
"""

import math
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np

from optimiser.problem import (
    Coupling,
    HeldSkill,
    Lateness,
    Problem,
    ProblemError,
    RequiredSkill,
    Shift,
    Tier,
    Travel,
    Visit,
    Who,
    Window,
    Worker,
)
from tests.benchmarks.case import Case
from tests.benchmarks.suites.best_known import best_known
from tests.benchmarks.suites.hhcrsp_json import Double, Instance, Service, read_instance
from tests.benchmarks.suites.hhcrsp_referee import OFFICE, judge

SCALE = 10_000
_MODE = "road"
# The most a Problem takes; no plan that is worth anything comes near it.
_LONGEST_HORIZON_S = 1_000_000_000
# Shows the format and is no benchmark: nobody has published a cost for it.
_EXAMPLE = "toy.json"


class Hhcrsp:
    """See the module."""

    name = "hhcrsp"

    def instances(self, folder: Path) -> Iterator[Path]:
        """The instance files below the folder, sorted by path."""
        return (path for path in sorted(folder.rglob("*.json")) if path.name != _EXAMPLE)

    def read(self, path: Path, folder: Path) -> Case:
        """One instance. Raises ValueError with a sentence for a file it cannot read."""
        instance = read_instance(path)
        try:
            problem = to_problem(instance)
        except ProblemError as error:
            raise ValueError(f"{path.name} is no home health care problem: {error}") from error
        return Case(
            suite=self.name,
            instance=instance.name,
            problem=problem,
            best_known=best_known(folder, instance.name, "best_known_cost"),
            judge=partial(judge, instance),
        )

    def sample(self, names: list[str]) -> list[str]:
        """The first instance of each group: eight groups, 60 seconds each and 3 seeds take 24 minutes."""
        ordered = sorted(names, key=lambda name: (self.group(name), name))
        return [next(group) for _, group in groupby(ordered, self.group)]

    def group(self, name: str) -> str:
        """The number of patients for the instances of Mankowska et al.; the others are `italian`."""
        match = re.match(r"Instanz[A-Z]+_HCSRP_(\d+)_", name)
        return match.group(1) if match else "italian"


SUITE = Hhcrsp()


def to_problem(instance: Instance) -> Problem:
    """The instance in whole numbers. Place 0 is the office, place i the patient of row i."""
    lengths = np.array([[_up(value) for value in row] for row in instance.distances], dtype=np.int32)
    horizon_s = _horizon(instance)
    return Problem(
        horizon_s=horizon_s,
        workers=tuple(
            Worker(id=name, skills=tuple(HeldSkill(name=ability) for ability in sorted(abilities)))
            for name, abilities in instance.abilities.items()
        ),
        shifts=tuple(
            Shift(
                id=name,
                workers=(name,),
                mode=_MODE,
                start_place=OFFICE,
                end_place=OFFICE,
                starts_s=0,
                ends_s=horizon_s,
                upence_per_m=1,
            )
            for name in instance.abilities
        ),
        visits=tuple(_visit(service, horizon_s) for service in instance.services.values()),
        travel={_MODE: Travel(seconds=lengths, metres=lengths)},
        couplings=tuple(_coupling(double) for double in instance.doubles),
        largest_lateness_upence_per_s=1,
    )


def _horizon(instance: Instance) -> int:
    """Nobody has to be back by any time, so: long enough for one caregiver to do all the work."""
    longest = [max(row) for row in instance.distances]
    work = sum(service.duration + longest[service.place] for service in instance.services.values())
    waits = sum(double.most for double in instance.doubles)
    last = max((service.earliest for service in instance.services.values()), default=Decimal(0))
    return min(_LONGEST_HORIZON_S, _up(last + longest[OFFICE] + work + waits))


def _visit(service: Service, horizon_s: int) -> Visit:
    return Visit(
        id=service.id,
        place=service.place,
        duration_s=_up(service.duration),
        windows=(Window(earliest_s=_up(service.earliest), latest_s=horizon_s),),
        lateness=(Lateness(after_s=_down(service.due), rate=1, tier=Tier.COST),),
        skills=(RequiredSkill(name=service.ability),),
    )


def _coupling(double: Double) -> Coupling:
    return Coupling(
        first=double.first,
        second=double.second,
        min_lag_s=_up(double.least),
        max_lag_s=_down(double.most),
        who=Who.DIFFERENT,
    )


def _up(value: Decimal) -> int:
    return math.ceil(SCALE * value)


def _down(value: Decimal) -> int:
    return math.floor(SCALE * value)
