"""A plan to start the search from: what people were told, as far as it still works."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime

from dispatch.planning.by_hand import Appending
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.solve import Draft


def start_from(
    problem: Problem, told: Sequence[tuple[str, str, datetime]], draft_of: Callable[[Problem], Appending] = Draft
) -> Plan:
    """The visits in the order of their published starts, each on its shift; those that no longer fit are left out.

    `told` are (visit, shift, start). Visits of one job for several are put in together.
    """
    draft = draft_of(problem)
    known = {visit.id for visit in problem.visits} & {visit for visit, _, _ in told}
    shifts = {shift.id for shift in problem.shifts}
    groups = {visit: group.visits for group in problem.groups for visit in group.visits}
    together: dict[tuple[str, ...], dict[str, str]] = defaultdict(dict)
    for visit, shift, _ in sorted(told, key=lambda one: (one[2], one[0])):
        if visit in known and shift in shifts:
            together[groups.get(visit, (visit,))][shift] = visit
    for visits, by_shift in together.items():
        if len(by_shift) == len(visits):
            draft.try_append(by_shift)
    return draft.plan()
