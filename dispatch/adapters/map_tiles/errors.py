"""What the map's tiles refuse, each as one sentence that names the file and the remedy."""

from pathlib import Path


class MapTilesError(Exception):
    """The map cannot be shown; the message is fit to show to a user. (A bad map file is an UnreadableMap.)

    MapTilesError
    ├── BrokenTiles     the archive is missing, cut short or damaged
    └── TilesNotStored  the disk refuses the archive
    """


class BrokenTiles(MapTilesError):
    """The archive cannot be read, wholly or in one tile."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"Cannot read the map tiles {path}: {why}. Delete the file and start again to have it remade.")
        self.path = path


class TilesNotStored(MapTilesError):
    """The archive was made but could not be written."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"Cannot store the map tiles {path}: {why}. Free some space or choose another folder.")
        self.path = path
