"""Which shift may do which visit as far as the rest of the plan does not matter, what that pair costs extra, and when.

Judged shift by shift for each kind of need once, then put together visit by visit: 5,000 visits and 500 shifts are two
and a half million pairs.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from optimiser.arrays.flat import BIG
from optimiser.arrays.part_time import Lender, Spans, free_spans, holds, lender_of, skill_spans
from optimiser.arrays.visits import open_windows
from optimiser.plan import Reason
from optimiser.problem import Problem, RequiredSkill, Visit

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

Mask = npt.NDArray[np.bool_]  # [shift]


class Ableness(NamedTuple):
    """Arrays [shift, visit]: the number of the first rule that forbids the pair, micropence extra, agreement or -1.

    `spans` are the starts allowed to the pairs that are able for a part of the shift only, by (shift, visit).
    """

    able: npt.NDArray[np.uint8]
    extra: npt.NDArray[np.int64]
    agreement: npt.NDArray[np.int32]
    spans: dict[tuple[int, int], Spans]


def ableness(problem: Problem) -> Ableness:
    """Every pair of shift and visit judged by the rules that the rest of the plan cannot change."""
    shape = (len(problem.shifts), len(problem.visits))
    found = Ableness(
        np.zeros(shape, dtype=np.uint8), np.zeros(shape, dtype=np.int64), np.full(shape, -1, dtype=np.int32), {}
    )
    if not problem.shifts:
        return found
    judge = _Judge(problem)
    for column, visit in enumerate(problem.visits):
        blocked, agreement, spans = judge.of(visit)
        found.able[:, column] = blocked
        found.agreement[:, column] = np.where(blocked == 0, agreement, -1)
        found.extra[:, column] = np.where(blocked == 0, judge.price_of(visit, agreement), 0)
        found.spans.update(((row, column), some) for row, some in spans.items())
    return found


class _Crossing(NamedTuple):
    """The same of every Lender, by shift."""

    ever: Mask
    always: Mask
    agreement: npt.NDArray[np.int64]


class _Judge:
    """Answers for all shifts at once; what many visits ask is worked out once."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.shifts = problem.shifts
        workers = {worker.id: worker for worker in problem.workers}
        self.crews = [[workers[name] for name in shift.workers] for shift in problem.shifts]
        self.number_of = {shift.id: number for number, shift in enumerate(problem.shifts)}
        self.shifts_of: dict[str, list[int]] = {}
        for number, shift in enumerate(problem.shifts):
            for name in shift.workers:
                self.shifts_of.setdefault(name, []).append(number)
        self.size = np.array([len(shift.workers) for shift in problem.shifts])
        self.permille = np.array(
            [max(worker.duration_permille for worker in crew) for crew in self.crews], dtype=np.int64
        )
        self.knowing = [{name for worker in crew for name in worker.knows} for crew in self.crews]
        self.sites = [
            [site for site in problem.sites if site.shifts is None or shift.id in site.shifts]
            for shift in problem.shifts
        ]
        self.known: dict[object, tuple[Mask, Mask]] = {}
        self.lenders: dict[tuple[str, str], list[Lender]] = {}
        self.crossing: dict[tuple[str, str], _Crossing] = {}
        self.charge = np.array([lending.charge_upence for lending in problem.lending], dtype=np.int64)
        self.charge_per_s = np.array([lending.charge_upence_per_s for lending in problem.lending], dtype=np.int64)
        self.masks: dict[object, Mask] = {}

    def of(self, visit: Visit) -> tuple[npt.NDArray[np.uint8], npt.NDArray[np.int64], dict[int, Spans]]:
        """The first rule that forbids each shift (0: able), the agreement that carries it, and spans by shift."""
        blocked = np.zeros(len(self.shifts), dtype=np.uint8)
        agreement = np.full(len(self.shifts), -1, dtype=np.int64)
        partly = np.zeros(len(self.shifts), dtype=np.bool_)

        def allow(fine: Mask, reason: Reason) -> None:
            blocked[(blocked == 0) & ~fine] = BLOCKED.index(reason)

        for need in visit.skills:
            always, ever = self._skill(need)
            allow(ever, Reason.SKILL)
            partly |= ~always
        allow(self.size >= visit.crew, Reason.CREW)
        allow(self._welcome(visit), Reason.NOT_ALLOWED)
        allow(self._unlocked(visit), Reason.LOCK)
        lenders = self._lenders(visit.organisation, visit.kind)
        if lenders:
            crossing = self.crossing[visit.organisation, visit.kind]
            allow(crossing.ever, Reason.ORGANISATION)
            partly |= ~crossing.always
            agreement = crossing.agreement.copy()
        allow(
            self._once(("aboard", visit.loads, visit.parts, visit.tools), lambda row: self._carries(row, visit)),
            Reason.TOOLS,
        )
        spans: dict[int, Spans] = {}
        for row in np.flatnonzero(partly & (blocked == 0)).tolist():
            blocked[row], agreement[row], spans[row] = self._part(row, visit, lenders[row] if lenders else None)
            if blocked[row]:
                del spans[row]
        return blocked, agreement, spans

    def price_of(self, visit: Visit, agreement: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
        """Micropence that depend on the pair alone: worker costs, the charge for lending, a worker not published."""
        total = np.zeros(len(self.shifts), dtype=np.int64)
        for cost in visit.worker_costs:
            total[self.shifts_of.get(cost.worker, [])] += cost.upence
        if visit.published:
            total += visit.published.other_worker_upence
            total[self.shifts_of.get(visit.published.worker, [])] -= visit.published.other_worker_upence
        lent = np.flatnonzero(agreement >= 0)
        if len(lent):
            service_s = (visit.duration_s * self.permille[lent] + 999) // 1000
            total[lent] += self.charge[agreement[lent]] + self.charge_per_s[agreement[lent]] * service_s
        return total

    def _service_s(self, row: int, visit: Visit) -> int:
        return (visit.duration_s * int(self.permille[row]) + 999) // 1000

    def _once(self, key: object, judge: Callable[[int], bool]) -> Mask:
        """Every shift judged, once for each key."""
        if key not in self.masks:
            self.masks[key] = np.array([judge(row) for row in range(len(self.shifts))], dtype=np.bool_)
        return self.masks[key]

    def _skill(self, need: RequiredSkill) -> tuple[Mask, Mask]:
        """Whether someone holds it all shift long, and whether for a part of it at least."""
        if need not in self.known:
            always = [holds(shift, crew, need) for shift, crew in zip(self.shifts, self.crews, strict=True)]
            ever = [
                bool(skill_spans(crew, need, shift, 0)) for shift, crew in zip(self.shifts, self.crews, strict=True)
            ]
            self.known[need] = (np.array(always, dtype=np.bool_), np.array(ever, dtype=np.bool_))
        return self.known[need]

    def _welcome(self, visit: Visit) -> Mask:
        fine = np.ones(len(self.shifts), dtype=np.bool_)
        if visit.allowed_workers is not None:
            allowed = frozenset(visit.allowed_workers)
            fine &= self._once(("allowed", allowed), lambda row: allowed >= set(self.shifts[row].workers))
        for name in visit.forbidden_workers:
            fine[self.shifts_of.get(name, [])] = False
        if visit.must_know:
            known = frozenset(visit.must_know)
            fine &= self._once(("know", known), lambda row: known <= self.knowing[row])
        return fine

    def _unlocked(self, visit: Visit) -> Mask:
        fine = np.ones(len(self.shifts), dtype=np.bool_)
        if visit.lock.shift is not None:
            fine[:] = False
            fine[self.number_of[visit.lock.shift]] = True
        if visit.lock.worker is not None:
            on = np.zeros(len(self.shifts), dtype=np.bool_)
            on[self.shifts_of.get(visit.lock.worker, [])] = True
            fine &= on
        return fine

    def _lenders(self, organisation: str, kind: str) -> list[Lender]:
        """Under which agreement each shift does such a visit; an empty list where all are of that organisation."""
        if (organisation, kind) not in self.lenders:
            own = all(shift.organisation == organisation for shift in self.shifts)
            self.lenders[organisation, kind] = (
                []
                if own
                else [
                    lender_of(self.problem, shift, crew, organisation, kind)
                    for shift, crew in zip(self.shifts, self.crews, strict=True)
                ]
            )
            self.crossing[organisation, kind] = _Crossing(
                np.array([lender.ever for lender in self.lenders[organisation, kind]], dtype=np.bool_),
                np.array([lender.always for lender in self.lenders[organisation, kind]], dtype=np.bool_),
                np.array([lender.agreement for lender in self.lenders[organisation, kind]], dtype=np.int64),
            )
        return self.lenders[organisation, kind]

    def _carries(self, row: int, visit: Visit) -> bool:
        """Whether what the visit alone needs can be aboard, at the start or after some site on the way."""
        shift, sites = self.shifts[row], self.sites[row]
        room = {amount.of: amount.quantity for amount in shift.capacities}
        stock = {amount.of: amount.quantity for amount in shift.stock}
        if any(site.restocks for site in sites):
            for amount in shift.restocked:
                stock[amount.of] = max(amount.quantity, stock.get(amount.of, 0))
        tools = set(shift.tools).union(*(site.tools for site in sites))
        return (
            all(room.get(amount.of, BIG) >= amount.quantity for amount in visit.loads)
            and all(stock.get(amount.of, 0) >= amount.quantity for amount in visit.parts)
            and set(visit.tools) <= tools
        )

    def _part(self, row: int, visit: Visit, lender: Lender | None) -> tuple[int, int, Spans]:
        """Of a pair that is able for a part of the shift: the rule that forbids it (0: none), agreement and starts."""
        shift, crew, service_s = self.shifts[row], self.crews[row], self._service_s(row, visit)
        spans = open_windows(visit, self.problem.horizon_s)
        agreement = -1 if lender is None else lender.agreement
        for need in visit.skills:
            spans = free_spans(spans, skill_spans(crew, need, shift, service_s))
        if not spans:
            return BLOCKED.index(Reason.SKILL), agreement, []
        if lender is None or lender.always:
            return 0, agreement, spans
        choices = []
        for number, times in lender.parts:
            some = free_spans(spans, times)
            for need in self.problem.lending[number].skills:
                some = free_spans(some, skill_spans(crew, need, shift, service_s))
            choices.append((sum(last - first + 1 for first, last in some), -number, some))
        # One agreement for good, the one under which it may start at most times: then its cap and charge are certain.
        length, number, spans = max(choices, key=lambda choice: choice[:2])
        return (0, -number, spans) if length else (BLOCKED.index(Reason.ORGANISATION), -1, [])
