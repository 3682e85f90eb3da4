"""What a draft saves: the same day by hand and with every service alone, counted and written to a folder."""

from pathlib import Path

from dispatch.planning.alone import problems_alone
from dispatch.planning.planned import judged
from dispatch.planning.to_problem import to_problem
from dispatch.worker.child_files import SAVINGS, ChildOptions, read_draft, read_inputs, read_plans
from dispatch.worker.day_journeys import day_journeys
from dispatch.worker.make_draft import Tell, open_streets
from dispatch.worker.save import save_json
from dispatch.worker.summary import summarise
from dispatch.worker.three_ways import Effort, judge_three_ways, plan_each_alone


def make_comparison(folder: Path, options: ChildOptions, tell: Tell) -> None:
    """Reads the first plan of a day in `options.draft_folder`, writes savings.json into `folder`."""
    if options.draft_folder is None:
        raise ValueError("a comparison needs the folder of its draft")
    day = read_inputs(options.draft_folder).day
    together, first = read_plans(options.draft_folder)
    streets = open_streets(options, day, lambda sentence: tell(0, sentence))
    journeys = day_journeys(day, streets, lambda sentence: tell(0, sentence))
    problems = problems_alone(day, journeys.times)
    effort = Effort(iterations=options.iterations, seed=options.seed, children=options.children)
    alone = plan_each_alone(
        problems, effort, lambda share: tell(round(95 * share), "Counting what every service needs by itself"), first
    )
    ways = judge_three_ways(
        problems,
        judged(to_problem(day, journeys.times), together),
        read_draft(options.draft_folder).plan,
        alone,
    )
    save_json(folder / SAVINGS, summarise(day, journeys, ways, effort))
    tell(100, "Done")
