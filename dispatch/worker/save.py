"""Writes files, each whole or not at all."""

import json
import os
from pathlib import Path
from typing import Any


def save_json(path: Path, document: Any) -> None:
    """A JSON document; numbers that are none are refused."""
    save_bytes(path, (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode())


def save_bytes(path: Path, content: bytes) -> None:
    """The file appears whole or, when anything goes wrong, stays as it was."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def read_json(path: Path) -> Any:
    """What `save_json` wrote."""
    return json.loads(path.read_text(encoding="utf-8"))
