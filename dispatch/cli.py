"""The operator's commands: migrate, back up, restore, audit, accounts, doors for sensors, roads, the worker."""

import os
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from dispatch.config import BadSetting, Settings, settings_from
from dispatch.domain.errors import DispatchError
from dispatch.domain.worker import TravelMode

if TYPE_CHECKING:
    from optimiser.roads.journey import Leg

REFUSED = 2
PROBLEMS = 1
HEAD = "audit-head.jsonl"  # its name within a backup
SPEEDS_HELP = "Local speeds: a TOML file with figures of optimiser/roads/speeds.toml; else that of ALLROUND_SPEEDS."

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
audit = typer.Typer(help="The sealed log of who did and saw what.", no_args_is_help=True)
account = typer.Typer(help="Accounts that people sign in with.", no_args_is_help=True)
source = typer.Typer(help="Doors that sensors' readings come in by.", no_args_is_help=True)
roads = typer.Typer(help="Street networks to plan on.", no_args_is_help=True)
app.add_typer(audit, name="audit")
app.add_typer(account, name="account")
app.add_typer(source, name="source")
app.add_typer(roads, name="roads")


def plain_console(*, stderr: bool = False) -> Console:
    """Prints every name and path as it is, also one with [brackets] or :colons: in it."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True, markup=False, emoji=False)


@contextmanager
def plain_errors() -> Iterator[Settings]:
    """The settings of the environment; whatever is refused ends the command with its sentence."""
    try:
        yield settings_from(os.environ)
    except (DispatchError, BadSetting, ValueError, OSError) as error:
        plain_console(stderr=True).print(str(error), style="bold red")
        raise typer.Exit(REFUSED) from error


@contextmanager
def bar(title: str, console: Console | None = None) -> Iterator[Callable[[int, int], None]]:
    """A progress bar, below what the console prints; what is yielded tells it (done, of)."""
    columns = (TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(title, total=None)
        yield lambda done, of: progress.update(task, completed=done, total=of)


@contextmanager
def table_bar(title: str) -> Iterator[Callable[[str, int, int], None]]:
    """The same for (table, done, of)."""
    with bar(title) as told:
        yield lambda _table, done, of: told(done, of)


@app.command()
def migrate() -> None:
    """Bring the database's tables up to this version."""
    from dispatch.adapters.database.engine import connect
    from dispatch.adapters.database.schema import migrate as bring_up

    with plain_errors() as settings, closing(connect(settings.database_url, var=settings.var)) as database:
        bring_up(database, typer.echo)


@app.command()
def load(
    file: Annotated[Path, typer.Argument(help="JSON as `make demo` writes it to var/demo/setting.json.")],
) -> None:
    """Put in organisations, people, shifts, agreements, sensors, rules and planned work; the same ids replace."""
    from dispatch.adapters.clocks import system_clock
    from dispatch.adapters.set_up_file import read_set_up
    from dispatch.bootstrap import bootstrap
    from dispatch.domain.actor import system
    from dispatch.intake.set_up import set_up

    with plain_errors() as settings:
        what = read_set_up(file)
        with closing(bootstrap(settings)) as allround:
            done = set_up(allround.store, system("operator"), what, system_clock())
    typer.echo(f"Put in {done.things} things, {done.shifts} shifts and {done.new_jobs} new jobs.")


@app.command()
def backup(out: Annotated[Path, typer.Argument(help="The archive to write, ending in .tar.gz.")]) -> None:
    """Write everything that is stored, and the seals noted outside the database, into one archive."""
    from dispatch.adapters.clocks import system_clock
    from dispatch.adapters.database.backup import backup as write_backup
    from dispatch.adapters.database.opening import open_to_read

    with (
        plain_errors() as settings,
        closing(open_to_read(settings.database_url, var=settings.var)) as database,
        table_bar("Backing up") as told,
    ):
        heads = {HEAD: settings.audit_head} if settings.audit_head.exists() else {}
        write_backup(database, out, now=system_clock(), files=heads, progress=told)
    typer.echo(f"Wrote {out} ({out.stat().st_size / 1e6:.1f} MB). Keep it as safe as the database itself.")


@app.command()
def restore(
    archive: Annotated[Path, typer.Argument(help="An archive that `allround backup` wrote.")],
    replace: Annotated[bool, typer.Option("--replace", help="Replace what the database holds now.")] = False,
) -> None:
    """Fill an empty database from an archive; also from SQLite into PostgreSQL and back."""
    from dispatch.adapters.database.opening import open_database
    from dispatch.adapters.database.restore import restore as read_backup

    with (
        plain_errors() as settings,
        closing(open_database(settings.database_url, var=settings.var)) as database,
        table_bar("Restoring") as told,
    ):
        settings.audit_head.parent.mkdir(parents=True, exist_ok=True)
        read_backup(archive, database, replace=replace, files={HEAD: settings.audit_head}, progress=told)
    typer.echo("Restored. Plans that were being made go on when the service is started.")


@audit.command()
def verify() -> None:
    """Check that nothing in the log, and no fact it vouches for, was changed or taken out. Runs beside the service."""
    from dispatch.adapters.audit_head import AuditHeadFile
    from dispatch.adapters.clocks import system_clock
    from dispatch.adapters.database.opening import open_to_read
    from dispatch.adapters.database.store import SqlStore
    from dispatch.governance.verify import verify as verify_log

    with (
        plain_errors() as settings,
        closing(open_to_read(settings.database_url, var=settings.var)) as database,
        bar("Verifying") as told,
    ):
        verdict = verify_log(SqlStore(database, system_clock), AuditHeadFile(settings.audit_head), told)
    typer.echo(
        f"{verdict.entries} entries, {verdict.seals} seals, {verdict.unsealed} entries not sealed yet; "
        f"{verdict.facts} facts compared, {verdict.erased} erased by order."
    )
    for problem in verdict.problems:
        typer.echo(f"PROBLEM: {problem}", err=True)
    if verdict.problems:
        raise typer.Exit(PROBLEMS)
    typer.echo("Nothing was changed.")


@account.command("add")
def add_account(
    login: str,
    name: Annotated[str, typer.Option(help="As others see it.")],
    organisation: Annotated[str, typer.Option(help="Id of the organisation.")],
    role: Annotated[str, typer.Option(help="scheduler, field_worker, manager or officer.")],
    worker: Annotated[str | None, typer.Option(help="For a field worker: id of the worker.")] = None,
) -> None:
    """Add an account, or change the one of this user name; asks for the password."""
    from dispatch.bootstrap import bootstrap
    from dispatch.governance.add_account import add_account as add

    # Asked for, and no option: everybody on the machine can read a command line.
    password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with plain_errors() as settings:
        allround = bootstrap(settings)
        try:
            added = add(allround.store, login=login, name=name, organisation_id=organisation, role=role,
                        worker_id=worker, password=password, passwords=allround.passwords,
                        new_id=allround.new_id)  # fmt: skip
        finally:
            allround.close()
    typer.echo(f"{added.name} can sign in as {added.login}.")


@account.command("off")
def close_account(login: Annotated[str, typer.Argument(help="The user name.")]) -> None:
    """Close an account: it is signed out everywhere and cannot sign in; `account add` opens it again."""
    from dispatch.bootstrap import bootstrap
    from dispatch.governance.close_account import close_account as close

    with plain_errors() as settings, closing(bootstrap(settings)) as allround:
        closed = close(allround.store, login)
    typer.echo(f"{closed.name} can no longer sign in as {closed.login}.")


@source.command("add")
def add_source(
    organisation: Annotated[str, typer.Argument(help="Id of the organisation whose sensors these are.")],
    kind: Annotated[str, typer.Option(help="the-things-stack")] = "the-things-stack",
) -> None:
    """Open a door for readings and print its token, once: only a hash of it is kept."""
    from dispatch.bootstrap import bootstrap
    from dispatch.intake.add_source import add_source as add

    with plain_errors() as settings:
        allround = bootstrap(settings)
        try:
            made = add(allround.store, organisation_id=organisation, kind=kind, new_id=allround.new_id,
                       token=allround.new_secret())  # fmt: skip
        finally:
            allround.close()
    typer.echo(f"Door {made.source.id}. Set the webhook's header to\n  Authorization: Bearer {made.token}")


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


@app.command()
def worker() -> None:
    """Do the background work of an installation on PostgreSQL, until stopped. On SQLite `allround serve` does it."""
    with plain_errors() as settings:
        if not settings.database_url.startswith("postgres"):
            raise ValueError(
                "A worker of its own needs PostgreSQL (ALLROUND_DATABASE_URL): SQLite takes one process, and there "
                "`allround serve` does the background work as well."
            )
        from dispatch.worker.run import run_worker

        run_worker(settings)
