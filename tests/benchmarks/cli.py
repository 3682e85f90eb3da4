"""`python -m tests.benchmarks SUITE`: run an engine on a suite, a line per run and one for all."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks.benchmark import Benchmark, run_all
from tests.benchmarks.engines import ENGINES, engine_named
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.others import OTHERS, other_lines
from tests.benchmarks.progress import with_progress
from tests.benchmarks.results import Line, Results
from tests.benchmarks.run import summary
from tests.benchmarks.suites import SUITES, extras_of, group_of, suite_named
from tests.benchmarks.table import table

ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "benchmarks"
# Part of the project: a page made from runs of many hours grows from day to day.
RESULTS = ROOT / "optimiser" / "benchmarks" / "results"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
# Progress and remarks; standard output carries results alone.
console = Console(stderr=True)


def main() -> None:
    """Runs the command; `roads` has options of its own."""
    if sys.argv[1:2] == ["roads"]:
        from tests.benchmarks.roads_cli import app as roads  # which brings the made-up towns

        del sys.argv[1]
        run_command(roads, "python -m tests.benchmarks roads")
    else:
        run_command(app, "python -m tests.benchmarks")


def run_command(command: typer.Typer, name: str) -> None:
    """Runs a command; what keeps it from running is told without a traceback, exit code 2."""
    try:
        command(prog_name=name)
    except CannotRun as error:
        console.print(str(error), markup=False, highlight=False, soft_wrap=True)
        sys.exit(2)


@app.command()
def benchmark(
    suite: Annotated[str, typer.Argument(help=f"One of {', '.join(SUITES)}; or {', '.join(OTHERS)}.")],
    data: Annotated[Path, typer.Option(help="The folder with a folder for each suite.")] = DATA,
    seconds: Annotated[float, typer.Option(min=0.1, help="For each run, building the engine's model included.")] = 10.0,
    seeds: Annotated[int, typer.Option(min=1, help="So many runs of each instance, with seeds 1, 2 ...")] = 1,
    engine: Annotated[str, typer.Option(help=f"One of {', '.join(ENGINES)}.")] = "allround",
    only: Annotated[str, typer.Option(help="Instances with names like this, such as 'R1_*'.")] = "*",
    sample: Annotated[bool, typer.Option("--sample", help="A fixed subset, at most 40 minutes with 3 seeds.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="A JSON line per run, and a last one for all.")] = False,
    out: Annotated[Path | None, typer.Option(help="The file results append to and resume from.")] = None,
) -> None:
    """Run an engine on the instances of a suite and have each plan judged by the suite's own referee.

    `live`, `scaling` and `anytime` are none of the suites. They measure our own engine: how long questions to a plan
    that is kept loaded take, what an iteration and the tables cost by size, and how the gap falls with time.
    """
    results = Results(out or RESULTS / f"{suite}.jsonl")
    if suite in OTHERS:
        for line in other_lines(suite, OTHERS[suite], only, data, seconds, results):
            print(json.dumps(line)) if as_json else Console().print_json(data=line)
        return
    chosen = suite_named(suite)
    asked = Benchmark(
        suite=chosen,
        folder=data / suite,
        engine=engine_named(engine),
        seconds=seconds,
        seeds=seeds,
        only=only,
        sample=sample,
        group=group_of(chosen),
        extras=extras_of(suite),
    )
    runs = len(asked.paths()) * seeds
    asked.engine.warm_up()
    lines = _told_as_json(asked, results) if as_json else with_progress(asked, results, runs, console)
    last = summary(suite, engine, lines)
    if as_json:
        print(json.dumps(last))
    else:
        Console().print(table(lines, last))


def _told_as_json(asked: Benchmark, results: Results) -> list[Line]:
    lines = []
    for line in run_all(asked, results):
        print(json.dumps(line, ensure_ascii=False), flush=True)
        lines.append(line)
    return lines
