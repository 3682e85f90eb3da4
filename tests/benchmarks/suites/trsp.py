"""The suite `trsp`: technicians with skills, reusable tools and spare parts (Pillac et al. 2013) as Problems.

A technician is a worker with one shift from home to home, a request is a visit, the central depot a site that restocks
and lends all tools. Times are the file's times 10^4, travel rounded up; a second costs a micropence, so that the cost
of a plan is its total working time.
"""

import math
import re
from collections.abc import Iterator
from functools import partial
from itertools import groupby
from pathlib import Path

import numpy as np

from optimiser.problem import (
    Amount,
    HeldSkill,
    Problem,
    ProblemError,
    RequiredSkill,
    Shift,
    Site,
    Travel,
    Visit,
    Window,
    Worker,
)
from tests.benchmarks.case import Case
from tests.benchmarks.suites.best_known import best_known
from tests.benchmarks.suites.trsp_referee import DEPOT, judge
from tests.benchmarks.suites.trsp_text import Instance, Row, read_instance

SCALE = 10_000
_MODE = "plane"


class Trsp:
    """See the module."""

    name = "trsp"

    def instances(self, folder: Path) -> Iterator[Path]:
        """The instance files below the folder, sorted by path."""
        return iter(sorted(folder.rglob("*.txt")))

    def read(self, path: Path, folder: Path) -> Case:
        """One instance. Raises ValueError with a sentence for a file it cannot read."""
        try:
            instance = read_instance(path)
            problem = to_problem(instance)
        except ProblemError as error:
            raise ValueError(f"{path.name} is no technician problem: {error}") from error
        return Case(
            suite=self.name,
            instance=instance.name,
            problem=problem,
            best_known=best_known(folder, instance.name, "best_known_working_time"),
            judge=partial(judge, instance),
        )

    def sample(self, names: list[str]) -> list[str]:
        """The first instance of each class: six classes, 30 seconds each and 3 seeds take 9 minutes."""
        return [next(group) for _, group in groupby(sorted(names), self.group)]

    def group(self, name: str) -> str:
        """Solomon's class: C, R or RC with 1 (short days) or 2 (long days); the name itself if it is of none."""
        match = re.match(r"[A-Z]+\d", name)
        return match.group() if match else name


SUITE = Trsp()


def to_problem(instance: Instance) -> Problem:
    """The instance in whole numbers. Place i is line i of the file."""
    rows = (instance.depot, *instance.technicians, *instance.requests)
    travel = _travel(rows)
    full = _all_parts(instance)
    return Problem(
        horizon_s=max(_down(row.latest) for row in rows[: 1 + len(instance.technicians)]),
        workers=tuple(
            Worker(id=str(row.number), skills=tuple(HeldSkill(name=_skill(skill)) for skill in row.skills))
            for row in instance.technicians
        ),
        shifts=tuple(_shift(row, full) for row in instance.technicians),
        visits=tuple(map(_request, instance.requests)),
        sites=(
            Site(
                id=DEPOT,
                place=instance.depot.number,
                duration_s=_up(instance.depot.service),
                windows=(_window(instance.depot),),
                restocks=True,
                tools=tuple(_tool(tool) for tool in range(instance.tools)),
            ),
        ),
        travel={_MODE: travel},
    )


def _travel(rows: tuple[Row, ...]) -> Travel:
    seconds = np.array(
        [[_up(math.hypot(one.x - other.x, one.y - other.y)) for other in rows] for one in rows], dtype=np.int32
    )
    return Travel(seconds=seconds, metres=np.zeros_like(seconds))


def _all_parts(instance: Instance) -> tuple[int, ...]:
    """More of each kind nobody can use, so this is what a re-stocking brings: any number."""
    return tuple(sum(column) for column in zip(*(row.parts for row in instance.requests), strict=True))


def _shift(row: Row, full: tuple[int, ...]) -> Shift:
    return Shift(
        id=str(row.number),
        workers=(str(row.number),),
        mode=_MODE,
        start_place=row.number,
        end_place=row.number,
        starts_s=_up(row.earliest),
        ends_s=_down(row.latest),
        stock=_amounts(row.parts),
        full_stock=_amounts(full),
        tools=tuple(_tool(tool) for tool in row.tools),
        upence_per_s=1,
    )


def _request(row: Row) -> Visit:
    return Visit(
        id=str(row.number),
        place=row.number,
        duration_s=_up(row.service),
        windows=(_window(row),),
        skills=tuple(RequiredSkill(name=_skill(skill)) for skill in row.skills),
        tools=tuple(_tool(tool) for tool in row.tools),
        parts=_amounts(row.parts),
    )


def _amounts(counts: tuple[int, ...]) -> tuple[Amount, ...]:
    return tuple(Amount(of=f"part-{kind}", quantity=count) for kind, count in enumerate(counts) if count)


def _window(row: Row) -> Window:
    return Window(earliest_s=_up(row.earliest), latest_s=_down(row.latest))


def _skill(number: int) -> str:
    return f"skill-{number}"


def _tool(number: int) -> str:
    return f"tool-{number}"


def _up(value: float) -> int:
    return math.ceil(SCALE * value)


def _down(value: float) -> int:
    return math.floor(SCALE * value)
