"""Doors near the streets of a made-up town, drawn from a seed."""

import numpy as np

from fixtures.networks import network_of_towns

Doors = tuple[list[float], list[float], list[str]]

TOWN = network_of_towns(300, seed=5)


def doors(seed: int, count: int) -> Doors:
    """lon, lat and names; some doors are there twice."""
    draw = np.random.default_rng(seed)
    at = draw.integers(0, TOWN.junctions, count)
    lon, lat = TOWN.lon[at] + draw.choice([0, 3e-4], count), TOWN.lat[at] + draw.choice([0, 2e-4], count)
    return lon.tolist(), lat.tolist(), [f"door {number}" for number in range(count)]


def some(of: Doors, which: slice) -> Doors:
    lon, lat, names = of
    return lon[which], lat[which], names[which]
