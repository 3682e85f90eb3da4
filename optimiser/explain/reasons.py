"""Why a visit is left out: the first rule that stands in the way, in a sentence, checked against the plan itself."""

from dataclasses import replace

import numpy as np

from optimiser.arrays import Arrays
from optimiser.arrays.able import BLOCKED
from optimiser.arrays.flat import BIG, Table
from optimiser.plan import Plan, Reason, Unserved
from optimiser.problem import Problem, Visit
from optimiser.search.door_kernel import fits_alone, positions
from optimiser.search.state import State, new_state
from optimiser.search.workspace import Workspace


def with_reasons(problem: Problem, plan: Plan) -> Plan:
    """The plan with a reason and a sentence for every visit it leaves out."""
    if not plan.unserved:
        return plan
    space = Workspace(problem)
    if not space.load_plan(plan):
        raise ValueError("this plan breaks a rule of its Problem; only a plan that passes the checker can be explained")
    return replace(plan, unserved=tuple(_explain(space, left_out.visit) for left_out in plan.unserved))


def _explain(space: Workspace, name: str) -> Unserved:
    number = space.visit_number[name]
    visit = space.problem.visits[number]
    reason, sentence = _reason(space, number, visit)
    return Unserved(visit=name, reason=reason, sentence=sentence)


def _reason(space: Workspace, number: int, visit: Visit) -> tuple[Reason, str]:
    arrays, state, scratch, weights = space.arrays, space.state, space.scratch, space.weights
    able = arrays.pair["able"][:, number]
    if not len(able):
        return Reason.HOURS, "there is no shift at all"
    if (able != 0).all():
        # The rule that the likeliest shift breaks: rules are tried in one order, so the last one tried got furthest.
        reason = BLOCKED[int(able.max())]
        return reason, _never(space, visit, reason)
    empty = new_state(arrays)
    fitting = [
        int(shift)
        for shift in np.flatnonzero(able == 0)
        if fits_alone(arrays, empty, scratch, weights, number, int(shift))
    ]
    if not fitting and _fits_without_caps(space, number, empty):
        return Reason.CAP, "everyone able to do it has worked as much as they may"
    if not fitting:
        count = int((able == 0).sum())
        who = "the one shift able to do it cannot" if count == 1 else f"none of the {count} shifts able to do it can"
        return Reason.HOURS, f"{who} get there, do it and finish within its hours and the visit's times"
    partner = _missing_partner(space, number)
    if partner is not None:
        return Reason.COUPLED, f"it goes together with {partner}, which is left out"
    if all(_blocked_by_limit(space, shift, number) for shift in fitting):
        return Reason.CAP, "the limit of the lending agreement or of the vehicle is used up by other work"
    if positions(arrays, state, scratch, weights, number) > 0:
        if visit.if_unserved.tier == "cost":
            return Reason.NOT_WORTH, "serving it would cost more than leaving it out"
        return (
            Reason.COUPLED if _tied(space, number) else Reason.NOT_WORTH,
            "there is a place for it, but what it is tied to, or work that counts for more, would suffer",
        )
    if _tied(space, number) and positions(_untied(space, number), state, scratch, weights, number) > 0:
        partners = ", ".join(_partners(space, number))
        return Reason.COUPLED, f"it has a place, but not at the time or with the people that {partners} would need"
    uncapped = replace(arrays, worker=_uncapped(space))
    if positions(uncapped, state, scratch, weights, number) > 0:
        return Reason.CAP, "whoever has time for it has worked as much as they may"
    could = "one shift" if len(fitting) == 1 else f"{len(fitting)} shifts"
    return (
        Reason.FULL,
        f"{could} could do it on an emptier day, but it fits nowhere beside work that counts for as much or more",
    )


def _untied(space: Workspace, number: int) -> Arrays:
    """The tables as if this visit were coupled to nothing."""
    visits = space.arrays.visit.copy()
    visits["coupling_to"][number] = visits["coupling_from"][number]
    return replace(space.arrays, visit=visits)


def _partners(space: Workspace, number: int) -> list[str]:
    """The visits that couplings tie this one to, in the Problem's order."""
    name = space.problem.visits[number].id
    pairs = ((coupling.first, coupling.second) for coupling in space.problem.couplings)
    found = dict.fromkeys(other for pair in pairs if name in pair for other in pair if other != name)
    return list(found) or ["the rest of its group"]


def _uncapped(space: Workspace) -> Table:
    """The table of workers as if nobody's load had a limit."""
    workers = space.arrays.worker.copy()
    workers["max_load"] = BIG
    return workers


def _fits_without_caps(space: Workspace, number: int, empty: State) -> bool:
    arrays = replace(space.arrays, worker=_uncapped(space))
    able = np.flatnonzero(arrays.pair["able"][:, number] == 0)
    return any(fits_alone(arrays, empty, space.scratch, space.weights, number, int(shift)) for shift in able)


def _never(space: Workspace, visit: Visit, reason: Reason) -> str:
    problem = space.problem
    if reason == Reason.SKILL:
        return _skill_sentence(problem, visit)
    if reason == Reason.CREW:
        return f"no shift with the skills has the {visit.crew} people it needs together"
    if reason == Reason.NOT_ALLOWED:
        return "everyone with the skills is forbidden, not on its list of allowed workers, or not known there"
    if reason == Reason.LOCK:
        return "it is locked to someone who is not able to do it"
    if reason == Reason.ORGANISATION:
        return (
            f"those able to do it do not work for {visit.organisation or 'its organisation'}, and no lending agreement "
            f"covers {visit.kind or 'this kind of work'} with them"
        )
    return "no shift able to do it carries the tools, parts or room it needs"


def _skill_sentence(problem: Problem, visit: Visit) -> str:
    for need in visit.skills:
        levels = [
            skill.level
            for shift in problem.shifts
            for worker in problem.workers
            if worker.id in shift.workers
            for skill in worker.skills
            if skill.name == need.name
        ]
        if not levels:
            return f"nobody on shift has the skill {need.name}"
        if max(levels) < need.level:
            return f"it needs {need.name} at level {need.level}; the highest on shift is level {max(levels)}"
    needed = ", ".join(f"{need.name} (level {need.level})" for need in visit.skills)
    return f"nobody on shift has all of {needed} at a time it could be done"


def _tied(space: Workspace, number: int) -> bool:
    bundle = space.arrays.bundle[space.arrays.visit["bundle"][number]]
    return int(bundle["last"] - bundle["first"]) > 1


def _missing_partner(space: Workspace, number: int) -> str | None:
    """A visit that this one needs and that is left out: an all-or-none partner, or the first of a coupling."""
    problem, name = space.problem, space.problem.visits[number].id
    needs = [coupling.first for coupling in problem.couplings if coupling.needs_first and coupling.second == name]
    needs += [other for group in problem.groups if name in group.visits for other in group.visits if other != name]
    hopeless = space.arrays.visit["hopeless"]
    missing = [other for other in needs if space.state.route_of[space.visit_number[other]] < 0]
    # A partner that nobody can do explains more than one that merely found no room either.
    missing.sort(key=lambda other: -int(hopeless[space.visit_number[other]]))
    return missing[0] if missing and (hopeless[space.visit_number[missing[0]]] or _first_only(problem, name)) else None


def _first_only(problem: Problem, name: str) -> bool:
    return any(coupling.needs_first and coupling.second == name for coupling in problem.couplings)


def _blocked_by_limit(space: Workspace, shift: int, visit: int) -> bool:
    """Whether room aboard or a lending cap is used up on this shift."""
    arrays, state = space.arrays, space.state
    if (state.used[shift] + arrays.use[visit] > arrays.room[shift]).any():
        return True
    agreement = int(arrays.pair["agreement"][shift, visit])
    return agreement >= 0 and bool(state.lent[agreement] >= arrays.agreement_cap[agreement])
