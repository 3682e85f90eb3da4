"""Plans that were asked for and that nobody works on."""

import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from dispatch.adapters.database.store import SqlStore
from dispatch.domain.states import RequestState
from dispatch.worker.end_cancelled import CANCEL_WITHIN_S, EndCancelled
from dispatch.worker.plan_making import PLANNING, PlanMaking
from dispatch.worker.take_up import BROKE_OFF, STILL_S, Standing, TakeUp, tidy_up
from tests.databases import SetClock
from tests.dispatch.planning.tiny_day import WINTER_DAY
from tests.dispatch.worker.small_work import TEST, ask, planning, request, standing

OVER = Standing(over=True, in_line=False, executor_id="one")
IN_LINE = Standing(over=False, in_line=True, executor_id="one")
HELD = Standing(over=False, in_line=False, executor_id="one")


class Queue:
    """A queue in memory."""

    def __init__(self, **known: Standing) -> None:
        self.known, self.queued, self.again = known, list[str](), list[str]()

    def enqueue(self, request_id: str) -> None:
        self.queued.append(request_id)

    def standing(self, request_id: str) -> Standing | None:
        return self.known.get(request_id)

    def begin_again(self, request_id: str) -> None:
        self.again.append(request_id)


@dataclass
class Sweep:
    """Looks at plans by a clock of the test's own."""

    store: SqlStore
    tmp_path: Path
    queue: Queue
    now_s: float = 0.0
    making: PlanMaking = field(init=False)

    def __post_init__(self) -> None:
        options, stopping = planning(self.tmp_path), threading.Event()
        self.making = PlanMaking(self.store, SetClock(), lambda: "id", options, stopping)
        self.take_up = TakeUp(self.store, self.making, self.queue, lambda: self.now_s, STILL_S)
        self.end_cancelled = EndCancelled(self.store, self.making, lambda: self.now_s)

    def look(self, after_s: float = 0.0) -> None:
        self.now_s += after_s
        self.take_up()


def sweep(store: SqlStore, tmp_path: Path, **known: Standing) -> Sweep:
    return Sweep(store, tmp_path, Queue(**known))


def run(store: SqlStore, request_id: str, percent: int = 0) -> None:
    with store.begin(PLANNING) as work:
        work.requests.move(request_id, RequestState.RUNNING)
        work.requests.progress(request_id, percent, "Thinking")


def cancel(store: SqlStore, request_id: str) -> None:
    with store.begin(TEST) as work:
        assert work.requests.ask_to_cancel(request_id)


def test_a_plan_that_was_asked_for_just_before_a_kill_is_queued(store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("asked"))
    look = sweep(store, tmp_path)
    look.look()
    assert look.queue.queued == ["asked"]


def test_one_at_work_whose_queue_was_lost_is_queued_again(store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("asked"))
    run(store, "asked")
    look = sweep(store, tmp_path)
    look.look()
    assert look.queue.queued == ["asked"]


def test_one_that_waits_for_its_turn_is_let_be_however_long(store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("asked"))
    look = sweep(store, tmp_path, asked=IN_LINE)
    for _ in range(5):
        look.look(STILL_S)
    assert (look.queue.queued, look.queue.again) == ([], [])
    assert standing(store, "asked").state is RequestState.WAITING


def test_one_that_is_over_and_has_no_end_is_told_to_have_failed(store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("asked"))
    sweep(store, tmp_path, asked=OVER).look()
    assert (standing(store, "asked").state, standing(store, "asked").problem) == (RequestState.FAILED, BROKE_OFF)


@pytest.mark.parametrize("at_work", [True, False])
def test_one_that_stands_still_begins_again_once_and_then_has_failed(
    store: SqlStore, tmp_path: Path, *, at_work: bool
) -> None:
    ask(store, request("asked"))
    if at_work:
        run(store, "asked", 40)
    look = sweep(store, tmp_path, asked=HELD)
    look.look()
    look.look(STILL_S - 1)
    assert look.queue.again == []
    look.look(1)
    assert look.queue.again == ["asked"]
    look.queue.known["asked"] = replace(HELD, executor_id="two")
    look.look(1)
    look.look(STILL_S - 1)
    assert standing(store, "asked").state in {RequestState.WAITING, RequestState.RUNNING}
    look.look(1)
    assert look.queue.again == ["asked"]
    assert (standing(store, "asked").state, standing(store, "asked").problem) == (RequestState.FAILED, BROKE_OFF)


def test_one_whose_progress_moves_is_never_taken_away(store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("asked"))
    look = sweep(store, tmp_path, asked=HELD)
    for percent in range(10):
        run(store, "asked", percent)
        look.look(STILL_S - 1)
    assert look.queue.again == []


def test_one_that_waits_behind_another_of_a_worker_that_moves_is_not_taken_away(
    store: SqlStore, tmp_path: Path
) -> None:
    ask(store, request("first"))
    ask(store, request("second", date=WINTER_DAY.replace(day=25)))
    look = sweep(store, tmp_path, first=HELD, second=HELD)
    for percent in range(10):
        run(store, "first", percent)
        look.look(STILL_S - 1)
    assert look.queue.again == []


def test_one_that_this_process_has_in_hand_is_let_be(store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("asked"))
    look = sweep(store, tmp_path, asked=HELD)
    with look.making.at_work("asked"):
        for _ in range(3):
            look.look(STILL_S)
    assert look.queue.again == []


def test_one_that_is_cancelled_while_it_waits_does_not_wait_for_its_turn(store: SqlStore, tmp_path: Path) -> None:
    ask(store, request("asked"))
    cancel(store, "asked")
    sweep(store, tmp_path).end_cancelled()
    assert standing(store, "asked").state is RequestState.CANCELLED


def test_cancelled_at_work_it_has_a_moment_to_end_and_then_is_ended_whoever_holds_it(
    store: SqlStore, tmp_path: Path
) -> None:
    ask(store, request("asked"))
    run(store, "asked", 40)
    look = sweep(store, tmp_path)
    look.end_cancelled()
    assert standing(store, "asked").state is RequestState.RUNNING
    cancel(store, "asked")
    look.now_s = 100.0
    look.end_cancelled()
    look.now_s += CANCEL_WITHIN_S - 1
    look.end_cancelled()
    assert standing(store, "asked").state is RequestState.RUNNING
    look.now_s += 1
    look.end_cancelled()
    assert standing(store, "asked").state is RequestState.CANCELLED


def test_files_of_what_came_to_nothing_are_taken_away_and_others_stay(store: SqlStore, tmp_path: Path) -> None:
    steps = sweep(store, tmp_path).making
    days = {"ready": 1, "failed": 2, "at-work": 3}
    for name, number in days.items():
        ask(store, request(name, date=WINTER_DAY.replace(day=number)))
        run(store, name)
    with store.begin(PLANNING) as work:
        work.requests.move("ready", RequestState.READY)
        work.requests.move("failed", RequestState.FAILED, problem="No map.")
    for name in (*days, "forgotten"):
        steps.folder(name).mkdir(parents=True)
    tidy_up(store, steps)
    assert steps.folders() == ("at-work", "ready")
