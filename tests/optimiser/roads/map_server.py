"""A server on loopback that answers as Nominatim and Overpass do, and remembers what was asked."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .toy_map import CENTRE, KM, NODES, WAYS

# As Overpass words it: what OSMnx reads is the fifth line.
STATUS = """Connected as: 1
Current time: 2026-11-24T09:00:00Z
Announced endpoint: none
Rate limit: 2
2 slots available now.
"""


class MapServer:
    """What it answers, and every path that was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.places: dict[str, list[dict[str, Any]]] = {"Toytown": [outline()], "The Well": [point()]}
        self.streets: dict[str, Any] = {
            "osm3s": {"timestamp_osm_base": "2026-11-23T22:58:00Z"},
            "elements": elements(),
        }
        self.status = 200
        self.address = ""


@contextmanager
def map_server() -> Iterator[MapServer]:
    """Serves on a free port for as long as the block runs."""
    told = MapServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            told.asked.append(url.path)
            if url.path == "/api/status":
                self._send(STATUS.encode(), "text/plain")
            else:
                self._send(json.dumps(told.places.get(parse_qs(url.query)["q"][0], [])).encode())

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            told.asked.append(self.path)
            self._send(json.dumps(told.streets).encode())

        def _send(self, body: bytes, kind: str = "application/json") -> None:
            if told.status != 200:
                body, kind = b"<html>The server is busy.</html>", "text/html"
            self.send_response(told.status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    told.address = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def outline() -> dict[str, Any]:
    """A square round the whole toy map, as Nominatim gives one."""
    west, east, south, north = CENTRE[0] - 5 * KM, CENTRE[0] + 5 * KM, -5 * KM, 5 * KM
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return _found({"type": "Polygon", "coordinates": [ring]})


def point() -> dict[str, Any]:
    """A place that is a point on the map."""
    return _found({"type": "Point", "coordinates": list(CENTRE)})


def _found(shape: dict[str, Any]) -> dict[str, Any]:
    box = [str(-5 * KM), str(5 * KM), str(CENTRE[0] - 5 * KM), str(CENTRE[0] + 5 * KM)]
    where = {"lat": str(CENTRE[1]), "lon": str(CENTRE[0]), "boundingbox": box, "geojson": shape}
    return {"place_id": 1, "importance": 0.5, "display_name": "Toytown", **where}


def elements() -> list[dict[str, Any]]:
    """The toy map as Overpass answers: nodes, and ways with their tags."""
    ids = {name: number for number, name in enumerate(NODES, start=1)}
    nodes = [{"type": "node", "id": ids[name], "lon": lon, "lat": lat} for name, (lon, lat) in NODES.items()]
    ways = [
        {"type": "way", "id": number, "nodes": [ids[name] for name in along], "tags": dict(tags)}
        for number, (along, tags) in enumerate(WAYS, start=1)
    ]
    return [*nodes, *ways]
