"""The streets and turn restrictions of a named place, fetched from OpenStreetMap's servers and kept as a map file.

This alone of all roads needs a network, and only when it is asked to.
"""

import re
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from optimiser.roads.answers import NoAnswer, kept_answers, what_is_wrong
from optimiser.roads.errors import PlaceNotFound, ServerRefuses, count
from optimiser.roads.named_file import TAGS, pieces_of, write_streets
from optimiser.roads.named_turns import ask_for_turns, fit_turns
from optimiser.roads.say import Say
from optimiser.roads.way_tags import NODE_TAGS

ANY_STREET = '["highway"]'
# How the names of map files end, packed or not: of people's files, whether roads can read them or not.
MAP_ENDINGS = frozenset({".osm", ".pbf", ".xml", ".graphml", ".gz", ".bz2"})
# Too many requests, and too long a queue. OSMnx would ask for ever, a minute apart.
PASSES_BY = frozenset({429, 504})
PASSES_AT_MOST = 5  # in a row
# OSMnx asks every five seconds how busy a server is, and asks for ever one that names no slots, as many that people
# run for themselves (https://github.com/gboeing/osmnx/issues/1351): after a minute the question is put all the same.
LOOKS_AT_MOST = 12
# What OSMnx says of a place in errors that Python raises of itself as well.
IS_A_POINT = "did not geocode query"
HAS_NO_STREETS = ("Found no graph nodes", "The geometry of `polygon` is invalid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Servers:
    """Where places are looked up and streets are had from. `timeout_s` is for each answer."""

    nominatim: str = "https://nominatim.openstreetmap.org/"
    overpass: str = "https://overpass-api.de/api"
    timeout_s: int = 180


def is_map_file(what: str) -> bool:
    """Whether that is a file, or the name or path of one that may be mistyped, rather than a place."""
    path = Path(what)
    return path.name != what or path.suffix.lower() in MAP_ENDINGS or path.is_file()


def map_name(place: str) -> str:
    """What the map file of a place is called: `watford-england.osm.pbf`."""
    return "-".join(re.findall(r"\w+", place.casefold()))[:80] + ".osm.pbf"


def fetch_map(place: str, file: Path, *, servers: Servers, answers: Path, again: bool = False, say: Say) -> None:
    """Writes the streets within the outline of `place` ("Watford, England") to `file`, an .osm.pbf file: whole or not.

    With them come the turn restrictions whose streets meet within the outline; how many do not is said. What servers
    have answered is kept in the folder `answers`, and asked for again only with `again`: then the older answers stay
    until all the new ones are there. OSMnx waits a second before each look-up, waits for a free slot where the server
    names one, and asks again a minute after it was turned away, five times in all. Every way is dated as the oldest
    answer is.
    Raises PlaceNotFound, ServerRefuses, NoRoom where the disk is full, or OSError where it refuses otherwise.
    """
    if not place.strip():
        raise PlaceNotFound(place, "no name was given")
    import osmnx  # takes seconds to import, which nobody else need pay
    from osmnx import _http, _nominatim, _overpass
    from osmnx._errors import ResponseStatusCodeError
    from requests import RequestException

    say(f"Looking up {place}, fetching its streets and turn restrictions. A town takes a minute, a county many.")
    try:
        with (
            kept_answers(_http, answers, again=again),
            _settings(osmnx.settings, servers),
            _sound_answers(_nominatim, _overpass) as dates,
        ):
            outline = _outline(osmnx, place)
            graph = _streets(osmnx, place, outline)
            turns = ask_for_turns(_overpass, outline)
    except (ResponseStatusCodeError, RequestException, socket.gaierror, NoAnswer) as error:
        raise ServerRefuses(servers.nominatim, servers.overpass, str(error)) from error
    pieces = pieces_of(graph)
    fitted = fit_turns(turns, pieces)
    say(f"Writing {file}, with {count(len(fitted), 'turn restriction', 'turn restrictions')}.")
    if left_out := len(turns) - len(fitted):
        are = count(left_out, "turn restriction is", "turn restrictions are")
        say(f"{are} left out, with streets that do not meet within the outline.")
    write_streets(graph, pieces, fitted, file, _oldest(dates))


def _outline(osmnx: Any, place: str) -> Any:
    """A shapely polygon or several, in degrees. Raises PlaceNotFound."""
    from osmnx._errors import InsufficientResponseError

    try:
        found = osmnx.geocode_to_gdf(place)
    except InsufficientResponseError as error:
        raise PlaceNotFound(place, str(error)) from error
    except TypeError as error:
        if IS_A_POINT not in str(error):
            raise
        raise PlaceNotFound(place, "it is a point on the map, not an area with an outline") from error
    return found.union_all()


def _streets(osmnx: Any, place: str, outline: Any) -> Any:
    """The street graph within the outline, not simplified. Raises PlaceNotFound where there is none."""
    from osmnx._errors import InsufficientResponseError

    try:
        return osmnx.graph_from_polygon(outline, simplify=False, retain_all=True, custom_filter=ANY_STREET)
    except ValueError as error:
        if not isinstance(error, InsufficientResponseError) and not str(error).startswith(HAS_NO_STREETS):
            raise
        raise PlaceNotFound(place, str(error)) from error


@contextmanager
def _sound_answers(nominatim: Any, overpass: Any) -> Iterator[list[object]]:
    """The dates that the maps bear; OSMnx takes half an answer for a whole one, and only logs that it is none."""
    from osmnx._errors import InsufficientResponseError

    look_up, request = nominatim._nominatim_request, overpass._overpass_request
    dates: list[object] = []

    def sound(ask: Callable[..., Any], *what: Any, **how: Any) -> Any:
        try:
            answer = ask(*what, **how)
        except InsufficientResponseError as error:  # elsewhere that means a place that is not there, or has no streets
            raise NoAnswer(f"the answer cannot be read: {error}") from error
        if wrong := what_is_wrong(answer):
            raise NoAnswer(wrong)
        return answer

    def request_map(data: Any) -> Any:
        answer = sound(request, data)
        about = answer.get("osm3s")
        dates.append(about.get("timestamp_osm_base") if isinstance(about, dict) else None)
        return answer

    nominatim._nominatim_request, overpass._overpass_request = partial(sound, look_up), request_map
    try:
        yield dates
    finally:
        nominatim._nominatim_request, overpass._overpass_request = look_up, request


def _oldest(dates: Sequence[object]) -> datetime | None:
    """A large place comes in several answers; None where one does not say of when it is."""
    try:
        return min(datetime.strptime(str(date), "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) for date in dates)
    except ValueError:
        return None


@contextmanager
def _settings(settings: Any, servers: Servers) -> Iterator[None]:
    """OSMnx's settings are of the whole process: as we need them, and afterwards as they were."""
    ours = {
        "nominatim_url": servers.nominatim,
        "overpass_url": servers.overpass,
        "requests_timeout": servers.timeout_s,
        "requests_kwargs": {**settings.requests_kwargs, "hooks": {"response": _refuser(settings)}},
        "overpass_rate_limit": True,  # it waits for a free slot
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


def _refuser(settings: Any) -> Callable[..., None]:
    """Refuses what is no answer: OSMnx would take an error for one where it comes as JSON.

    It sees to those that pass by itself, and has no end to it; here both ways of waiting have one. Of how busy a server
    is nothing need be known: where it does not say, OSMnx waits a minute.
    """
    passes = looks = 0

    def refuse(response: Any, **_: object) -> None:
        nonlocal passes, looks
        if response.url.endswith("/status"):
            looks += 1
            if looks == LOOKS_AT_MOST:
                settings.overpass_rate_limit = False
        elif response.status_code in PASSES_BY:
            looks = 0
            passes += 1
            if passes == PASSES_AT_MOST:
                raise NoAnswer(f"busy {passes} times in a row: {response.status_code} {response.reason}")
        elif not response.is_redirect:
            passes = looks = 0
            response.raise_for_status()

    return refuse
