"""What a day's first plan saves, counted when nobody waits; small programs stand in for the planning process."""

import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

import pytest

from dispatch.adapters.database.store import SqlStore
from dispatch.domain.revision import Revision
from dispatch.domain.states import PlanState, RequestState
from dispatch.worker.plan_making import PLANNING, PlanMaking
from dispatch.worker.plan_savings import LOST_AFTER, NOT_ALIKE, PlanSavings
from dispatch.worker.run_child import Stopping
from tests.databases import SetClock
from tests.dispatch.planning.tiny_day import WINTER_DAY, at
from tests.dispatch.worker.small_work import LONGEST_WAIT_S, TEST, ask, inputs, planning, request
from tests.dispatch.worker.test_plan_making import ENDLESS_WORK, MAKES, NOTHING_PLANNED, REFUSES

COUNTS = "import sys, pathlib; pathlib.Path(sys.argv[1], 'savings.json').write_text('{\"jobs\": 10}')"
# As the planning process: whatever its folder asks for.
DOES_BOTH = f"{MAKES}\n{COUNTS}"
OTHERWISE = DOES_BOTH.replace('"violations":[]', '"violations":["late"]')
BEGINS = f"import sys, pathlib; pathlib.Path(sys.argv[1], '..', '..', '..', 'begun').touch()\n{ENDLESS_WORK}"


@dataclass
class Desk:
    """A day whose first plan is drafted, and whoever counts its savings."""

    store: SqlStore
    clock: SetClock
    tmp_path: Path
    program: str = DOES_BOTH
    stopping: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self._ids: Iterator[str] = iter(f"{id(self)}-{number}" for number in range(100))
        options = planning(self.tmp_path, command=(sys.executable, "-c", self.program))
        self.making = PlanMaking(self.store, self.clock, lambda: next(self._ids), options, self.stopping)
        self.savings = PlanSavings(self.store, self.clock, lambda: next(self._ids), self.making)

    def draft(self) -> None:
        self.making.begin("request-1")
        assert self.making.keep("request-1", self.making.draft("request-1")["folder"])

    def plan(self) -> Revision:
        with self.store.begin(TEST) as work:
            [revision] = work.plans.revisions("council", WINTER_DAY)
        return revision


@pytest.fixture
def drafted(store: SqlStore, clock: SetClock, tmp_path: Path) -> Desk:
    ask(store, request())
    desk = Desk(store, clock, tmp_path)
    desk.draft()
    return desk


@pytest.mark.parametrize(("program", "savings"), [(COUNTS, {"jobs": 10}), (REFUSES, {"problem": "The map is torn."})])
def test_they_are_added_to_the_plan_or_why_there_are_none_and_the_files_go(
    drafted: Desk, program: str, savings: dict[str, object]
) -> None:
    again = Desk(drafted.store, drafted.clock, drafted.tmp_path, program)
    again.savings.count()
    assert again.plan().savings == savings
    assert again.making.folders() == ()


def test_a_plan_made_once_shifts_have_begun_is_compared_with_nothing(
    store: SqlStore, clock: SetClock, tmp_path: Path
) -> None:
    # Based on no plan: it is the first of the day all the same.
    ask(store, request(), replace(inputs(), revises=NOTHING_PLANNED.plan, now=at("09:00")))
    desk = Desk(store, clock, tmp_path)
    desk.draft()
    desk.savings.count()
    assert (desk.plan().savings, desk.plan().inputs_at) == (None, at("09:00"))
    assert desk.making.folders() == ()
    clock.forward(LOST_AFTER)
    desk.savings.find_lost()
    assert desk.making.folders() == ()


def test_while_somebody_waits_for_a_plan_nothing_is_counted_and_afterwards_it_is(drafted: Desk) -> None:
    ask(drafted.store, request("sick-worker", based_on=drafted.plan().id))
    drafted.savings.count()
    assert drafted.plan().savings is None
    with drafted.store.begin(PLANNING) as work:
        work.requests.move("sick-worker", RequestState.CANCELLED)
    with drafted.making.at_work("another"):
        drafted.savings.count()
    assert drafted.plan().savings is None
    drafted.savings.count()
    assert drafted.plan().savings == {"jobs": 10}


def test_a_count_at_work_is_ended_when_somebody_asks_for_a_plan_and_taken_up_afterwards(drafted: Desk) -> None:
    at_work = Desk(drafted.store, drafted.clock, drafted.tmp_path, BEGINS)
    counting = threading.Thread(target=at_work.savings.count)
    counting.start()
    wait_for(drafted.tmp_path / "begun")
    ask(drafted.store, request("sick-worker", based_on=drafted.plan().id))
    counting.join(LONGEST_WAIT_S)
    assert not counting.is_alive()
    assert drafted.plan().savings is None
    with drafted.store.begin(PLANNING) as work:
        work.requests.move("sick-worker", RequestState.CANCELLED)
    drafted.savings.count()
    assert drafted.plan().savings == {"jobs": 10}


def test_when_the_program_ends_it_is_left_to_the_next_start(drafted: Desk) -> None:
    ending = Desk(drafted.store, drafted.clock, drafted.tmp_path, ENDLESS_WORK)
    ending.stopping.set()
    with pytest.raises(Stopping):
        ending.savings.count()
    drafted.savings.count()
    assert drafted.plan().savings == {"jobs": 10}


@pytest.mark.parametrize(("program", "savings"), [(DOES_BOTH, {"jobs": 10}), (OTHERWISE, {"problem": NOT_ALIKE})])
def test_where_the_files_are_lost_the_same_plan_is_made_again_after_a_while(
    drafted: Desk, program: str, savings: dict[str, object]
) -> None:
    drafted.making.tidy("request-1")
    elsewhere = drafted.tmp_path / "elsewhere"
    elsewhere.mkdir()
    other = Desk(drafted.store, drafted.clock, elsewhere, program)
    drafted.clock.forward(LOST_AFTER - timedelta(seconds=1))
    other.savings.find_lost()
    other.savings.count()
    assert other.plan().savings is None
    drafted.clock.forward(timedelta(seconds=1))
    other.savings.find_lost()
    other.savings.count()
    assert other.plan().savings == savings


def test_a_plan_thrown_away_is_not_counted(drafted: Desk) -> None:
    plan_id = drafted.plan().id
    with drafted.store.begin(TEST) as work:
        work.plans.discard(plan_id, drafted.clock())
    drafted.savings.count()
    assert (drafted.plan().state, drafted.plan().savings) == (PlanState.DISCARDED, None)
    assert drafted.making.folders() == ()


def wait_for(file: Path) -> None:
    """Until it is there."""
    looking = threading.Event()
    for _ in range(round(LONGEST_WAIT_S / 0.05)):
        if file.exists():
            return
        looking.wait(0.05)
    raise AssertionError(f"{file.name} never came")
