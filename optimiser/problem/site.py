"""Where a shift may unload or re-stock on its way."""

from dataclasses import dataclass

from optimiser.problem.units import Id, Part, PlaceIndex, Seconds
from optimiser.problem.visit import Window


@dataclass(frozen=True, slots=True, kw_only=True)
class Site(Part):
    """A stop at a site sets loads back to nothing (`unloads`) and the stock to the shift's `full_stock` (`restocks`).

    Any shift in `shifts` (None: every shift) may call as often as it likes. `tools` are picked up there for the rest
    of the route.
    """

    id: Id
    place: PlaceIndex
    duration_s: Seconds = 0
    windows: tuple[Window, ...] = ()
    unloads: bool = False
    restocks: bool = False
    tools: tuple[Id, ...] = ()
    shifts: tuple[Id, ...] | None = None
