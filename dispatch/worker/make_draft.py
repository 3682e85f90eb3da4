"""A day's first plan, or the rest of a day planned anew: from frozen inputs to a judged draft in a folder."""

from collections.abc import Callable
from pathlib import Path

from dispatch.adapters.street_network import Journeys, StreetNetwork, load_streets
from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.plan_request import PlanInputs
from dispatch.planning.alone import problems_alone
from dispatch.planning.planned import Planned
from dispatch.planning.revise_plan import plan_rest_of_day
from dispatch.worker.child_files import ChildOptions, Draft, write_draft
from dispatch.worker.day_journeys import day_journeys, modes_of
from dispatch.worker.route_lines import route_lines
from dispatch.worker.three_ways import Effort, plan_each_alone, plan_together
from dispatch.worker.why_not import NoMap
from optimiser.plan import Plan
from optimiser.solve import compile_kernels, solve

# Told how far the work is: percent, and what is being done.
Tell = Callable[[int, str], None]


def make_draft(folder: Path, inputs: PlanInputs, options: ChildOptions, tell: Tell) -> None:
    """Writes the draft into `folder`. Raises what the map, the Problem and the engine raise."""
    tell(1, "Reading the streets")
    streets = open_streets(options, inputs.day, lambda sentence: tell(1, sentence))
    tell(3, "Making the planner ready")
    compile_kernels(lambda sentence: tell(3, sentence))
    tell(5, "Measuring travel between all places")
    journeys = day_journeys(inputs.day, streets, lambda sentence: tell(5, sentence))
    make = plan_first if inputs.revises is None else plan_again
    planned, day_plan, alone = make(inputs, journeys, options, tell)
    tell(97, "Drawing the routes")
    draft = Draft(plan=day_plan, lines=route_lines(inputs.day, day_plan, journeys), attribution=streets.attribution)
    write_draft(folder, draft, planned.plan, alone)
    tell(100, "Done")


def plan_first(
    inputs: PlanInputs, journeys: Journeys, options: ChildOptions, tell: Tell
) -> tuple[Planned, DayPlan, dict[str, Plan]]:
    """All services together, and the plans of each alone that this began from."""
    effort = Effort(iterations=options.iterations, seed=options.seed, children=options.children)
    alone = plan_each_alone(
        problems_alone(inputs.day, journeys.times),
        effort,
        lambda share: tell(8 + round(62 * share), "Planning every service by itself, as a start"),
    )
    planned, day_plan = plan_together(
        inputs.day,
        journeys.times,
        alone,
        effort,
        lambda share: tell(70 + round(26 * share), "Planning all services together"),
    )
    return planned, day_plan, alone


def plan_again(
    inputs: PlanInputs, journeys: Journeys, options: ChildOptions, tell: Tell
) -> tuple[Planned, DayPlan, dict[str, Plan]]:
    """The rest of a day that has begun; nothing alone, as a revision is compared with nothing."""
    planned, day_plan = plan_rest_of_day(
        inputs,
        journeys.times,
        lambda problem, start: solve(
            problem,
            iterations=options.iterations,
            seed=options.seed,
            start=start,
            threads=max(1, options.children),
            progress=lambda now: tell(8 + round(88 * now.share), "Planning the rest of the day"),
        ),
    )
    return planned, day_plan, {}


def open_streets(options: ChildOptions, day: Day, say: Callable[[str], None]) -> StreetNetwork:
    """The map's streets for the modes of this day. Raises NoMap or RoadsError."""
    if options.map_file is None:
        raise NoMap("No map is set up: give ALLROUND_MAP the path of an OpenStreetMap file, and restart.")
    if not options.map_file.is_file():
        raise NoMap(f"The map {options.map_file.name} is not there: put it back, or set ALLROUND_MAP, and ask again.")
    return load_streets(
        options.map_file,
        cache_dir=options.roads_cache,
        local_speeds=options.speeds_file,
        modes=modes_of(day),
        say=say,
    )
