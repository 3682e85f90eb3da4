"""The streets and turn restrictions of a named place, fetched from OpenStreetMap's servers and kept as a map file.

This alone of all roads needs a network, and only when it is asked to.
"""

import re
import socket
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from optimiser.roads.errors import PlaceNotFound, ServerRefuses, count
from optimiser.roads.named_file import TAGS, pieces_of, write_streets
from optimiser.roads.named_turns import ask_for_turns, fit_turns
from optimiser.roads.say import Say
from optimiser.roads.way_tags import NODE_TAGS

ANY_STREET = '["highway"]'
# Too many requests, and too long a queue.
PASSES_BY = frozenset({429, 504})


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

    With them come the turn restrictions whose streets meet within the outline; how many do not is said. What servers
    have answered is kept in the folder `answers`, and asked for again only with `again`: then the older answers stay
    until all the new ones are there. OSMnx waits a second before each look-up, waits for a free slot where the server
    names one, and asks again a minute after it was turned away. Every way is dated as the oldest answer is.
    Raises PlaceNotFound, ServerRefuses, or OSError where the disk refuses.
    """
    if not place.strip():
        raise PlaceNotFound(place, "no name was given")
    import osmnx  # takes seconds to import, which nobody else need pay
    from osmnx import _overpass
    from osmnx._errors import InsufficientResponseError, ResponseStatusCodeError
    from requests import RequestException

    say(f"Looking up {place}, fetching its streets and turn restrictions. A town takes a minute, a county many.")
    try:
        with (
            _kept_in(answers, again) as folder,
            _settings(osmnx.settings, servers, folder),
            _whole_answers(_overpass) as dates,
        ):
            outline = osmnx.geocode_to_gdf(place).union_all()
            graph = osmnx.graph_from_polygon(outline, simplify=False, retain_all=True, custom_filter=ANY_STREET)
            turns = ask_for_turns(_overpass, outline)
    except (ResponseStatusCodeError, RequestException, socket.gaierror, _CutShort) as error:
        raise ServerRefuses(servers.nominatim, servers.overpass, str(error)) from error
    except TypeError as error:
        raise PlaceNotFound(place, "it is a point on the map, not an area with an outline") from error
    except (InsufficientResponseError, ValueError) as error:
        raise PlaceNotFound(place, str(error)) from error
    pieces = pieces_of(graph)
    fitted = fit_turns(turns, pieces)
    say(f"Writing {file}, with {count(len(fitted), 'turn restriction', 'turn restrictions')}.")
    if left_out := len(turns) - len(fitted):
        are = count(left_out, "turn restriction is", "turn restrictions are")
        say(f"{are} left out, with streets that do not meet within the outline.")
    write_streets(graph, pieces, fitted, file, _oldest(dates))


class _CutShort(Exception):
    """A server ran out of time or memory and sent what it had by then with a remark, or sent something else."""


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
    from osmnx._errors import InsufficientResponseError

    request = overpass._overpass_request
    dates: list[object] = []

    def request_whole(data: Any) -> Any:
        try:
            answer = request(data)
        except InsufficientResponseError as error:  # elsewhere that means a place without streets
            raise _CutShort(f"the answer cannot be read: {error}") from error
        if "remark" in answer:
            raise _CutShort(f"the answer is not whole: {answer['remark']}")
        if "elements" not in answer:
            raise _CutShort("the answer is not of a map")
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
        "requests_kwargs": {**settings.requests_kwargs, "hooks": {"response": _refuse_errors}},
        "use_cache": True,
        "cache_folder": answers,
        "all_oneway": True,  # ways as they are on the map, in the order of their nodes
        "useful_tags_way": list(TAGS),
        "useful_tags_node": sorted(NODE_TAGS),
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


def _refuse_errors(response: Any, **_: object) -> None:
    """OSMnx would take an error for an answer where it comes as JSON; it sees to those that pass by itself.

    Of how busy a server is nothing need be known: where it does not say, OSMnx waits a minute.
    """
    if response.status_code not in PASSES_BY and not response.url.endswith("/status"):
        response.raise_for_status()
