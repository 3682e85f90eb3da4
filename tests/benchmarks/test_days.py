"""The days are rich, the same every time, refused when they come out otherwise, and judged by the checker."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.problem import Problem, Shift, Tier, Travel, Visit, Who, Worker
from optimiser.problem.visit import IfUnserved
from tests.benchmarks.case import Case
from tests.benchmarks.days.frozen import (
    FrozenDay,
    NotTheFrozenDay,
    digest,
    folder_of,
    frozen_days,
    keep_day,
    read_day,
)
from tests.benchmarks.days.make import make_problem
from tests.benchmarks.days.sizes import DRAWINGS, Drawing, Size
from tests.benchmarks.days.street_metric import FOOT, Pace, grid_metres, seconds
from tests.benchmarks.suites.days import SUITE, avoidable_pence, extras, judge

SMALL = Size(
    jobs=120,
    workers=34,
    towns=2,
    days=1,
    streams=(frozenset({"litter_round", "refuse_round"}),),
    modes=frozenset({"car", "lorry", "bicycle"}),
)


@pytest.fixture(scope="module")
def county() -> Problem:
    """Two towns, 120 jobs, told of an earlier plan, with rush hours."""
    return make_problem(Drawing(size=SMALL, number=3))


def test_a_day_has_every_kind_of_rule(county: Problem) -> None:
    visits, shifts, workers = county.visits, county.shifts, county.workers
    tiers = {late.tier for visit in visits for late in visit.lateness}
    assert tiers >= {Tier.SAFETY, Tier.STATUTE, Tier.PROMISE, Tier.COST}
    assert {visit.if_unserved.tier for visit in visits} == set(Tier)
    assert all(
        any(has)
        for has in (
            [visit.promised for visit in visits],
            [visit.published for visit in visits],
            [visit.loads for visit in visits],
            [visit.parts for visit in visits],
            [visit.tools for visit in visits],
            [visit.worker_costs for visit in visits],
            [visit.allowed_workers for visit in visits],
            [visit.setup_s for visit in visits],
            [visit.crew > 1 for visit in visits],
            [shift.breaks for shift in shifts],
            [shift.drivers_hours for shift in shifts],
            [shift.capacities for shift in shifts],
            [shift.stock for shift in shifts],
            [shift.guaranteed_s for shift in shifts],
            [worker.fairness for worker in workers],
            [worker.max_load_s for worker in workers],
            [site.unloads for site in county.sites],
            [site.restocks for site in county.sites],
            county.groups,
            county.lending,
            county.profiles,
        )
    )
    assert any(tie.max_lag_s == 0 and tie.who == Who.DIFFERENT for tie in county.couplings)
    assert any(tie.needs_first for tie in county.couplings)
    assert any(tie.min_lag_s >= 3_600 and tie.max_lag_s for tie in county.couplings)
    assert county.largest_lateness_upence_per_s > 0


def test_as_many_jobs_and_workers_as_asked_for(county: Problem) -> None:
    assert len({visit.id.partition("#")[0] for visit in county.visits}) == SMALL.jobs
    assert len(county.workers) == SMALL.workers


def test_some_workers_have_several_shifts(county: Problem) -> None:
    assert len(county.shifts) > len({shift.workers for shift in county.shifts})


def test_the_same_day_comes_out_twice(county: Problem) -> None:
    assert digest(make_problem(Drawing(size=SMALL, number=3))) == digest(county)


def test_another_number_is_another_day(county: Problem) -> None:
    other = make_problem(Drawing(size=SMALL, number=1))
    assert digest(other) != digest(county)
    assert not other.profiles
    assert not any(visit.published for visit in other.visits)


def test_the_hash_sees_every_number(county: Problem) -> None:
    longer = replace(county.visits[0], duration_s=county.visits[0].duration_s + 1)
    assert digest(replace(county, visits=(longer, *county.visits[1:]))) != digest(county)
    car = county.travel["car"]
    slower = car.seconds.copy()
    slower[0, 1] += 1
    changed = {**county.travel, "car": Travel(slower, car.metres, car.profile)}
    assert digest(replace(county, travel=changed)) != digest(county)


def _frozen(problem: Problem, sha256: str) -> dict[str, FrozenDay]:
    name = "day-0050-1"
    day = FrozenDay(instance=name, jobs=50, visits=len(problem.visits), workers=len(problem.workers), sha256=sha256)
    return {name: day}


def test_a_day_that_comes_out_otherwise_is_refused(toy: Problem, tmp_path: Path) -> None:
    with pytest.raises(NotTheFrozenDay, match="day-0050-1 comes out with the hash"):
        read_day("day-0050-1", tmp_path, frozen=_frozen(toy, "0" * 64), make=lambda drawing: toy)
    assert not folder_of(tmp_path).exists()


def test_a_day_that_is_kept_is_not_made_again(toy: Problem, tmp_path: Path) -> None:
    frozen = _frozen(toy, digest(toy))
    keep_day("day-0050-1", toy, tmp_path)

    def never(drawing: Drawing) -> Problem:
        raise AssertionError("it is kept")

    assert read_day("day-0050-1", tmp_path, frozen=frozen, make=never) == toy


@pytest.mark.parametrize("left", ["", "{", '{"schema": 1}'])
def test_half_a_file_is_made_anew(left: str, toy: Problem, tmp_path: Path) -> None:
    keep_day("day-0050-1", toy, tmp_path)
    kept = folder_of(tmp_path) / "day-0050-1.json"
    whole = kept.read_text()
    kept.write_text(left)
    frozen = _frozen(toy, digest(toy))
    assert read_day("day-0050-1", tmp_path, frozen=frozen, make=lambda drawing: toy) == toy
    assert kept.read_text() == whole


def test_half_an_archive_is_made_anew(toy: Problem, tmp_path: Path) -> None:
    keep_day("day-0050-1", toy, tmp_path)
    archive = folder_of(tmp_path) / "day-0050-1.npz"
    archive.write_bytes(archive.read_bytes()[:40])
    frozen = _frozen(toy, digest(toy))
    assert read_day("day-0050-1", tmp_path, frozen=frozen, make=lambda drawing: toy) == toy


def test_a_name_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="there is no day 'day-0007-1'; give one of day-0050-1"):
        read_day("day-0007-1", tmp_path)


def test_every_day_is_frozen_with_what_it_holds() -> None:
    frozen = frozen_days()
    assert list(frozen) == list(DRAWINGS)
    for name, day in frozen.items():
        size = DRAWINGS[name].size
        assert (day.jobs, day.workers, len(day.sha256)) == (size.jobs, size.workers, 64)
        assert day.visits > day.jobs, "some jobs take two people"
    assert len({day.sha256 for day in frozen.values()}) == len(frozen)


def test_the_suite_names_its_days_and_samples_all_but_the_smallest(tmp_path: Path) -> None:
    names = [path.stem for path in SUITE.instances(tmp_path)]
    assert names == list(DRAWINGS)
    assert SUITE.sample(names) == [name for name in names if not name.startswith("day-0050")]
    assert SUITE.group("day-0300-2") == "300"


# Two on the north bank, one on the south; one bridge, 100 m east of the first.
X, Y = np.array([0, 300, 0]), np.array([50, 50, -50])


def test_metres_go_round_by_the_bridge() -> None:
    assert grid_metres(X, Y, [100]).tolist() == [[0, 300, 300], [300, 0, 400], [300, 400, 0]]


def test_seconds_are_rounded_up_and_add_what_it_takes_to_set_off_and_arrive() -> None:
    pace = Pace(near_m=100, near_ms=100, far_ms=50)  # 300 m: 10 s and another 10
    set_off, arrive = np.array([1, 2, 3]), np.array([10, 20, 30])
    found = seconds(grid_metres(X, Y, [100]), pace, set_off, arrive)
    assert found[0].tolist() == [0, 20 + 1 + 20, 20 + 1 + 30]
    assert found[1, 2] == 25 + 2 + 30
    assert seconds(np.array([[0, 1], [1, 0]], dtype=np.int32), FOOT, set_off[:2] * 0, arrive[:2] * 0)[0, 1] == 1


def test_going_by_way_of_a_third_place_is_never_shorter(county: Problem) -> None:
    for travel in county.travel.values():
        some = slice(0, 60)
        s = travel.seconds[some, some].astype(np.int64)
        assert (s[:, None, :] <= s[:, :, None] + s[None, :, :]).all()


def test_ways_there_and_back_differ_by_car(county: Problem) -> None:
    seconds_by_car = county.travel["car"].seconds
    assert (seconds_by_car != seconds_by_car.T).any()


@pytest.fixture
def toy() -> Problem:
    """Ann, at a penny a second and ten pence a metre, has two calls of 100 s; each leg is 10 s and 7 m."""
    legs = np.array([[0, 10, 10], [10, 0, 10], [10, 10, 0]], dtype=np.int32)
    metres = np.where(legs > 0, 7, 0).astype(np.int32)
    return Problem(
        horizon_s=1_000,
        workers=(Worker(id="ann"),),
        shifts=(
            Shift(
                id="day",
                workers=("ann",),
                mode="car",
                start_place=0,
                end_place=0,
                starts_s=0,
                ends_s=900,
                upence_per_s=1_000_000,
                upence_per_m=10_000_000,
            ),
        ),
        visits=(
            Visit(id="must", place=1, duration_s=100),
            Visit(id="may", place=2, duration_s=100, if_unserved=IfUnserved(tier=Tier.COST, points=50_000_000)),
        ),
        travel={"car": Travel(legs, metres)},
    )


def _plan_of(visit: str, left_out: str, start_s: int = 10) -> Plan:
    stop = Stop(kind=StopKind.VISIT, ref=visit, arrive_s=10, start_s=start_s, finish_s=start_s + 100)
    route = Route(shift="day", depart_s=0, stops=(stop,), end_s=start_s + 110)
    return Plan(routes=(route,), unserved=(Unserved(visit=left_out, reason=Reason.FULL, sentence="no room"),))


def test_avoidable_is_what_is_not_pay_for_service(toy: Problem) -> None:
    # 120 s paid, 14 m at ten pence, 50 pence for what may be left out; 100 s of it in service.
    plan = _plan_of("must", left_out="may")
    assert judge(toy, plan).cost == 120 + 140 + 50
    assert avoidable_pence(toy, plan) == 20 + 140 + 50


def test_waiting_can_be_avoided(toy: Problem) -> None:
    assert avoidable_pence(toy, _plan_of("must", "may", start_s=40)) == 20 + 30 + 140 + 50


def test_unserved_counts_what_no_money_makes_good(toy: Problem) -> None:
    assert judge(toy, _plan_of("must", left_out="may")).unserved == 0
    assert judge(toy, _plan_of("may", left_out="must")).unserved == 1


def test_a_broken_rule_is_a_complaint(toy: Problem) -> None:
    early = _plan_of("must", "may", start_s=5)
    assert not judge(toy, early).feasible
    assert judge(toy, _plan_of("must", "may")).feasible


def test_extras_tell_the_tiers_and_the_parts(toy: Problem) -> None:
    case = Case(suite="days", instance="toy", problem=toy, best_known=None, judge=lambda plan: judge(toy, plan))
    told = extras(case, _plan_of("may", left_out="must"))
    assert told["tiers"] == [0, 0, 1]
    assert told["avoidable_pence"] == 20 + 140
    assert told["unserved_by_tier"] == {"safety": 0, "statute": 0, "promise": 1, "cost": 0}
    unknown = replace(_plan_of("must", "may"), routes=(replace(_plan_of("must", "may").routes[0], shift="night"),))
    assert extras(case, unknown) == {}
    assert not judge(toy, unknown).feasible
