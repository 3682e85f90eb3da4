"""The system's clock, and the demo's, which shows a made-up day and goes on where it stood after a restart."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

from dispatch.ports.clock import Clock


def system_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


def set_demo_clock(path: Path, shown: datetime, real: datetime) -> None:
    """From `real` on, the demo's clock shows `shown` and runs as fast as any other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.part")
    draft.write_text(json.dumps({"shown": shown.isoformat(), "real": real.isoformat()}), encoding="utf-8")
    draft.replace(path)


def demo_clock(path: Path, real: Clock) -> Clock:
    """The clock that was set in `path`. Raises ValueError with a sentence when there is none."""
    try:
        set_to = json.loads(path.read_text(encoding="utf-8"))
        ahead = datetime.fromisoformat(set_to["shown"]) - datetime.fromisoformat(set_to["real"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"The demo's clock {path} is not set: run `make demo`.") from error
    return lambda: real() + ahead
