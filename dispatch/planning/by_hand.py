"""A day as services do it today: each worker has a list of their own service's calls and goes to the nearest next.

Assumed, so that the comparison is fair to how people work:
- the list is dealt in the morning as `deal` tells;
- they know how long the way takes in the traffic of that hour;
- next is the nearest call on the list that can begin soon: nobody waits hours at a door, and nobody starts a long call
  that would make them miss an appointment or a call at a time later on their list;
- two who do a call together both go when both can be there;
- what is left on lists at the end is offered round by telephone to colleagues of the same service, urgent calls first;
- breaks, hours, skills, windows, loads and orders are kept: a plan by hand is as legal as any other.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dispatch.planning.calls import Call, able_shifts, calls_of
from dispatch.planning.deal import deal
from dispatch.planning.side_by_side import side_by_side
from optimiser.plan import Plan
from optimiser.plan.legs import leg_s
from optimiser.problem import Problem, Shift, Tier
from optimiser.solve import Draft

# A nearer call that begins later than another by more than this is not worth standing about for.
REASONABLE_WAIT_S = 15 * 60


class Appending(Protocol):
    """What by hand needs of `Draft`: routes that grow at their ends and are timed by the one definition."""

    def try_append(self, visits: Mapping[str, str]) -> int | None:
        """Append visits (by shift id) together; their start, or None when no rule-abiding timing exists."""

    def place_of(self, shift_id: str) -> int | None:
        """Where the route stands."""

    def free_at(self, shift_id: str) -> int:
        """When the route stands there with nothing left to do."""

    def plan(self) -> Plan:
        """Everything appended; the rest is left out."""


def plan_by_hand(problems: Mapping[str, Problem], draft_of: Callable[[Problem], Appending] = Draft) -> Plan:
    """The plans of all services side by side; `problems` by service, as `alone.problems_alone` makes them."""
    return side_by_side(service_by_hand(problem, draft_of) for problem in problems.values())


def service_by_hand(problem: Problem, draft_of: Callable[[Problem], Appending] = Draft) -> Plan:
    """One service's day by hand; the same every time."""
    day = _HandMade(problem, draft_of(problem))
    day.work_through_lists()
    day.telephone_round()
    return day.draft.plan()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Choice:
    call: Call
    start_s: int
    travel_s: int


class _HandMade:
    def __init__(self, problem: Problem, draft: Appending) -> None:
        self.problem = problem
        self.draft = draft
        self.shifts: dict[str, Shift] = {shift.id: shift for shift in problem.shifts}
        self.lists, self.dealt = deal(problem)

    def work_through_lists(self) -> None:
        """Whoever is free first goes next, until nobody has a call on their list that still works."""
        while True:
            by_time = sorted(self.lists, key=lambda name: (self.draft.free_at(name), name))
            if not any(self.next_call(name) for name in by_time):
                return

    def next_call(self, shift_id: str) -> bool:
        """Send this shift to its next call; False when none can be made."""
        choices = [choice for call in self.lists[shift_id] if (choice := self.choice(call, shift_id))]
        while choices:
            best = self.best(choices)
            choices.remove(best)
            names = self.dealt[best.call.id]
            if self.append(best.call, names):
                for name in names:
                    self.lists[name].remove(best.call)
                return True
        return False

    def choice(self, call: Call, shift_id: str) -> _Choice | None:
        """When the call could begin if everyone on it went now; None when too late."""
        ready_s = max(self.ready_s(name, call) for name in self.dealt[call.id])
        start_s = call.start_s(ready_s, self.problem.horizon_s)
        if start_s is None:
            return None
        return _Choice(call=call, start_s=start_s, travel_s=self.travel_s(shift_id, call.place))

    def best(self, choices: Sequence[_Choice]) -> _Choice:
        """The nearest of those that begin soon and make nobody miss a call at a time."""
        harmless = [choice for choice in choices if not self.misses_another(choice)]
        if not harmless:
            return min(choices, key=lambda one: (one.call.latest_s(self.problem.horizon_s), one.call.id))
        soonest_s = min(choice.start_s for choice in harmless)
        soon = [choice for choice in harmless if choice.start_s <= soonest_s + REASONABLE_WAIT_S]
        return min(soon, key=lambda one: (one.travel_s, one.start_s, one.call.id))

    def misses_another(self, choice: _Choice) -> bool:
        """Whether someone on this call would miss more of the calls at a time on their list than they do anyway."""
        for name in self.dealt[choice.call.id]:
            others = [call for call in self.lists[name] if call.at_a_time(self.problem.horizon_s)]
            now = self.missed(name, others, self.draft.free_at(name), self.draft.place_of(name))
            finish_s = choice.start_s + choice.call.visits[0].duration_s
            left = [call for call in others if call is not choice.call]
            if self.missed(name, left, finish_s, choice.call.place) > now:
                return True
        return False

    def missed(self, name: str, calls: Sequence[Call], free_s: int, place: int | None) -> int:
        """How many of `calls` come too late when made in order of their latest start from here and now."""
        late = 0
        for call in sorted(calls, key=lambda call: (call.latest_s(self.problem.horizon_s), call.id)):
            ready_s = free_s + self.leg_s(name, place, call.place, free_s) + call.visits[0].setup_s
            start_s = call.start_s(ready_s, self.problem.horizon_s)
            if start_s is None:
                late += 1
            else:
                free_s, place = start_s + call.visits[0].duration_s, call.place
        return late

    def telephone_round(self) -> None:
        """Offer what is left to able colleagues, urgent calls first, each to whoever stands nearest at the end."""
        calls = calls_of(self.problem)
        able = able_shifts(self.problem, calls)
        left = {call.id for calls in self.lists.values() for call in calls} | (
            {call.id for call in calls} - set(self.dealt)
        )
        order = list(Tier)
        urgent_first = sorted(
            (call for call in calls if call.id in left),
            key=lambda call: (order.index(call.visits[0].if_unserved.tier), call.latest_s(self.problem.horizon_s)),
        )
        # Where one call waits for another, it can be placed only after it: ask round until nothing moves.
        moved = True
        while moved:
            moved = False
            for call in [call for call in urgent_first if call.id in left]:
                if self.offer(call, able[call.id]):
                    left.discard(call.id)
                    moved = True

    def offer(self, call: Call, shifts: Sequence[Shift]) -> bool:
        """Offer a call to each able colleague in turn (to each pair, for two people)."""
        near = sorted(shifts, key=lambda shift: (self.travel_s(shift.id, call.place), shift.id))
        if len(call.visits) == 1:
            return any(self.append(call, (shift.id,)) for shift in near)
        pairs = (
            (one.id, other.id)
            for one in near
            for other in near
            if one.id != other.id and not set(one.workers) & set(other.workers)
        )
        return len(call.visits) == 2 and any(self.append(call, pair) for pair in pairs)

    def append(self, call: Call, shift_ids: Sequence[str]) -> bool:
        visits = dict(zip(shift_ids, (visit.id for visit in call.visits), strict=True))
        return self.draft.try_append(visits) is not None

    def ready_s(self, shift_id: str, call: Call) -> int:
        return self.draft.free_at(shift_id) + self.travel_s(shift_id, call.place) + call.visits[0].setup_s

    def travel_s(self, shift_id: str, place: int) -> int:
        return self.leg_s(shift_id, self.draft.place_of(shift_id), place, self.draft.free_at(shift_id))

    def leg_s(self, shift_id: str, origin: int | None, destination: int, leave_s: int) -> int:
        return leg_s(self.problem, self.shifts[shift_id].mode, origin, destination, leave_s)
