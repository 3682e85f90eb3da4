"""Plans as durable workflows, their steps kept in SQLite and in PostgreSQL."""

import itertools
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.store import SqlStore
from dispatch.domain.states import RequestState
from dispatch.worker.plan_making import PlanMaking, PlanningOptions
from dispatch.worker.plan_workflow import DurableOptions, DurablePlans
from dispatch.worker.take_up import STILL_S, TakeUp
from tests.databases import SetClock
from tests.dispatch.planning.tiny_day import WINTER_DAY
from tests.dispatch.worker.small_work import LONGEST_WAIT_S, TEST, ask, planning, request, standing
from tests.dispatch.worker.test_plan_making import ENDLESS_WORK, MAKES, REFUSES


class Making(PlanMaking):
    """Tells when it has begun a draft, and when it is through with a request."""

    def __init__(self, store: SqlStore, options: PlanningOptions) -> None:
        self.stopping = threading.Event()
        super().__init__(store, SetClock(), lambda: uuid4().hex, options, self.stopping)
        self.begun, self.through = threading.Event(), threading.Event()

    def keep(self, request_id: str, folder: str) -> str | None:
        kept = super().keep(request_id, folder)
        self.through.set()
        return kept

    def draft(self, request_id: str) -> dict[str, str]:
        self.begun.set()
        return super().draft(request_id)

    def tidy(self, request_id: str) -> None:
        super().tidy(request_id)
        self.through.set()


@contextmanager
def durable(
    database: Database, store: SqlStore, tmp_path: Path, program: str, **changes: str
) -> Iterator[tuple[Making, DurablePlans]]:
    """Launched, and stopped at the end as the background work stops it."""
    making = Making(store, planning(tmp_path, command=(sys.executable, "-c", program)))
    file = f"sqlite:///{tmp_path / 'dbos.sqlite'}"
    server = database.engine.url.render_as_string(hide_password=False)
    system_url = server if database.engine.dialect.name == "postgresql" else file
    plans = DurablePlans(making, replace(DurableOptions(system_url=system_url, executor_id="test-1"), **changes))
    plans.launch()
    try:
        yield making, plans
    finally:
        making.stopping.set()
        assert making.wait_until_idle(LONGEST_WAIT_S)
        plans.destroy()


def test_queued_twice_it_is_made_once(database: Database, store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("twice"))
    with durable(database, store, tmp_path, MAKES) as (making, plans):
        assert plans.standing("twice") is None
        plans.enqueue("twice")
        plans.enqueue("twice")
        assert plans.standing("twice") is not None
        assert making.through.wait(LONGEST_WAIT_S)
        plans.enqueue("twice")
    assert standing(store, "twice").state is RequestState.READY
    with store.begin(TEST) as work:
        assert len(work.plans.revisions("council", WINTER_DAY)) == 1


def test_a_failure_is_the_end_of_it(database: Database, store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("refused"))
    with durable(database, store, tmp_path, REFUSES) as (making, plans):
        plans.enqueue("refused")
        assert making.through.wait(LONGEST_WAIT_S)
    assert standing(store, "refused").state is RequestState.FAILED
    assert making.folders() == ()


def test_cancelled_at_work_it_ends(database: Database, store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("cancelled"))
    with durable(database, store, tmp_path, ENDLESS_WORK) as (making, plans):
        plans.enqueue("cancelled")
        assert making.begun.wait(LONGEST_WAIT_S)
        with store.begin(TEST) as work:
            assert work.requests.ask_to_cancel("cancelled")
        assert making.through.wait(LONGEST_WAIT_S)
    assert standing(store, "cancelled").state is RequestState.CANCELLED


def test_stopped_at_work_it_goes_on_at_the_next_start(database: Database, store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("stopped"))
    with durable(database, store, tmp_path, ENDLESS_WORK) as (making, plans):
        plans.enqueue("stopped")
        assert making.begun.wait(LONGEST_WAIT_S)
    assert standing(store, "stopped").state is RequestState.RUNNING
    with durable(database, store, tmp_path, MAKES) as (making, plans):
        assert making.through.wait(LONGEST_WAIT_S)
    assert standing(store, "stopped").state is RequestState.READY


@pytest.mark.parametrize("former", [{"executor_id": "gone"}, {"steps_version": "older"}])
def test_what_a_worker_that_is_gone_or_older_held_begins_again_after_a_while(
    database: Database, store: SqlStore, tmp_path: Path, former: dict[str, str]
) -> None:
    held = "-".join(["held", *former])
    ask(store, request(held))
    with durable(database, store, tmp_path, ENDLESS_WORK, **former) as (making, plans):
        plans.enqueue(held)
        assert making.begun.wait(LONGEST_WAIT_S)
    clock_s = itertools.count(0.0, STILL_S)
    with durable(database, store, tmp_path, MAKES) as (making, plans):
        take_up = TakeUp(store, making, plans, lambda: next(clock_s))
        take_up()
        assert not making.begun.is_set()
        take_up()
        assert making.through.wait(LONGEST_WAIT_S)
    assert standing(store, held).state is RequestState.READY


def test_when_the_queue_s_tables_are_lost_it_is_queued_again(
    database: Database, store: SqlStore, tmp_path: Path
) -> None:
    ask(store, request("lost"))
    with durable(database, store, tmp_path, ENDLESS_WORK) as (making, plans):
        plans.enqueue("lost")
        assert making.begun.wait(LONGEST_WAIT_S)
    empty = f"sqlite:///{tmp_path / 'empty.sqlite'}"
    with durable(database, store, tmp_path, MAKES, system_url=empty) as (making, plans):
        TakeUp(store, making, plans, lambda: 0.0)()
        assert making.through.wait(LONGEST_WAIT_S)
    assert standing(store, "lost").state is RequestState.READY
