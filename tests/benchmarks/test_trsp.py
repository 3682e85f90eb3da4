"""The technician suite: what its referee counts and refuses, and that the Problem means the same."""

import math
import random
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from optimiser.checker import check
from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.problem import Problem
from tests.benchmarks.case import Case, gap_percent
from tests.benchmarks.suites.trsp import SCALE, SUITE
from tests.benchmarks.suites.trsp_referee import DEPOT
from tests.benchmarks.suites.trsp_text import read_instance

REAL = Path(__file__).parents[3] / "shared" / "data" / "benchmarks" / "trsp"
needs_the_files = pytest.mark.skipif(
    not REAL.is_dir(), reason="the technician instances are not at ../shared/data/benchmarks/trsp"
)

# Home is 50 from the depot and 30 from request 3, which is 40 from the depot. 3 needs a tool and more parts than the
# technician has; 2 is next door and needs nothing else.
SMALL = """\
small

INFO
CREW COUNT  SKILLS  TOOLS   SPARE PARTS
1       1       2       2

DEPOT TECHNICIANS AND REQUESTS
ID   X     Y     TWS    TWE    Serv   SKILLS   TOOLS    SPARE PARTS
0    0     0     0      1000   0      [] 	[] 	[]
1    30    40    0      1000   0      [0] 	[0] 	[1,0]
2    30    50    0      1000   10     [0] 	[0] 	[1,0]
3    0     40    100    120    10     [0] 	[1] 	[2,1]
"""


@pytest.fixture
def small(tmp_path: Path) -> Case:
    return case_of(tmp_path, SMALL)


def case_of(folder: Path, text: str) -> Case:
    name = text.split(maxsplit=1)[0]
    (folder / f"{name}.txt").write_text(text)
    (folder / "BEST_KNOWN.csv").write_text(f"instance,best_known_working_time\n{name},140\n")
    return SUITE.read(folder / f"{name}.txt", folder)


def day(*refs: str, technician: str = "1") -> Route:
    """A route without times: the referee wants none."""
    stops = tuple(Stop(kind=kind_of(ref), ref=ref, arrive_s=0, start_s=0, finish_s=0) for ref in refs)
    return Route(shift=technician, depart_s=0, stops=stops, end_s=0)


def kind_of(ref: str) -> StopKind:
    return StopKind.SITE if ref == DEPOT else StopKind.VISIT


def complaints(case: Case, *routes: Route) -> tuple[str, ...]:
    return case.judge(Plan(routes=routes)).complaints


def test_working_time_begins_late_enough_that_nobody_waits(small: Case) -> None:
    judged = small.judge(Plan(routes=(day(DEPOT, "3"),)))
    assert judged.cost == pytest.approx(50 + 40 + 10 + 30)  # leaves at 10 for the window from 100
    assert (judged.complaints, judged.unserved) == ((), 1)


def test_waiting_that_no_later_start_can_spare_counts(tmp_path: Path) -> None:
    closing = SMALL.replace("2    30    50    0      1000", "2    30    50    0      15  ")
    judged = case_of(tmp_path, closing).judge(Plan(routes=(day("2", DEPOT, "3"),)))
    travel = 10 + math.hypot(30, 50) + 40 + 30
    assert judged.cost == pytest.approx(travel + 20)  # there is no waiting when 2 is served at 10
    earlier = closing.replace("3    0     40    100    120", "3    0     40    150    160")
    judged = case_of(tmp_path, earlier).judge(Plan(routes=(day("2", DEPOT, "3"),)))
    assert judged.cost == pytest.approx(150 + 10 + 30 - 5)  # leaves at 5 for 2 by 15, ends at 190


def test_the_gap_is_taken_without_the_service_that_every_plan_has(small: Case) -> None:
    judged = small.judge(Plan(routes=(day("2", DEPOT, "3"),)))
    assert (judged.feasible, judged.unserved, judged.constant) == (True, 0, 20)
    assert gap_percent(small, judged) == pytest.approx(100 * ((80 + math.hypot(30, 50)) / 120 - 1))


def test_after_the_depot_any_tool_and_any_number_of_parts_is_there(small: Case) -> None:
    assert complaints(small, day(DEPOT, "3")) == ()
    before = "\n".join(complaints(small, day("3")))
    assert "without tool 1" in before
    assert "no part 0 left" in before
    assert "no part 1 left" in before


@pytest.mark.parametrize(
    ("route", "said"),
    [
        (day(DEPOT, DEPOT, "3"), "calls at the depot 2 times"),
        (day(DEPOT, "3", "3"), "request 3 is served 2 times"),
        (day("2", technician="9"), "no technician '9'"),
        (day("7"), "calls at '7'"),
        (day("2", "2", DEPOT, "3", "2"), "request 2 is served 3 times"),
    ],
)
def test_what_a_plan_may_not_do_is_told(small: Case, route: Route, said: str) -> None:
    assert said in "\n".join(complaints(small, route))


def test_a_window_missed_is_told(tmp_path: Path) -> None:
    case = case_of(tmp_path, SMALL.replace("100    120", "20     89 "))
    assert "is at 3 at 90.0000 at the earliest, after 89" in "\n".join(complaints(case, day(DEPOT, "3")))


def test_a_skill_missing_is_told(tmp_path: Path) -> None:
    case = case_of(tmp_path, SMALL.replace("1000   10     [0]", "1000   10     [1]"))
    assert "without skill 1" in "\n".join(complaints(case, day("2")))


def test_two_routes_of_one_technician_are_told(small: Case) -> None:
    assert "has 2 routes" in "\n".join(complaints(small, day("2"), day(DEPOT, "3")))


def test_a_file_with_a_line_missing_is_refused_with_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "broken.txt"
    path.write_text("\n".join(line for line in SMALL.splitlines() if not line.startswith("2 ")))
    with pytest.raises(ValueError, match="numbered from 0 without a gap"):
        read_instance(path)


def test_the_checker_knows_that_a_technician_starts_with_their_own_parts_only(small: Case) -> None:
    straight = timed(small.problem, "1", ["3"])
    by_depot = timed(small.problem, "1", [DEPOT, "3"])
    assert straight is not None
    assert by_depot is not None
    rules = {violation.rule for violation in check(small.problem, whole(small.problem, [straight])).violations}
    assert rules == {"parts_in_stock", "tools_aboard"}
    assert check(small.problem, whole(small.problem, [by_depot])).passed


@pytest.mark.parametrize("seed", range(10))
def test_checker_and_referee_agree_on_the_cost_of_made_up_plans(tmp_path: Path, seed: int) -> None:
    assert_agreed(case_of(tmp_path, made_up(seed)), seed)


@needs_the_files
@pytest.mark.parametrize("name", ["C103", "R201", "RC207"])
def test_checker_and_referee_agree_on_real_instances(name: str) -> None:
    assert_agreed(SUITE.read(REAL / f"{name}.100_25-5-5-5.txt", REAL), 1)


@needs_the_files
def test_every_file_is_read_and_no_best_known_is_below_what_travel_takes_at_least() -> None:
    paths = list(SUITE.instances(REAL))
    assert paths
    for path in paths:
        instance, case = read_instance(path), SUITE.read(path, REAL)
        rows = (instance.depot, *instance.technicians, *instance.requests)
        least = 0.0
        for request in instance.requests:
            legs = sorted(math.hypot(request.x - row.x, request.y - row.y) for row in rows if row is not request)
            least += (legs[0] + legs[1]) / 2
        constant = case.judge(Plan(routes=())).constant
        assert case.best_known is not None
        assert case.best_known - constant > least
        assert len(case.problem.visits) == len(instance.requests)


def test_the_sample_has_one_instance_of_each_class() -> None:
    names = ["RC203.x", "C101.x", "C109.x", "RC101.x", "R101.x", "R211.x", "C205.x", "RC201.x"]
    assert SUITE.sample(names) == ["C101.x", "C205.x", "R101.x", "R211.x", "RC101.x", "RC201.x"]


def assert_agreed(case: Case, seed: int) -> None:
    plan = whole(case.problem, list(some_routes(case.problem, random.Random(seed))))
    judged, verdict = case.judge(plan), check(case.problem, plan)
    legs = sum(len(route.stops) + 1 for route in plan.routes)
    assert judged.complaints == ()
    assert verdict.violations == ()
    assert verdict.cost is not None
    assert any(stop.ref == DEPOT for route in plan.routes for stop in route.stops)
    assert len(plan.unserved) == judged.unserved
    assert judged.unserved < len(case.problem.visits) / 2
    # Travel is rounded up once a leg, never down.
    assert -1e-6 < verdict.cost.cost_upence / SCALE - judged.cost < legs / SCALE


def made_up(seed: int) -> str:
    draw = random.Random(seed)
    rows = ["0 50 50 0 900 0 [] [] []"]
    for number in range(1, 4):
        x, y = draw.randint(0, 100), draw.randint(0, 100)
        tools = sorted(draw.sample(range(3), 1))
        rows.append(f"{number} {x} {y} 0 900 0 [0,{number % 2}] {tools} {[draw.randint(0, 3) for _ in range(2)]}")
    for number in range(4, 16):
        x, y, opens = draw.randint(0, 100), draw.randint(0, 100), draw.randint(0, 500)
        tools = sorted(draw.sample(range(3), draw.randint(0, 2)))
        parts = [draw.randint(0, 2) for _ in range(2)]
        rows.append(f"{number} {x} {y} {opens} {opens + 200} 10 [{draw.randint(0, 1)}] {tools} {parts}")
    return "\n".join([f"made-up-{seed}", "3 2 3 2", *rows])


def some_routes(problem: Problem, draw: random.Random) -> Iterator[Route]:
    """Requests put at the end of routes, by way of the depot when something is missing, as long as all fits."""
    left = list(problem.visits)
    draw.shuffle(left)
    left.sort(key=lambda visit: visit.windows[0].earliest_s)
    held = {worker.id: {skill.name for skill in worker.skills} for worker in problem.workers}
    for shift in problem.shifts:
        refs: list[str] = []
        for visit in list(left):
            if not {skill.name for skill in visit.skills} <= held[shift.workers[0]]:
                continue
            ways = ([*refs, visit.id], [*refs, DEPOT, visit.id]) if DEPOT not in refs else ([*refs, visit.id],)
            fitting = [way for way in ways if possible(problem, shift.id, way)]
            if fitting:
                refs = fitting[0]
                left.remove(visit)
        route = timed(problem, shift.id, refs)
        if route is not None and route.stops:
            yield route


def possible(problem: Problem, shift: str, refs: Sequence[str]) -> bool:
    route = timed(problem, shift, refs)
    return (
        route is not None
        and {
            violation.rule for violation in check(problem, Plan(routes=(route,))).violations if violation.shift == shift
        }
        == set()
    )


def timed(problem: Problem, shift: str, refs: Sequence[str]) -> Route | None:
    """Whole-number times, leaving as late as can be without ending later; None when a window is missed."""
    its = next(one for one in problem.shifts if one.id == shift)
    known = {visit.id: visit for visit in problem.visits} | {site.id: site for site in problem.sites}
    seconds = problem.travel[its.mode].seconds
    assert its.start_place is not None
    home = its.start_place

    def follow(depart_s: int) -> Route | None:
        place, now, stops = home, depart_s, []
        for ref in refs:
            call = known[ref]
            arrive = now + int(seconds[place, call.place])
            opens, closes = (call.windows[0].earliest_s, call.windows[0].latest_s) if call.windows else (0, its.ends_s)
            start = max(arrive, opens)
            if start > closes:
                return None
            place, now = call.place, start + call.duration_s
            stops.append(Stop(kind=kind_of(ref), ref=ref, arrive_s=arrive, start_s=start, finish_s=now))
        end = now + int(seconds[place, home])
        if end > its.ends_s:
            return None
        return Route(shift=shift, depart_s=depart_s, stops=tuple(stops), end_s=end)

    best = follow(its.starts_s)
    if best is None:
        return None
    latest, too_late = its.starts_s, its.ends_s + 1
    while too_late - latest > 1:
        middle = (latest + too_late) // 2
        route = follow(middle)
        if route is None or route.end_s > best.end_s:
            too_late = middle
        else:
            latest, best = middle, route
    return best


def whole(problem: Problem, routes: Sequence[Route]) -> Plan:
    """The routes, and the rest unserved."""
    plan = Plan(routes=tuple(routes))
    left = [visit.id for visit in problem.visits if visit.id not in plan.served]
    return Plan(
        routes=plan.routes,
        unserved=tuple(Unserved(visit=name, reason=Reason.FULL, sentence="No room was found.") for name in left),
    )
