"""The best plan there is, by trying all: slow, and without any of the code it is held against."""

from itertools import permutations, product

from optimiser.checker import check
from optimiser.problem import Problem
from optimiser.solve import Draft


def best_by_trying_all(day: Problem) -> tuple[int, int, int, int]:
    """The least objective over every way to give each visit to a shift or none, and every order of them."""
    names = [visit.id for visit in day.visits]
    choices: list[str | None] = [None, *(shift.id for shift in day.shifts)]
    best: list[tuple[int, int, int, int]] = []
    for order in permutations(names):
        for given in product(choices, repeat=len(names)):
            # Orders that differ only between routes are the same plan; keep the sorted one of them.
            keys = [(choices.index(shift), order[at] if shift is None else "") for at, shift in enumerate(given)]
            if keys != sorted(keys):
                continue
            draft = Draft(day)
            steps = [(name, shift) for name, shift in zip(order, given, strict=True) if shift]
            if all(draft.try_append({shift: name}) is not None for name, shift in steps):
                verdict = check(day, draft.plan())
                if not verdict.violations and verdict.cost is not None:
                    best.append(verdict.cost.objective)
    return min(best)
