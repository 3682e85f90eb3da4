"""`allround roads`: street networks made ahead of planning, and ways found on them."""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.table import Table

from dispatch.commands.console import bar, plain_console, plain_errors
from dispatch.domain.worker import TravelMode

if TYPE_CHECKING:
    from optimiser.roads.journey import Leg

SPEEDS_HELP = "Local speeds: a TOML file with figures of optimiser/roads/speeds.toml; else that of ALLROUND_SPEEDS."

roads = typer.Typer(help="Street networks to plan on.", no_args_is_help=True)


@roads.command("build")
def build_roads(
    what: Annotated[
        str, typer.Argument(help='A place such as "Watford, England", or a map file: .osm, .osm.pbf, .graphml.')
    ],
    out: Annotated[
        Path | None, typer.Option(help="The map file a place is written to, an .osm.pbf; else in ALLROUND_VAR.")
    ] = None,
    nominatim: Annotated[str, typer.Option(help="Where places are looked up.")] = "",
    overpass: Annotated[str, typer.Option(help="Where their streets are had from.")] = "",
    again: Annotated[bool, typer.Option("--again", help="Ask anew for a place that was fetched before.")] = False,
    speeds: Annotated[Path | None, typer.Option(metavar="FILE", help=SPEEDS_HELP)] = None,
) -> None:
    """Make the street networks of a place or a map file now, so that no planning waits for them."""
    from dispatch.adapters.street_network import keep_orders, load_streets
    from optimiser.roads import RoadsError
    from optimiser.roads.named import Servers, fetch_map, is_map_file, map_name
    from optimiser.roads.speeds import shipped_speeds

    console = plain_console()
    with plain_errors() as settings:
        default = Servers()
        servers = Servers(nominatim=nominatim or default.nominatim, overpass=overpass or default.overpass)
        local = speeds or settings.speeds_file
        try:
            shipped_speeds(local)  # refused now, and not after minutes of fetching
            is_map = is_map_file(what)
            if out is not None:
                _refuse_unfit(out, what, map_name(what), is_map=is_map)
            with bar("Making street networks", console) as told:
                if is_map:
                    file = Path(what)
                else:
                    file = out or settings.var / "maps" / map_name(what)
                    answers = settings.var / "maps" / "answers"
                    fetch_map(what, file, servers=servers, answers=answers, again=again, say=console.print)
                streets = load_streets(
                    file,
                    cache_dir=settings.roads_cache,
                    local_speeds=local,
                    skip_empty=True,
                    say=console.print,
                    done=told,
                )
            with bar("Ordering their junctions", console) as told:
                keep_orders(streets, told)
        except RoadsError as error:
            raise ValueError(str(error)) from error
    newest = streets.map_date
    dated = f"; the newest street is of {newest.day} {newest:%B %Y}" if newest else ""
    and_speeds = f" and ALLROUND_SPEEDS={local}" if local else ""
    console.print(f"Ready: {streets.attribution}{dated}. To plan on it, set ALLROUND_MAP={file}{and_speeds}")


@roads.command("route", context_settings={"ignore_unknown_options": True})  # else -3.00,51.59 is taken for an option
def find_route(
    map_file: Annotated[Path, typer.Argument(metavar="MAP", help="A map file: .osm, .osm.pbf, .graphml.")],
    origin: Annotated[str, typer.Argument(metavar="FROM", help="lon,lat in degrees, such as -3.00,51.59.")],
    destination: Annotated[str, typer.Argument(metavar="TO", help="The same.")],
    via: Annotated[list[str] | None, typer.Argument(metavar="VIA", help="Places on the way, in order.")] = None,
    mode: Annotated[str, typer.Option(help="car, van, lorry, bicycle or foot.")] = "car",
    gpx: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the legs as GPX.")] = None,
    geojson: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the legs as GeoJSON.")] = None,
    speeds: Annotated[Path | None, typer.Option(metavar="FILE", help=SPEEDS_HELP)] = None,
) -> None:
    """Find the fastest way between places, leg by leg, and write its lines for other programs."""
    from dispatch.adapters.clocks import system_clock
    from dispatch.adapters.street_network import NETWORK_OF, load_streets
    from dispatch.worker.save import save_bytes, save_json
    from optimiser.roads import RoadsError
    from optimiser.roads.geojson import to_geojson
    from optimiser.roads.gpx import to_gpx
    from optimiser.roads.journey import drawn, journey

    console = plain_console()
    with plain_errors() as settings:
        by = _mode(mode)
        lon, lat = _degrees([origin, *(via or ()), destination])
        local = speeds or settings.speeds_file
        _keep_apart(map_file, local, gpx, geojson)
        names = [f"{one:.6f},{other:.6f}" for one, other in zip(lon, lat, strict=True)]
        notices: list[str] = []
        with bar("Finding the way", console) as told:
            try:
                # Networks of other speeds would be kept in the place of those that plans are made on.
                cache_dir = settings.roads_cache if local == settings.speeds_file else None
                streets = load_streets(
                    map_file, cache_dir=cache_dir, local_speeds=local, modes=[by], say=console.print, done=told
                )
                ready = streets.tables[NETWORK_OF[by]].ready
                legs = journey(ready, lon, lat, names, say=notices.append)
            except RoadsError as error:
                raise ValueError(str(error)) from error
        thanks = streets.attribution
        console.print(_table(legs))
        console.print(f"Map: {thanks}.")
        for notice in notices:
            typer.echo(notice, err=True)
        lines, points = drawn(legs, mode=by.value)
        if gpx is not None:
            name = f"By {by} from {names[0]} to {names[-1]}"
            with _written(gpx, console):
                save_bytes(gpx, to_gpx(lines, points, name=name, attribution=thanks, made_at=system_clock()))
        if geojson is not None:
            with _written(geojson, console):
                save_json(geojson, to_geojson(lines, points, attribution=thanks))


def _refuse_unfit(out: Path, what: str, name: str, *, is_map: bool) -> None:
    """Raises ValueError, before minutes of fetching, where the map of `what`, usually called `name`, cannot go."""
    if is_map:
        raise ValueError(f"{what} names a map file, which is read and not written: drop --out, or name a place.")
    if out.is_dir():
        raise ValueError(f"Cannot write {out}: it is a folder. Give a file in it, such as {out / name}.")
    if not out.name.lower().endswith(".osm.pbf"):
        raise ValueError(
            f"Cannot write {out}: its name does not end in .osm.pbf. Give one that does, such as {out.with_name(name)}."
        )
    try:
        with tempfile.TemporaryFile(dir=out.parent):
            pass
    except OSError as error:
        raise _cannot_write(out, error) from error


def _mode(word: str) -> TravelMode:
    *others, last = TravelMode
    if word not in list(TravelMode):
        raise ValueError(f"There is no mode {word!r}: give {', '.join(others)} or {last}.")
    return TravelMode(word)


def _degrees(places: Sequence[str]) -> tuple[list[float], list[float]]:
    """Longitudes and latitudes of `lon,lat`; raises ValueError naming every place that is none."""
    found: list[tuple[float, float]] = []
    wrong: list[str] = []
    for place in places:
        try:
            lon, lat = map(float, place.split(","))
            found.append((lon, lat))
        except ValueError:
            wrong.append(repr(place[:40]))
    if wrong:
        raise ValueError(
            f"Not lon,lat: {', '.join(wrong)}. Give each place in degrees, longitude first, such as -3.00,51.59."
        )
    return [lon for lon, _ in found], [lat for _, lat in found]


def _keep_apart(*named: Path | None) -> None:
    """Raises ValueError where the command would write one of its own files over another."""
    files = [one.resolve() for one in named if one is not None]
    if len(set(files)) < len(files):
        raise ValueError("The map, the speeds and the files to write must differ: give each a name of its own.")


@contextmanager
def _written(file: Path, console: Console) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _cannot_write(file, error) from error
    console.print(f"Wrote {file}.")


def _cannot_write(file: Path, error: OSError) -> ValueError:
    why = error.strerror or str(error)
    return ValueError(f"Cannot write {file}: {why}. Give a file in a folder that may be written to.")


def _table(legs: "Sequence[Leg]") -> Table:
    """The legs, and all of them together."""
    table = Table("From", "To")
    for unit in ("Minutes", "km"):
        table.add_column(unit, justify="right")
    for leg in legs:
        table.add_row(leg.origin, leg.destination, f"{leg.seconds / 60:.1f}", f"{leg.metres / 1000:.2f}")
    seconds, metres = sum(leg.seconds for leg in legs), sum(leg.metres for leg in legs)
    table.add_section()
    table.add_row("Total", "", f"{seconds / 60:.1f}", f"{metres / 1000:.2f}")
    return table
