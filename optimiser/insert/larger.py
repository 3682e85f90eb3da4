"""A Problem with a few visits more, of which only what is new is looked at: the rest was sound already.

Checking a Problem of 5,000 visits anew takes seconds; a job that comes in by telephone cannot wait for that.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimiser.problem import AllOrNone, Coupling, Problem, ProblemError, Shift, Travel, Visit, Worker
from optimiser.problem.changed import changed
from optimiser.problem.totals import SAFE_TOTAL, largest_total


@dataclass(frozen=True, slots=True)
class Sums:
    """What no plan of a Problem can cost more than, and how much of that the way to one visit more would be."""

    total: int
    way: int

    @classmethod
    def of(cls, problem: Problem) -> "Sums":
        """Worked out from all of it, which takes long where there are many places."""
        total = largest_total(problem)
        farthest_m = max((int(one.metres.max()) for one in problem.travel.values() if one.metres.size), default=0)
        # As many stops again as there are visits may be calls at sites.
        return cls(total, 2 * farthest_m * max((shift.upence_per_m for shift in problem.shifts), default=0))

    def with_more(self, problem: Problem, visits: Sequence[Visit]) -> "Sums":
        """With these visits more: the sum is one over visits but for the ways."""
        nobody = changed(problem, workers=(), shifts=(), travel={})
        more = largest_total(changed(nobody, visits=tuple(visits))) - largest_total(changed(nobody, visits=()))
        return Sums(self.total + more + self.way * len(visits), self.way)


def nowhere(problem: Problem) -> dict[str, Travel]:
    """Travel of one place alone, for each mode: enough to look at visits for which places do not matter."""
    nothing = np.zeros((1, 1), dtype=np.int32)
    return {mode: Travel(nothing, nothing) for mode in problem.travel}


def tied_to(problem: Problem, names: Collection[str]) -> set[str]:
    """These visits and all that couplings and groups tie them to, directly or by others."""
    ties = [(one.first, one.second) for one in problem.couplings]
    ties += [(group.visits[0], other) for group in problem.groups for other in group.visits[1:]]
    found, grew = set(names), True
    while grew:
        grew = False
        for one, other in ties:
            if (one in found) != (other in found):
                found |= {one, other}
                grew = True
    return found


def larger(
    problem: Problem,
    known: Mapping[str, Visit],
    sums: Sums,
    visits: Sequence[Visit],
    couplings: Sequence[Coupling] = (),
    groups: Sequence[AllOrNone] = (),
) -> Problem:
    """The Problem with new visits at the end and what ties them.

    `known` are its visits by id, `sums` those it has with the new ones. Raises ProblemError with every complaint about
    what is new.
    """
    made = changed(
        problem,
        visits=(*problem.visits, *visits),
        couplings=(*problem.couplings, *couplings),
        groups=(*problem.groups, *groups),
    )
    size = min((travel.size for travel in problem.travel.values()), default=0)
    found = [f"visits has another entry with the id {one.id!r}; ids are used once" for one in visits if one.id in known]
    found += [
        f"visits[{one.id}].place is {one.place}; the travel matrices have {size} places, so give a number below that"
        for one in visits
        if not (isinstance(one.place, int) and 0 <= one.place < size)
    ]
    found += [
        f"visits[{one.id}].lock.rank is {one.lock.rank}; a visit that is new cannot have started, so leave it out"
        for one in visits
        if one.lock.rank is not None
    ]
    if found:
        raise ProblemError(found)
    tied = tied_to(
        made, {name for one in couplings for name in (one.first, one.second)}.union(*(g.visits for g in groups))
    )
    around = [
        replace(known[name], place=0, lock=replace(known[name].lock, rank=None)) for name in tied if name in known
    ]
    news = [replace(one, place=0) for one in visits]
    shifts = _named_shifts(problem, [*news, *around])
    at_work = dict.fromkeys(name for shift in shifts for name in shift.workers)
    part = Problem(
        horizon_s=problem.horizon_s,
        workers=tuple(Worker(id=name) for name in at_work),
        shifts=shifts,
        visits=(*news, *around),
        couplings=tuple(one for one in made.couplings if one.first in tied or one.second in tied),
        groups=tuple(one for one in made.groups if tied & set(one.visits)),
        lending=problem.lending,
        travel=nowhere(problem),
        largest_lateness_upence_per_s=problem.largest_lateness_upence_per_s,
    )
    _fits_together(sums, part)
    return made


def _named_shifts(problem: Problem, visits: Sequence[Visit]) -> tuple[Shift, ...]:
    """Every shift that these visits name, as no more than who goes together, and one for all others that they name."""
    locked = {one.lock.shift for one in visits}
    workers: set[str | None] = set()
    for one in visits:
        workers |= {*(one.allowed_workers or ()), *one.forbidden_workers, one.lock.worker}
        workers |= {cost.worker for cost in one.worker_costs} | {one.published.worker if one.published else None}
    together = {shift.id: shift.workers for shift in problem.shifts if shift.id in locked}
    known = {name for shift in problem.shifts for name in shift.workers}
    others = sorted(name for name in known.difference(*together.values()) if name in workers)
    if others:
        # Whoever is on none of the shifts named is on some other.
        together[next(shift.id for shift in problem.shifts if shift.id not in locked)] = tuple(others)
    return tuple(
        Shift(
            id=name,
            workers=crew,
            mode=next(iter(problem.travel)),
            start_place=None,
            end_place=None,
            starts_s=0,
            ends_s=0,
        )
        for name, crew in together.items()
    )


def _fits_together(sums: Sums, part: Problem) -> None:
    """Raises ProblemError where rates and penalties of all together might not fit 64-bit sums."""
    if sums.total > SAFE_TOTAL:
        raise ProblemError(
            [
                f"with the {len(part.visits)} visits in question, rates, lengths and penalties together could pass "
                "what 64-bit sums hold; use smaller rates or a shorter horizon"
            ]
        )
