"""The home health care suite: what its referee counts and refuses, and that the Problem means the same."""

import csv
import json
import random
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from optimiser.checker import check
from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.problem import Coupling, Problem, Visit
from tests.benchmarks.case import Case
from tests.benchmarks.suites.hhcrsp import SCALE, SUITE
from tests.benchmarks.suites.hhcrsp_json import read_instance

REAL = Path(__file__).parents[3] / "shared" / "data" / "benchmarks" / "hhcrsp"
needs_the_files = pytest.mark.skipif(
    not REAL.is_dir(), reason="the home health care instances are not at ../shared/data/benchmarks/hhcrsp"
)


def small() -> dict[str, Any]:
    """One street: the office at 0, then the patients 10, 20 and 30 away. 2 needs two at once, 3 one after the other."""
    return {
        "patients": [
            patient(1, [10, 20], ["s1"]),
            patient(2, [0, 15], ["s1", "s2"], {"type": "simultaneous"}),
            patient(3, [0, 45], ["s1", "s2"], {"type": "sequential", "distance": [10, 15]}),
        ],
        "services": [{"id": "s1", "default_duration": 5}, {"id": "s2", "default_duration": 5}],
        "caregivers": [
            {"id": "a", "abilities": ["s1"]},
            {"id": "b", "abilities": ["s2"]},
            {"id": "c", "abilities": ["s1", "s2"]},
        ],
        "central_offices": [{"id": "office"}],
        "distances": [[abs(one - other) for other in (0, 10, 20, 30)] for one in (0, 10, 20, 30)],
    }


def patient(
    number: int, window: Sequence[float], services: Sequence[str], tie: dict[str, Any] | None = None
) -> dict[str, Any]:
    needs = {
        "id": f"p{number}",
        "time_window": list(window),
        "required_caregivers": [{"service": name} for name in services],
    }
    return needs | ({"synchronization": tie} if tie else {})


def case_of(folder: Path, data: dict[str, Any]) -> Case:
    (folder / "made-up.json").write_text(json.dumps(data))
    (folder / "BEST_KNOWN.csv").write_text("set,instance,best_known_cost\nours,made-up,50\n")
    return SUITE.read(folder / "made-up.json", folder)


def plan_of(tours: Mapping[str, Sequence[str]]) -> Plan:
    """A plan without times: the referee wants none."""
    return Plan(
        routes=tuple(
            Route(
                shift=name,
                depart_s=0,
                stops=tuple(
                    Stop(kind=StopKind.VISIT, ref=ref, arrive_s=0, start_s=0, finish_s=0) for ref in tours[name]
                ),
                end_s=0,
            )
            for name in tours
        )
    )


GOOD = {"a": ["p1.1", "p2.1", "p3.1"], "b": ["p2.2", "p3.2"]}


def test_the_cost_is_the_mean_of_length_tardiness_and_the_largest_tardiness(tmp_path: Path) -> None:
    judged = case_of(tmp_path, small()).judge(plan_of(GOOD))
    # p1 at 10; p2 by both at 25, 10 late each; p3 at 40 and, 10 after, at 50, which is 5 late.
    assert judged.cost == pytest.approx((60 + 60 + (10 + 10 + 5) + 10) / 3)
    assert (judged.complaints, judged.unserved) == ((), 0)


def test_the_first_of_a_sequence_waits_for_the_second(tmp_path: Path) -> None:
    data = small()
    data["patients"][1]["time_window"] = [40, 60]
    data["patients"][2]["time_window"] = [0, 35]
    judged = case_of(tmp_path, data).judge(plan_of({"a": ["p3.1"], "b": ["p2.2", "p3.2"], "c": ["p2.1"]}))
    # b is free at p2 at 45 and at p3 at 55, so that a starts there at 40 (5 late) and not at 30; b is 20 late.
    assert judged.cost == pytest.approx((60 + 60 + 40 + (5 + 20) + 20) / 3)
    assert (judged.complaints, judged.unserved) == ((), 1)


def test_routes_that_wait_for_each_other_are_told(tmp_path: Path) -> None:
    data = small()
    data["patients"][2]["synchronization"] = {"type": "simultaneous"}
    case = case_of(tmp_path, data)
    judged = case.judge(plan_of({"a": ["p2.1", "p3.1"], "b": ["p3.2", "p2.2"]}))
    assert judged.complaints == ("the services cannot be given in this order at any time",)
    assert case.judge(plan_of({"a": ["p2.1", "p3.1"], "b": ["p2.2", "p3.2"]})).feasible


@pytest.mark.parametrize(
    ("tours", "said"),
    [
        ({"a": ["p2.2"]}, "without the ability for s2"),
        ({"c": ["p2.1", "p2.2"]}, "gives both p2.1 and p2.2"),
        ({"c": ["p3.1", "p3.2"]}, "gives both p3.1 and p3.2"),
        ({"a": ["p1.1"], "c": ["p1.1"]}, "service p1.1 is given 2 times"),
        ({"a": ["p4.1"]}, "calls at visit 'p4.1'"),
        ({"z": ["p1.1"]}, "no caregiver 'z'"),
    ],
)
def test_what_a_plan_may_not_do_is_told(tmp_path: Path, tours: dict[str, list[str]], said: str) -> None:
    assert said in "\n".join(case_of(tmp_path, small()).judge(plan_of(tours)).complaints)


def test_services_left_out_are_counted(tmp_path: Path) -> None:
    assert case_of(tmp_path, small()).judge(plan_of({"a": ["p1.1"]})).unserved == 4


def test_a_file_of_the_later_format_is_refused_rather_than_half_understood(tmp_path: Path) -> None:
    data = small()
    data["caregivers"][0]["working_shift"] = [0, 480]
    with pytest.raises(ValueError, match="a has working_shift, which this reader does not know"):
        case_of(tmp_path, data)


def test_a_duration_of_its_own_counts_more_than_the_usual_one(tmp_path: Path) -> None:
    data = small()
    data["patients"][0]["required_caregivers"][0]["duration"] = 7
    case_of(tmp_path, data)
    durations = [int(service.duration) for service in read_instance(tmp_path / "made-up.json").services.values()]
    assert durations == [7, 5, 5, 5, 5]


@pytest.mark.parametrize("seed", range(10))
def test_checker_and_referee_agree_on_the_cost_of_made_up_plans(tmp_path: Path, seed: int) -> None:
    assert_agreed(case_of(tmp_path, made_up(seed)), seed)


@needs_the_files
@pytest.mark.parametrize(
    "name", ["mankowska/InstanzCPLEX_HCSRP_50_1", "italian/instance_003-rome-r19-p44-s4-sim22.3-seq22.9"]
)
def test_checker_and_referee_agree_on_real_instances(name: str) -> None:
    assert_agreed(SUITE.read(REAL / f"{name}.json", REAL), 1)


@needs_the_files
def test_every_file_is_read_and_its_best_known_cost_is_the_mean_of_its_three_parts() -> None:
    with (REAL / "BEST_KNOWN.csv").open(newline="") as lines:
        rows = {row["instance"]: row for row in csv.DictReader(lines)}
    paths = list(SUITE.instances(REAL))
    assert len(paths) == len(rows)
    for path in paths:
        case, row = SUITE.read(path, REAL), rows[path.stem]
        parts = [float(row[name]) for name in ("distance", "total_tardiness", "max_tardiness")]
        assert case.best_known == pytest.approx(sum(parts) / 3, abs=1e-4)
        assert len(case.problem.shifts) == int(row["caregivers"])
        assert len({visit.place for visit in case.problem.visits}) == int(row["patients"])


def test_the_sample_has_one_instance_of_each_size() -> None:
    names = ["InstanzVNS_HCSRP_100_2", "instance_003-rome", "InstanzCPLEX_HCSRP_10_1", "InstanzVNS_HCSRP_100_1"]
    assert SUITE.sample(names) == ["InstanzCPLEX_HCSRP_10_1", "InstanzVNS_HCSRP_100_1", "instance_003-rome"]


def assert_agreed(case: Case, seed: int) -> None:
    plan = some_plan(case.problem, random.Random(seed))
    judged, verdict = case.judge(plan), check(case.problem, plan)
    assert judged.complaints == ()
    assert verdict.violations == ()
    assert verdict.cost is not None
    assert verdict.cost.penalties.largest_lateness
    assert len(plan.unserved) == judged.unserved
    assert judged.unserved < len(case.problem.visits) / 10
    # The files have three decimals at most, so nothing is lost by scaling.
    assert verdict.cost.cost_upence / SCALE / 3 == pytest.approx(judged.cost, abs=1e-6)


def made_up(seed: int) -> dict[str, Any]:
    draw = random.Random(seed)
    patients = []
    for number in range(1, 13):
        opens = draw.randint(0, 200)
        window = [opens, opens + 60]
        services = draw.sample(["s1", "s2", "s3"], draw.randint(1, 2))
        least = draw.randint(0, 40)
        tie = {"type": "sequential", "distance": [least, least + draw.randint(0, 30)]}
        if len(services) == 2 and draw.random() < 0.5:
            tie = {"type": "simultaneous"}
        patients.append(patient(number, window, services, tie if len(services) == 2 else None))
    return {
        "patients": patients,
        "services": [{"id": f"s{number}", "default_duration": 10 + number} for number in (1, 2, 3)],
        "caregivers": [{"id": f"c{number}", "abilities": draw.sample(["s1", "s2", "s3"], 2)} for number in range(3)]
        + [{"id": f"c{number}", "abilities": ["s1", "s2", "s3"]} for number in (3, 4)],
        "central_offices": [{"id": "office"}],
        "distances": [[0 if i == j else draw.randint(1, 60_000) / 1000 for j in range(13)] for i in range(13)],
    }


def some_plan(problem: Problem, draw: random.Random) -> Plan:
    """Patient by patient, put at the end of routes drawn at random, at the earliest times that this allows."""
    held = {worker.id: {skill.name for skill in worker.skills} for worker in problem.workers}
    seconds = next(iter(problem.travel.values())).seconds
    ties = {tie.first: tie for tie in problem.couplings}
    visits = {visit.id: visit for visit in problem.visits}
    seconds_of_a_double = {tie.second for tie in problem.couplings}
    stops: dict[str, list[Stop]] = {shift.id: [] for shift in problem.shifts}
    place = {shift.id: 0 for shift in problem.shifts}

    def arrival(name: str, visit: Visit) -> int:
        left = stops[name][-1].finish_s if stops[name] else 0
        return left + int(seconds[place[name], visit.place])

    def put(name: str, visit: Visit, start_s: int) -> None:
        arrive_s, finish_s = arrival(name, visit), start_s + visit.duration_s
        stops[name].append(
            Stop(kind=StopKind.VISIT, ref=visit.id, arrive_s=arrive_s, start_s=start_s, finish_s=finish_s)
        )
        place[name] = visit.place

    leaders = [visit for visit in problem.visits if visit.id not in seconds_of_a_double]
    for visit in sorted(leaders, key=lambda one: one.lateness[0].after_s + draw.randrange(60 * SCALE)):
        tie = ties.get(visit.id)
        chosen = crew(visit, visits[tie.second] if tie else None, held, draw)
        if chosen is None:
            continue
        first = max(arrival(chosen[0], visit), visit.windows[0].earliest_s)
        if tie:
            other = visits[tie.second]
            first, second = together(tie, first, max(arrival(chosen[1], other), other.windows[0].earliest_s))
            put(chosen[1], other, second)
        put(chosen[0], visit, first)
    routes = tuple(
        Route(shift=name, depart_s=0, stops=tuple(its), end_s=its[-1].finish_s + int(seconds[place[name], 0]))
        for name, its in stops.items()
        if its
    )
    left = [name for name in visits if name not in Plan(routes=routes).served]
    return Plan(
        routes=routes,
        unserved=tuple(Unserved(visit=name, reason=Reason.FULL, sentence="Nobody was found.") for name in left),
    )


def crew(
    visit: Visit, other: Visit | None, held: Mapping[str, set[str]], draw: random.Random
) -> tuple[str, str] | None:
    """Two people, the first for `visit` and the second, somebody else, for `other` if there is one."""
    pairs = [
        (one, two)
        for one in held
        for two in held
        if one != two and visit.skills[0].name in held[one] and (other is None or other.skills[0].name in held[two])
    ]
    return draw.choice(pairs) if pairs else None


def together(tie: Coupling, first: int, second: int) -> tuple[int, int]:
    """The earliest starts of a double service that are not before the given ones."""
    second = max(second, first + tie.min_lag_s)
    assert tie.max_lag_s is not None
    return max(first, second - tie.max_lag_s), second
