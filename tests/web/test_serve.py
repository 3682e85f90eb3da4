"""Serving listens where it was told to, and a taken port is told in a sentence."""

import socket
from pathlib import Path

import pytest
from typer.testing import CliRunner

from web.cli import app
from web.serve import LOOPBACK, PortTaken, listening


def test_the_socket_listens_on_loopback_only() -> None:
    with listening(LOOPBACK, 0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_a_sentence_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} cannot be used .* choose another with --port"):
            listening(LOOPBACK, port).__enter__()


def test_the_serve_command_ends_with_status_2_when_the_port_is_taken(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        result = CliRunner(env={"ALLROUND_VAR": str(tmp_path)}).invoke(app, ["serve", "--port", port])
    assert result.exit_code == 2
    assert "choose another with --port" in result.output
