"""Shift by shift, the first rule that keeps it from serving a visit; rules are tried in the order of `Reason`."""

from collections.abc import Iterable, Iterator

from optimiser.arrays.able import BLOCKED
from optimiser.explain.case import Case
from optimiser.explain.explanation import Blocked
from optimiser.plan import Reason
from optimiser.problem import Shift, Worker
from optimiser.search.door_kernel import fits_alone
from optimiser.search.state import new_state


def blocked(case: Case) -> tuple[Blocked, ...]:
    """One entry for each shift, in the Problem's order."""
    return tuple(
        Blocked(shift=shift.id, workers=shift.workers, reason=reason, sentence=sentence)
        for shift, (reason, sentence) in zip(case.problem.shifts, _reasons(case), strict=True)
    )


def _reasons(case: Case) -> Iterator[tuple[Reason, str]]:
    space, number = case.space, case.number
    able = space.arrays.pair["able"][:, number]
    missing = _missing_partner(case)
    empty = new_state(space.arrays)
    fitting = _shifts(case)
    with case.what_if(**case.untied()):
        untied = _shifts(case, alone=True)
    with case.what_if(**case.uncapped()):
        uncapped = _shifts(case)
    for row, shift in enumerate(case.problem.shifts):
        if able[row] != 0:
            reason = BLOCKED[int(able[row])]
            yield reason, _never(case, shift, case.crews[row], reason)
        elif not fits_alone(space.arrays, empty, space.scratch, space.weights, number, row):
            if _fits_uncapped(case, row, empty):
                yield Reason.CAP, "whoever is on it has worked as much as they may"
            else:
                yield Reason.HOURS, "it cannot get there, do it and finish within its hours and the visit's times"
        elif missing is not None:
            yield Reason.COUPLED, f"the visit goes together with {missing}, which is left out"
        elif row in fitting:
            yield Reason.NOT_WORTH, "it has room, but that would cost more, or make other work suffer"
        elif _limit_reached(case, row):
            yield Reason.CAP, "its vehicle is full, its parts are used up, or the lending agreement is"
        elif row in untied:
            yield Reason.COUPLED, "it has room, but not when the visits tied to this one could bear it"
        elif row in uncapped:
            yield Reason.CAP, "it has the time, but whoever is on it has worked as much as they may"
        else:
            yield Reason.FULL, "it could do it on an emptier day, but not beside the work it has"


def _shifts(case: Case, *, alone: bool = False) -> set[int]:
    """The shifts that have any way to serve it."""
    names = (case.visit.id,) if alone else case.names
    return set(case.warm.shifts_for(*names))


def _fits_uncapped(case: Case, shift: int, empty: object) -> bool:
    space = case.space
    with case.what_if(**case.uncapped()):
        return bool(fits_alone(space.arrays, empty, space.scratch, space.weights, case.number, shift))


def _limit_reached(case: Case, shift: int) -> bool:
    """Whether room aboard or a lending agreement is used up."""
    arrays, state, visit = case.space.arrays, case.space.state, case.number
    if (state.used[shift] + arrays.use[visit] > arrays.room[shift]).any():
        return True
    agreement = int(arrays.pair["agreement"][shift, visit])
    return agreement >= 0 and bool(state.lent[agreement] >= arrays.agreement_cap[agreement])


def _missing_partner(case: Case) -> str | None:
    """A visit that this one needs, that is left out and that is not to be served with it."""
    name, served = case.visit.id, case.plan.served
    needs = [one.first for one in case.problem.couplings if one.needs_first and one.second == name]
    needs += [other for group in case.problem.groups if name in group.visits for other in group.visits]
    return next((other for other in needs if other not in served and other not in case.names), None)


def _never(case: Case, shift: Shift, crew: Iterable[Worker], reason: Reason) -> str:
    visit, names = case.visit, ", ".join(shift.workers)
    if reason == Reason.SKILL:
        levels = {(held.name, held.level) for worker in crew for held in worker.skills}
        wanting = [
            f"{need.name} at level {need.level}"
            for need in visit.skills
            if not any(name == need.name and level >= need.level for name, level in levels)
        ]
        return f"{names} would need {', '.join(wanting) or 'the skills it asks for throughout the shift'}"
    if reason == Reason.CREW:
        return f"it takes {visit.crew} people together, and {len(shift.workers)} are on it"
    if reason == Reason.NOT_ALLOWED:
        return f"{names} may not come, or is not known there"
    if reason == Reason.LOCK:
        return "the visit is locked to somebody else"
    if reason == Reason.ORGANISATION:
        return (
            f"{shift.organisation or 'its organisation'} does not lend for {visit.kind or 'this kind of visit'} "
            f"to {visit.organisation or 'that organisation'}"
        )
    return "it does not carry the tools, parts or room that the visit needs"
