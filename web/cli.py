"""The operator's commands: those of dispatch, and `allround serve`."""

from typing import Annotated

import typer

from dispatch.cli import app as operators
from dispatch.commands.console import plain_errors

REFUSED = 2

app = typer.Typer(
    add_completion=False,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    help="Allround: one working day, every service, one plan. Settings come from ALLROUND_... variables (see README).",
)
app.add_typer(operators)


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Where to listen.")] = 8300,
    host: Annotated[str, typer.Option(help="Which address to listen at; 0.0.0.0 only behind a proxy.")] = "127.0.0.1",
    doors_only: Annotated[
        bool, typer.Option("--doors-only", help="Take in and show, and leave triage and planning to a later start.")
    ] = False,
) -> None:
    """Serve the pages and the machine API, and on SQLite do the background work as well, until Ctrl-C."""
    from web.serve import PortTaken  # brings the web framework, which `--help` need not wait for
    from web.serve import serve as serve_pages

    with plain_errors() as settings:
        typer.echo(f"Serving on http://{host}:{port}/ (Ctrl-C to stop)")
        try:
            serve_pages(settings, port, typer.echo, host=host, doors_only=doors_only)
        except PortTaken as taken:
            typer.echo(str(taken), err=True)
            raise typer.Exit(REFUSED) from taken
