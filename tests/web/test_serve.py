"""Serving is for this machine only, and a taken port is told in a sentence."""

import socket

import pytest
from typer.testing import CliRunner

from web.cli import app
from web.serve import PortTaken, loopback_socket


def test_the_socket_listens_on_loopback_only() -> None:
    with loopback_socket(0) as listener:
        assert listener.getsockname()[0] == "127.0.0.1"


def test_a_port_in_use_is_a_sentence_with_a_remedy() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"Port {port} cannot be used .* choose another with --port"):
            loopback_socket(port)


def test_the_serve_command_ends_with_status_2_when_the_port_is_taken() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        result = CliRunner().invoke(app, ["serve", "--port", str(other.getsockname()[1])])
    assert result.exit_code == 2
    assert "choose another with --port" in result.output
