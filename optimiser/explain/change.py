"""One change of a Problem that may admit a visit: what it changes, by how much, and the Problem it makes."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from optimiser.explain.explanation import Kind
from optimiser.problem import Problem, Shift, Visit, Worker

Part = TypeVar("Part", Visit, Shift, Worker)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Not yet tried out. `relaxed` makes the Problem; `off` is a visit that leaves the plan for it."""

    kind: Kind
    amount: int
    unit: str
    of: str
    sentence: str
    relaxed: Callable[[Problem], Problem]
    off: str | None = None


def with_visit(problem: Problem, name: str, **changes: Any) -> Problem:
    """The Problem with one visit changed."""
    return replace(problem, visits=tuple(_changed(one, name, changes) for one in problem.visits))


def with_shift(problem: Problem, name: str, **changes: Any) -> Problem:
    """The Problem with one shift changed."""
    return replace(problem, shifts=tuple(_changed(one, name, changes) for one in problem.shifts))


def with_worker(problem: Problem, name: str, **changes: Any) -> Problem:
    """The Problem with one worker changed."""
    return replace(problem, workers=tuple(_changed(one, name, changes) for one in problem.workers))


def _changed(one: Part, name: str, changes: dict[str, Any]) -> Part:
    return replace(one, **changes) if one.id == name else one
