"""Whom to thank for a map; the same words as the street network's, without building one."""

from pathlib import Path

import osmium

from optimiser.roads import UnreadableMap
from optimiser.roads.osm_file import MADE_UP_GENERATOR, MADE_UP_TOWN, OPEN_STREET_MAP, OSMIUM_ERRORS


def map_source(path: Path) -> str:
    """The attribution to show with the map; raises UnreadableMap."""
    if not path.is_file():
        raise UnreadableMap(path, "it is a folder" if path.is_dir() else "there is no such file")
    try:
        generator = osmium.FileProcessor(str(path)).header.get("generator", "")
    except OSMIUM_ERRORS as error:
        raise UnreadableMap(path, str(error)) from error
    return MADE_UP_TOWN if generator == MADE_UP_GENERATOR else OPEN_STREET_MAP
