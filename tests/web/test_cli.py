"""One program has all commands, and its help does not wait for what only some of them need."""

import subprocess
import sys

import pytest
from typer.testing import CliRunner

from web.cli import app


@pytest.mark.parametrize(
    "words",
    [
        (), ("serve",), ("migrate",), ("backup",), ("restore",), ("audit",), ("audit", "verify"), ("account", "add"),
        ("source", "add"), ("worker",),
    ],
)  # fmt: skip
def test_every_command_explains_itself(words: tuple[str, ...]) -> None:
    result = CliRunner().invoke(app, [*words, "--help"])
    assert result.exit_code == 0
    assert "Usage:" in result.output


def test_help_waits_for_neither_web_framework_nor_database() -> None:
    code = (
        "import sys; from typer.testing import CliRunner; from web.cli import app;"
        "assert CliRunner().invoke(app, ['serve', '--help']).exit_code == 0;"
        "slow = ('fastapi', 'starlette', 'uvicorn', 'sqlalchemy', 'numba', 'dbos');"
        "print([one for one in slow if one in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 (ours)
    assert told.stdout.strip() == "[]"


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    assert CliRunner().invoke(app, ["serve", "--port", port]).exit_code == 2
