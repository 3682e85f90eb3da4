"""Which shift may do which visit as far as times do not matter, what that pair costs extra, and what forbids it."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimiser.plan import Reason
from optimiser.problem import Lending, Problem, RequiredSkill, Shift, Visit, Worker

# The number in `Ableness.able` of each rule, in the order in which they are tried; 0 means able.
BLOCKED = (
    Reason.FULL,  # 0: nothing but time and the rest of the plan can stand in the way
    Reason.SKILL,
    Reason.CREW,
    Reason.NOT_ALLOWED,
    Reason.LOCK,
    Reason.ORGANISATION,
    Reason.TOOLS,
)


class Ableness(NamedTuple):
    """Arrays [shift, visit]: the number of the first rule that forbids the pair, micropence extra, agreement or -1."""

    able: npt.NDArray[np.uint8]
    extra: npt.NDArray[np.int64]
    agreement: npt.NDArray[np.int32]


def ableness(problem: Problem) -> Ableness:
    """Every pair of shift and visit judged by the rules that no time can change."""
    workers = {worker.id: worker for worker in problem.workers}
    crews = [[workers[name] for name in shift.workers] for shift in problem.shifts]
    shape = (len(problem.shifts), len(problem.visits))
    found = Ableness(
        np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.int64), np.full(shape, -1, dtype=np.int32)
    )
    for row, (shift, crew) in enumerate(zip(problem.shifts, crews, strict=True)):
        room = {amount.of: amount.quantity for amount in shift.capacities}
        stock = {amount.of: amount.quantity for amount in shift.stock}
        for column, visit in enumerate(problem.visits):
            blocked, agreement = _judge(problem, shift, crew, visit, room, stock)
            found.able[row, column] = 0 if blocked is None else BLOCKED.index(blocked)
            found.agreement[row, column] = agreement
            if blocked is None:
                found.extra[row, column] = _extra(problem, shift, crew, visit, agreement)
    return found


def holds(shift: Shift, crew: list[Worker], need: RequiredSkill) -> bool:
    """Whether someone on the shift has the skill at that level all shift long (refusals.py sees to parts of one)."""
    return any(
        skill.name == need.name
        and skill.level >= need.level
        and skill.valid_from_s <= shift.starts_s
        and (skill.valid_until_s is None or skill.valid_until_s >= shift.ends_s + shift.overtime_limit_s)
        for worker in crew
        for skill in worker.skills
    )


def lends(agreement: Lending, shift: Shift, visit: Visit) -> bool:
    """Whether the agreement is about this kind of visit, these organisations and the hours of this shift."""
    return (
        agreement.lender == shift.organisation
        and agreement.borrower == visit.organisation
        and visit.kind in agreement.kinds
        and agreement.from_s <= shift.starts_s
        and (agreement.until_s is None or agreement.until_s > shift.ends_s + shift.overtime_limit_s)
    )


def _judge(
    problem: Problem,
    shift: Shift,
    crew: list[Worker],
    visit: Visit,
    room: Mapping[str, int],
    stock: Mapping[str, int],
) -> tuple[Reason | None, int]:
    """The first rule that forbids the pair (None: able) and the number of the agreement that carries it (or -1)."""
    agreement = -1
    if not all(holds(shift, crew, need) for need in visit.skills):
        return Reason.SKILL, agreement
    if len(crew) < visit.crew:
        return Reason.CREW, agreement
    names = set(shift.workers)
    if visit.allowed_workers is not None and not names <= set(visit.allowed_workers):
        return Reason.NOT_ALLOWED, agreement
    if names & set(visit.forbidden_workers):
        return Reason.NOT_ALLOWED, agreement
    if visit.must_know and not set(visit.must_know) <= {name for worker in crew for name in worker.knows}:
        return Reason.NOT_ALLOWED, agreement
    if visit.lock.shift not in (None, shift.id) or (visit.lock.worker is not None and visit.lock.worker not in names):
        return Reason.LOCK, agreement
    if visit.organisation != shift.organisation:
        fitting = (number for number, lending in enumerate(problem.lending) if lends(lending, shift, visit))
        agreement = next(fitting, -1)
        if agreement < 0 or not all(holds(shift, crew, need) for need in problem.lending[agreement].skills):
            return Reason.ORGANISATION, -1
    fits = all(room.get(amount.of, amount.quantity) >= amount.quantity for amount in visit.loads) and all(
        stock.get(amount.of, 0) >= amount.quantity for amount in visit.parts
    )
    if not fits or not set(visit.tools) <= set(shift.tools):
        return Reason.TOOLS, agreement
    return None, agreement


def _extra(problem: Problem, shift: Shift, crew: list[Worker], visit: Visit, agreement: int) -> int:
    """Micropence that depend on the pair alone: worker costs, the charge for lending, a worker other than published."""
    total = sum(cost.upence for cost in visit.worker_costs if cost.worker in shift.workers)
    if visit.published and visit.published.worker not in shift.workers:
        total += visit.published.other_worker_upence
    if agreement >= 0:
        lending = problem.lending[agreement]
        permille = max(worker.duration_permille for worker in crew)
        service_s = (visit.duration_s * permille + 999) // 1000
        total += lending.charge_upence + lending.charge_upence_per_s * service_s
    return total
