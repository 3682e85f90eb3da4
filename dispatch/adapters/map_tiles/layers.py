"""What goes into the tiles: five layers, what each kind of scenery is called in them, and from which zoom it shows."""

from dataclasses import dataclass

from dispatch.adapters.scenery_from_osm import SceneryKind

LAND, WATER, RAIL, STREETS, BUILDINGS = "land", "water", "rail", "streets", "buildings"
LAYERS = (LAND, WATER, RAIL, STREETS, BUILDINGS)

MIN_ZOOM, MAX_ZOOM = 9, 15
# Below this zoom streets are only lines: joined whatever their name, so that fewer and longer ones are stored.
NAMES_FROM_ZOOM = 13


@dataclass(frozen=True, slots=True)
class Layer:
    """Where a kind of scenery belongs: the layer's name, its least zoom, and whether it is an area."""

    name: str
    from_zoom: int
    is_area: bool = False


LAYER_OF = {
    SceneryKind.GREEN: Layer(LAND, MIN_ZOOM, is_area=True),
    SceneryKind.BUILT: Layer(LAND, MIN_ZOOM, is_area=True),
    SceneryKind.WATER: Layer(WATER, MIN_ZOOM, is_area=True),
    SceneryKind.RIVER: Layer(WATER, MIN_ZOOM),
    SceneryKind.CANAL: Layer(WATER, 12),
    SceneryKind.RAIL: Layer(RAIL, 10),
    SceneryKind.MAIN_ROAD: Layer(STREETS, MIN_ZOOM),
    SceneryKind.ROAD: Layer(STREETS, 10),
    SceneryKind.STREET: Layer(STREETS, 12),
    SceneryKind.LANE: Layer(STREETS, 14),
    SceneryKind.PATH: Layer(STREETS, 14),
    SceneryKind.BUILDING: Layer(BUILDINGS, 14, is_area=True),
}


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """What a feature says of itself: `class` (the kind), and for streets the name and whether one way."""

    kind: SceneryKind
    name: str = ""
    one_way: bool = False

    @property
    def properties(self) -> dict[str, str | bool]:
        """As they stand in the tile; what is not so is left out."""
        found: dict[str, str | bool] = {"class": self.kind.value}
        if self.name:
            found["name"] = self.name
        if self.one_way:
            found["oneway"] = True
        return found
