"""Serving listens where it was told to, and a taken port is told in a sentence."""

import asyncio
import socket
from pathlib import Path

import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send
from typer.testing import CliRunner

from dispatch.config import Settings
from tests.web.knocker import Knocker
from web.cli import app
from web.serve import LOOPBACK, PortTaken, listening, server_config, tiles_of


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


async def who_asks(scope: Scope, receive: Receive, send: Send) -> None:
    request = Request(scope)
    asks = request.client.host if request.client else "nobody"
    await PlainTextResponse(f"{asks} for {request.url.hostname}")(scope, receive, send)


@pytest.mark.parametrize(
    ("trusted", "connects", "said", "believed"),
    [
        ("", "127.0.0.1", "203.0.113.9", "127.0.0.1"),
        ("172.18.0.0/16", "172.18.0.1", "203.0.113.9", "203.0.113.9"),
        # Whatever somebody wrote there themselves stands before what the proxy adds.
        ("172.18.0.1", "172.18.0.1", "10.9.9.9, 203.0.113.9", "203.0.113.9"),
        ("172.18.0.1", "203.0.113.9", "10.9.9.9", "203.0.113.9"),
        ("172.18.0.1", "127.0.0.1", "10.9.9.9", "127.0.0.1"),
    ],
)
def test_only_the_trusted_proxy_may_say_who_asks(trusted: str, connects: str, said: str, believed: str) -> None:
    config = server_config(who_asks, Settings(trusted_proxy=trusted))
    config.load()
    with asyncio.Runner() as runner:
        door = Knocker(config.loaded_app, runner, from_address=connects)
        answer = door.get("/", x_forwarded_for=said, x_forwarded_host="elsewhere.example")
    assert answer.text == f"{believed} for 127.0.0.1"


def test_a_street_graph_has_no_tiles_and_that_is_said(tmp_path: Path) -> None:
    said: list[str] = []
    assert tiles_of(None, tmp_path, said.append) is None
    assert said == []
    assert tiles_of(tmp_path / "town.graphml", tmp_path, said.append) is None
    assert "Give an .osm.pbf file for one" in said[0]
