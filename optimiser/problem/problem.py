"""The Problem itself: everything the planner may know, frozen, in whole numbers, checked when made."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import WithJsonSchema

from optimiser.problem.complaints import complaints
from optimiser.problem.coupling import AllOrNone, Coupling
from optimiser.problem.errors import ProblemError
from optimiser.problem.lending import Lending
from optimiser.problem.shift import Shift
from optimiser.problem.site import Site
from optimiser.problem.travel import SpeedProfile, Travel
from optimiser.problem.units import Part, Seconds, UpencePerSecond
from optimiser.problem.visit import Visit
from optimiser.problem.worker import Worker


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem(Part):
    """One or several days of work for one or several organisations.

    Times are whole seconds from the start of the horizon; places are rows of the travel matrices.
    Raises ProblemError with all complaints at once.
    """

    horizon_s: Seconds
    workers: tuple[Worker, ...]
    shifts: tuple[Shift, ...]
    visits: tuple[Visit, ...]
    # By mode. The form of the matrices in JSON is told by json_form.
    travel: Annotated[Mapping[str, Travel], WithJsonSchema({})]
    couplings: tuple[Coupling, ...] = ()
    groups: tuple[AllOrNone, ...] = ()
    sites: tuple[Site, ...] = ()
    lending: tuple[Lending, ...] = ()
    profiles: tuple[SpeedProfile, ...] = ()
    # The one global term: the largest lateness (over every Lateness of every visit) times this, in the cost tier.
    largest_lateness_upence_per_s: UpencePerSecond = 0

    def __post_init__(self) -> None:
        found = complaints(self)
        if found:
            raise ProblemError(found)
