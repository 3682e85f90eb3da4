"""One shift (with its equals) as plain numbers for finding its routes: what each visit and each leg takes and costs."""

from dataclasses import dataclass, replace

import numpy as np

from optimiser.arrays import Arrays
from optimiser.arrays.flat import BIG, Int
from optimiser.arrays.visits import open_windows
from optimiser.problem import LateOn, Problem, Tier, Visit

Windows = list[tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTable:
    """`visits` are the numbers in the Problem of those the shift may do; everything else goes by position in it.

    Position n (the count of visits) stands for the start when it is left, and for the end when it is reached. Times are
    seconds, money micropence. `gap_s[i][j]` is leg and set-up from i to j; `leg_upence[i][j]` the metres of that leg.
    """

    shift: int
    count: int  # equals, itself included
    visits: list[int]
    service_s: list[int]
    windows: list[Windows]
    late: list[list[tuple[int, int]]]  # (start after which, micropence a second)
    own_upence: list[int]
    use: list[list[int]]
    room: list[int]
    gap_s: list[list[int]]
    leg_upence: list[list[int]]
    starts_s: int
    ends_s: int
    latest_end_s: int
    guaranteed_s: int
    unpaid_s: int  # the most that unpaid breaks can take off the time paid
    upence_per_s: int
    overtime_upence_per_s: int

    def opens(self, at: int, moment_s: int) -> int:
        """The first start at or after a moment; -1 if there is none."""
        for first, last in self.windows[at]:
            if moment_s <= last:
                return max(first, moment_s)
        return -1


def shift_table(problem: Problem, arrays: Arrays, shift: int, count: int) -> ShiftTable:
    """The table of one shift. A start that would cost points in a tier above cost counts as outside the windows."""
    h, pair, parts = arrays.shift[shift], arrays.pair[shift], problem.shifts[shift]
    visits = [int(number) for number in np.flatnonzero(pair["able"] == 0)]
    permille = max(worker.duration_permille for worker in problem.workers if worker.id in parts.workers)
    service = {number: -(-problem.visits[number].duration_s * permille // 1000) for number in visits}
    places = [*(problem.visits[number].place for number in visits), -1]
    start, end, mode = int(h["start_place"]), int(h["end_place"]), int(h["mode"])
    gap: list[list[int]] = []
    leg: list[list[int]] = []
    for here in [*places[:-1], start]:
        theres = [*places[:-1], end]
        legs = [arrays.travel[mode, here, there] if min(here, there) >= 0 else None for there in theres]
        setups = [
            0 if there == here else problem.visits[number].setup_s
            for there, number in zip(theres[:-1], visits, strict=True)
        ]
        gap.append(
            [(0 if one is None else int(one["seconds"])) + setup for one, setup in zip(legs, [*setups, 0], strict=True)]
        )
        leg.append([0 if one is None else int(one["metres"]) * parts.upence_per_m for one in legs])
    return ShiftTable(
        shift=shift,
        count=count,
        visits=visits,
        service_s=list(service.values()),
        windows=[_windows(problem, problem.visits[number], service[number]) for number in visits],
        late=[_late(problem.visits[number], service[number]) for number in visits],
        own_upence=[int(pair["extra"][number]) for number in visits],
        use=[_amounts(arrays.use[number]) for number in visits],
        room=_amounts(arrays.room[shift]),
        gap_s=gap,
        leg_upence=leg,
        starts_s=parts.starts_s,
        ends_s=parts.ends_s,
        latest_end_s=parts.ends_s + parts.overtime_limit_s,
        guaranteed_s=parts.guaranteed_s,
        unpaid_s=sum(rest.duration_s for rest in parts.breaks if not rest.paid),
        upence_per_s=parts.upence_per_s,
        overtime_upence_per_s=parts.overtime_upence_per_s,
    )


def _windows(problem: Problem, visit: Visit, service_s: int) -> Windows:
    """When it may start without costing points above the cost tier."""
    limit = visit.promised.latest_s if visit.promised and visit.promised.points else BIG
    for late in visit.lateness:
        if late.tier != Tier.COST and late.rate:
            limit = min(limit, late.after_s - (service_s if late.on == LateOn.FINISH else 0))
    spans = open_windows(visit, problem.horizon_s)
    return [(first, min(last, limit)) for first, last in spans if first <= limit]


def _late(visit: Visit, service_s: int) -> list[tuple[int, int]]:
    return [
        (late.after_s - (service_s if late.on == LateOn.FINISH else 0), late.rate)
        for late in visit.lateness
        if late.tier == Tier.COST and late.rate
    ]


def _amounts(row: Int) -> list[int]:
    return [int(amount) for amount in row]


def plain(problem: Problem, shift: int, visits: list[int]) -> bool:
    """Whether ShiftTable says exactly what routes of this shift cost: nothing on them asks for more than windows."""
    here = problem.shifts[shift]
    return not (here.breaks or here.drivers_hours) and all(_plain(problem.visits[number]) for number in visits)


def _plain(visit: Visit) -> bool:
    moved = visit.published is not None and visit.published.moved_upence > 0
    early = replace(visit, promised=None) if visit.promised and not visit.promised.points else visit
    return len(visit.windows) <= 1 and not visit.lateness and not moved and early.promised is None
