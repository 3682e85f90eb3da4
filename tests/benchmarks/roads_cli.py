"""`python -m tests.benchmarks roads`: how fast a map becomes travel times."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from tests.benchmarks.errors import CannotRun
from tests.benchmarks.forked import forked
from tests.benchmarks.machine import in_short
from tests.benchmarks.roads import measure_map, measure_towns

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def roads(
    osm: Annotated[Path | None, typer.Option(help="A map file: .osm or .osm.pbf.")] = None,
    junctions: Annotated[
        int | None, typer.Option(min=100, help="Made-up towns with so many, in place of a map.")
    ] = None,
    places: Annotated[int, typer.Option(min=2, help="So many doors, and times between all of them.")] = 1_000,
    compared: Annotated[int, typer.Option(min=1, help="So many of them are measured by SciPy as well.")] = 300,
    as_json: Annotated[bool, typer.Option("--json", help="One line.")] = False,
) -> None:
    """Measure the street network by car, all seconds apart: parsing, building, loading, getting ready, asking."""
    if (osm is None) == (junctions is None):
        raise CannotRun("give either --osm FILE or --junctions N")
    # Elsewhere, as what the command itself loads would count as memory.
    work = partial(measure_map, osm, places) if osm else partial(measure_towns, junctions or 0, places)
    line = {"suite": "roads"} | forked(partial(work, compared)) | {"machine": in_short()}
    typer.echo(json.dumps(line)) if as_json else Console().print_json(data=line)
