"""Runs the pages, and beside them the background work where the database takes one process only."""

import contextlib
import os
import signal
import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import uvicorn
from starlette.types import ASGIApp

from dispatch.adapters.map_tiles import TileArchive, open_tiles, tiles_for
from dispatch.bootstrap import Allround, bootstrap
from dispatch.config import Settings
from dispatch.domain.actor import system
from dispatch.worker.background import Background
from dispatch.worker.options import worker_options
from web.app import OWN_NAMES, create_app

LOOPBACK = "127.0.0.1"
LONGEST_REQUEST_HEAD = 32_768  # bytes
AT_ONCE = 200
HEALTH = system("health")


class PortTaken(Exception):
    """Another program listens there already, or this user may not."""


def serve(
    settings: Settings, port: int, say: Callable[[str], None], *, host: str = LOOPBACK, doors_only: bool = False
) -> None:
    """Serves until Ctrl-C or SIGTERM. Raises PortTaken, Refused (the database), MapTilesError or RoadsError (the map).

    `doors_only`: takes in signals and reports and shows pages, and leaves triage, planning and sealing to a worker, or
    to the next start.
    """
    os.umask(0o077)  # whatever is written from here on is for this account alone
    # A container stops with SIGTERM; uvicorn takes it over as soon as it runs.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with listening(host, port) as listener, running(settings, doors_only=doors_only) as (allround, background):
        app = create_app(
            allround,
            wake=background.wake if background else lambda: None,
            ready=lambda: readiness(allround, background),
            tiles=tiles_of(settings.map_file, settings.tiles_cache, say),
            hosts=(*OWN_NAMES, settings.public_host) if settings.public_host else OWN_NAMES,
        )
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(server_config(app, settings)).run(sockets=[listener])


def server_config(app: ASGIApp, settings: Settings) -> uvicorn.Config:
    """Who asks is whoever connects, unless that is the trusted proxy: then it is whom the proxy names."""
    return uvicorn.Config(
        app,
        log_level="warning",
        server_header=False,
        # Without a proxy in front anybody could say in a header that they are somebody else.
        proxy_headers=bool(settings.trusted_proxy),
        forwarded_allow_ips=settings.trusted_proxy,
        h11_max_incomplete_event_size=LONGEST_REQUEST_HEAD,
        limit_concurrency=AT_ONCE,
        timeout_graceful_shutdown=10,
    )


@contextlib.contextmanager
def running(settings: Settings, *, doors_only: bool) -> Iterator[tuple[Allround, Background | None]]:
    """The wired-up installation, and its background work where this process does it."""
    allround = bootstrap(settings)
    try:
        if doors_only or settings.database_url.startswith("postgres"):
            yield allround, None
            return
        background = Background(allround, worker_options(settings))
        background.start()
        try:
            yield allround, background
        finally:
            background.stop()
    finally:
        allround.close()


def readiness(allround: Allround, background: Background | None) -> dict[str, str]:
    """A word for the database and for the background work; anything but ok says what is wrong."""
    try:
        with allround.store.reading(HEALTH) as work:
            work.settings.organisations()
        database = "ok"
    except Exception as error:  # whatever it is, this door has to say so rather than fail
        database = f"cannot be read ({type(error).__name__})"
    return {"database": database, "background": background.healthy() if background else "ok"}


def tiles_of(map_file: Path | None, cache: Path, say: Callable[[str], None]) -> TileArchive | None:
    """The map's tiles, made the first time; None without a map, or with one that knows streets as a graph alone."""
    if map_file is None:
        return None
    if map_file.suffix.lower() == ".graphml":
        say(f"{map_file.name} has no land or water to draw: pages do without a map. Give an .osm.pbf file for one.")
        return None
    return open_tiles(tiles_for(map_file, cache, say))


@contextlib.contextmanager
def listening(host: str, port: int) -> Iterator[socket.socket]:
    """A socket bound to `port`. Raises PortTaken."""
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen()  # binding alone lets two share a port that nobody listens on yet
    except OSError as error:
        listener.close()
        raise PortTaken(f"Port {port} cannot be used ({error.strerror}); choose another with --port.") from error
    with listener:
        yield listener
