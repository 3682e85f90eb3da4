"""The operator's commands: `allround serve`."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    add_completion=False, pretty_exceptions_enable=False, help="Allround: one working day, every service, one plan."
)


@app.callback()
def allround() -> None:
    """Allround: one working day, every service, one plan."""


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port on this machine's loopback address.")] = 8300,
    folder: Annotated[Path, typer.Option(help="The folder with the result to show.")] = Path("var/demo"),
) -> None:
    """Show the last result of `make demo` in a browser, to this machine only."""
    from web.serve import PortTaken  # brings the web framework, which `--help` need not wait for
    from web.serve import serve as serve_folder

    typer.echo(f"Serving {folder} on http://127.0.0.1:{port}/ (Ctrl-C to stop)")
    try:
        serve_folder(folder, port)
    except PortTaken as taken:
        typer.echo(str(taken), err=True)
        raise typer.Exit(2) from taken
