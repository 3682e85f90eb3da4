"""`python -m tests.dispatch.worker.background_process VAR MAP [MODULE]`: background work alone, until its input closes.

MODULE is run instead of the planner. Tells each change of `request-1` as a line: its state and progress, and `through`
once it failed or its savings are counted, and its files are gone.
"""

import logging
import sys
import threading
from dataclasses import replace
from pathlib import Path

from dispatch.bootstrap import Allround, bootstrap
from dispatch.config import Settings
from dispatch.domain.states import RequestState
from dispatch.worker.background import Background
from dispatch.worker.options import worker_options
from tests.dispatch.worker.small_work import TEST


def tell(allround: Allround, ended: threading.Event) -> None:
    """Until the end."""
    told = ""
    while not ended.wait(0.1):
        with allround.store.reading(TEST) as work:
            request = work.requests.get("request-1")
            revision = work.plans.get(request.plan_id) if request and request.plan_id else None
        now = f"{request.state} {request.progress}" if request else "nothing"
        folder = allround.settings.var / "plans"
        left = list(folder.iterdir()) if folder.is_dir() else []
        failed = request is not None and request.state is RequestState.FAILED
        if (failed or (revision is not None and revision.savings is not None)) and not left:
            now = "through"
        if now != told:
            told = now
            sys.stdout.write(now + "\n")
            sys.stdout.flush()


def main(var: Path, map_file: Path, *planner: str) -> None:
    """Starts, tells, ends."""
    logging.basicConfig()
    settings = Settings(var=var, map_file=map_file)
    allround = bootstrap(settings)
    options = worker_options(settings)
    planning = replace(options.planning, roads_cache=map_file.parent / "roads")
    if planner:
        planning = replace(planning, command=(sys.executable, "-m", *planner))
    background = Background(allround, replace(options, planning=planning))
    background.start()
    ended = threading.Event()
    teller = threading.Thread(target=tell, args=(allround, ended))
    teller.start()
    sys.stdin.read()
    ended.set()
    teller.join()
    background.stop()
    allround.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
