"""A Plan: one route per used shift with every time, and what is left out with its reason."""

from dataclasses import dataclass
from enum import StrEnum

from optimiser.plan.stop import Stop
from optimiser.problem.units import Id, Part, Seconds


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Part):
    """The day of one shift: leaves at `depart_s`, ends (back at the end place, or after the last stop) at `end_s`."""

    shift: Id
    depart_s: Seconds
    stops: tuple[Stop, ...]
    end_s: Seconds


class Reason(StrEnum):
    """Why a visit is not served, from what no planner can mend to what this plan could not fit."""

    SKILL = "skill"  # nobody has it, or not at that level
    CREW = "crew"  # no shift has enough people
    NOT_ALLOWED = "not_allowed"  # those who could are forbidden, not allowed or not known there
    LOCK = "lock"  # locked to someone who cannot
    ORGANISATION = "organisation"  # those who could belong to another organisation, and nothing lends them
    TOOLS = "tools"  # no able shift has the tool, part or room
    HOURS = "hours"  # no able shift is on at a time the visit allows, going there and back counted
    COUPLED = "coupled"  # a visit it depends on is not served, or cannot be met in time
    CAP = "cap"  # the lending agreement's or the worker's limit is used up
    FULL = "full"  # it fits an able shift on its own, but nowhere beside the rest of this plan
    NOT_WORTH = "not_worth"  # an optional visit: serving it costs more than leaving it out


@dataclass(frozen=True, slots=True, kw_only=True)
class Unserved(Part):
    """A visit left out: the reason as a code, and as a sentence for a person."""

    visit: Id
    reason: Reason
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan(Part):
    """Every visit of the Problem is a stop of exactly one route or listed in `unserved`; unused shifts are absent."""

    routes: tuple[Route, ...]
    unserved: tuple[Unserved, ...] = ()

    @property
    def served(self) -> frozenset[str]:
        """Ids of the visits that are on a route."""
        return frozenset(stop.ref for route in self.routes for stop in route.stops if stop.kind == "visit")
