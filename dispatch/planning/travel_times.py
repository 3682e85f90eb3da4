"""How long and how far it is between the places of a day, and how traffic changes that by the hour."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import time

from dispatch.domain.place import Place
from optimiser.problem import Travel

# From each local time of day on, until the next, speed in thousandths of full speed; the first is from midnight.
SpeedsByTime = tuple[tuple[time, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TravelTimes:
    """Travel between the places of a day.

    travel        at full speed, by TravelMode value; `profile`, where a mode has one, counts `traffic` from 0
    place_index   the row of each UPRN
    traffic       speeds on working days; empty where every leg takes as long at any hour
    cut_off       by TravelMode value and UPRN, the metres that are walked to and from the door of places whose own
                  street the map does not join to the others; they are in `travel` already
    """

    travel: Mapping[str, Travel]
    place_index: Mapping[str, int]
    traffic: tuple[SpeedsByTime, ...] = ()
    cut_off: Mapping[str, Mapping[str, int]] = field(default_factory=dict)

    def row(self, place: Place) -> int:
        """Raises ValueError naming a place without a row."""
        self.refuse_unknown([place])
        return self.place_index[place.uprn]

    def refuse_unknown(self, places: Iterable[Place]) -> None:
        """Raises ValueError naming every place without a row."""
        unknown = [place.one_line or place.uprn for place in places if place.uprn not in self.place_index]
        if unknown:
            raise ValueError(
                f"there are no travel times for these places; add them to the matrices: {'; '.join(unknown)}"
            )
