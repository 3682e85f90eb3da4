"""Runs everything that the document holds; what the results have already is not run again."""

import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path

from rich.console import Console

from tests.benchmarks.benchmark import Benchmark
from tests.benchmarks.engines import engine_named
from tests.benchmarks.forked import forked
from tests.benchmarks.others import OTHERS, other_lines
from tests.benchmarks.progress import with_progress
from tests.benchmarks.report.programme import Entry
from tests.benchmarks.results import Results
from tests.benchmarks.suites import extras_of, group_of, suite_named


def run_programme(programme: Sequence[Entry], data: Path, folder: Path, *, whole: bool, console: Console) -> None:
    """All entries in turn, results in `folder`; `whole`: all files of a suite and not just its sample.

    Raises CannotRun before the first run where an engine or the files of a suite are missing.
    """
    # In forks, as every engine and every large Problem once loaded would count as memory of all later runs.
    seconds = sum(forked(partial(longest_s, entry, data, whole=whole)) for entry in programme)
    console.print(f"About {seconds / 3600:.1f} hours if nothing is known already. It may be stopped and started again.")
    for entry in programme:
        results = Results(folder / f"{entry.suite}.jsonl")
        if entry.suite in OTHERS:
            for line in other_lines(entry.suite, OTHERS[entry.suite], entry.only, data, entry.seconds, results):
                console.print(f"{entry.name}: {line['instance']}", markup=False, highlight=False)
            continue
        for engine in entry.engines:
            console.print(f"{entry.name}:", markup=False, highlight=False)
            forked(partial(_run, entry, engine, data, results, whole, console))


def longest_s(entry: Entry, data: Path, *, whole: bool) -> float:
    """The seconds given to all its runs together. Raises CannotRun for an engine or files that are not there."""
    if entry.suite in OTHERS:
        return len(OTHERS[entry.suite].chosen(entry.only)) * entry.seconds
    asked = [benchmark(entry, engine, data, whole=whole) for engine in entry.engines]
    return sum(one.seconds * one.seeds * len(one.paths()) for one in asked)


def benchmark(entry: Entry, engine: str, data: Path, *, whole: bool) -> Benchmark:
    """The runs of one engine. Raises CannotRun for one that is not there."""
    suite = suite_named(entry.suite)
    return Benchmark(
        suite=suite,
        folder=data / entry.suite,
        engine=engine_named(engine),
        seconds=entry.seconds,
        seeds=entry.seeds,
        only=entry.only,
        sample=not whole,
        group=group_of(suite),
        extras=extras_of(entry.suite),
    )


def _run(entry: Entry, engine: str, data: Path, results: Results, whole: bool, console: Console) -> None:
    asked, parent = benchmark(entry, engine, data, whole=whole), os.getppid()

    def not_alone() -> None:
        # Whoever stops the command by a signal stops this too, and does not leave it running for half an hour.
        if os.getppid() != parent:
            sys.exit("stopped")

    asked.engine.warm_up()
    with_progress(asked, results, len(asked.paths()) * asked.seeds, console, not_alone)
