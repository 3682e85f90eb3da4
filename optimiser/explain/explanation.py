"""What is told of a visit that is left out or late."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum

from optimiser.cost import Cost
from optimiser.plan import Plan, Reason
from optimiser.problem import Problem

SCHEMA = 1


class Kind(StrEnum):
    """What a relaxation changes, in the order in which equals are preferred."""

    PRICE = "price"  # nothing: it fits as things are, for a price that the planner did not pay
    WINDOW = "window"  # the visit may start earlier or later
    PROMISE = "promise"  # the appointment is moved
    LAG = "lag"  # visits that are tied may start closer together or further apart
    OVERTIME = "overtime"  # a shift may end later
    LOAD_CAP = "load_cap"  # a worker may work longer
    LENDING_CAP = "lending_cap"  # an agreement carries one visit more
    ROOM = "room"  # a vehicle takes more
    PARTS = "parts"  # a shift carries more parts
    TOOL = "tool"  # a shift carries another tool
    ALLOWED = "allowed"  # a worker may come who may not
    UNLOCKED = "unlocked"  # it may go to others than it is locked to
    AGREEMENT = "agreement"  # an organisation lends for this kind of visit
    SKILL = "skill"  # a worker holds a skill at a higher level
    DROPPED = "dropped"  # another visit, which counts for less, is left out


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """Why one shift does not serve the visit: the first rule in its way, as `reason` of a Plan, and a sentence."""

    shift: str
    workers: tuple[str, ...]
    reason: Reason
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """One change that admits the visit, by `amount` of `unit`, tried out and found sound by the checker.

    `adds` is what the plan then costs more, in the relaxed Problem; `shift` is where the visit then goes. `problem` and
    `plan` are the relaxed Problem and the plan that serves the visit; they are no part of the JSON form.
    """

    kind: Kind
    amount: int
    unit: str
    of: str  # the id of what is changed: a visit, worker, shift or agreement
    shift: str
    sentence: str
    adds: Cost
    problem: Problem = field(repr=False, compare=False)
    plan: Plan = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Of one visit: shift by shift what stands in the way, and the cheapest relaxation (None: no single one was found).

    `late` is False for a visit left out; for one that is late, everything is about serving it in time.
    """

    visit: str
    late: bool
    shifts: tuple[Blocked, ...]
    relaxation: Relaxation | None


def explanations_to_json(explanations: Sequence[Explanation]) -> str:
    """The JSON form."""
    return json.dumps(
        {"schema": SCHEMA, "explanations": [_told(one) for one in explanations]}, ensure_ascii=False, indent=1
    )


def _told(one: Explanation) -> dict[str, object]:
    relaxation = one.relaxation
    told = relaxation and {
        "kind": relaxation.kind,
        "amount": relaxation.amount,
        "unit": relaxation.unit,
        "of": relaxation.of,
        "shift": relaxation.shift,
        "sentence": relaxation.sentence,
        "adds": asdict(relaxation.adds),
    }
    return {
        "visit": one.visit,
        "late": one.late,
        "shifts": [asdict(blocked) for blocked in one.shifts],
        "relaxation": told,
    }
