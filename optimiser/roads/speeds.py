"""How many seconds a metre of street takes, from `speeds.toml` and the limits the map gives."""

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Self

from optimiser.roads.mode import Mode

KM_PER_MILE = 1.609344
SLOWEST_KM_H, FASTEST_KM_H = 5.0, 70 * KM_PER_MILE  # a limit outside these is a slip in the map
LIMIT = re.compile(r"(?P<number>\d{1,3}(?:\.\d+)?)\s*(?P<unit>mph|km/h|kmh|kph)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """The table of `speeds.toml`; `digest` changes whenever a figure does, so that caches notice."""

    car_limit_km_h: Mapping[str, float]
    car_delay_s_per_km: Mapping[str, float]
    steady_km_h: Mapping[Mode, float]
    parking_s: Mapping[Mode, int]
    digest: str

    @classmethod
    def from_toml(cls, text: str) -> Self:
        """Read the table; a missing entry raises KeyError, so a bad edit fails at once."""
        table = tomllib.loads(text)
        return cls(
            car_limit_km_h={road: row["limit_mph"] * KM_PER_MILE for road, row in table["car"].items()},
            car_delay_s_per_km={road: float(row["delay_s_per_km"]) for road, row in table["car"].items()},
            steady_km_h={mode: float(table["steady_km_h"][mode]) for mode in (Mode.BICYCLE, Mode.FOOT)},
            parking_s={mode: int(table["parking_s"][mode]) for mode in Mode},
            digest=hashlib.sha256(text.encode()).hexdigest(),
        )

    def seconds_per_metre(self, tags: Mapping[str, str], mode: Mode) -> float:
        """The pace on a way with these OSM tags that the mode may use (see `access`)."""
        if mode is not Mode.CAR:
            return 3.6 / self.steady_km_h[mode]
        road = tags["highway"]
        limit_km_h = limit_from_tag(tags.get("maxspeed", "")) or self.car_limit_km_h[road]
        return 3.6 / limit_km_h + self.car_delay_s_per_km[road] / 1000


def shipped_speeds() -> Speeds:
    """The speeds that come with Allround."""
    return Speeds.from_toml(files(__package__).joinpath("speeds.toml").read_text(encoding="utf-8"))


def limit_from_tag(maxspeed: str) -> float | None:
    """A maxspeed tag in km/h (no unit means km/h), or None where it is absent, a word or out of range.

    https://wiki.openstreetmap.org/wiki/Key:maxspeed
    """
    found = LIMIT.match(maxspeed.strip().lower())
    if found is None:
        return None
    limit_km_h = float(found["number"]) * (KM_PER_MILE if found["unit"] == "mph" else 1.0)
    return limit_km_h if SLOWEST_KM_H <= limit_km_h <= FASTEST_KM_H + 0.01 else None
