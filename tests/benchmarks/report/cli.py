"""`python -m tests.benchmarks.report`: remakes `optimiser/BENCHMARKS.md` and its plots; `--run` measures first."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks.cli import DATA, RESULTS, ROOT, run_command
from tests.benchmarks.machine import machine
from tests.benchmarks.report.document import PAGE, PLOTS, document
from tests.benchmarks.report.newest import newest, read_results
from tests.benchmarks.report.plots import check_installed, draw
from tests.benchmarks.report.programme import PROGRAMME
from tests.benchmarks.report.run import run_programme
from tests.benchmarks.report.targets import TARGETS

OUT = ROOT / "optimiser" / "BENCHMARKS.md"

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
console = Console(stderr=True)


def main() -> None:
    """Runs the command."""
    run_command(app, "python -m tests.benchmarks.report")


@app.command()
def report(
    results: Annotated[Path, typer.Option(help="The folder with files of results, *.jsonl.")] = RESULTS,
    out: Annotated[Path, typer.Option(help=f"The document; its plots go into {PLOTS}/ beside it.")] = OUT,
    run: Annotated[bool, typer.Option("--run", help="First run what results are missing: hours.")] = False,
    whole: Annotated[bool, typer.Option("--whole", help="With --run: all files of each suite, not a sample.")] = False,
    data: Annotated[Path, typer.Option(help="With --run: the folder with a folder for each suite.")] = DATA,
) -> None:
    """Write the document from the newest results. A section without any says that it was not measured."""
    check_installed()
    if run:
        run_programme(PROGRAMME, data, results, whole=whole, console=console)
    made = document(
        newest(read_results(results)),
        programme=PROGRAMME,
        targets=TARGETS,
        machine=machine(),
        page=PAGE.read_text(encoding="utf-8"),
    )
    plots = out.parent / PLOTS
    plots.mkdir(parents=True, exist_ok=True)
    for entry in PROGRAMME:  # an older plot would look as if it were of these results
        if entry.plot and entry.plot not in made.pictures:
            (plots / f"{entry.plot}.svg").unlink(missing_ok=True)
    for name, picture in made.pictures.items():
        draw(picture, plots / f"{name}.svg")
    out.write_text(made.text, encoding="utf-8")
    console.print(f"{out}: {len(made.pictures)} plots", markup=False, highlight=False, soft_wrap=True)
