"""What map servers have answered, kept in a folder: each answer whole and of a map or of places, or not at all."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from optimiser.roads.scratch import scratch_folder


class NoAnswer(Exception):
    """A server ran out of time or memory and sent what it had by then, or it sent something else, or stays busy."""


@contextmanager
def kept_answers(http: Any, folder: Path, *, again: bool) -> Iterator[None]:
    """While it lasts OSMnx (`http` is its module `_http`) keeps answers here in place of its own way of doing it.

    OSMnx would write straight into the folder, where a full disk or a kill leaves half a file, take that for the answer
    ever after, and keep what is of no map. Here an answer is written elsewhere and then moved in: at once, or with
    `again` when all is well, so that the older ones stay until then. With `again` these are not looked at either. A
    file that cannot be read or is not sound is as none, and gives way to the next answer.
    Raises NoRoom where the disk is full.
    """
    retrieve, save = http._retrieve_from_cache, http._save_to_cache
    with scratch_folder(folder, ".anew-") as scratch:

        def name_of(url: str) -> str:
            return str(http._resolve_cache_filepath(url).name)

        def retrieve_sound(url: str) -> Any:
            return None if again else _sound(folder / name_of(url))

        def save_sound(url: str, answer: Any, ok: bool) -> None:
            if ok and not what_is_wrong(answer):
                new = scratch / name_of(url)
                new.write_text(json.dumps(answer), encoding="utf-8")
                if not again:
                    new.replace(folder / new.name)

        http._retrieve_from_cache, http._save_to_cache = retrieve_sound, save_sound
        try:
            yield
        finally:
            http._retrieve_from_cache, http._save_to_cache = retrieve, save
        for new in scratch.iterdir():
            new.replace(folder / new.name)


def what_is_wrong(answer: object) -> str:
    """Why that is no list of places, as Nominatim gives one, nor a map, as Overpass does; empty where it is."""
    if isinstance(answer, list):
        return "" if all(_is_place(one) for one in answer) else "the answer is not of places"
    if not isinstance(answer, dict):
        return "the answer is not of a map"
    if "remark" in answer:
        return f"the answer is not whole: {answer['remark']}"
    elements = answer.get("elements")
    of_a_map = isinstance(elements, list) and all(isinstance(element, dict) for element in elements)
    return "" if of_a_map else "the answer is not of a map"


def _is_place(one: object) -> bool:
    return isinstance(one, dict) and {"importance", "boundingbox", "lat", "lon"} <= one.keys()


def _sound(file: Path) -> Any:
    try:
        answer = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return None if what_is_wrong(answer) else answer
