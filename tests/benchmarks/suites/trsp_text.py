"""Reads an instance of the technician routing and scheduling problem (Pillac et al. 2013) from its text format.

The format is Solomon's with three lists at the end of each line: skills, tools (numbers from 0) and spare parts (how
many of each kind). Line 0 is the central depot, the next lines are the technicians' homes, the others the requests.
Source: Pillac, Guéret and Medaglia 2013, 10.1007/s11590-012-0567-4.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_ROW = re.compile(r"((?:-?[\d.]+\s+){6})\[([\d,\s]*)\]\s*\[([\d,\s]*)\]\s*\[([\d,\s]*)\]")
_COUNTS = 4  # crew, skills, tools, kinds of spare parts


@dataclass(frozen=True, slots=True)
class Row:
    """One line: where, when service may start, how long it takes, and what is held (technician) or needed (request)."""

    number: int
    x: float
    y: float
    earliest: float
    latest: float
    service: float
    skills: tuple[int, ...]
    tools: tuple[int, ...]
    parts: tuple[int, ...]  # how many of each kind


@dataclass(frozen=True, slots=True)
class Instance:
    """A whole file; times and distances are in its own units."""

    name: str
    tools: int  # kinds of tools there are
    depot: Row
    technicians: tuple[Row, ...]
    requests: tuple[Row, ...]


def read_instance(path: Path) -> Instance:
    """The instance in a file. Raises ValueError with a sentence for a file it cannot read."""
    lines = [line.strip() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    counts = next((line.split() for line in lines if re.fullmatch(r"\d+(\s+\d+){3}", line)), None)
    if counts is None or len(counts) != _COUNTS:
        raise ValueError(f"{path.name} has no line of four counts (crew, skills, tools, spare parts)")
    crew, _, tools, kinds = map(int, counts)
    rows = [_row(path, *match.groups()) for line in lines if (match := _ROW.fullmatch(line))]
    if len(rows) <= crew + 1 or [row.number for row in rows] != list(range(len(rows))):
        raise ValueError(
            f"{path.name} has {len(rows)} readable lines; it needs a depot, {crew} technicians and requests, numbered "
            "from 0 without a gap"
        )
    for row in rows[1:]:
        if len(row.parts) != kinds:
            raise ValueError(f"{path.name}: line {row.number} counts {len(row.parts)} kinds of parts of {kinds}")
    for row in rows[1 : crew + 1]:
        if row.service:
            raise ValueError(f"{path.name}: technician {row.number} has service at home, which the suite does not know")
    return Instance(
        name=path.stem,
        tools=tools,
        depot=rows[0],
        technicians=tuple(rows[1 : crew + 1]),
        requests=tuple(rows[crew + 1 :]),
    )


def _row(path: Path, numbers: str, skills: str, tools: str, parts: str) -> Row:
    number, *values = numbers.split()
    if not number.isdigit():
        raise ValueError(f"{path.name}: a line begins with {number!r}; a whole number is needed")
    x, y, earliest, latest, service = map(float, values)
    return Row(int(number), x, y, earliest, latest, service, _list(skills), _list(tools), _list(parts))


def _list(text: str) -> tuple[int, ...]:
    return tuple(int(item) for item in text.split(",") if item.strip())
