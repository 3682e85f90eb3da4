"""A day from its drawing: ground, work, people, and then every rule of the model."""

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from dispatch.domain.day import Day
from dispatch.domain.place import Place
from dispatch.domain.worker import TravelMode
from dispatch.planning.places import places_of
from dispatch.planning.to_problem import to_problem
from dispatch.planning.travel_times import TravelTimes
from dispatch.planning.visit_ids import visit_ids
from fixtures.day.draw import stream
from optimiser.problem import AllOrNone, Coupling, Lending, Problem, Shift, Visit, Who, Worker
from tests.benchmarks.days.county_ground import CountyGround
from tests.benchmarks.days.draw_day import Draw, draw_day
from tests.benchmarks.days.ground import Ground
from tests.benchmarks.days.pool import pool_of
from tests.benchmarks.days.rough_plan import RoughPlanner
from tests.benchmarks.days.rush_hour import PROFILES, with_rush_hours
from tests.benchmarks.days.shift_rules import season_shifts, sites_on_the_way, with_parts_and_tools
from tests.benchmarks.days.sizes import Drawing
from tests.benchmarks.days.told import tell
from tests.benchmarks.days.town_ground import TownGround
from tests.benchmarks.days.visit_rules import season_visits, within_patch
from tests.benchmarks.days.worker_rules import season_workers

# Where a mode has no matrices of its own: a van drives as a car does, and in a large county so does a lorry.
STAND_IN = {"van": "car", "lorry": "car", "foot": "bicycle"}
LARGEST_LATENESS_UPENCE_PER_S = 2_000
EVENING_S = 17 * 3_600
SAME_NURSE_OF = 3


def make_problem(drawing: Drawing) -> Problem:
    """The whole day. The same on every machine, as nothing but whole numbers decides."""
    size = drawing.size
    seed = 10_000 * size.jobs + drawing.number
    ground: Ground = TownGround(drawing.number) if size.towns == 1 else CountyGround(seed, size.towns)
    days = [_draw_town(drawing, ground, town, seed) for town in range(size.towns)]
    measured = ground.measure(_places(days))
    service_of = {shift.id: shift.service_id for day in days for shift in day.shifts}
    problem = _joined(days, ground, measured, drawing)
    return _seasoned(problem, days, service_of, drawing, seed)


def _draw_town(drawing: Drawing, ground: Ground, town: int, seed: int) -> Day:
    """One town's work and its people."""
    size = drawing.size
    pool = pool_of(ground.settings[town], [seed * 100 + town * 10 + each for each in range(size.days)], town)
    measured = ground.measure(places_of(pool))
    draw = Draw(
        pool=pool,
        streams=size.streams[town % len(size.streams)],
        jobs=size.jobs * (town + 1) // size.towns - size.jobs * town // size.towns,
        workers=size.workers * (town + 1) // size.towns - size.workers * town // size.towns,
    )
    return draw_day(draw, measured, lambda topic: stream(seed, f"{topic} {town}"))


def _places(days: Sequence[Day]) -> tuple[Place, ...]:
    return tuple({place.uprn: place for day in days for place in places_of(day)}.values())


def _joined(days: Sequence[Day], ground: Ground, measured: TravelTimes, drawing: Drawing) -> Problem:
    """One Problem of all towns. A town's visits know the workers of the next town too: they may come."""
    visits: list[Visit] = []
    couplings: list[Coupling] = []
    groups: list[AllOrNone] = []
    shifts: dict[str, Shift] = {}
    workers: dict[str, Worker] = {}
    lending: tuple[Lending, ...] = ()
    for town, day in enumerate(days):
        near = [days[other] for other in ground.neighbours[town]]
        whole = to_problem(
            replace(
                day,
                workers=tuple(worker for each in near for worker in each.workers),
                shifts=tuple(shift for each in near for shift in each.shifts),
            ),
            measured,
        )
        patch = {
            service.id: tuple(worker.id for each in near for worker in each.workers if worker.service_id == service.id)
            for service in day.services
        }
        visits += (
            whole_visit if len(days) == 1 else within_patch(whole_visit, patch[whole_visit.service])
            for whole_visit in whole.visits
        )
        couplings += whole.couplings
        groups += whole.groups
        shifts.update((shift.id, shift) for shift in whole.shifts)
        workers.update((worker.id, worker) for worker in whole.workers)
        lending = whole.lending
    modes = {mode.value: _mode(mode.value, drawing) for mode in TravelMode}
    travel = {mode: measured.travel[mode] for mode in sorted(set(modes.values()))}
    return Problem(
        horizon_s=24 * 3_600,
        workers=tuple(workers[worker.id] for day in days for worker in day.workers),
        shifts=tuple(
            replace(shifts[shift.id], mode=modes[shifts[shift.id].mode]) for day in days for shift in day.shifts
        ),
        visits=tuple(visits),
        travel=with_rush_hours(travel) if drawing.rush_hours else travel,
        couplings=tuple(couplings),
        groups=tuple(groups),
        lending=_lending(lending, drawing),
        profiles=PROFILES if drawing.rush_hours else (),
    )


def _mode(mode: str, drawing: Drawing) -> str:
    while mode not in drawing.size.modes:
        mode = STAND_IN[mode]
    return mode


def _lending(agreements: tuple[Lending, ...], drawing: Drawing) -> tuple[Lending, ...]:
    """As many as a bigger day needs; one agreement also charges by the time, and ends in the evening."""
    towns = drawing.size.towns
    first, *others = (
        replace(each, max_visits=None if each.max_visits is None else each.max_visits * towns) for each in agreements
    )
    return (replace(first, charge_upence_per_s=500, until_s=EVENING_S), *others)


def _seasoned(
    problem: Problem, days: Sequence[Day], service_of: dict[str, str], drawing: Drawing, seed: int
) -> Problem:
    job_of = {visit: job for day in days for job in day.jobs for visit in visit_ids(job)}
    if drawing.published:
        # Before windows are softened: what people are told is in good time.
        planner = RoughPlanner(problem, service_of)
        problem = replace(problem, visits=tell(problem, planner, stream(seed, "told")))
    dice = stream(seed, "parts and tools")
    visits = season_visits(problem, job_of, stream(seed, "visits"))
    return replace(
        problem,
        workers=season_workers(problem, stream(seed, "workers")),
        shifts=season_shifts(problem, service_of, stream(seed, "shifts")),
        visits=tuple(with_parts_and_tools(visit, dice) for visit in visits),
        couplings=_same_nurse(problem.couplings),
        groups=(*problem.groups, *_with_equipment(problem, stream(seed, "groups"))),
        sites=sites_on_the_way(problem, service_of),
        largest_lateness_upence_per_s=LARGEST_LATENESS_UPENCE_PER_S if drawing.rush_hours else 0,
    )


def _same_nurse(couplings: tuple[Coupling, ...]) -> tuple[Coupling, ...]:
    """One in three with doses hours apart sees one nurse only."""
    doses = [tie for tie in couplings if tie.max_lag_s and not tie.needs_first]
    same = set(doses[::SAME_NURSE_OF])
    return tuple(replace(tie, who=Who.SAME) if tie in same else tie for tie in couplings)


def _with_equipment(problem: Problem, dice: Random) -> list[AllOrNone]:
    """Equipment that is of use only with the visit that shows how: both or neither."""
    tied = {name for group in problem.groups for name in group.visits}
    tied |= {name for tie in problem.couplings for name in (tie.first, tie.second)}
    brought = [visit.id for visit in problem.visits if visit.kind == "equipment_delivery"]
    shown = [visit.id for visit in problem.visits if visit.kind == "nursing_compression" and visit.id not in tied]
    dice.shuffle(shown)
    return [AllOrNone(visits=pair) for pair in zip(brought, shown, strict=False)]
