"""What the operator's commands print with: names as they are, errors as a sentence, progress."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from dispatch.config import BadSetting, Settings, settings_from
from dispatch.domain.errors import DispatchError

REFUSED = 2


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
