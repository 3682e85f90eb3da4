"""What an installation is told reaches the planning process."""

import threading
from dataclasses import replace
from pathlib import Path

from dispatch.adapters.database.store import SqlStore
from dispatch.config import Settings
from dispatch.worker.child_files import Mode
from dispatch.worker.options import worker_options
from dispatch.worker.plan_making import PlanMaking, PlanningOptions
from tests.databases import SetClock
from tests.dispatch.worker.small_work import request


def test_map_and_local_speeds_are_named_by_where_they_are(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    def told(planning: PlanningOptions) -> tuple[Path | None, Path | None]:
        steps = PlanMaking(store, clock, lambda: "id", planning, threading.Event())
        options = steps.task(Mode.DRAFT, request(), None)
        return options.map_file, options.speeds_file

    settings = Settings(var=tmp_path, map_file=Path("town.osm"), speeds_file=Path("local.toml"))
    planning = worker_options(settings).planning
    assert told(planning) == (Path.cwd() / "town.osm", Path.cwd() / "local.toml")
    assert told(replace(planning, speeds_file=None)) == (Path.cwd() / "town.osm", None)
