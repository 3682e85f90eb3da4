"""Addresses, public bins and shared buildings of any OpenStreetMap file, each as a Place.

An address that gives no UPRN (tag `ref:GB:uprn`) gets a number made from its OpenStreetMap id: 97 and the node's id, or
96 and the way's, thirteen digits in all. Issued UPRNs have at most twelve, so the two never meet.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import osmium

from dispatch.domain.organisation import Hub
from dispatch.domain.place import Place
from optimiser.roads import UnreadableMap
from optimiser.roads.osm_file import OSMIUM_ERRORS

ADDRESS_KEYS = ("addr:housenumber", "addr:housename")
HOME_BUILDINGS = frozenset(
    {"house", "terrace", "terraced_house", "semidetached_house", "detached", "bungalow", "apartments", "flats"}
    | {"residential", "yes"}
)
# A building or point with one of these is a shop, an office or the like, whatever its walls are called.
BUSINESS_KEYS = ("shop", "amenity", "office", "healthcare", "craft", "tourism", "leisure", "industrial", "military")
BIN_KINDS = {"waste_basket": "litter", "recycling": "recycling"}

# Which tags make a building fit to be which hub, the best first.
HUB_TAGS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "depot": (("amenity", "depot"), ("landuse", "depot"), ("recycling_type", "centre")),
    "health-centre": (("healthcare", "centre"), ("amenity", "clinic"), ("amenity", "doctors"), ("amenity", "hospital")),
    "housing-office": (("office", "housing_association"), ("office", "property_management"), ("office", "government")),
    "community-hall": (("amenity", "community_centre"), ("amenity", "social_facility")),
    "civic-centre": (("amenity", "townhall"), ("office", "government"), ("amenity", "library")),
}


class NoAddresses(Exception):
    """The file is an OpenStreetMap file, but nobody in it has an address."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"The map {path} has no addresses of homes. Use an extract that holds addr:housenumber on its "
            "buildings or points."
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class StreetBin:
    """A public bin; `kind` is litter or recycling."""

    ref: str
    kind: str
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class OsmPlaces:
    """What the file holds, each in the order of the file; `hubs` has at most one of each key, nearest the centre.

    `centre` is the median of the homes, (lon, lat); `town` the town most of them name, or empty.
    """

    town: str
    centre: tuple[float, float]
    homes: tuple[Place, ...]
    bins: tuple[StreetBin, ...]
    hubs: tuple[Hub, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    uprn: str
    lon: float
    lat: float
    tags: Mapping[str, str]


def read_places(path: Path) -> OsmPlaces:
    """Everything a day needs from the file. Raises UnreadableMap (it is no map) or NoAddresses (nobody lives there)."""
    try:
        found = list(_objects(path))
    except OSMIUM_ERRORS as error:
        raise UnreadableMap(path, str(error)) from error
    homes = tuple(_place(one) for one in found if is_home(one.tags))
    if not homes:
        raise NoAddresses(path)
    centre = (median(home.lon for home in homes), median(home.lat for home in homes))
    towns = Counter(home.town for home in homes if home.town)
    return OsmPlaces(
        town=towns.most_common(1)[0][0] if towns else "",
        centre=centre,
        homes=tuple({home.uprn: home for home in homes}.values()),
        bins=tuple(_bins(found)),
        hubs=tuple(_hubs(found, centre)),
    )


def is_home(tags: Mapping[str, str]) -> bool:
    """Whether an addressed building or point is a home rather than a business."""
    if not any(key in tags for key in ADDRESS_KEYS) or any(key in tags for key in BUSINESS_KEYS):
        return False
    if ";" in tags.get("addr:housenumber", ""):  # several homes mapped as one: no single door to go to
        return False
    if "building" not in tags:
        return "addr:housenumber" in tags
    return tags["building"] in HOME_BUILDINGS


def _objects(path: Path) -> Iterator[_Found]:
    processor = (
        osmium.FileProcessor(str(path), osmium.osm.NODE | osmium.osm.WAY)
        .with_locations()
        .with_filter(osmium.filter.KeyFilter(*ADDRESS_KEYS, "amenity", "office", "healthcare", "landuse"))
    )
    thing: Any
    for thing in processor:
        where = _middle(thing)
        if where is not None:
            tags = {tag.k: tag.v for tag in thing.tags}
            made_up = f"{97 if thing.is_node() else 96}{thing.id:011d}"
            yield _Found(uprn=tags.get("ref:GB:uprn", made_up), lon=where[0], lat=where[1], tags=tags)


def _middle(thing: Any) -> tuple[float, float] | None:
    """(lon, lat) of a point, or the middle of a way's located corners; None when it has none in this extract."""
    if thing.is_node():
        return (thing.lon, thing.lat) if thing.location.valid() else None
    corners = {(node.lon, node.lat) for node in thing.nodes if node.location.valid()}
    if not corners:
        return None
    ordered = sorted(corners)  # sums of floats depend on their order
    return (
        round(sum(lon for lon, _ in ordered) / len(ordered), 7),
        round(sum(lat for _, lat in ordered) / len(ordered), 7),
    )


def _place(found: _Found) -> Place:
    tags = found.tags
    flat = tags.get("addr:unit") or tags.get("addr:flats", "")
    return Place(
        uprn=found.uprn,
        lon=found.lon,
        lat=found.lat,
        saon=f"Flat {flat}" if flat[:1].isdigit() else flat,
        paon=tags.get("addr:housenumber") or tags.get("addr:housename", ""),
        street=tags.get("addr:street") or tags.get("addr:place", ""),
        locality=tags.get("addr:suburb", ""),
        town=tags.get("addr:city", ""),
        postcode=tags.get("addr:postcode", ""),
    )


def _bins(found: list[_Found]) -> Iterator[StreetBin]:
    for one in found:
        kind = BIN_KINDS.get(one.tags.get("amenity", ""))
        # A recycling centre is a yard that people drive to, not a bin at the kerb.
        if kind is not None and one.tags.get("recycling_type") != "centre":
            ref = one.tags.get("ref", f"BIN-{one.uprn}")
            yield StreetBin(ref=ref, kind=kind, place=replace(_place(one), paon=f"Bin {ref}"))


def _hubs(found: list[_Found], centre: tuple[float, float]) -> Iterator[Hub]:
    for key, wanted in HUB_TAGS.items():
        ranked = [
            (rank, abs(one.lon - centre[0]) + abs(one.lat - centre[1]), one.uprn, one)
            for one in found
            for rank, (tag, value) in enumerate(wanted)
            if one.tags.get(tag) == value
        ]
        if ranked:
            best = min(ranked, key=lambda row: row[:3])[3]
            yield Hub(id=key, name=best.tags.get("name", key.replace("-", " ").capitalize()), place=_place(best))
