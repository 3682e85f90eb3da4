"""A server on loopback that answers as Nominatim and Overpass do, and remembers what was asked."""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from .toy_map import CENTRE, KM, NODES, WAYS, Nodes, Turns, Ways

# As Overpass words it: what OSMnx reads is the fifth line.
SLOTS = """Connected as: 1
Current time: 2026-11-24T09:00:00Z
Announced endpoint: none
Rate limit: 2
2 slots available now.
"""
NO_SLOTS = """Connected as: 1
Current time: 2026-11-24T09:00:00Z
Announced endpoint: none
Rate limit: 0
Currently running queries (pid, space limit, time limit, start time):
"""


class MapServer:
    """What it answers, every path that was asked for, and every question to Overpass.

    Restrictions are of the same moment as the streets where they do not say otherwise; bytes are sent as they are.
    Each question is turned away `busy` times with `busy_status` before it is answered.
    """

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.questions: list[str] = []
        self.places: dict[str, list[dict[str, Any]] | dict[str, Any]] = {"Toytown": [outline()], "The Well": [point()]}
        self.streets: dict[str, Any] = {
            "osm3s": {"timestamp_osm_base": "2026-11-23T22:58:00Z"},
            "elements": elements(),
        }
        self.turns: dict[str, Any] | bytes = {"elements": []}
        self.turns_status = 200
        self.status = 200
        self.slots = SLOTS
        self.busy = 0
        self.busy_status = 429
        self.turned_away = 0
        self.address = ""

    def turns_away(self) -> bool:
        self.turned_away = self.turned_away + 1 if self.turned_away < self.busy else 0
        return self.turned_away > 0


@contextmanager
def map_server() -> Iterator[MapServer]:
    """Serves on a free port for as long as the block runs."""
    told = MapServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            url = urlsplit(self.path)
            told.asked.append(url.path)
            if url.path == "/api/status":
                self._send(told.slots.encode(), "text/plain")
            elif told.turns_away():
                self._send(b"", status=told.busy_status)
            else:
                self._send(json.dumps(told.places.get(parse_qs(url.query)["q"][0], [])).encode())

        def do_POST(self) -> None:
            question = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["data"][0]
            told.asked.append(self.path)
            told.questions.append(question)
            if told.turns_away():
                self._send(b"", status=told.busy_status)
            elif "relation" not in question:
                self._send(json.dumps(told.streets).encode())
            elif isinstance(told.turns, bytes):
                self._send(told.turns, status=told.turns_status)
            else:
                about = {"osm3s": told.streets["osm3s"]} if "osm3s" in told.streets else {}
                self._send(json.dumps(about | told.turns).encode(), status=told.turns_status)

        def _send(self, body: bytes, kind: str = "application/json", status: int = 200) -> None:
            if told.status != 200:
                body, kind, status = b"<html>The server is busy.</html>", "text/html", told.status
            self.send_response(status)
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


def outline(corners: Iterable[tuple[float, float]] = ((-5, -5), (5, -5), (5, 5), (-5, 5))) -> dict[str, Any]:
    """As Nominatim gives one, of corners in kilometres east and north of the centre: a square round the whole map."""
    ring = [[CENTRE[0] + east * KM, CENTRE[1] + north * KM] for east, north in corners]
    return _found({"type": "Polygon", "coordinates": [[*ring, ring[0]]]})


def point() -> dict[str, Any]:
    """A place that is a point on the map."""
    return _found({"type": "Point", "coordinates": list(CENTRE)})


def _found(shape: dict[str, Any]) -> dict[str, Any]:
    box = [str(-5 * KM), str(5 * KM), str(CENTRE[0] - 5 * KM), str(CENTRE[0] + 5 * KM)]
    where = {"lat": str(CENTRE[1]), "lon": str(CENTRE[0]), "boundingbox": box, "geojson": shape}
    return {"place_id": 1, "importance": 0.5, "display_name": "Toytown", **where}


def elements(nodes: Nodes = NODES, ways: Ways = WAYS) -> list[dict[str, Any]]:
    """A map (the toy map) as Overpass answers: nodes, and ways with their tags."""
    ids = {name: number for number, name in enumerate(nodes, start=1)}
    points = [{"type": "node", "id": ids[name], "lon": lon, "lat": lat} for name, (lon, lat) in nodes.items()]
    streets = [
        {"type": "way", "id": number, "nodes": [ids[name] for name in along], "tags": dict(tags)}
        for number, (along, tags) in enumerate(ways, start=1)
    ]
    return [*points, *streets]


def relations(nodes: Nodes, ways: Ways, turns: Turns) -> list[dict[str, Any]]:
    """Restrictions on that map as Overpass answers, numbered from 1; a member that is not on the map is way 999."""
    ids: dict[str, tuple[str, int]] = {along: ("way", number) for number, (along, _) in enumerate(ways, start=1)}
    ids |= {name: ("node", number) for number, name in enumerate(nodes, start=1)}
    found = []
    for number, (tags, members) in enumerate(turns, start=1):
        of = [(role, *ids.get(what, ("way", 999))) for role, what in members]
        whole = [{"type": kind, "ref": ref, "role": role} for role, kind, ref in of]
        found.append({"type": "relation", "id": number, "members": whole, "tags": {"type": "restriction", **tags}})
    return found
