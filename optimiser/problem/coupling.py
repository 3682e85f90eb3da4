"""What ties visits together: starts that depend on each other, same or different people, all or none."""

from dataclasses import dataclass
from enum import StrEnum

from optimiser.problem.units import Id, Part, Seconds


class Who(StrEnum):
    """Whether two coupled visits go to the same worker."""

    ANY = "any"
    SAME = "same"  # some worker is on both shifts
    DIFFERENT = "different"  # no worker is on both shifts


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupling(Part):
    """start(second) - start(first) lies in [min_lag_s, max_lag_s] when both are served (None: no upper limit).

    Two people at once: [0, 0] and DIFFERENT. Plumber before plasterer: [plumber's duration, None] and `needs_first`.
    """

    first: Id
    second: Id
    min_lag_s: Seconds = 0
    max_lag_s: Seconds | None = None
    who: Who = Who.ANY
    # The second is served only if the first is.
    needs_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AllOrNone(Part):
    """Either every one of these visits is served or none is."""

    visits: tuple[Id, ...]
