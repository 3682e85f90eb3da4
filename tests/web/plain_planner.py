"""A planner for tests: what people were told first, then each further call to whoever is free first; no search."""

from dispatch.planning.calls import able_shifts, calls_of
from optimiser.plan import Plan, StopKind, Unserved
from optimiser.problem import Problem
from tests.dispatch.planning.plain_draft import PlainDraft


def plan_plainly(problem: Problem, start: Plan | None = None) -> Plan:
    """Legal and the same every time."""
    draft = PlainDraft(problem)
    calls = calls_of(problem)
    able = able_shifts(problem, calls)
    told: dict[str, dict[str, str]] = {}
    call_of = {visit.id: call for call in calls for visit in call.visits}
    for stop, shift_id in sorted(
        ((stop, route.shift) for route in (start.routes if start else ()) for stop in route.stops),
        key=lambda one: (one[0].start_s, one[0].ref),
    ):
        if stop.kind is StopKind.VISIT:
            told.setdefault(call_of[stop.ref].id, {})[shift_id] = stop.ref
    placed = {name for name, visits in told.items() if draft.try_append(visits) is not None}
    left = sorted(
        (call for call in calls if call.id not in placed),
        key=lambda call: (call.latest_s(problem.horizon_s), call.id),
    )
    for call in left:
        names = sorted((one.id for one in able[call.id]), key=lambda name: (draft.free_at(name), name))
        if len(call.visits) == 1:
            next((name for name in names if draft.try_append({name: call.visits[0].id}) is not None), None)
        elif len(names) >= 2:
            draft.try_append(dict(zip(names, (visit.id for visit in call.visits), strict=False)))
    plan = draft.plan()
    nobody = {visit.id for call in calls if not able[call.id] for visit in call.visits}
    sentence = "Nobody on shift holds the skills that it needs."
    return Plan(
        routes=plan.routes,
        unserved=tuple(
            Unserved(visit=one.visit, reason=one.reason, sentence=sentence) if one.visit in nobody else one
            for one in plan.unserved
        ),
    )
