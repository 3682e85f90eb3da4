"""`python -m tests.benchmarks roads`: how fast a map becomes travel times."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from optimiser.roads import Mode
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.forked import forked
from tests.benchmarks.machine import in_short
from tests.benchmarks.roads import measure_map, measure_towns
from tests.benchmarks.roads_peer import PEERS, refuse_missing

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@app.command()
def roads(
    osm: Annotated[Path | None, typer.Option(help="A map file: .osm or .osm.pbf.")] = None,
    junctions: Annotated[
        int | None, typer.Option(min=100, help="A map of made-up towns with about so many, in place of a file.")
    ] = None,
    mode: Annotated[Mode, typer.Option(help="How one travels.")] = Mode.CAR,
    places: Annotated[int, typer.Option(min=2, help="So many doors, and times between all of them.")] = 1_000,
    compared: Annotated[int, typer.Option(min=1, help="So many of them are measured by SciPy, and a peer.")] = 300,
    peer: Annotated[str | None, typer.Option(help=f"Another engine to compare with: {', '.join(PEERS)}.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="One line.")] = False,
) -> None:
    """Measure the street network, all seconds apart: parsing, building, loading, getting ready, asking."""
    if (osm is None) == (junctions is None):
        raise CannotRun("give either --osm FILE or --junctions N")
    if peer is not None:
        refuse_missing(peer)
    say = partial(typer.echo, err=True)
    # Elsewhere, as what the command itself loads would count as memory.
    work = partial(measure_map, osm) if osm else partial(measure_towns, junctions or 0)
    line = {"suite": "roads"} | forked(partial(work, mode, places, compared, peer, say=say)) | {"machine": in_short()}
    typer.echo(json.dumps(line)) if as_json else Console().print_json(data=line)
