"""A stop on a route: a visit, a break or a site, with all its times."""

from dataclasses import dataclass
from enum import StrEnum

from optimiser.problem.units import Id, Part, Seconds


class StopKind(StrEnum):
    """What a stop is for."""

    VISIT = "visit"
    BREAK = "break"
    SITE = "site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop(Part):
    """`ref` is the id of the visit, of the shift's break or of the site.

    `arrive_s` is when the leg from the previous stop ends; `start_s` when service (or rest) begins, after waiting and
    set-up; `finish_s` when it is over and the next leg begins.
    """

    kind: StopKind
    ref: Id
    arrive_s: Seconds
    start_s: Seconds
    finish_s: Seconds
