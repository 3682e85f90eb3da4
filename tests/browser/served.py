"""Serves an application on loopback while a test looks at its pages."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn

if TYPE_CHECKING:
    from starlette.types import ASGIApp

PATIENCE_S = 5  # for answers under way at the end; one that takes longer is cut off


class NotServed(Exception):
    """The application ended before it served anything; the cause is attached or in the log."""


class _ReadyServer(uvicorn.Server):
    """Tells when it has started, or that it never will."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.settled = threading.Event()
        self.failure: BaseException | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.settled.set()

    def run_until_told(self, listener: socket.socket) -> None:
        """For the thread: a failure is kept for whoever waits."""
        try:
            self.run(sockets=[listener])
        except BaseException as error:
            self.failure = error
        finally:
            self.settled.set()


@contextmanager
def serve_app(app: "ASGIApp") -> Iterator[str]:
    """Yields the address, such as `http://127.0.0.1:41234`, with the application started; stops it at the end.

    Runs in a thread of its own with its own event loop. Raises NotServed when the application does not start.
    """
    config = uvicorn.Config(
        app, log_level="warning", ws="none", lifespan="auto", timeout_graceful_shutdown=PATIENCE_S, server_header=False
    )
    server = _ReadyServer(config)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run_until_told, args=(listener,), name="served app")
        thread.start()
        try:
            server.settled.wait()
            if not server.started:
                raise NotServed("The application did not start; see the log above.") from server.failure
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()
