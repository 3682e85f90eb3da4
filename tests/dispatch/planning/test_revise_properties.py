"""Whatever is told of a day, its revision is sound, and what was done or begun stays as it was."""

from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.domain.day_plan import DayPlan, Entry
from dispatch.domain.outcome import OutcomeKind
from dispatch.domain.plan_request import PlanInputs
from dispatch.planning.horizon import horizon_of
from dispatch.planning.legs import Legs
from dispatch.planning.plan_day import plan_day
from dispatch.planning.reported import whole
from dispatch.planning.revise_plan import plan_rest_of_day
from dispatch.planning.settled import SoFar
from dispatch.planning.so_far import so_far
from dispatch.planning.travel_times import TravelTimes
from optimiser.solve import solve
from tests.dispatch.planning.rough_days import RoughDay
from tests.dispatch.planning.tiny_day import travel, travel_in_traffic

ITERATIONS = 20


def revised(inputs: PlanInputs, times: TravelTimes) -> DayPlan:
    _, plan = plan_rest_of_day(inputs, times, lambda problem, start: solve(problem, iterations=ITERATIONS, start=start))
    return plan


@given(st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_a_day_that_goes_wrong_twice_is_sound_after_each_revision(seed: int) -> None:
    rough = RoughDay(Random(seed))
    day = rough.day()
    times = rough.random.choice((travel(), travel_in_traffic()))
    _, plan = plan_day(day, times, lambda problem: solve(problem, iterations=ITERATIONS))
    first = rough.later(day, plan)
    after = revised(first, times)
    look_at(first, after, times)
    second = rough.later(day, after, first.outcomes, first.now)
    look_at(second, revised(second, times), times)


def look_at(inputs: PlanInputs, plan: DayPlan, times: TravelTimes) -> None:
    assert inputs.now is not None
    settled = so_far(inputs, Legs(times, horizon_of(inputs.day)))
    now = whole(inputs.now)
    assert plan.violations == ()
    everything_is_somewhere_once(inputs, plan, settled)
    what_was_told_stays(inputs, plan, settled)
    for entry in ahead(plan, settled, now):
        assert entry.starts_at >= now, "nobody is sent into the past"
    nobody_is_in_two_places(plan, now)
    the_absent_are_sent_nowhere(inputs, plan, settled)


def everything_is_somewhere_once(inputs: PlanInputs, plan: DayPlan, settled: SoFar) -> None:
    sent = Counter(entry.job_id for day in plan.days for entry in day.entries if entry.job_id is not None)
    left_out = {one.job_id for one in plan.left_out}
    for job in inputs.day.jobs:
        if job.id in settled.done | settled.could_not:
            assert job.id not in left_out
            assert sent[job.id] <= job.people
        elif job.id in inputs.withdrawn_job_ids:
            assert job.id not in left_out
            assert sent[job.id] == len(settled.kept.get(job.id, ()))
        elif sent[job.id] < job.people:
            assert job.id in left_out
            assert sent[job.id] == len(settled.kept.get(job.id, ()))
        else:
            assert sent[job.id] == job.people
            assert job.id not in left_out


def what_was_told_stays(inputs: PlanInputs, plan: DayPlan, settled: SoFar) -> None:
    entries = {(day.shift_id, entry.job_id): entry for day in plan.days for entry in day.entries}
    for shift_id, so_far_ in settled.shifts.items():
        for stop in so_far_.stops:
            if stop.job is not None:
                entry = entries[shift_id, stop.job.id]
                assert (entry.starts_at, entry.finishes_at) == (stop.starts_at, stop.finishes_at)
    now = whole(settled.now)
    crews = {shift.id: shift.worker_ids for shift in inputs.day.shifts}
    on_shift = {name for crew in crews.values() for name in crew}
    done = [(one.job_id, one.worker_id, min(whole(one.happened_at), now)) for one in inputs.outcomes
            if one.kind is OutcomeKind.DONE]  # fmt: skip
    for job_id in {job_id for job_id, worker_id, _ in done if worker_id in on_shift}:
        found = [(day.shift_id, entry) for day in plan.days for entry in day.entries if entry.job_id == job_id]
        assert found, f"{job_id} was done and is gone"
        for shift_id, entry in found:
            own = [at for job, worker_id, at in done if job == job_id and worker_id in crews[shift_id]]
            assert entry.finishes_at <= now
            assert not own or entry.finishes_at == min(own)


def ahead(plan: DayPlan, settled: SoFar, now: datetime) -> list[Entry]:
    """Entries that are neither told of nor over."""
    return [
        entry
        for day in plan.days
        for entry in day.entries
        if entry.job_id is not None
        and entry.job_id not in settled.begun | settled.could_not
        and day.shift_id not in settled.kept.get(entry.job_id, ())
    ]


def nobody_is_in_two_places(plan: DayPlan, now: datetime) -> None:
    busy: dict[str, list[tuple[datetime, datetime, datetime]]] = {}
    for day in plan.days:
        for name in day.worker_ids:
            for entry in day.entries:
                if entry.finishes_at > now:
                    times = (entry.arrives_at, entry.starts_at, entry.finishes_at)
                    busy.setdefault(name, []).append(tuple(each.astimezone(UTC) for each in times))  # type: ignore[arg-type] # three stay three
    for stops in busy.values():
        stops.sort(key=lambda one: (one[1], one[2]))
        for before, after in pairwise(stops):
            assert after[1] >= before[2], f"work from {after[1]} begins before that until {before[2]} is over"


def the_absent_are_sent_nowhere(inputs: PlanInputs, plan: DayPlan, settled: SoFar) -> None:
    absent = {one.worker_id for one in inputs.absences if whole(one.starts_at) <= settled.now}
    for day in plan.days:
        if set(day.worker_ids) <= absent:
            for entry in day.entries:
                assert entry.job_id is None or entry.job_id in settled.begun | settled.could_not
