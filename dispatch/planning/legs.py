"""Legs between places by the travel matrices, for work that is told and not planned."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.domain.place import Place
from dispatch.domain.worker import TravelMode
from optimiser.problem import Travel


@dataclass(frozen=True, slots=True)
class Legs:
    """`travel` is by TravelMode value, `place_index` gives the row of each UPRN."""

    travel: Mapping[str, Travel]
    place_index: Mapping[str, int]

    def seconds(self, mode: TravelMode, origin: Place, destination: Place) -> int:
        """Raises ValueError naming a place without a row."""
        return int(self.travel[mode.value].seconds[self._row(origin), self._row(destination)])

    def metres(self, mode: TravelMode, origin: Place, destination: Place) -> int:
        """Raises ValueError naming a place without a row."""
        return int(self.travel[mode.value].metres[self._row(origin), self._row(destination)])

    def arrival(self, leaves_at: datetime, mode: TravelMode, origin: Place, destination: Place) -> datetime:
        """When somebody who leaves then is there."""
        return leaves_at + timedelta(seconds=self.seconds(mode, origin, destination))

    def _row(self, place: Place) -> int:
        row = self.place_index.get(place.uprn)
        if row is None:
            raise ValueError(
                "there are no travel times for these places; add them to the matrices: "
                + (place.one_line or place.uprn)
            )
        return row
