"""Restoring a backup: all of it or nothing."""

import gzip
import itertools
import os
import tarfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, delete, func, insert, select

from dispatch.adapters.database.archive import (
    FORM,
    MANIFEST,
    Manifest,
    file_part,
    fingerprint,
    from_lines,
    table_part,
)
from dispatch.adapters.database.backup import ROWS_AT_ONCE, Progress
from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.schema import version
from dispatch.adapters.database.tables import metadata
from dispatch.domain.errors import Refused

# What reading a damaged archive can raise; OSError covers BadGzipFile.
_DAMAGE = (OSError, EOFError, zlib.error, tarfile.TarError, ValueError, KeyError, TypeError, AttributeError)
_ALL = frozenset(table_part(table) for table in metadata.sorted_tables)


def restore(
    archive: Path, database: Database, *, replace: bool = False, files: Mapping[str, Path] | None = None,
    progress: Progress,
) -> Manifest:  # fmt: skip
    """In one transaction. `files` says where further files of the archive go, by name; others are left in it.

    Raises Refused, and leaves everything as it was, when the archive is damaged or of another version of the tables,
    or when the database has rows and `replace` was not said.
    """
    manifest = read_manifest(archive)
    further = {name: path for name, path in (files or {}).items() if file_part(name) in manifest.parts}
    try:
        with database.transaction() as connection:
            _check_target(connection, database, manifest, archive, replace=replace)
            with tarfile.open(archive, "r:gz") as opened:
                _fill(connection, opened, manifest, progress)
                for name, path in further.items():
                    _write_beside(opened, name, path)
        for path in further.values():
            _beside(path).replace(path)
    finally:
        for path in further.values():
            _beside(path).unlink(missing_ok=True)
    return manifest


def read_manifest(archive: Path) -> Manifest:
    """Reads the archive to its end and compares every part. Raises Refused unless all is whole."""
    if not archive.is_file():
        raise Refused(f"There is no backup at {archive}.")
    try:
        _read_to_the_end(archive)
        with tarfile.open(archive, "r:gz") as opened:
            manifest = Manifest.from_json(_part(opened, MANIFEST).read())
            whole = all(fingerprint(_part(opened, name)) == part for name, part in manifest.parts.items())
    except _DAMAGE as error:
        raise Refused(f"The backup {archive} is damaged or cut short; nothing was restored. Take another.") from error
    if not whole:
        raise Refused(f"The backup {archive} is damaged: not all parts are as they were written. Take another.")
    if manifest.form != FORM:
        raise Refused(f"The backup {archive} has form {manifest.form} and this program reads {FORM}.")
    return manifest


def _read_to_the_end(archive: Path) -> None:
    """The checksum of the whole comes last, and tarfile stops before it."""
    with gzip.open(archive) as packed:
        while packed.read(1 << 20):
            pass


def _check_target(
    connection: Connection, database: Database, manifest: Manifest, archive: Path, *, replace: bool
) -> None:
    found = version(connection)
    if manifest.tables_version != found or not manifest.parts.keys() >= _ALL:
        raise Refused(
            f"The backup {archive} was made with version {manifest.tables_version} of the tables and the database has "
            f"{found}. Restore it with the program it was made with, then run `allround migrate` with this one."
        )
    if replace:
        for table in reversed(metadata.sorted_tables):
            connection.execute(delete(table))
    for table in metadata.sorted_tables:
        if connection.scalar(select(func.count()).select_from(table)):
            raise Refused(
                f"The database {database.name} is not empty. Restore into an empty one, or say with --replace "
                "that everything in it is to be replaced."
            )


def _fill(connection: Connection, opened: tarfile.TarFile, manifest: Manifest, progress: Progress) -> None:
    for table in metadata.sorted_tables:
        total, done = manifest.parts[table_part(table)].rows, 0
        progress(table.name, done, total)
        rows = from_lines(iter(_part(opened, table_part(table))), table)
        while some := list(itertools.islice(rows, ROWS_AT_ONCE)):
            connection.execute(insert(table), some)
            done += len(some)
            progress(table.name, done, total)


def _write_beside(opened: tarfile.TarFile, name: str, path: Path) -> None:
    """Under another name until the rows are in: what can fail does so before the transaction ends."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(_beside(path), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(_part(opened, file_part(name)).read())


def _beside(path: Path) -> Path:
    return path.with_name(path.name + ".restoring")


def _part(opened: tarfile.TarFile, name: str) -> IO[bytes]:
    """Raises KeyError when it is not there."""
    part = opened.extractfile(name)
    if part is None:
        raise KeyError(name)
    return part
