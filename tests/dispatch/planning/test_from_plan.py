"""A plan becomes a day in people and times."""

from datetime import timedelta

from dispatch.domain.day_plan import EntryKind
from dispatch.planning.from_plan import from_plan
from dispatch.planning.to_problem import to_problem
from optimiser.checker import check
from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from tests.dispatch.planning.tiny_day import LONDON, day, job, travel

EIGHT = 8 * 3600


def route(*stops: Stop, shift: str, end_s: int) -> Route:
    return Route(shift=shift, depart_s=EIGHT, stops=stops, end_s=end_s)


def call(visit: str) -> Stop:
    """From the depot to Mill Lane and half an hour there."""
    return Stop(kind=StopKind.VISIT, ref=visit, arrive_s=EIGHT + 300, start_s=EIGHT + 300, finish_s=EIGHT + 2100)


def test_a_route_reads_as_people_places_and_times() -> None:
    toy = day(job("J"))
    problem = to_problem(toy, travel())
    plan = Plan(routes=(route(call("J"), shift="ann-shift", end_s=EIGHT + 2400),))
    assert check(problem, plan).violations == ()
    (ann,) = from_plan(toy, problem, plan, travel()).days
    (entry,) = ann.entries
    assert ann.worker_ids == ("ann",)
    assert entry.kind is EntryKind.JOB
    assert entry.job_id == "J"
    assert entry.starts_at.astimezone(LONDON).strftime("%H:%M") == "08:05"
    assert (entry.travel_s, entry.travel_m, ann.last_travel_s) == (300, 2000, 300)
    # 40 minutes at £18 an hour is £12; four kilometres at 45p a mile are 111.85p.
    assert round(ann.cash_pence, 2) == round(1200 + 4000 * 45 / 1609.344, 2)


def test_a_job_for_two_is_left_out_once_with_its_reason() -> None:
    toy = day(job("J", people=2))
    problem = to_problem(toy, travel())
    left_out = tuple(Unserved(visit=f"J#{n}", reason=Reason.FULL, sentence="Nobody is free.") for n in (1, 2))
    plan = from_plan(toy, problem, Plan(routes=(), unserved=left_out), travel(), ["a violation"])
    (only,) = plan.left_out
    assert (only.job_id, only.service_id, only.reason) == ("J", "care", "Nobody is free.")
    assert plan.violations == ("a violation",)


def test_times_keep_the_day_s_zone() -> None:
    toy = day(job("J"))
    problem = to_problem(toy, travel())
    plan = Plan(routes=(route(call("J"), shift="ann-shift", end_s=EIGHT + 2400),))
    (ann,) = from_plan(toy, problem, plan, travel()).days
    assert ann.leaves_at.utcoffset() == timedelta(0)
    assert ann.leaves_at.tzinfo is LONDON
