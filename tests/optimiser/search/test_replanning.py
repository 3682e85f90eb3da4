"""A published plan on a day that goes otherwise: what has started stays, appointments are kept as far as may be."""

from dataclasses import replace

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from optimiser.checker import check
from optimiser.cost import Cost
from optimiser.plan import Plan, Stop
from optimiser.problem import Lock, Problem, Promise, Published, Shift, Visit, Worker
from optimiser.solve import solve
from tests.optimiser.made_up import problems
from tests.optimiser.search.pair import TWO_SHIFTS, TWO_WORKERS, two
from tests.optimiser.search.planned import cost_of, planned, shift_of, stop_of
from tests.optimiser.toy import problem, visit, worker
from tests.optimiser.toy import shift as one_shift

few = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much]
)
# A pound for another face, fifty pence for another time.
OTHER, MOVED = 100_000_000, 50_000_000


def published(day: Problem, plan: Plan, started: int) -> Problem:
    """The day as it stands once the plan was told and so many visits of each route have begun."""
    locks: dict[str, Lock] = {}
    told: dict[str, Published] = {}
    shifts = {shift.id: shift for shift in day.shifts}
    for route in plan.routes:
        stops = [stop for stop in route.stops if stop.kind == "visit"]
        for rank, stop in enumerate(stops):
            told[stop.ref] = Published(
                worker=shifts[route.shift].workers[0],
                start_s=stop.start_s,
                other_worker_upence=OTHER,
                moved_upence=MOVED,
            )
            if rank < started:
                locks[stop.ref] = Lock(shift=route.shift, rank=rank, start_s=stop.start_s)
    return replace(
        day,
        visits=tuple(
            replace(one, lock=locks.get(one.id, one.lock), published=told.get(one.id, one.published))
            for one in day.visits
        ),
    )


def begun(day: Problem) -> list[Visit]:
    """The visits that have started."""
    return [one for one in day.visits if one.lock.rank is not None]


def stops(plan: Plan) -> dict[str, Stop]:
    """The visits of a plan by id."""
    return {stop.ref: stop for route in plan.routes for stop in route.stops if stop.kind == "visit"}


@given(problems(), st.integers(0, 1000), st.integers(0, 2))
@few
def test_what_has_started_stays_whatever_else_comes(day: Problem, seed: int, started: int) -> None:
    first = solve(day, iterations=20, seed=seed)
    now = published(day, first, started)
    assume(not _split(now))  # of tied visits only some have started
    new = Visit(id="new job", place=0, duration_s=30)
    now = replace(now, visits=(*now.visits, new))
    second = solve(now, iterations=30, seed=seed, start=first)
    assert check(now, second).violations == ()
    before, after = stops(first), stops(second)
    for one in begun(now):
        assert after[one.id] == before[one.id]
        assert shift_of(second, one.id) == shift_of(first, one.id)


def _split(day: Problem) -> bool:
    """Whether of tied visits only some have started."""
    ranked = {one.id for one in begun(day)}
    ties = [{tie.first, tie.second} for tie in day.couplings] + [set(group.visits) for group in day.groups]
    return any(tie & ranked and not tie <= ranked for tie in ties)


@given(problems(), st.integers(0, 1000))
@few
def test_the_plan_that_was_told_is_never_left_for_a_worse_one(day: Problem, seed: int) -> None:
    first = solve(day, iterations=20, seed=seed)
    now = published(day, first, 0)
    second = solve(now, iterations=30, seed=seed, start=first)
    assert cost(now, second).objective <= cost(now, first).objective


def cost(day: Problem, plan: Plan) -> Cost:
    """Its cost, once the checker has found nothing broken."""
    verdict = check(day, plan)
    assert verdict.violations == ()
    assert verdict.cost is not None
    return verdict.cost


def test_the_work_of_one_who_is_away_goes_to_the_other_and_what_was_told_stays() -> None:
    day = two(visit("v"), visit("w", 2), visit("x", 3))
    first = planned(day)
    now = published(day, first, 0)
    bobs = [one.ref for route in first.routes if route.shift == "bob" for one in route.stops]
    left = replace(
        now,
        workers=(worker("ann"),),
        shifts=(one_shift("ann"),),
        visits=tuple(replace(one, published=None) if one.id in bobs else one for one in now.visits),
    )
    second = planned(left, start=first)
    assert second.unserved == ()
    assert {route.shift for route in second.routes} == {"ann"}


def test_an_appointment_is_kept_though_a_new_job_would_rather_have_its_time() -> None:
    # Both fit, and the new one first would be nearer; but v was promised for 100.
    told = visit("v", 2, promised=Promise(earliest_s=0, latest_s=200, points=1))
    first = planned(problem(told))
    now = problem(told, visit("new", 1))
    second = planned(now, start=first)
    assert stop_of(second, "v").start_s == 200
    assert stop_of(second, "new").start_s > 200
    assert cost_of(now, second).promise == 0


def test_what_people_were_told_outweighs_a_shorter_way() -> None:
    shifts: tuple[Shift, ...] = tuple(replace(one, upence_per_s=1) for one in TWO_SHIFTS)
    workers: tuple[Worker, ...] = TWO_WORKERS
    day = two(visit("v", 3), visit("w", 3), shifts=shifts, workers=workers)
    told = {"v": Published(worker="ann", start_s=300, other_worker_upence=10**6, moved_upence=10**6)}
    told["w"] = replace(told["v"], worker="bob")
    now = replace(day, visits=tuple(replace(one, published=told[one.id]) for one in day.visits))
    second = planned(now)
    assert {name: shift_of(second, name) for name in ("v", "w")} == {"v": "ann", "w": "bob"}
    assert cost_of(now, second).preferences.stability == 0
