"""The streets and the travel that one day needs: between all of its places, by the modes that its shifts use."""

from collections.abc import Callable

from dispatch.adapters.street_network import Journeys, StreetNetwork, journeys_between
from dispatch.domain.day import Day
from dispatch.domain.worker import TravelMode
from dispatch.planning.places import places_of


def modes_of(day: Day) -> frozenset[TravelMode]:
    """Those that its shifts use."""
    return frozenset(shift.mode for shift in day.shifts)


def day_journeys(day: Day, streets: StreetNetwork, say: Callable[[str], None]) -> Journeys:
    """Raises RoadsError. A day without shifts has travel by every mode."""
    return journeys_between(streets, places_of(day), modes=modes_of(day), say=say)
