"""A backup of everything: all tables as they were at one moment, while others go on writing."""

import io
import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, Table, func, select

from dispatch.adapters.database.archive import (
    FORM,
    MANIFEST,
    Manifest,
    Part,
    file_part,
    fingerprint,
    table_part,
    to_line,
)
from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.schema import version
from dispatch.adapters.database.tables import metadata
from dispatch.domain.errors import Refused

# Table, rows done, rows in all.
Progress = Callable[[str, int, int], None]
ROWS_AT_ONCE = 1000


def backup(
    database: Database, out: Path, *, now: datetime, files: Mapping[str, Path] | None = None, progress: Progress
) -> Manifest:
    """Writes `out` (.tar.gz), and under its name only once it is whole; readable by its owner alone.

    `files` go along under their names (the head of the audit log); those that are not there are left out. They are read
    before the tables: seals noted meanwhile would otherwise be in the head and not in the tables, as if removed. Raises
    Refused where it cannot be written.
    """
    unfinished = out.with_name(out.name + ".part")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file, ExitStack() as copies:
            beside = {name: copies.enter_context(_copy(path)) for name, path in (files or {}).items() if path.exists()}
            with database.snapshot() as connection:
                manifest = _write(connection, file, now, beside, progress)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(out)
    except OSError as error:
        raise Refused(
            f"The backup could not be written to {out}: {error.strerror}. Nothing is there under that name that was "
            "not there before."
        ) from error
    finally:
        with suppress(OSError):
            unfinished.unlink()
    return manifest


def _write(
    connection: Connection, file: IO[bytes], now: datetime, beside: Mapping[str, IO[bytes]], progress: Progress
) -> Manifest:
    parts: dict[str, Part] = {}
    with tarfile.open(fileobj=file, mode="w:gz", compresslevel=6) as archive:
        for table in metadata.sorted_tables:
            with tempfile.TemporaryFile() as lines:
                _lines(connection, table, lines, progress)
                parts[table_part(table)] = _add(archive, table_part(table), lines, now)
        for name, copy in beside.items():
            parts[file_part(name)] = _add(archive, file_part(name), copy, now)
        manifest = Manifest(
            form=FORM, made_at=now.isoformat(), tables_version=version(connection) or "none", parts=parts
        )
        # The last, so that an archive with a manifest is an archive with everything.
        _add(archive, MANIFEST, io.BytesIO(manifest.to_json()), now)
    return manifest


@contextmanager
def _copy(path: Path) -> Iterator[IO[bytes]]:
    """As it is now, while others go on adding to it."""
    with tempfile.TemporaryFile() as copy:
        with path.open("rb") as original:
            shutil.copyfileobj(original, copy)
        yield copy


def _lines(connection: Connection, table: Table, lines: IO[bytes], progress: Progress) -> None:
    total = connection.scalar(select(func.count()).select_from(table)) or 0
    done = 0
    progress(table.name, done, total)
    everything = select(table).order_by(*table.primary_key)
    rows = connection.execute(everything, execution_options={"yield_per": ROWS_AT_ONCE})
    for some in rows.partitions():
        lines.writelines(to_line(row, table) for row in some)
        done += len(some)
        progress(table.name, done, total)


def _add(archive: tarfile.TarFile, name: str, content: IO[bytes], now: datetime) -> Part:
    content.seek(0)
    part = fingerprint(content)
    content.seek(0)
    about = tarfile.TarInfo(name)
    about.size, about.mtime, about.mode = part.bytes, int(now.timestamp()), 0o600
    archive.addfile(about, content)
    return part
