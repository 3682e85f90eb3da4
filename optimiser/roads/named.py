"""The streets of a named place, fetched from OpenStreetMap's servers by OSMnx and kept as a map file.

This alone of all roads needs a network, and only when it is asked to.
"""

import re
import socket
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import osmium

from optimiser.roads.access import ACCESS_KEYS, CONTRAFLOW_KEYS, LANE_ONE_WAY_KEYS, LIMITS_UNLESS, ONE_WAY_KEYS
from optimiser.roads.errors import PlaceNotFound, ServerRefuses
from optimiser.roads.say import Say
from optimiser.roads.size import HEIGHTS, LENGTHS, OWN_LIMITS, WEIGHTS, WIDTHS

# What access, directions and speeds are told by; OSMnx keeps no other tags.
TAGS = (
    *("highway", "service", "area", "junction", "oneway", "maxspeed", "maxspeed:type", "motorroad", "name"),
    *ACCESS_KEYS,
    *(*HEIGHTS, *WIDTHS, *LENGTHS, *WEIGHTS, *(f"{key}:{who}" for key in OWN_LIMITS for who in ("goods", "hgv"))),
    *LIMITS_UNLESS,
    *(*sorted({key for keys in ONE_WAY_KEYS.values() for key in keys}), *CONTRAFLOW_KEYS, *LANE_ONE_WAY_KEYS),
)
# And of nodes: what stands on the way, and whom it lets through.
NODE_TAGS = (
    *("highway", "barrier", "locked", "crossing", "crossing:signals", "traffic_signals", *HEIGHTS, *WIDTHS),
    *("access", "vehicle", "motor_vehicle", "motorcar", "goods", "hgv", "bicycle", "foot"),
)
ANY_STREET = '["highway"]'
# Where `oneway` says so, OSMnx turns the nodes of a way round and leaves its tags as they are.
TURNED_ROUND = frozenset({"-1", "reverse", "T"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Where places are looked up and streets are had from. `timeout_s` is for each answer."""

    nominatim: str = "https://nominatim.openstreetmap.org/"
    overpass: str = "https://overpass-api.de/api"
    timeout_s: int = 180


def is_map_file(what: str) -> bool:
    """Whether that is a file, or the name of a map file, rather than a place."""
    return Path(what).is_file() or Path(what).suffix in (".osm", ".pbf", ".xml", ".graphml")


def map_name(place: str) -> str:
    """What the map file of a place is called: `watford-england.osm.pbf`."""
    return "-".join(re.findall(r"\w+", place.casefold()))[:80] + ".osm.pbf"


def fetch_map(place: str, file: Path, *, servers: Servers, answers: Path, again: bool = False, say: Say) -> None:
    """Writes the streets within the outline of `place` ("Watford, England") to `file`, an .osm.pbf file: whole or not.

    What servers have answered is kept in the folder `answers`, and asked for again only with `again`: then the older
    answers stay until all the new ones are there. OSMnx waits a second before each look-up, waits for a free slot where
    the server names one, and asks again a minute after it was turned away. Every way is dated as the answer is.
    Raises PlaceNotFound, ServerRefuses, or OSError where the disk refuses.
    """
    if not place.strip():
        raise PlaceNotFound(place, "no name was given")
    import osmnx  # takes seconds to import, which nobody else need pay
    from osmnx import _overpass
    from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError
    from requests import RequestException

    say(f"Looking up {place} and fetching its streets. A town takes a minute, a county many.")
    try:
        with (
            _kept_in(answers, again) as folder,
            _settings(osmnx.settings, servers, folder),
            _whole_answers(_overpass) as dates,
        ):
            graph = osmnx.graph_from_place(place, simplify=False, retain_all=True, custom_filter=ANY_STREET)
    except (ResponseStatusCodeError, RequestException, socket.gaierror, _CutShort) as error:
        raise ServerRefuses(servers.nominatim, servers.overpass, str(error)) from error
    except TypeError as error:
        raise PlaceNotFound(place, "it is a point on the map, not an area with an outline") from error
    except (InsufficientResponseError, ValueError) as error:
        raise PlaceNotFound(place, str(error)) from error
    say(f"Writing {file}.")
    _write(graph, file, _oldest(dates))


def _write(graph: Any, file: Path, as_of: datetime | None) -> None:
    """Every node, and every way of the map as the pieces of it that the outline leaves, with its tags and that date."""
    steps_of: dict[int, list[tuple[int, int]]] = defaultdict(list)
    tags_of: dict[int, dict[str, str]] = {}
    for tail, head, edge in graph.edges(data=True):
        way = edge["osmid"]
        # Turned back: tags such as `oneway:bicycle` and `access:forward` go by the order on the map as well.
        steps_of[way].append((head, tail) if edge.get("oneway") in TURNED_ROUND else (tail, head))
        tags_of[way] = {tag: _as_on_map(edge[tag]) for tag in TAGS if tag in edge}
    runs = [(way, run) for way in sorted(steps_of) for run in _runs(steps_of[way])]
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=file.parent, prefix=".half-written-") as folder:
        half = Path(folder) / "streets.osm.pbf"
        with osmium.SimpleWriter(str(half)) as out:
            for node, at in sorted(graph.nodes(data=True)):
                tags = {tag: str(at[tag]) for tag in NODE_TAGS if tag in at}
                out.add_node(osmium.osm.mutable.Node(id=node, location=(at["x"], at["y"]), tags=tags))
            for number, (way, run) in enumerate(runs, start=1):
                out.add_way(osmium.osm.mutable.Way(id=number, nodes=run, tags=tags_of[way], timestamp=as_of))
        half.replace(file)


def _as_on_map(value: object) -> str:
    """OSMnx makes yes and no of a one-way street to True and False."""
    return {True: "yes", False: "no"}.get(value, str(value)) if isinstance(value, bool) else str(value)


def _runs(steps: Sequence[tuple[int, int]]) -> Iterator[list[int]]:
    """The nodes of a way, in as few pieces as its steps make."""
    after: dict[int, list[int]] = defaultdict(list)
    for tail, head in steps:
        after[tail].append(head)
    heads = {head for _, head in steps}
    for begin in sorted(after, key=lambda node: (node in heads, node)):
        while after[begin]:
            run = [begin]
            while after[run[-1]]:
                run.append(after[run[-1]].pop())
            yield run


class _CutShort(Exception):
    """A server ran out of time or memory, and sent what it had by then with a remark."""


@contextmanager
def _kept_in(answers: Path, again: bool) -> Iterator[Path]:
    """The folder to keep answers in; with `again` an empty one, whose files go among the others when all is well."""
    answers.mkdir(parents=True, exist_ok=True)
    if not again:
        yield answers
        return
    with tempfile.TemporaryDirectory(dir=answers, prefix=".anew-") as folder:
        yield Path(folder)
        for answer in Path(folder).iterdir():
            answer.replace(answers / answer.name)


@contextmanager
def _whole_answers(overpass: Any) -> Iterator[list[object]]:
    """The dates that the answers bear; OSMnx takes half an answer for a whole one, and only logs that it is none."""
    request = overpass._overpass_request
    dates: list[object] = []

    def request_whole(data: Any) -> Any:
        answer = request(data)
        if "remark" in answer:
            raise _CutShort(f"the answer is not whole: {answer['remark']}")
        about = answer.get("osm3s")
        dates.append(about.get("timestamp_osm_base") if isinstance(about, dict) else None)
        return answer

    overpass._overpass_request = request_whole
    try:
        yield dates
    finally:
        overpass._overpass_request = request


def _oldest(dates: Sequence[object]) -> datetime | None:
    """A large place comes in several answers; None where one does not say of when it is."""
    try:
        return min(datetime.strptime(str(date), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) for date in dates)
    except ValueError:
        return None


@contextmanager
def _settings(settings: Any, servers: Servers, answers: Path) -> Iterator[None]:
    """OSMnx's settings are of the whole process: as we need them, and afterwards as they were."""
    ours = {
        "nominatim_url": servers.nominatim,
        "overpass_url": servers.overpass,
        "requests_timeout": servers.timeout_s,
        "use_cache": True,
        "cache_folder": answers,
        "all_oneway": True,  # ways as they are on the map, in the order of their nodes
        "useful_tags_way": list(TAGS),
        "useful_tags_node": list(NODE_TAGS),
        # Without it a name that cannot be resolved is asked of somebody else.
        "doh_url_template": None,
    }
    before = {name: getattr(settings, name) for name in ours}
    resolve = socket.getaddrinfo
    try:
        for name, value in ours.items():
            setattr(settings, name, value)
        yield
    finally:
        for name, value in before.items():
            setattr(settings, name, value)
        socket.getaddrinfo = resolve  # OSMnx puts its own in its place
