"""The operator's commands: migrate, back up, restore, audit, accounts, doors for sensors, roads, the worker."""

from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from dispatch.commands.console import bar, plain_errors, table_bar
from dispatch.commands.roads import roads

PROBLEMS = 1
HEAD = "audit-head.jsonl"  # its name within a backup

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
audit = typer.Typer(help="The sealed log of who did and saw what.", no_args_is_help=True)
account = typer.Typer(help="Accounts that people sign in with.", no_args_is_help=True)
source = typer.Typer(help="Doors that sensors' readings come in by.", no_args_is_help=True)
app.add_typer(audit, name="audit")
app.add_typer(account, name="account")
app.add_typer(source, name="source")
app.add_typer(roads, name="roads")


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
