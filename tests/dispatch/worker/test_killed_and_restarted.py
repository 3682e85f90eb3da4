"""Background work in processes of its own, killed with SIGKILL, stopped and started again."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
from dispatch.domain.revision import Revision
from dispatch.domain.states import RequestState
from tests.databases import SetClock
from tests.dispatch.adapters.tiny_map import write_map
from tests.dispatch.planning.tiny_day import WINTER_DAY
from tests.dispatch.worker.small_work import (
    ENDLESS,
    TEST,
    Watched,
    ask,
    children_of,
    off_the_map,
    request,
    standing,
)

# Instead of the planner: tells that it is at 30 % and never gets further, so that a kill always comes in the middle.
NEVER_DONE = "tests.dispatch.worker.never_done"
AT_IT, MADE = "running 30", "ready 100"


class Running:
    """The process, and what it tells."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process

    def until(self, *wanted: str) -> str:
        """Reads on to one of these."""
        assert self.process.stdout is not None
        told = []
        for line in self.process.stdout:
            told.append(line.strip())
            if told[-1] in wanted:
                return told[-1]
        raise AssertionError(f"it ended before it told any of {wanted}: {told}")

    def planner(self) -> Watched:
        """The planning process at work."""
        [child] = children_of(self.process.pid)
        return Watched(child)


@contextmanager
def background(tmp_path: Path, *planner: str) -> Iterator[Running]:
    """Stopped in good order at the end, unless it was killed. `planner`: another module than the real one."""
    program = "tests.dispatch.worker.background_process"
    command = [sys.executable, "-m", program, str(tmp_path), str(tmp_path.parent / "map" / "tiny.osm"), *planner]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603
        try:
            yield Running(process)
        finally:
            process.communicate()


@contextmanager
def stored(tmp_path: Path) -> Iterator[SqlStore]:
    """What is in the database while no other process has it."""
    database = open_database("", var=tmp_path)
    try:
        yield SqlStore(database, SetClock())
    finally:
        database.close()


@pytest.fixture
def installed(tmp_path: Path, sqlite_template: Path) -> Path:
    """A folder with a database, beside one with a map whose streets are read once for all tests."""
    folder = tmp_path.parent / "map"
    if not folder.exists():
        folder.mkdir()
        write_map(folder / "tiny.osm")
    shutil.copy(sqlite_template, tmp_path / "allround.db")
    return tmp_path


@pytest.fixture
def asked(installed: Path) -> Path:
    """Where a plan has been asked for, and nobody has begun."""
    with stored(installed) as store:
        ask(store, request())
    return installed


def assert_one_draft(tmp_path: Path) -> Revision:
    with stored(tmp_path) as store:
        assert standing(store).state is RequestState.READY
        with store.begin(TEST) as work:
            [revision] = work.plans.revisions("council", WINTER_DAY)
        assert revision.plan.violations == ()
        assert revision.id == standing(store).plan_id
    return revision


@pytest.mark.slow
def test_killed_in_the_middle_of_a_plan_and_started_again_there_is_one_draft(asked: Path) -> None:
    with background(asked, NEVER_DONE) as first:
        first.until(AT_IT)
        planner = first.planner()
        first.process.kill()
        planner.assert_ends()
    with stored(asked) as store:
        assert standing(store).state is RequestState.RUNNING
    with background(asked) as second:
        second.until(MADE)
    assert_one_draft(asked)


@pytest.mark.slow
def test_killed_between_the_draft_and_its_savings_they_are_counted_after_the_restart(asked: Path) -> None:
    with background(asked) as first:
        first.until(MADE)
        first.process.kill()
    with background(asked) as second:
        second.until("through")
    savings = assert_one_draft(asked).savings
    assert savings is not None
    assert savings["jobs"] == 10
    assert list((asked / "plans").iterdir()) == []


@pytest.mark.slow
def test_stopped_in_good_order_the_planner_is_gone_and_the_next_start_goes_on(asked: Path) -> None:
    with background(asked, NEVER_DONE) as first:
        first.until(AT_IT)
        planner = first.planner()
    assert first.process.returncode == 0
    planner.assert_ends()
    with stored(asked) as store:
        assert standing(store).state is RequestState.RUNNING
    with background(asked) as second:
        second.until(MADE)
    assert_one_draft(asked)


def test_what_cannot_be_planned_fails_with_its_sentence_and_is_not_tried_for_ever(installed: Path) -> None:
    with stored(installed) as store:
        ask(store, request(iterations=ENDLESS), off_the_map())
    with background(installed) as running:
        running.until("through")
    with stored(installed) as store:
        assert "Mill Lane" in standing(store).problem
    assert list((installed / "plans").iterdir()) == []
