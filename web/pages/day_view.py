"""What the day's page shows, read from the files of a result and put into words."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from dispatch.evidence.in_words import (
    by_hand_sentence,
    gain_words,
    hours,
    kilometres,
    pounds,
    saving_sentence,
    three_ways,
)

COLOURS = 8  # service-0 to service-7 in the style sheet


class BrokenResult(Exception):
    """The files are there but cannot be read as a result; the message says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the three-ways table."""

    label: str
    by_hand: str
    alone: str
    together: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """A row of the service table; `colour` numbers its class in the style sheet."""

    name: str
    colour: int
    done: str
    alone: str
    together: str
    gain: str
    gains: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRow:
    """A job nobody is sent to."""

    job: str
    service: str
    what: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRow:
    """One line of a route."""

    time: str
    until: str
    what: str
    where: str
    service: str
    colour: int
    lent: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteView:
    """One worker's or crew's day."""

    who: str
    service: str
    colour: int
    how: str
    leaves: str
    ends: str
    calls: int
    travel: str
    start: str
    end: str
    stops: tuple[StopRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayView:
    """The whole page."""

    town: str
    date: str
    intro: str
    saving: str
    saving_by_hand: str
    verdict: str
    sound: bool
    ways: tuple[Row, ...]
    services: tuple[ServiceRow, ...]
    left_out: tuple[LeftOutRow, ...]
    routes: tuple[RouteView, ...]
    made_up_town: bool
    attribution: str
    sources: tuple[tuple[str, str, str], ...]


def read_day(folder: Path) -> DayView | None:
    """The day in `folder`; None when there is no result yet. Raises BrokenResult."""
    try:
        summary = json.loads((folder / "summary.json").read_text(encoding="utf-8"))
        routes = json.loads((folder / "routes.geojson").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        raise BrokenResult(f"The result in {folder} cannot be read ({error}).") from error
    try:
        return day_view(summary, [feature["properties"] for feature in routes["features"]])
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
        raise BrokenResult(f"The result in {folder} is of another version or was changed ({error!r}).") from error


def day_view(summary: Mapping[str, Any], features: Sequence[Mapping[str, Any]]) -> DayView:
    """The page of one result; `features` are the properties of the GeoJSON features, in their order."""
    about = summary["about"]
    colour = {service: number % COLOURS for number, service in enumerate(summary["by_service"])}
    when = date.fromisoformat(about["date"])
    return DayView(
        town=about["town"],
        date=f"{when:%A} {when.day} {when:%B %Y}",
        intro=f"{summary['served']} of {summary['jobs']} jobs done by {about['workers']} workers of "
        f"{about['organisations']} organisations, in one plan for {about['services']} services.",
        saving=saving_sentence(summary),
        saving_by_hand=by_hand_sentence(summary),
        verdict=_verdict(summary["violations"]),
        sound=summary["violations"] == 0,
        ways=_ways(summary),
        services=tuple(
            ServiceRow(
                name=share["name"],
                colour=colour[service],
                done=f"{share['served']} of {share['jobs']}",
                alone=pounds(share["cash_pence_alone"]),
                together=pounds(share["cash_pence_together"]),
                gain=gain_words(share),
                gains=bool(share["gains"]),
            )
            for service, share in summary["by_service"].items()
        ),
        left_out=tuple(
            LeftOutRow(
                job=one["job"],
                service=one["service_name"],
                what=one["description"],
                where=one["address"],
                reason=one["reason"],
            )
            for one in features
            if one["kind"] == "unserved"
        ),
        routes=_routes(features, colour),
        made_up_town=bool(about["made_up_town"]),
        attribution=about["attribution"],
        sources=tuple((name, one["name"], one["url"]) for name, one in about["sources"].items()),
    )


def _verdict(violations: int) -> str:
    if violations == 0:
        return "An independent checker, which shares no code with the planner, found no violation in any of the plans."
    return f"The independent checker found {violations} violations: these plans must not be used."


def _ways(summary: Mapping[str, Any]) -> tuple[Row, ...]:
    return tuple(
        Row(label=what, by_hand=by_hand, alone=alone, together=together)
        for what, by_hand, alone, together in three_ways(summary)
    )


def _routes(features: Sequence[Mapping[str, Any]], colour: Mapping[str, int]) -> tuple[RouteView, ...]:
    stops: dict[str, list[StopRow]] = {}
    for one in features:
        if one["kind"] in ("job", "break"):
            stops.setdefault(one["shift"], []).append(_stop(one, colour))
    return tuple(
        RouteView(
            who=" and ".join(one["workers"]),
            service=one["service_name"],
            colour=colour.get(one["service"], 0),
            how=one["mode"],
            leaves=_clock(one["leaves"]),
            ends=_clock(one["ends"]),
            calls=sum(1 for stop in stops.get(one["shift"], []) if stop.service),
            travel=f"{hours(one['travel_s'])}, {kilometres(one['distance_m'])}",
            start=one["starts_from"],
            end=one["ends_at_place"],
            stops=tuple(stops.get(one["shift"], [])),
        )
        for one in features
        if one["kind"] == "route"
    )


def _stop(one: Mapping[str, Any], colour: Mapping[str, int]) -> StopRow:
    if one["kind"] == "break":
        return StopRow(
            time=_clock(one["starts"]), until=_clock(one["finishes"]), what="Break", where="", service="", colour=0,
            lent=False,
        )  # fmt: skip
    return StopRow(
        time=_clock(one["starts"]),
        until=_clock(one["finishes"]),
        what=one["description"],
        where=one["address"],
        service=one["service_name"],
        colour=colour.get(one["service"], 0),
        lent=bool(one["lent"]),
    )


def _clock(moment: str) -> str:
    """`07:30` of an ISO 8601 time, in the zone it was written in."""
    return moment[11:16]
