"""The operator's commands say in a sentence what they did or why not, and never show a password."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from dispatch.adapters.audit_head import AuditHeadFile
from dispatch.adapters.clocks import system_clock
from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
from dispatch.cli import app
from dispatch.domain.actor import system
from dispatch.domain.organisation import Organisation
from dispatch.governance.sealer import seal
from dispatch.intake.source_token import hash_of_token

SET_UP = system("set up")
PASSWORD = "a long walk by the canal"  # noqa: S105 (of nobody)
PRIYA = ("account", "add", "priya", "--name", "Priya Shah", "--organisation", "council", "--role", "scheduler")


@pytest.fixture
def var(tmp_path: Path) -> Path:
    """Of an installation with one organisation and three entries in its sealed audit log."""
    folder = tmp_path / "var"
    with closing(open_database("", var=folder)) as database:
        store = SqlStore(database, system_clock)
        with store.begin(SET_UP) as work:
            work.settings.put("council", [Organisation(id="council", name="Northgate Council")])
            for number in range(3):
                work.audit.write("set up", f"thing {number}", organisation_id="council")
        seal(store, AuditHeadFile(folder / "audit" / "head.jsonl"), system_clock())
    return folder


def run(var: Path, *words: str, typed: str = "", **environ: str) -> Result:
    return CliRunner().invoke(app, list(words), input=typed, env={"ALLROUND_VAR": str(var), **environ})


def twice(password: str) -> str:
    return f"{password}\n{password}\n"


def test_migrate_makes_the_tables_and_is_harmless_when_they_are_there(tmp_path: Path) -> None:
    for _ in range(2):
        assert run(tmp_path / "new", "migrate").exit_code == 0
    with closing(open_database("", var=tmp_path / "new")):
        pass


def test_a_database_in_use_is_told_rather_than_shared(var: Path) -> None:
    with closing(open_database("", var=var)):
        for words in (("migrate",), ("source", "add", "council"), ("restore", "any.tar.gz")):
            result = run(var, *words)
            assert result.exit_code == 2, words
            assert "another process" in result.output.lower() or "in use" in result.output.lower(), result.output
            assert "Traceback" not in result.output


def test_a_backup_is_made_beside_the_running_service_and_restores_into_an_empty_one(var: Path, tmp_path: Path) -> None:
    archive = tmp_path / "night.tar.gz"
    with closing(open_database("", var=var)):
        made = run(var, "backup", str(archive))
    assert made.exit_code == 0, made.output
    assert f"Wrote {archive}" in made.output.replace("\n", "")
    elsewhere = tmp_path / "elsewhere"
    restored = run(elsewhere, "restore", str(archive))
    assert restored.exit_code == 0, restored.output
    verified = run(elsewhere, "audit", "verify")
    assert (verified.exit_code, "3 entries, 1 seals" in verified.output) == (0, True), verified.output
    assert (elsewhere / "audit" / "head.jsonl").read_text() == (var / "audit" / "head.jsonl").read_text()


def test_a_backup_of_nothing_or_to_nowhere_is_refused(var: Path, tmp_path: Path) -> None:
    assert "no database at" in run(tmp_path / "none", "backup", str(tmp_path / "a.tar.gz")).output
    (tmp_path / "a file").touch()
    result = run(var, "backup", str(tmp_path / "a file" / "night.tar.gz"))
    assert (result.exit_code, "could not be written" in result.output) == (2, True), result.output


def test_a_full_database_is_restored_over_only_when_that_is_said(var: Path, tmp_path: Path) -> None:
    archive = tmp_path / "night.tar.gz"
    run(var, "backup", str(archive))
    refused = run(var, "restore", str(archive))
    assert (refused.exit_code, "is not empty" in refused.output) == (2, True)
    assert run(var, "restore", str(archive), "--replace").exit_code == 0


def test_a_damaged_archive_is_refused_and_changes_nothing(var: Path, tmp_path: Path) -> None:
    archive = tmp_path / "night.tar.gz"
    run(var, "backup", str(archive))
    content = archive.read_bytes()
    archive.write_bytes(content[: len(content) // 2])
    for given in (archive, tmp_path / "not there.tar.gz", tmp_path):
        result = run(var, "restore", str(given), "--replace")
        assert result.exit_code == 2, given
        assert "Traceback" not in result.output
    assert run(var, "audit", "verify").exit_code == 0


def test_an_audit_log_that_nobody_touched_is_said_to_be_whole_also_while_the_service_runs(var: Path) -> None:
    with closing(open_database("", var=var)):
        result = run(var, "audit", "verify")
    assert result.exit_code == 0, result.output
    assert "3 entries, 1 seals, 0 entries not sealed yet" in result.output
    assert "Nothing was changed." in result.output


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit_entry SET subject = 'thing 9' WHERE number = 2",
        "DELETE FROM audit_entry WHERE number = 2",
        "DELETE FROM audit_seal",
    ],
)
def test_a_log_that_was_tampered_with_is_told_and_ends_with_status_1(var: Path, tampering: str) -> None:
    with closing(sqlite3.connect(var / "allround.db")) as connection, connection:
        connection.execute(tampering)
    result = run(var, "audit", "verify")
    assert result.exit_code == 1
    assert "PROBLEM: " in result.output
    assert "Nothing was changed." not in result.output


def test_an_account_is_added_with_a_password_that_is_asked_for_and_never_shown(var: Path) -> None:
    result = run(var, *PRIYA, typed=twice(PASSWORD))
    assert result.exit_code == 0, result.output
    assert "Priya Shah can sign in as priya." in result.output
    assert PASSWORD not in result.output
    with closing(open_database("", var=var)) as database, SqlStore(database, system_clock).begin(SET_UP) as work:
        account = work.accounts.by_login("priya")
    assert account is not None
    assert account.password_hash.startswith("$argon2id$")


def test_an_account_is_closed_by_its_user_name_and_opened_again_by_adding_it(var: Path) -> None:
    run(var, *PRIYA, typed=twice(PASSWORD))
    for _ in range(2):
        closed = run(var, "account", "off", "Priya")
        assert (closed.exit_code, "Priya Shah can no longer sign in as priya." in closed.output) == (0, True)
    assert not active(var, "priya")
    run(var, *PRIYA, typed=twice(PASSWORD))
    assert active(var, "priya")


def test_closing_an_account_that_is_none_is_refused(var: Path) -> None:
    result = run(var, "account", "off", "nobody")
    assert (result.exit_code, "There is no account with this user name." in result.output) == (2, True)


def active(var: Path, login: str) -> bool:
    with closing(open_database("", var=var)) as database, SqlStore(database, system_clock).begin(SET_UP) as work:
        account = work.accounts.by_login(login)
    assert account is not None
    return account.active


def test_a_password_cannot_be_put_on_the_command_line(var: Path) -> None:
    result = run(var, *PRIYA, "--password", PASSWORD)
    assert result.exit_code == 2
    assert "No such option" in result.output
    assert "--password" not in run(var, "account", "add", "--help").output


def test_every_complaint_about_an_account_is_told_at_once(var: Path) -> None:
    words = ("account", "add", "pri ya", "--name", "P", "--organisation", "nowhere", "--role", "king")
    result = run(var, *words, typed=twice("short"))
    assert result.exit_code == 2
    for complaint in ("a space in it", "no organisation 'nowhere'", "there are council", "no role 'king'", "too short"):
        assert complaint in result.output.replace("\n", " ")
    assert "short\n" not in result.output.replace("too short", "")


def test_two_passwords_that_differ_are_asked_for_again(var: Path) -> None:
    result = run(var, *PRIYA, typed=f"{PASSWORD}\n{PASSWORD}x\n{twice(PASSWORD)}")
    assert result.exit_code == 0
    assert "do not match" in result.output


def test_a_door_for_sensors_prints_its_token_once_and_keeps_only_its_hash(var: Path) -> None:
    result = run(var, "source", "add", "council")
    assert result.exit_code == 0, result.output
    token = result.output.split("Bearer ")[1].strip()
    with closing(open_database("", var=var)) as database, SqlStore(database, system_clock).begin(SET_UP) as work:
        found = work.settings.source_by_token("the-things-stack", hash_of_token(token))
    assert found is not None
    assert token.encode() not in b"".join(path.read_bytes() for path in var.rglob("*") if path.is_file())


def test_a_door_of_nobody_or_of_an_unknown_kind_is_refused(var: Path) -> None:
    result = run(var, "source", "add", "nowhere", "--kind", "pigeon")
    assert result.exit_code == 2
    assert "no organisation 'nowhere'" in result.output
    assert "no door of kind 'pigeon'" in result.output


def test_a_worker_of_its_own_is_refused_on_sqlite(var: Path) -> None:
    result = run(var, "worker")
    assert result.exit_code == 2
    assert "needs PostgreSQL (ALLROUND_DATABASE_URL)" in result.output


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALLROUND_ZONE", "Middle/Earth"), ("ALLROUND_ITERATIONS", "many"), ("ALLROUND_CHILDREN", "0"),
        ("ALLROUND_DATABASE_URL", "mysql://root:hush@host/name"), ("ALLROUND_DATABASE_URL", "::::hush"),
    ],
)  # fmt: skip
def test_a_bad_setting_is_one_sentence_without_secrets(var: Path, name: str, value: str) -> None:
    result = run(var, "audit", "verify", **{name: value})
    assert result.exit_code == 2
    assert len(result.output.strip().splitlines()) == 1
    assert "hush" not in result.output
    assert "Traceback" not in result.output


def test_help_starts_without_database_engine_or_web_framework() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from dispatch.cli import app;"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0;"
        "print([one for one in ('sqlalchemy', 'numba', 'dbos', 'fastapi', 'numpy') if one in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 (ours)
    assert told.stdout.strip() == "[]"
