"""Opens a map file as street networks, from the store where it has them."""

import hashlib
from collections.abc import Callable, Iterable
from pathlib import Path

from optimiser.roads.build import build_network
from optimiser.roads.errors import EmptyNetwork, UnreadableMap
from optimiser.roads.graphml_file import read_graphml
from optimiser.roads.mode import Mode
from optimiser.roads.network import Network
from optimiser.roads.osm_file import read_streets
from optimiser.roads.say import Say, quiet
from optimiser.roads.speeds import Speeds, shipped_speeds
from optimiser.roads.store import read_stored, write_stored

# Raise by one whenever a change in this package makes another network from the same map.
FORMAT_VERSION = 5

Done = Callable[[int, int], None]


def tell_nobody(_done: int, _of: int) -> None:
    """For whoever does not watch."""


def load_network(
    path: Path,
    mode: Mode,
    *,
    cache_dir: Path | None,
    speeds: Speeds | None = None,
    say: Say = quiet,
    done: Done = tell_nobody,
) -> Network:
    """The network of one mode; see `load_networks`."""
    return load_networks(path, [mode], cache_dir=cache_dir, speeds=speeds, say=say, done=done)[mode]


def load_networks(
    path: Path,
    modes: Iterable[Mode],
    *,
    cache_dir: Path | None,
    speeds: Speeds | None = None,
    skip_empty: bool = False,
    say: Say = quiet,
    done: Done = tell_nobody,
) -> dict[Mode, Network]:
    """The networks of these modes from a .osm, .osm.xml, .osm.pbf or .graphml file, which is parsed once for all.

    `speeds` None: those that come with Allround. Networks are stored in `cache_dir` (None: nowhere) and found again as
    long as the map's content, the speeds and FORMAT_VERSION are the same. `done` is told how many steps are finished,
    of how many: reading the map, and one for each mode that is not stored. Raises UnreadableMap, or EmptyNetwork where
    a mode has no streets; with `skip_empty` such a mode is said and left out, and raised only when no mode has any.
    """
    modes = list(dict.fromkeys(modes))
    speeds = speeds or shipped_speeds()
    sha256 = file_sha256(path)
    files = {mode: cache_dir / stored_name(path, mode, sha256, speeds) for mode in modes if cache_dir is not None}
    networks = {mode: network for mode, file in files.items() if (network := read_stored(file, say)) is not None}
    missing = [mode for mode in modes if mode not in networks]
    empty: list[EmptyNetwork] = []
    if missing:
        steps = 1 + len(missing)
        done(0, steps)
        say(f"Reading the map {path.name}.")
        streets = read_graphml(path) if path.suffix.lower() == ".graphml" else read_streets(path)
        for finished, mode in enumerate(missing, start=1):
            done(finished, steps)
            say(f"Building the street network by {mode}.")
            try:
                networks[mode] = build_network(streets, mode, speeds, path=path, sha256=sha256, say=say)
            except EmptyNetwork as error:
                if not skip_empty:
                    raise
                empty.append(error)
                continue
            if mode in files:
                write_stored(networks[mode], files[mode], say)
        done(steps, steps)
    if empty and not networks:
        raise empty[0]
    for without in empty:
        say(str(without))
    return {mode: networks[mode] for mode in modes if mode in networks}


def file_sha256(path: Path) -> str:
    """The hash of the file's content; raises UnreadableMap when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except IsADirectoryError:
        raise UnreadableMap(path, "it is a folder") from None
    except FileNotFoundError:
        raise UnreadableMap(path, "there is no such file") from None
    except OSError as error:
        raise UnreadableMap(path, error.strerror or "the disk refuses") from error


def stored_name(path: Path, mode: Mode, sha256: str, speeds: Speeds) -> str:
    """A file name that changes with everything that decides what the network looks like."""
    ingredients = [sha256, mode, str(FORMAT_VERSION), speeds.digest]
    key = hashlib.sha256("\n".join(ingredients).encode()).hexdigest()[:20]
    return f"{path.name.split('.')[0]}-{mode}-{key}.npz"
