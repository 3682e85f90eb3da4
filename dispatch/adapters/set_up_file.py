"""Reads the file that an installation is set up with."""

from pathlib import Path

from pydantic import ValidationError

from dispatch.adapters.database.codec import from_json
from dispatch.domain.errors import Unusable
from dispatch.domain.set_up import SetUp

TOLD = 20  # complaints; more of them would be of the same kind


def read_set_up(path: Path) -> SetUp:
    """Raises OSError, or Unusable with where in the file what is wrong."""
    try:
        return from_json(SetUp, path.read_text(encoding="utf-8"))
    except UnicodeDecodeError as error:
        raise Unusable([f"{path} is no text in UTF-8"]) from error
    except ValidationError as error:
        told = [f"{path}, {'.'.join(map(str, one['loc'])) or 'as a whole'}: {one['msg']}" for one in error.errors()]
        more = [f"and {len(told) - TOLD} more"] if len(told) > TOLD else []
        raise Unusable([*told[:TOLD], *more]) from error
