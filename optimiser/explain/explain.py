"""The main path: every visit left out or late, shift by shift, and the cheapest single change that would admit it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from optimiser.checker import check
from optimiser.cost import Cost
from optimiser.cost.tiers import late_s
from optimiser.explain.blocked import blocked
from optimiser.explain.case import Case
from optimiser.explain.change import Change
from optimiser.explain.explanation import Explanation, Kind, Relaxation
from optimiser.explain.people import changes_of_people
from optimiser.explain.times import changes_of_time
from optimiser.insert import WarmPlan
from optimiser.insert.parts import difference
from optimiser.plan import Plan, Stop
from optimiser.problem import LateOn, Problem, ProblemError, Tier, Visit, Window
from optimiser.problem.changed import changed
from optimiser.search.errors import EngineError

# Told the share done (0 to 1); may answer False to stop, and what is explained by then is returned.
Watch = Callable[[float], bool | None]
TIERS = (Tier.SAFETY, Tier.STATUTE, Tier.PROMISE, Tier.COST)
# So many visits that count for less are looked at as the one to drop, and so many of those that would do are tried.
DROPS_SEEN = 300
DROPS_TRIED = 5


def explain(
    problem: Problem,
    plan: Plan,
    visits: Iterable[str] | None = None,
    *,
    limit: int = 50,
    progress: Watch | None = None,
) -> tuple[Explanation, ...]:
    """Explains the visits named (None: all that are left out, then all that are late; at most `limit` of them).

    Each relaxation is tried out: the visit is put into the plan of the relaxed Problem, and the checker passes it.
    Raises ValueError for a plan that breaks a rule, and for a visit that is neither left out nor late.
    """
    left_out = [one.visit for one in plan.unserved]
    late = late_visits(problem, plan)
    asked = list(visits) if visits is not None else [*left_out, *late][:limit]
    for name in asked:
        if name not in late and name not in left_out:
            raise ValueError(f"visit {name!r} is neither left out nor late; there is nothing to explain")
    warm = WarmPlan(problem, plan, spare=0) if asked else None
    found = []
    for done, name in enumerate(asked):
        if progress is not None and progress(done / len(asked)) is False:
            break
        assert warm is not None  # noqa: S101 because the type checker cannot know: it is there whenever a visit is
        found.append(_explained(problem, warm, name) if name in left_out else _late(problem, plan, name))
    if progress is not None:
        progress(1.0)
    return tuple(found)


def late_visits(problem: Problem, plan: Plan) -> list[str]:
    """The visits that start or finish too late, or after the appointment given; in the Problem's order."""
    return [visit.id for visit, stop in _served(problem, plan) if _is_late(visit, stop)]


def _served(problem: Problem, plan: Plan) -> Iterator[tuple[Visit, Stop]]:
    stops = {stop.ref: stop for route in plan.routes for stop in route.stops if stop.kind == "visit"}
    for visit in problem.visits:
        if visit.id in stops:
            yield visit, stops[visit.id]


def _is_late(visit: Visit, stop: Stop) -> bool:
    broken = visit.promised is not None and stop.start_s > visit.promised.latest_s
    return broken or any(late.rate and late_s(stop, late) for late in visit.lateness)


def in_time(problem: Problem, visit: Visit, service_s: int) -> Visit:
    """The visit with windows in which it is not late; one that can never be in time may start at 0 only."""
    latest_s = visit.promised.latest_s if visit.promised else problem.horizon_s
    for late in visit.lateness:
        if late.rate:
            latest_s = min(latest_s, late.after_s - (service_s if late.on == LateOn.FINISH else 0))
    windows = visit.windows or (Window(earliest_s=0, latest_s=problem.horizon_s),)
    kept = tuple(replace(one, latest_s=min(one.latest_s, latest_s)) for one in windows if one.earliest_s <= latest_s)
    return replace(visit, windows=kept or (Window(earliest_s=0, latest_s=0),))


def _late(problem: Problem, plan: Plan, name: str) -> Explanation:
    """Of a late visit: the same questions, about the visit as one that has to be in time."""
    visit = next(one for one in problem.visits if one.id == name)
    if visit.lock.rank is not None or visit.lock.start_s is not None:
        return Explanation(visit=name, late=True, shifts=(), relaxation=None)
    stop = next(stop for one, stop in _served(problem, plan) if one.id == name)
    wanted = in_time(problem, visit, stop.finish_s - stop.start_s)
    strict = changed(problem, visits=tuple(wanted if one.id == name else one for one in problem.visits))
    warm = WarmPlan(problem, plan, spare=0)
    try:
        without = warm.remove(name)
    except ValueError:
        return Explanation(visit=name, late=True, shifts=(), relaxation=None)  # others cannot do without it
    return _explained(strict, WarmPlan(strict, without, spare=0), name, late=True)


def _explained(problem: Problem, warm: WarmPlan, name: str, *, late: bool = False) -> Explanation:
    visit = next(one for one in problem.visits if one.id == name)
    case = Case(warm=warm, visit=visit, late=late, names=_together(warm, name))
    return Explanation(visit=name, late=late, shifts=blocked(case), relaxation=_cheapest(case))


def _together(warm: WarmPlan, name: str) -> tuple[str, ...]:
    """The visit, and the one other that has to be served with it if there is just one."""
    served = warm.plan.served
    needs = {one.first for one in warm.problem.couplings if one.needs_first and one.second == name}
    needs |= {other for group in warm.problem.groups if name in group.visits for other in group.visits}
    missing = sorted(needs - served - {name})
    return (name, *missing) if len(missing) == 1 else (name,)


def _cheapest(case: Case) -> Relaxation | None:
    """The relaxation after which the plan costs least; of equals the first kind, then the smallest change."""
    found = _as_it_is(case)
    if found is not None:
        return found
    tried = [one for change in _changes(case) if (one := _tried(case, change)) is not None]
    order = list(Kind)
    return min(
        tried, key=lambda one: (one.adds.objective, order.index(one.kind), one.amount, one.of, one.shift), default=None
    )


def _as_it_is(case: Case) -> Relaxation | None:
    """Nothing has to change: there is a way, which costs more than leaving the visit out or makes others suffer."""
    price = Change(
        kind=Kind.PRICE,
        amount=0,
        unit="changes",
        of=case.visit.id,
        sentence="it could be served as things are, at a price",
        relaxed=lambda problem: problem,
    )
    return _tried(case, price) if case.fits() else None


def _changes(case: Case) -> Iterator[Change]:
    yield from changes_of_time(case)
    yield from changes_of_people(case)
    yield from _drops(case)


def _drops(case: Case) -> Iterator[Change]:
    """Visits that count for less, on shifts that are able; those that take longest first, as they leave most room."""
    problem, arrays = case.problem, case.space.arrays
    able = {problem.shifts[row].id for row in range(len(problem.shifts)) if arrays.pair["able"][row, case.number] == 0}
    tied = {name for tie in problem.couplings for name in (tie.first, tie.second)}
    tied |= {name for group in problem.groups for name in group.visits}
    on_able = {stop.ref for route in case.plan.routes if route.shift in able for stop in route.stops}
    lesser = [
        one
        for one in problem.visits
        if one.id in on_able and one.id not in tied and one.lock.rank is None and _counts_for_less(one, case.visit)
    ]
    lesser.sort(key=lambda one: (-TIERS.index(one.if_unserved.tier), one.if_unserved.points, -one.duration_s, one.id))
    for name in case.any_without([one.id for one in lesser[:DROPS_SEEN]], DROPS_TRIED):
        yield Change(
            kind=Kind.DROPPED,
            amount=1,
            unit="visits",
            of=name,
            sentence=f"it could be served if {name}, which counts for less, were left out",
            relaxed=lambda problem: problem,
            off=name,
        )


def _counts_for_less(one: Visit, other: Visit) -> bool:
    tiers = TIERS.index(one.if_unserved.tier), TIERS.index(other.if_unserved.tier)
    return tiers[0] > tiers[1] or (tiers[0] == tiers[1] and one.if_unserved.points < other.if_unserved.points)


def _tried(case: Case, change: Change) -> Relaxation | None:
    """The change really made and the visit put in by `insert`; None where that fails or the checker finds anything."""
    before = _cost(case.problem, case.plan)
    try:
        relaxed = change.relaxed(case.problem)
        warm = case.warm if relaxed is case.problem and change.off is None else WarmPlan(relaxed, case.plan, spare=0)
        if change.off is not None:
            warm.remove(change.off)
    except (ValueError, ProblemError, EngineError):
        return None
    options = warm.ranked(*case.names, limit=1)
    if not options:
        return None
    plan = warm.insert(options[0])
    if warm is case.warm:
        warm.load(case.plan)
    verdict = check(relaxed, plan)
    if verdict.violations or verdict.cost is None:
        return None
    return Relaxation(
        kind=change.kind,
        amount=change.amount,
        unit=change.unit,
        of=change.of,
        shift=options[0].placed[0].shift,
        sentence=change.sentence.replace("be served", "be in time", 1) if case.late else change.sentence,
        adds=difference([verdict.cost], [before]),
        problem=relaxed,
        plan=plan,
    )


def _cost(problem: Problem, plan: Plan) -> Cost:
    cost = check(problem, plan).cost
    if cost is None:
        raise ValueError("the plan names what the Problem does not have; it cannot be priced")
    return cost
