"""All runs of a benchmark beside a progress bar."""

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from tests.benchmarks.apart import Waiting
from tests.benchmarks.benchmark import Benchmark, run_all
from tests.benchmarks.results import Line, Results


def with_progress(
    asked: Benchmark, results: Results, runs: int, console: Console, waiting: Waiting = lambda: None
) -> list[Line]:
    """The lines of all runs, `runs` of them; the bar is on `console`. `waiting` is called several times a second."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # No thread that draws by itself: engines run in forks of this process, and a fork made while it holds a lock would
    # wait for that lock for ever.
    with Progress(*columns, console=console, auto_refresh=False) as progress:
        bar = progress.add_task(f"{asked.suite.name} with {asked.engine.name}", total=runs)
        lines = []

        def refresh() -> None:
            progress.refresh()
            waiting()

        for line in run_all(asked, results, waiting=refresh):
            lines.append(line)
            progress.update(bar, advance=1, refresh=True)
    return lines
