"""JSON from strangers: one object of bounded size, each name once, no number that is none; or a sentence why not."""

import json
from typing import Any

MOST_BYTES = 256_000


class NotReadable(ValueError):
    """`str(error)` says in a plain sentence what is wrong with the body, without a word of what it holds."""


def read_object(body: bytes) -> dict[str, Any]:
    """The object that the body is. Numbers too large for a float come back infinite. Raises NotReadable only."""
    if len(body) > MOST_BYTES:
        raise NotReadable(f"The message has more than {MOST_BYTES // 1000} kB.")
    if not body.strip():
        raise NotReadable("The message is empty.")
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotReadable("The message is not text in UTF-8.") from None
    try:
        found = json.loads(
            text, object_pairs_hook=_each_name_once, parse_constant=_no_such_number, parse_int=_whole_number
        )
    except NotReadable:
        raise
    except RecursionError:
        raise NotReadable("The message is nested too deeply.") from None
    except ValueError:
        raise NotReadable("The message is not JSON.") from None
    if not isinstance(found, dict):
        raise NotReadable("The message is JSON, but not an object.")
    return found


def _each_name_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) != len(pairs):
        # Which of the two was meant cannot be known, and two readers may choose differently.
        raise NotReadable("The message gives the same name twice in one object.")
    return named


def _no_such_number(_: str) -> float:
    raise NotReadable("The message has NaN or Infinity, which JSON does not know.")


def _whole_number(digits: str) -> int | float:
    # Python takes quadratic time over thousands of digits, and refuses from 4,300 on.
    return int(digits) if len(digits) <= 20 else float(digits)
