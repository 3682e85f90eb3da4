"""A Problem flattened for the peers: nodes, who may do what, windows and pay, before any peer's own format.

Nodes are the visits in the Problem's order (0 .. n-1), then each place where a shift starts or ends. Where a shift has
an open start or end, one of these is nowhere: no time and no way to or from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from optimiser.problem import HeldSkill, Problem, RequiredSkill, Shift, Visit

Whole = npt.NDArray[np.int64]
YesNo = npt.NDArray[np.bool_]
NOWHERE = -1
NO_LIMIT = 2**40


@dataclass(frozen=True, eq=False)
class Model:
    """All views of one Problem that peers need, each worked out when it is first asked for."""

    problem: Problem

    @cached_property
    def place(self) -> Whole:
        """[node] the place, NOWHERE for the node of open ends."""
        return np.array([*(visit.place for visit in self.problem.visits), *self._ends], dtype=np.int64)

    @cached_property
    def _ends(self) -> list[int]:
        ends = {end for shift in self.problem.shifts for end in (shift.start_place, shift.end_place)}
        return sorted(NOWHERE if end is None else end for end in ends)

    @cached_property
    def start_node(self) -> list[int]:
        """[shift] the node it starts from."""
        return [self._end_node(shift.start_place) for shift in self.problem.shifts]

    @cached_property
    def end_node(self) -> list[int]:
        """[shift] the node it ends at."""
        return [self._end_node(shift.end_place) for shift in self.problem.shifts]

    def _end_node(self, place: int | None) -> int:
        return len(self.problem.visits) + self._ends.index(NOWHERE if place is None else place)

    def driving_s(self, mode: str) -> Whole:
        """[from, to] seconds between nodes.

        With speed profiles: what the leg takes on average over the hours in which shifts are out, rounded up.
        """
        travel = self.problem.travel[mode]
        seconds = travel.seconds.astype(np.int64)
        if travel.profile is not None:
            seconds = np.ceil(seconds * self._slowness[travel.profile]).astype(np.int64)
        return self._between(seconds)

    def travel_s(self, mode: str) -> Whole:
        """[from, to] seconds between nodes, and set-up on arrival, which is due when coming from another place."""
        travel_s = self.driving_s(mode)
        travel_s += (self.place[:, None] != self.place[None, :]) * self.setup_s[None, :]
        return travel_s

    @cached_property
    def setup_s(self) -> Whole:
        """[node] seconds of set-up; 0 at ends."""
        found = np.zeros(len(self.place), dtype=np.int64)
        found[: len(self.problem.visits)] = [visit.setup_s for visit in self.problem.visits]
        return found

    @cached_property
    def _slowness(self) -> npt.NDArray[np.float64]:
        begin = min((shift.starts_s for shift in self.problem.shifts), default=0)
        end = max((shift.ends_s for shift in self.problem.shifts), default=1)
        found = []
        for profile in self.problem.profiles:
            starts = np.clip([*(period.from_s for period in profile.periods), self.problem.horizon_s], begin, end)
            speeds = np.array([period.permille for period in profile.periods]) / 1000
            length = np.diff(starts)
            found.append(float((length / speeds).sum() / max(1, length.sum())))
        return np.array(found)

    def travel_m(self, mode: str) -> Whole:
        """[from, to] metres between nodes."""
        return self._between(self.problem.travel[mode].metres.astype(np.int64))

    def _between(self, matrix: Whole) -> Whole:
        found = matrix[np.ix_(self.place, self.place)]
        nowhere = self.place == NOWHERE
        found[nowhere, :] = 0
        found[:, nowhere] = 0
        np.fill_diagonal(found, 0)
        return found

    @cached_property
    def pace(self) -> list[int]:
        """[shift] thousandths of a visit's duration that the slowest of the crew takes."""
        permille = {worker.id: worker.duration_permille for worker in self.problem.workers}
        return [max(permille[name] for name in shift.workers) for shift in self.problem.shifts]

    def service_s(self, permille: int) -> Whole:
        """[node] seconds of service at a pace; 0 at ends."""
        found = np.zeros(len(self.place), dtype=np.int64)
        durations = np.array([visit.duration_s for visit in self.problem.visits], dtype=np.int64)
        found[: len(durations)] = (durations * permille + 999) // 1000
        return found

    def windows(self, visit: Visit) -> list[tuple[int, int]]:
        """When service may start, in order, with the lock and the hard part of a promise taken into account."""
        horizon_s = self.problem.horizon_s
        if visit.lock.start_s is not None:
            return [(visit.lock.start_s, visit.lock.start_s)]
        given = [(window.earliest_s, min(window.latest_s, horizon_s)) for window in visit.windows] or [(0, horizon_s)]
        opens = visit.promised.earliest_s if visit.promised else 0
        # A visit that never opens keeps one impossible second, at which nobody is out.
        return [(max(begin, opens), end) for begin, end in given if end >= opens] or [(horizon_s, horizon_s)]

    @cached_property
    def resources(self) -> tuple[Whole, Whole]:
        """([visit, resource] what is used, [shift, resource] what there is); only what some visit uses."""
        problem = self.problem
        loads = sorted({amount.of for visit in problem.visits for amount in visit.loads})
        parts = sorted({amount.of for visit in problem.visits for amount in visit.parts})
        use = np.zeros((len(problem.visits), len(loads) + len(parts)), dtype=np.int64)
        room = np.full((len(problem.shifts), len(loads) + len(parts)), NO_LIMIT, dtype=np.int64)
        room[:, len(loads) :] = 0  # of parts, what is not named is not aboard
        for row, visit in enumerate(problem.visits):
            for amount in visit.loads:
                use[row, loads.index(amount.of)] = amount.quantity
            for amount in visit.parts:
                use[row, len(loads) + parts.index(amount.of)] = amount.quantity
        for row, shift in enumerate(problem.shifts):
            for amount in shift.capacities:
                if amount.of in loads:
                    room[row, loads.index(amount.of)] = amount.quantity
            for amount in shift.stock:
                if amount.of in parts:
                    room[row, len(loads) + parts.index(amount.of)] = amount.quantity
        return use, room

    @cached_property
    def hard_end_s(self) -> list[int]:
        """[shift] when it has to be over, overtime included."""
        return [shift.ends_s + shift.overtime_limit_s for shift in self.problem.shifts]

    @cached_property
    def longest_s(self) -> list[int]:
        """[shift] the longest route that the caps of its workers leave room for; unpaid breaks do not count."""
        left = {
            worker.id: worker.max_load_s - worker.worked_s
            for worker in self.problem.workers
            if worker.max_load_s is not None
        }
        return [
            max(0, min(left.get(name, NO_LIMIT) for name in shift.workers))
            + sum(rest.duration_s for rest in shift.breaks if not rest.paid)
            for shift in self.problem.shifts
        ]

    @cached_property
    def agreement(self) -> npt.NDArray[np.int32]:
        """[shift, visit] the number of the lending agreement that carries the pair, or -1 (own work, or forbidden)."""
        return self._judged[1]

    @cached_property
    def able(self) -> YesNo:
        """[shift, visit] whether the rules that no time can change allow the pair."""
        return self._judged[0]

    @cached_property
    def _judged(self) -> tuple[YesNo, npt.NDArray[np.int32]]:
        problem = self.problem
        able = np.ones((len(problem.shifts), len(problem.visits)), dtype=np.bool_)
        agreement = np.full(able.shape, -1, dtype=np.int32)
        use, room = self.resources
        # Many visits ask for the same; each kind of question is put to the shifts once.
        known: dict[object, tuple[YesNo, npt.NDArray[np.int32] | None]] = {}
        for column, visit in enumerate(problem.visits):
            for question in self._questions(visit):
                if question not in known:
                    known[question] = self._ask(question)
                fits, lent = known[question]
                able[:, column] &= fits
                if lent is not None:
                    agreement[:, column] = lent
            able[:, column] &= (room >= use[column]).all(axis=1)
        agreement[~able] = -1
        return able, agreement

    def _questions(self, visit: Visit) -> Iterable[tuple[object, ...]]:
        yield "skills", visit.skills
        yield "organisation", visit.organisation, visit.kind
        if visit.crew > 1:
            yield "crew", visit.crew
        if visit.tools:
            yield "tools", visit.tools
        if visit.allowed_workers is not None:
            yield "allowed", visit.allowed_workers
        if visit.forbidden_workers:
            yield "forbidden", visit.forbidden_workers
        if visit.must_know:
            yield "known", visit.must_know
        if visit.lock.worker is not None or visit.lock.shift is not None:
            yield "locked", visit.lock.worker, visit.lock.shift

    def _ask(self, question: tuple[object, ...]) -> tuple[YesNo, npt.NDArray[np.int32] | None]:
        """Of each shift whether it fits, and for organisations the agreement."""
        kind, asked = question[0], question[1]
        shifts = self.problem.shifts
        if kind == "organisation":
            return self._lent(str(asked), str(question[2]))
        if kind == "skills":
            fits = [all(self.holds(shift, need) for need in _needs(asked)) for shift in shifts]
        elif kind == "crew":
            fits = [len(shift.workers) >= int(str(asked)) for shift in shifts]
        elif kind == "locked":
            fits = [question[2] in (None, shift.id) and (asked is None or asked in shift.workers) for shift in shifts]
        else:
            names = _names(asked)
            if kind == "tools":
                fits = [names <= set(shift.tools) for shift in shifts]
            elif kind == "allowed":
                fits = [set(shift.workers) <= names for shift in shifts]
            elif kind == "forbidden":
                fits = [not names & set(shift.workers) for shift in shifts]
            else:
                knows = {worker.id: set(worker.knows) for worker in self.problem.workers}
                fits = [names <= set().union(*(knows[name] for name in shift.workers)) for shift in shifts]
        return np.array(fits, dtype=np.bool_), None

    def _lent(self, organisation: str, kind: str) -> tuple[YesNo, npt.NDArray[np.int32]]:
        fits = np.zeros(len(self.problem.shifts), dtype=np.bool_)
        lent = np.full(len(self.problem.shifts), -1, dtype=np.int32)
        for row, shift in enumerate(self.problem.shifts):
            if shift.organisation == organisation:
                fits[row] = True
                continue
            for number, agreement in enumerate(self.problem.lending):
                if (
                    agreement.lender == shift.organisation
                    and agreement.borrower == organisation
                    and kind in agreement.kinds
                    and agreement.from_s <= shift.starts_s
                    and (agreement.until_s is None or agreement.until_s > shift.ends_s + shift.overtime_limit_s)
                ):
                    fits[row] = all(self.holds(shift, need) for need in agreement.skills)
                    lent[row] = number if fits[row] else -1
                    break
        return fits, lent

    @cached_property
    def _skills(self) -> dict[str, tuple[HeldSkill, ...]]:
        return {worker.id: worker.skills for worker in self.problem.workers}

    def holds(self, shift: Shift, need: RequiredSkill) -> bool:
        """Whether someone on the shift has the skill at that level all shift long."""
        return any(
            skill.name == need.name
            and skill.level >= need.level
            and skill.valid_from_s <= shift.starts_s
            and (skill.valid_until_s is None or skill.valid_until_s >= shift.ends_s + shift.overtime_limit_s)
            for name in shift.workers
            for skill in self._skills[name]
        )

    @cached_property
    def extra_upence(self) -> Whole:
        """[shift, visit] micropence of the pair itself: wishes, charges, another worker than published."""
        problem = self.problem
        extra = np.zeros((len(problem.shifts), len(problem.visits)), dtype=np.int64)
        shifts_of: dict[str, list[int]] = {}
        for row, shift in enumerate(problem.shifts):
            for name in shift.workers:
                shifts_of.setdefault(name, []).append(row)
        for column, visit in enumerate(problem.visits):
            for cost in visit.worker_costs:
                extra[shifts_of[cost.worker], column] += cost.upence
            if visit.published:
                others = np.ones(len(problem.shifts), dtype=np.bool_)
                others[shifts_of[visit.published.worker]] = False
                extra[others, column] += visit.published.other_worker_upence
        for number, agreement in enumerate(problem.lending):
            for row in np.flatnonzero((self.agreement == number).any(axis=1)).tolist():
                lent = self.agreement[row] == number
                service = self.service_s(self.pace[row])[: len(problem.visits)]
                extra[row, lent] += agreement.charge_upence + agreement.charge_upence_per_s * service[lent]
        return extra

    @cached_property
    def alike(self) -> list[list[int]]:
        """Shifts in groups that no peer could tell apart."""
        groups: dict[object, list[int]] = {}
        _, room = self.resources
        for row, shift in enumerate(self.problem.shifts):
            looks = (
                shift.mode,
                self.start_node[row],
                self.end_node[row],
                shift.starts_s,
                shift.ends_s,
                shift.overtime_limit_s,
                shift.guaranteed_s,
                shift.breaks,
                shift.drivers_hours,
                shift.upence_per_s,
                shift.overtime_upence_per_s,
                shift.upence_per_m,
                self.pace[row],
                self.longest_s[row],
                room[row].tobytes(),
                self.able[row].tobytes(),
                self.extra_upence[row].tobytes(),
            )
            groups.setdefault(looks, []).append(row)
        return list(groups.values())

    @cached_property
    def sorts_of_visit(self) -> list[int]:
        """[visit] visits of one number may be done by the same shifts; -1 where any shift may."""
        numbers: dict[bytes, int] = {}
        return [
            -1 if column.all() else numbers.setdefault(column.tobytes(), len(numbers))
            for column in np.ascontiguousarray(self.able.T)
        ]


def _needs(asked: object) -> tuple[RequiredSkill, ...]:
    return tuple(need for need in asked if isinstance(need, RequiredSkill)) if isinstance(asked, tuple) else ()


def _names(asked: object) -> set[str]:
    return {str(name) for name in asked} if isinstance(asked, tuple) else set()
