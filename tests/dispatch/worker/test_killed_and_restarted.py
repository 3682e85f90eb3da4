"""Background work in processes of its own, killed with SIGKILL, stopped and started again."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
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

# Enough for the engine to be at it for seconds, so that a kill comes in the middle.
SOME = 3_000
AT_IT = {f"running {percent}" for percent in range(8, 97)}


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
def background(tmp_path: Path) -> Iterator[Running]:
    """Stopped in good order at the end, unless it was killed."""
    command = [sys.executable, "-m", "tests.dispatch.worker.background_process", str(tmp_path), str(tmp_path / "t.osm")]
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
def asked(tmp_path: Path) -> Path:
    """A folder with a map and a database in which a plan has been asked for, and nobody has begun."""
    write_map(tmp_path / "t.osm")
    with stored(tmp_path) as store:
        ask(store, request(iterations=SOME))
    return tmp_path


def assert_one_draft(tmp_path: Path) -> None:
    with stored(tmp_path) as store:
        assert standing(store).state is RequestState.READY
        with store.begin(TEST) as work:
            [revision] = work.plans.revisions("council", WINTER_DAY)
        assert revision.plan.violations == ()
        assert revision.id == standing(store).plan_id
        assert revision.savings is not None
        assert revision.savings["jobs"] == 10
    assert list((tmp_path / "plans").iterdir()) == []


@pytest.mark.slow
def test_killed_in_the_middle_of_a_plan_and_started_again_there_is_one_draft(asked: Path) -> None:
    with background(asked) as first:
        first.until(*AT_IT)
        planner = first.planner()
        first.process.kill()
        planner.assert_ends()
    with stored(asked) as store:
        assert standing(store).state is RequestState.RUNNING
    with background(asked) as second:
        second.until("through")
    assert_one_draft(asked)


@pytest.mark.slow
def test_killed_between_the_draft_and_its_savings_they_are_counted_after_the_restart(asked: Path) -> None:
    with background(asked) as first:
        first.until("ready 100")
        first.process.kill()
    with background(asked) as second:
        second.until("through")
    assert_one_draft(asked)


@pytest.mark.slow
def test_stopped_in_good_order_the_planner_is_gone_and_the_next_start_goes_on(asked: Path) -> None:
    with background(asked) as first:
        first.until(*AT_IT)
        planner = first.planner()
    assert first.process.returncode == 0
    planner.assert_ends()
    with stored(asked) as store:
        assert standing(store).state is RequestState.RUNNING
    with background(asked) as second:
        second.until("through")
    assert_one_draft(asked)


def test_what_cannot_be_planned_fails_with_its_sentence_and_is_not_tried_for_ever(tmp_path: Path) -> None:
    write_map(tmp_path / "t.osm")
    with stored(tmp_path) as store:
        ask(store, request(iterations=ENDLESS), off_the_map())
    with background(tmp_path) as running:
        running.until("through")
    with stored(tmp_path) as store:
        assert "Mill Lane" in standing(store).problem
    assert list((tmp_path / "plans").iterdir()) == []
