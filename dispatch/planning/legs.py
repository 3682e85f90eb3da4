"""Legs between places at the hour they are begun, for work that is told and not planned."""

from bisect import bisect_right
from datetime import datetime, timedelta

from dispatch.domain.place import Place
from dispatch.domain.worker import TravelMode
from dispatch.planning.horizon import Horizon
from dispatch.planning.traffic import travel_by_hour
from dispatch.planning.travel_times import TravelTimes
from optimiser.plan.legs import leg_m, leg_s
from optimiser.problem import Problem

# The slowest traffic there is: a thousandth of full speed.
SLOWEST = 1_000


class Legs:
    """The legs of a day with this horizon. Every method raises ValueError naming a place without travel times."""

    def __init__(self, times: TravelTimes, horizon: Horizon) -> None:
        self._times, self._horizon = times, horizon
        travel, profiles = travel_by_hour(times, horizon)
        # A day without work, so that what is told is reckoned exactly as what is planned.
        self._roads = Problem(
            horizon_s=horizon.length_s, workers=(), shifts=(), visits=(), travel=travel, profiles=profiles
        )

    def seconds(self, leaves_at: datetime, mode: TravelMode, origin: Place, destination: Place) -> int:
        """How long somebody who leaves then is on the way."""
        return self._leg_s(self._horizon.seconds(leaves_at), mode, origin, destination)

    def metres(self, mode: TravelMode, origin: Place, destination: Place) -> int:
        """The same at any hour."""
        return leg_m(self._roads, mode.value, self._times.row(origin), self._times.row(destination))

    def arrival(self, leaves_at: datetime, mode: TravelMode, origin: Place, destination: Place) -> datetime:
        """When somebody who leaves then is there."""
        return leaves_at + timedelta(seconds=self.seconds(leaves_at, mode, origin, destination))

    def departure(self, arrives_at: datetime, mode: TravelMode, origin: Place, destination: Place) -> datetime:
        """When somebody who is there by then has to leave at the latest."""
        arrive_s = self._horizon.seconds(arrives_at)
        here, there = self._times.row(origin), self._times.row(destination)
        longest_s = SLOWEST * int(self._times.travel[mode.value].seconds[here, there])
        starts_s = range(arrive_s - longest_s, arrive_s + 1)
        # Whoever leaves later never arrives earlier.
        in_time = bisect_right(
            starts_s, arrive_s, key=lambda start_s: start_s + self._leg_s(start_s, mode, origin, destination)
        )
        return arrives_at - timedelta(seconds=arrive_s - starts_s[in_time - 1])

    def _leg_s(self, leave_s: int, mode: TravelMode, origin: Place, destination: Place) -> int:
        return leg_s(self._roads, mode.value, self._times.row(origin), self._times.row(destination), leave_s)
