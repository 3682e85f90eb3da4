"""The form of a backup: a .tar.gz of tables as lines of JSON, further files, and a manifest that vouches for both.

The same for both databases, so that a backup of one can be restored into the other.
"""

import base64
import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import IO, Any

from sqlalchemy import Column, Date, LargeBinary, Row, Table

from dispatch.adapters.database.tables.columns import Moment

MANIFEST = "manifest.json"
FORM = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of the archive: `rows` counts its lines, `sha256` is in hex."""

    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """`tables_version` is the migration the tables were at; `parts` are by name in the archive."""

    form: int
    made_at: str
    tables_version: str
    parts: Mapping[str, Part]

    def to_json(self) -> bytes:
        """Indented, as people look at it too."""
        return json.dumps(asdict(self), indent=2, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> "Manifest":
        """Raises ValueError, KeyError or TypeError when it is no manifest."""
        raw = json.loads(text)
        parts = {name: Part(**part) for name, part in raw["parts"].items()}
        return cls(form=raw["form"], made_at=raw["made_at"], tables_version=raw["tables_version"], parts=parts)


def table_part(table: Table) -> str:
    """Where its rows are in the archive."""
    return f"tables/{table.name}.jsonl"


def file_part(name: str) -> str:
    """Where a further file is in the archive."""
    return f"files/{name}"


def to_line(row: Row[Any], table: Table) -> bytes:
    """One row."""
    values = {column.name: _plain(value) for column, value in zip(table.columns, row, strict=True)}
    return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def from_lines(lines: Iterator[bytes], table: Table) -> Iterator[dict[str, Any]]:
    """Rows as they were. Raises ValueError, KeyError or TypeError when a line is no row of this table."""
    for line in lines:
        raw = json.loads(line)
        yield {column.name: _typed(raw[column.name], column) for column in table.columns}


def fingerprint(file: IO[bytes]) -> Part:
    """Of all that is left to read; counts lines as rows."""
    digest, rows, size = hashlib.sha256(), 0, 0
    while piece := file.read(1 << 20):
        digest.update(piece)
        rows += piece.count(b"\n")
        size += len(piece)
    return Part(rows=rows, bytes=size, sha256=digest.hexdigest())


def _plain(value: Any) -> Any:
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(value).decode()
    return value.isoformat() if isinstance(value, date) else value


def _typed(value: Any, column: Column[Any]) -> Any:
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value, validate=True)
    if isinstance(column.type, Moment):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
