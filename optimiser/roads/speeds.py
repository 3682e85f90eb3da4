"""How long streets and junctions take, from `speeds.toml`, local figures, and the limits the map gives."""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from optimiser.roads.errors import UnusableSpeeds
from optimiser.roads.mode import DRIVEN, Mode
from optimiser.roads.size import Size
from optimiser.roads.traffic import Traffic

KM_PER_MILE = 1.609344
SLOWEST_KM_H, FASTEST_KM_H = 5.0, 70 * KM_PER_MILE  # a limit outside these is a slip in the map
# No figure is larger, and no speed is lower; one that is holds a slip.
MOST = 100_000
LEAST_SPEED = 1
MOST_PERCENT = 1_000
SPEEDS = ("limit_mph", "steady_km_h", "goods_limit_mph")
TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
LIMIT = re.compile(r"(?P<number>\d{1,3}(?:\.\d+)?)\s*(?P<unit>mph|km/h|kmh|kph)?")
# In place of a figure: the mean of what the map has for that class (see `map_limits`).
FROM_MAP = "map"
# What a limit of 70 mph, or one that says so, is on.
DUAL_KM_H = FASTEST_KM_H - 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsLimit:
    """Km/h at most by the kind of road, for vehicles that carry goods."""

    motorway: float
    dual: float
    single: float

    def on(self, tags: Mapping[str, str], limit_km_h: float) -> float:
        """The limit of a way on which cars have this one."""
        if tags["highway"] == "motorway":
            return min(limit_km_h, self.motorway)
        dual = limit_km_h > DUAL_KM_H or tags.get("maxspeed:type") == "GB:nsl_dual"
        return min(limit_km_h, self.dual if dual else self.single)


@dataclass(frozen=True, slots=True, kw_only=True)
class JunctionDelays:
    """Seconds; `right_turn` and `u_turn` at junctions of main roads without lights."""

    signals: float = 0.0
    crossing: float = 0.0
    give_way: float = 0.0
    right_turn: float = 0.0
    u_turn: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """The table of `speeds.toml`; `digest` changes whenever a figure does, so that caches notice.

    It does not with `traffic`, which no network and no table of travel holds. Classes in `limit_from_map` have no
    limit until `with_map_limits` gives them one. `file` is that of local figures, for messages.
    """

    car_limit_km_h: Mapping[str, float]
    limit_from_map: frozenset[str] = frozenset()
    car_delay_s_per_km: Mapping[str, float]
    steady_km_h: Mapping[Mode, float]
    goods_limit: Mapping[Mode, GoodsLimit]
    delay_share: Mapping[Mode, float]
    size: Mapping[Mode, Size]
    junction_s: Mapping[Mode, JunctionDelays]
    parking_s: Mapping[Mode, int]
    traffic: Traffic
    digest: str
    file: Path | None = None

    @classmethod
    def from_toml(cls, text: str, local: str = "") -> Self:
        """Read the table, and local figures that take the place of some of it.

        Raises UnusableSpeeds for what is no such table: a figure that is missing, or one that nobody asks for.
        """
        table = _table(text)
        _replace(table, _table(local), "")
        kept = json.dumps({key: value for key, value in table.items() if key != "traffic"}, sort_keys=True)
        try:
            return cls._of(table, hashlib.sha256(kept.encode()).hexdigest())
        except KeyError as error:
            raise UnusableSpeeds(f"{error} is missing") from error
        except (TypeError, ValueError) as error:
            raise UnusableSpeeds(str(error)) from error

    @classmethod
    def _of(cls, table: Mapping[str, Any], digest: str) -> Self:
        return cls(
            car_limit_km_h={
                road: row["limit_mph"] * KM_PER_MILE for road, row in table["car"].items() if not _from_map(row)
            },
            limit_from_map=frozenset(road for road, row in table["car"].items() if _from_map(row)),
            car_delay_s_per_km={road: float(row["delay_s_per_km"]) for road, row in table["car"].items()},
            steady_km_h={mode: float(table["steady_km_h"][mode]) for mode in (Mode.BICYCLE, Mode.FOOT)},
            goods_limit={
                Mode(mode): GoodsLimit(**{kind: mph * KM_PER_MILE for kind, mph in row.items()})
                for mode, row in table["goods_limit_mph"].items()
            },
            delay_share={Mode(mode): percent / 100 for mode, percent in table["delay_percent"].items()},
            size={Mode(mode): Size(**row) for mode, row in table["size"].items()},
            junction_s={
                **{mode: _delays(table, "driven", table["delay_percent"].get(mode, 100) / 100) for mode in DRIVEN},
                Mode.BICYCLE: _delays(table, "bicycle", 1.0),
                Mode.FOOT: JunctionDelays(),
            },
            parking_s={mode: int(table["parking_s"][mode]) for mode in Mode},
            traffic=Traffic.from_table(table["traffic"]),
            digest=digest,
        )

    def seconds_per_metre(self, tags: Mapping[str, str], mode: Mode) -> float:
        """The pace on a way with these OSM tags that the mode may use (see `access`)."""
        if mode not in DRIVEN:
            return 3.6 / self.steady_km_h[mode]
        road = tags["highway"]
        limit_km_h = limit_from_tag(tags.get("maxspeed", "")) or self.car_limit_km_h[road]
        if mode in self.goods_limit:
            limit_km_h = self.goods_limit[mode].on(tags, limit_km_h)
        return 3.6 / limit_km_h + self.delay_share.get(mode, 1.0) * self.car_delay_s_per_km[road] / 1000


def _delays(table: Mapping[str, Any], who: str, share: float) -> JunctionDelays:
    return JunctionDelays(**{what: share * seconds for what, seconds in table["junction_s"][who].items()})


def _from_map(row: Mapping[str, Any]) -> bool:
    return bool(row["limit_mph"] == FROM_MAP)


def _table(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UnusableSpeeds(f"it is no TOML: {error}") from error


def _replace(table: dict[str, Any], local: Mapping[str, Any], where: str) -> None:
    """Puts every figure of `local` in its place; one that has none is an error, as it would do nothing."""
    for key, value in local.items():
        name = f"{where}{key}"
        if key not in table:
            raise UnusableSpeeds(f"{name} is not among the figures; those are {', '.join(sorted(table))}")
        if isinstance(table[key], dict) != isinstance(value, dict):
            raise UnusableSpeeds(f"{name} is {'a table' if isinstance(table[key], dict) else 'a figure'}")
        if isinstance(value, dict) and where == "traffic.":
            table[key] = {}  # a day is given whole
            for at, percent in value.items():
                if not TIME_OF_DAY.fullmatch(at):
                    raise UnusableSpeeds(f'{name}."{at}" is no time of day; give one such as "07:45"')
                table[key][at] = _percent(percent, f"{name}.{at}")
        elif isinstance(value, dict):
            _replace(table[key], value, f"{name}.")
        elif isinstance(table[key], str):
            table[key] = _text(value, name)
        elif where.startswith("car.") and key == "limit_mph" and value == FROM_MAP:
            table[key] = FROM_MAP
        else:
            table[key] = _number(value, name)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise UnusableSpeeds(f"{name} must be text")
    return value


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        or_map = f' or "{FROM_MAP}"' if name.startswith("car.") and name.endswith(".limit_mph") else ""
        raise UnusableSpeeds(f"{name} must be a number{or_map}")
    least = LEAST_SPEED if any(part in SPEEDS for part in name.split(".")) else 0
    if not least <= value <= MOST:
        raise UnusableSpeeds(f"{name} must be between {least} and {MOST:,}")
    return value


def _percent(value: Any, name: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= MOST_PERCENT:
        raise UnusableSpeeds(f"{name} must be a whole number from 1 to {MOST_PERCENT}")
    return value


def shipped_speeds(local: Path | None = None) -> Speeds:
    """The speeds that come with Allround, with those of the file `local` in their place. Raises UnusableSpeeds."""
    shipped = files(__package__).joinpath("speeds.toml").read_text(encoding="utf-8")
    if local is None:
        return Speeds.from_toml(shipped)
    try:
        return replace(Speeds.from_toml(shipped, local.read_text(encoding="utf-8")), file=local)
    except (OSError, UnicodeDecodeError) as error:
        raise UnusableSpeeds(f"it cannot be read: {error}", local) from error
    except UnusableSpeeds as error:
        raise UnusableSpeeds(error.why, local) from error


def limit_from_tag(maxspeed: str) -> float | None:
    """A maxspeed tag in km/h (no unit means km/h), or None where it is absent, a word or out of range.

    https://wiki.openstreetmap.org/wiki/Key:maxspeed
    """
    found = LIMIT.match(maxspeed.strip().lower())
    if found is None:
        return None
    limit_km_h = float(found["number"]) * (KM_PER_MILE if found["unit"] == "mph" else 1.0)
    return limit_km_h if SLOWEST_KM_H <= limit_km_h <= FASTEST_KM_H + 0.01 else None
