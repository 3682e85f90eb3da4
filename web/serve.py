"""Runs the pages on loopback, where nobody but this machine can ask for them."""

import contextlib
import socket
from pathlib import Path

import uvicorn

from web.app import create_app

HOST = "127.0.0.1"


class PortTaken(Exception):
    """Another program listens there already, or this user may not."""


def serve(folder: Path, port: int) -> None:
    """Serves the result in `folder` until Ctrl-C, which is its ordinary end. Raises PortTaken."""
    config = uvicorn.Config(create_app(folder), log_level="warning", server_header=False)
    with loopback_socket(port) as listener, contextlib.suppress(KeyboardInterrupt):
        uvicorn.Server(config).run(sockets=[listener])


def loopback_socket(port: int) -> socket.socket:
    """A socket bound to `port` on loopback only. Raises PortTaken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
        listener.listen()  # binding alone lets two share a port that nobody listens on yet
    except OSError as error:
        listener.close()
        raise PortTaken(f"Port {port} cannot be used ({error.strerror}); choose another with --port.") from error
    return listener
