"""How a team leader deals out a service's work in the morning: by who can, by when, and by who is near.

Assumed, from how rounds are made up by hand: calls at a time (care rounds, appointments) are dealt first, those that
few can do before those that many can, each to the nearest person who has a gap at that time; the rest goes to whoever
starts or works nearest and has not yet more than their fair share. Near means near to where they start or to a call
already on their list, by the minutes it takes them. Nobody weighs up the whole day, and nobody swaps afterwards.
"""

from dataclasses import dataclass, field

from dispatch.planning.calls import Call, able_shifts, calls_of
from optimiser.plan.legs import leg_s
from optimiser.problem import Problem, Shift

# A list may be this much longer than an even share of the work before the leader looks to the next person.
FAIR_SHARE_PERCENT = 115


@dataclass(frozen=True, slots=True, order=True)
class Pencilled:
    """A call with the start the leader has in mind."""

    start_s: int
    finish_s: int
    place: int
    setup_s: int


@dataclass(slots=True, kw_only=True)
class List:
    """One shift's list while it is being written; `rounds` are the calls at a time with the starts pencilled in."""

    shift: Shift
    work_s: int = 0
    calls: list[Call] = field(default_factory=list)
    rounds: list[Pencilled] = field(default_factory=list)


def deal(problem: Problem) -> tuple[dict[str, list[Call]], dict[str, tuple[str, ...]]]:
    """Calls by shift id in the order dealt, and the shift ids of each call by call id.

    A call for two people is on both lists. A call that nobody can do is on none.
    """
    leader = _Leader(problem)
    calls = calls_of(problem)
    able = able_shifts(problem, calls)
    horizon_s = problem.horizon_s
    at_a_time = [call for call in calls if call.at_a_time(horizon_s)]
    for call in sorted(at_a_time, key=lambda one: (len(able[one.id]), one.latest_s(horizon_s), one.id)):
        leader.deal_at_a_time(call, able[call.id])
    leader.count_fair_share(calls)
    for call in calls:
        if not call.at_a_time(horizon_s):
            leader.deal_any_time(call, able[call.id])
    return {name: one.calls for name, one in leader.lists.items()}, leader.dealt


class _Leader:
    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.lists = {shift.id: List(shift=shift) for shift in problem.shifts}
        self.dealt: dict[str, tuple[str, ...]] = {}
        self.fair_permille = 0

    def count_fair_share(self, calls: tuple[Call, ...]) -> None:
        """The share of everyone's hours that the work takes, travel guessed at a quarter of it."""
        work_s = sum(call.work_s * len(call.visits) for call in calls) * 5 // 4
        hours_s = sum(one.shift.ends_s - one.shift.starts_s for one in self.lists.values())
        self.fair_permille = min(900, 1000 * work_s * FAIR_SHARE_PERCENT // 100 // max(1, hours_s))

    def deal_at_a_time(self, call: Call, shifts: tuple[Shift, ...]) -> None:
        starts = {shift.id: start for shift in shifts if (start := self.gap_s(shift, call, 0)) is not None}
        free = [shift for shift in shifts if shift.id in starts]
        ranked = sorted(free, key=lambda shift: (self.nearness_s(shift, call), self.lists[shift.id].work_s))
        chosen = self.different_people(ranked, len(call.visits))
        if len(chosen) == len(call.visits):
            start_s = max(starts[shift.id] for shift in chosen)
            # Whoever is free first waits for the other; if the other cannot be met, it is settled on the day.
            for shift in chosen:
                at_s = self.gap_s(shift, call, start_s)
                self.pencil(shift, call, start_s if at_s is None else at_s)
            self.put(call, chosen)
        else:
            self.deal_any_time(call, shifts)

    def pencil(self, shift: Shift, call: Call, start_s: int) -> None:
        visit = call.visits[0]
        rounds = self.lists[shift.id].rounds
        rounds.append(Pencilled(start_s, start_s + visit.duration_s, call.place, visit.setup_s))
        rounds.sort()

    def gap_s(self, shift: Shift, call: Call, from_s: int) -> int | None:
        """The first start from `from_s` on that leaves everything already pencilled in as it is; None: no gap."""
        rounds = self.lists[shift.id].rounds
        visit = call.visits[0]
        for number in range(len(rounds) + 1):
            before = rounds[number - 1] if number else None
            after = rounds[number] if number < len(rounds) else None
            free_s, here = (before.finish_s, before.place) if before else (shift.starts_s, shift.start_place)
            ready_s = max(from_s, free_s + leg_s(self.problem, shift.mode, here, call.place, free_s) + visit.setup_s)
            start_s = call.start_s(ready_s, self.problem.horizon_s)
            if start_s is None:
                return None
            finish_s = start_s + visit.duration_s
            if after is None:
                fits = finish_s <= shift.ends_s
            else:
                onward_s = leg_s(self.problem, shift.mode, call.place, after.place, finish_s)
                fits = finish_s + onward_s + after.setup_s <= after.start_s
            if fits:
                return start_s
        return None

    def deal_any_time(self, call: Call, shifts: tuple[Shift, ...]) -> None:
        fair = [shift for shift in shifts if self.has_room(shift, call)]
        near = sorted(fair, key=lambda shift: (self.nearness_s(shift, call), self.lists[shift.id].work_s))
        full = [shift for shift in shifts if shift not in fair]
        near += sorted(full, key=lambda shift: self.lists[shift.id].work_s * 1000 // max(1, self.hours_s(shift)))
        chosen = self.different_people(near, len(call.visits))
        if len(chosen) == len(call.visits):
            self.put(call, chosen)

    def put(self, call: Call, shifts: list[Shift]) -> None:
        for shift in shifts:
            one = self.lists[shift.id]
            one.work_s += call.work_s + self.nearness_s(shift, call)
            one.calls.append(call)
        self.dealt[call.id] = tuple(shift.id for shift in shifts)

    def nearness_s(self, shift: Shift, call: Call) -> int:
        places = [shift.start_place, *(one.place for one in self.lists[shift.id].calls)]
        return min(self.travel_s(shift, place, call.place) for place in places)

    def travel_s(self, shift: Shift, origin: int | None, destination: int) -> int:
        return 0 if origin is None else int(self.problem.travel[shift.mode].seconds[origin, destination])

    def has_room(self, shift: Shift, call: Call) -> bool:
        return self.lists[shift.id].work_s + call.work_s <= self.hours_s(shift) * self.fair_permille // 1000

    @staticmethod
    def hours_s(shift: Shift) -> int:
        return shift.ends_s - shift.starts_s

    @staticmethod
    def different_people(ranked: list[Shift], count: int) -> list[Shift]:
        chosen: list[Shift] = []
        for shift in ranked:
            if len(chosen) < count and not any(set(shift.workers) & set(other.workers) for other in chosen):
                chosen.append(shift)
        return chosen
