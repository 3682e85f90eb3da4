"""The fixtures' own town as it is drawn, measured along its streets in whole numbers."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from dispatch.domain.organisation import Hub
from dispatch.domain.place import Place
from dispatch.planning.travel_times import TravelTimes
from fixtures.day import Setting
from fixtures.town import Address, Town, make_town
from optimiser.problem import Travel
from tests.benchmarks.days.street_metric import kerb_seconds
from tests.benchmarks.days.town_streets import BICYCLE, CAR, FOOT, LORRY, TownStreets, Ways, Whole, spot_of

# A bin has no address; as in the county, UPRNs of thirteen digits are no issued numbers.
BIN_UPRN = 9_980_000_000_000
TIME_PER_S, DM_PER_M = 10_000, 10


class TownGround:
    """The made-up town of a seed."""

    def __init__(self, seed: int) -> None:
        town = make_town(seed)
        self._streets = {
            mode: TownStreets(town.streets, traffic)
            for mode, traffic in (("car", CAR), ("lorry", LORRY), ("bicycle", BICYCLE), ("foot", FOOT))
        }
        self.settings: tuple[Setting, ...] = (setting_of(town),)
        self.neighbours: tuple[tuple[int, ...], ...] = ((0,),)

    def measure(self, places: Sequence[Place]) -> TravelTimes:
        """Travel along the streets, with the walks to and from them."""
        doors = [spot_of(place.lon, place.lat) for place in places]
        set_off_s, arrive_s = kerb_seconds(places)
        at_the_kerb = {
            "car": (set_off_s, arrive_s),
            "lorry": (set_off_s, arrive_s),
            "bicycle": (set_off_s // 2, arrive_s // 2),
            "foot": (np.zeros_like(set_off_s), np.zeros_like(arrive_s)),
        }
        travel = {mode: travel_by(streets.ways(doors), *at_the_kerb[mode]) for mode, streets in self._streets.items()}
        return TravelTimes(
            travel={**travel, "van": travel["car"]},
            place_index={place.uprn: row for row, place in enumerate(places)},
        )


def travel_by(ways: Ways, set_off_s: Whole, arrive_s: Whole) -> Travel:
    """Rounded up, so that going by way of a third place is never shorter; nothing from a place to itself."""
    seconds = -(-ways.time // TIME_PER_S) + set_off_s[:, None] + arrive_s
    metres = -(-ways.length_dm // DM_PER_M)
    for table in (seconds, metres):
        np.fill_diagonal(table, 0)
    return Travel(seconds.astype(np.int32), metres.astype(np.int32))


def setting_of(town: Town) -> Setting:
    """What the demo reads from the town's map, without the map."""
    return Setting(
        town=town.name,
        homes=tuple(_place(home) for home in town.homes),
        bins=tuple(
            (one.ref, one.kind, Place(uprn=str(BIN_UPRN + number), lon=one.lon, lat=one.lat, paon=f"Bin {one.ref}"))
            for number, one in enumerate(town.bins, start=1)
        ),
        hubs=tuple(Hub(id=hub.key, name=hub.name, place=_place(hub)) for hub in town.hubs),
    )


def _place(address: Address) -> Place:
    return Place(**{field.name: getattr(address, field.name) for field in fields(Place)})
