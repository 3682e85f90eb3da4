"""Where a day happens: one setting for each town, and travel between any of their places."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from dispatch.domain.place import Place
from fixtures.day import Setting
from optimiser.problem import Travel


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Travel by mode (of `dispatch.domain.worker.TravelMode`), and the row of each UPRN."""

    travel: Mapping[str, Travel]
    place_index: Mapping[str, int]


class Ground(Protocol):
    """A town or a county."""

    @property
    def settings(self) -> Sequence[Setting]:
        """One for each town."""

    @property
    def neighbours(self) -> Sequence[tuple[int, ...]]:
        """For each town, those whose workers come there as well, itself first."""

    def measure(self, places: Sequence[Place]) -> Measured:
        """Travel between these places, in their order."""
