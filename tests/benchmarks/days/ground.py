"""Where a day happens: one setting for each town, and travel between any of their places."""

from collections.abc import Sequence
from typing import Protocol

from dispatch.domain.place import Place
from dispatch.planning.travel_times import TravelTimes
from fixtures.day import Setting


class Ground(Protocol):
    """A town or a county."""

    @property
    def settings(self) -> Sequence[Setting]:
        """One for each town."""

    @property
    def neighbours(self) -> Sequence[tuple[int, ...]]:
        """For each town, those whose workers come there as well, itself first."""

    def measure(self, places: Sequence[Place]) -> TravelTimes:
        """Travel between these places, in their order; the same at any hour."""
