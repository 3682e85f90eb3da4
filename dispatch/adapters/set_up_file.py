"""Reads the file that an installation is set up with."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from dispatch.adapters.database.codec import from_json, to_json
from dispatch.domain.errors import Unusable
from dispatch.domain.set_up import SetUp

TOLD = 20  # complaints; more of them would be of the same kind


def read_set_up(path: Path) -> SetUp:
    """Raises OSError, or Unusable with where in the file what is wrong; a name that means nothing is wrong too."""
    try:
        text = path.read_text(encoding="utf-8")
        what = from_json(SetUp, text)
    except UnicodeDecodeError as error:
        raise Unusable([f"{path} is no text in UTF-8"]) from error
    except ValidationError as error:
        told = [f"{'.'.join(map(str, one['loc'])) or 'as a whole'}: {one['msg']}" for one in error.errors()]
        raise Unusable(_some(path, told)) from error
    unknown = [
        f"{where}: there is no such name" for where in _unknown(json.loads(text), json.loads(to_json(SetUp, what)))
    ]
    if unknown:
        raise Unusable(_some(path, unknown))
    return what


def _some(path: Path, told: list[str]) -> list[str]:
    more = [f"and {len(told) - TOLD} more"] if len(told) > TOLD else []
    return [*(f"{path}, {one}" for one in told[:TOLD]), *more]


def _unknown(given: Any, understood: Any, where: str = "") -> Iterator[str]:
    """Names in the file that did not come through: misspelt, or of another version."""
    if isinstance(given, dict) and isinstance(understood, dict):
        for name, value in given.items():
            here = f"{where}.{name}" if where else str(name)
            if name not in understood:
                yield here
            else:
                yield from _unknown(value, understood[name], here)
    elif isinstance(given, list) and isinstance(understood, list):
        for number, (one, other) in enumerate(zip(given, understood, strict=False)):
            yield from _unknown(one, other, f"{where}.{number}")
