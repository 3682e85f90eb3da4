"""A backup of either database restores into either, whole or not at all."""

import gzip
import io
import json
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, select, text

from dispatch.adapters.database.archive import MANIFEST
from dispatch.adapters.database.backup import backup
from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.restore import read_manifest, restore
from dispatch.adapters.database.store import SqlStore
from dispatch.adapters.database.tables import metadata
from dispatch.domain.errors import Refused
from dispatch.domain.organisation import Organisation
from tests.databases import BOTH, SetClock, empty
from tests.dispatch.adapters.database.small_world import AT_SIX, PROGRAM, message, reading, record, sensed


def silent(table: str, done: int, total: int) -> None:
    """Nobody is watching."""


def fill(database: Database) -> None:
    """A message with awkward bytes, its signals, a job, a name with an apostrophe and an audit entry."""
    with SqlStore(database, SetClock()).begin(PROGRAM) as work:
        work.messages.add(message(), [reading("s1"), reading("s2")])
        work.messages.mark_triaged(["s1"], AT_SIX)
        work.jobs.add(record(sensed("J1", "s1", "s2")))
        work.settings.put("council", [Organisation(id="council", name="Cyngor Tŷ'r Bont ✓")])
        work.audit.write("take in a signal", "message m1", organisation_id="council", fact="what was received")


def rows(connection: Connection) -> dict[str, list[object]]:
    """Everything there is, by table."""
    return {table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
            for table in metadata.sorted_tables}  # fmt: skip


def everything(database: Database) -> dict[str, list[object]]:
    with database.snapshot() as connection:
        return rows(connection)


@pytest.fixture(params=BOTH)
def target(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Another SQLite file, or PostgreSQL emptied."""
    if request.param == "sqlite":
        with closing(open_database("", var=tmp_path / "target")) as database:
            yield database
    else:
        database = request.getfixturevalue("postgresql")
        yield database
        empty(database)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """A backup of a SQLite database with something in it."""
    with closing(open_database("", var=tmp_path / "source")) as database:
        fill(database)
        backup(database, tmp_path / "backup.tar.gz", now=AT_SIX, progress=silent)
    return tmp_path / "backup.tar.gz"


def test_a_backup_restores_into_either_database(database: Database, target: Database, tmp_path: Path) -> None:
    out = tmp_path / "backup.tar.gz"
    fill(database)
    before = everything(database)
    made = backup(database, out, now=AT_SIX, progress=silent)
    if target is database:
        empty(database)
    assert restore(out, target, progress=silent) == made
    assert everything(target) == before
    assert before["signal"], before["job"]


def test_a_backup_counts_its_rows_and_tells_how_far_it_is(archive: Path, target: Database) -> None:
    told: list[tuple[str, int, int]] = []
    manifest = restore(archive, target, progress=lambda *step: told.append(step))
    assert manifest.parts["tables/signal.jsonl"].rows == 2
    assert manifest.made_at == "2026-11-23T06:00:00+00:00"
    assert ("signal", 0, 2) in told
    assert ("signal", 2, 2) in told
    assert {name for name, _, _ in told} == set(metadata.tables)


def test_further_files_go_along_and_come_back(tmp_path: Path) -> None:
    head, missing = tmp_path / "audit.head", tmp_path / "missing"
    head.write_bytes(b"seal 7\n")
    with closing(open_database("", var=tmp_path / "source")) as database:
        files = {"audit.head": head, "other": missing}
        backup(database, tmp_path / "b.tar.gz", now=AT_SIX, files=files, progress=silent)
    with closing(open_database("", var=tmp_path / "target")) as database:
        back = {"audit.head": tmp_path / "new" / "audit.head", "other": tmp_path / "new" / "other"}
        restore(tmp_path / "b.tar.gz", database, files=back, progress=silent)
    assert (tmp_path / "new" / "audit.head").read_bytes() == b"seal 7\n"
    assert [each.name for each in (tmp_path / "new").iterdir()] == ["audit.head"]


def test_what_is_noted_beside_the_database_while_its_tables_are_copied_is_not_in_the_backup(tmp_path: Path) -> None:
    head = tmp_path / "audit.head"
    head.write_bytes(b"seal 7\n")

    def seal_meanwhile(table: str, done: int, total: int) -> None:
        head.write_bytes(b"seal 7\nseal 8\n")

    with closing(open_database("", var=tmp_path / "source")) as database:
        backup(database, tmp_path / "b.tar.gz", now=AT_SIX, files={"audit.head": head}, progress=seal_meanwhile)
    with closing(open_database("", var=tmp_path / "target")) as database:
        restore(tmp_path / "b.tar.gz", database, files={"audit.head": tmp_path / "back"}, progress=silent)
    assert (tmp_path / "back").read_bytes() == b"seal 7\n"


def test_a_database_with_rows_is_not_overwritten_unless_told(archive: Path, target: Database) -> None:
    restore(archive, target, progress=silent)
    with SqlStore(target, SetClock()).begin(PROGRAM) as work:
        work.messages.add(message("m9", key="k9"), [])
    before = everything(target)
    with pytest.raises(Refused, match="not empty"):
        restore(archive, target, progress=silent)
    assert everything(target) == before
    restore(archive, target, replace=True, progress=silent)
    assert len(everything(target)["message"]) == 1


@pytest.mark.parametrize("kept", [0, 1, 100, 1000, -1, -20])
def test_an_archive_cut_short_anywhere_restores_nothing(archive: Path, tmp_path: Path, kept: int) -> None:
    archive.write_bytes(archive.read_bytes()[:kept])
    with closing(open_database("", var=tmp_path / "target")) as database:
        with pytest.raises(Refused, match="damaged"):
            restore(archive, database, replace=True, progress=silent)
        assert not any(everything(database).values())


def test_an_archive_with_any_byte_changed_restores_nothing(archive: Path) -> None:
    whole = archive.read_bytes()
    for at in range(64, len(whole), len(whole) // 40):
        archive.write_bytes(whole[:at] + bytes([whole[at] ^ 0xFF]) + whole[at + 1 :])
        with pytest.raises(Refused, match="damaged"):
            read_manifest(archive)


def test_an_archive_somebody_edited_restores_nothing(archive: Path) -> None:
    edit(archive, "tables/job.jsonl", lambda content: content.replace(b"open", b"done"))
    with pytest.raises(Refused, match="not all parts are as they were written"):
        read_manifest(archive)


def test_a_backup_of_another_version_of_the_tables_is_refused(archive: Path, target: Database) -> None:
    def older(content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {"tables_version": "0000"}).encode()

    edit(archive, MANIFEST, older)
    with pytest.raises(Refused, match="version 0000 of the tables"):
        restore(archive, target, replace=True, progress=silent)


def test_a_backup_that_fails_leaves_the_one_before(tmp_path: Path) -> None:
    out = tmp_path / "backup.tar.gz"
    out.write_bytes(b"yesterday's")

    def stop(table: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with closing(open_database("", var=tmp_path / "source")) as database, pytest.raises(KeyboardInterrupt):
        backup(database, out, now=AT_SIX, progress=stop)
    assert out.read_bytes() == b"yesterday's"
    assert not list(tmp_path.glob("*.part"))


def test_a_restore_that_is_stopped_leaves_the_database_as_it_was(archive: Path, target: Database) -> None:
    def stop(table: str, done: int, total: int) -> None:
        if table == "signal" and done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(archive, target, progress=stop)
    assert not any(everything(target).values())


def test_a_backup_is_for_its_owners_eyes(archive: Path) -> None:
    assert archive.stat().st_mode & 0o077 == 0


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    out = tmp_path / "file" / "backup.tar.gz"
    with (
        closing(open_database("", var=tmp_path / "source")) as database,
        pytest.raises(Refused, match="be written"),
    ):
        backup(database, out, now=AT_SIX, progress=silent)
    with pytest.raises(Refused, match="no backup at"):
        read_manifest(tmp_path / "missing.tar.gz")


def edit(archive: Path, name: str, change: object) -> None:
    """Writes the archive anew with one part changed."""
    assert callable(change)
    with tarfile.open(archive) as old:
        parts = [(each.name, each_file.read()) for each in old if (each_file := old.extractfile(each))]
    assert name in dict(parts)
    with gzip.open(archive, "wb") as file, tarfile.open(fileobj=file, mode="w") as new:
        for each, content in parts:
            about = tarfile.TarInfo(each)
            changed = change(content) if each == name else content
            about.size = len(changed)
            new.addfile(about, io.BytesIO(changed))


def test_the_schema_is_no_part_of_it(archive: Path, target: Database) -> None:
    restore(archive, target, progress=silent)
    with target.snapshot() as connection:
        assert connection.scalar(text("SELECT count(*) FROM alembic_version")) == 1
