"""Plans that were asked for and that nobody works on."""

import threading
from pathlib import Path

from dispatch.adapters.database.store import SqlStore
from dispatch.domain.states import RequestState
from dispatch.worker.plan_making import PlanMaking
from dispatch.worker.take_up import BROKE_OFF, take_up, tidy_up
from tests.databases import SetClock
from tests.dispatch.worker.small_work import TEST, ask, planning, request, standing


class Queue:
    """A queue in memory."""

    def __init__(self, *, over: frozenset[str] = frozenset(), known: frozenset[str] = frozenset()) -> None:
        self.over, self.known, self.queued = over, known | over, list[str]()

    def enqueue(self, request_id: str) -> None:
        self.queued.append(request_id)

    def is_known(self, request_id: str) -> bool:
        return request_id in self.known

    def is_over(self, request_id: str) -> bool:
        return request_id in self.over


def making(store: SqlStore, clock: SetClock, tmp_path: Path) -> PlanMaking:
    return PlanMaking(store, clock, lambda: "id", planning(tmp_path), threading.Event())


def test_a_plan_that_was_asked_for_just_before_a_kill_is_queued(
    store: SqlStore, clock: SetClock, tmp_path: Path
) -> None:
    ask(store, request())
    plans = Queue()
    take_up(store, making(store, clock, tmp_path), plans)
    assert plans.queued == ["request-1"]


def test_one_that_is_under_way_is_let_be(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    ask(store, request())
    plans = Queue(known=frozenset({"request-1"}))
    take_up(store, making(store, clock, tmp_path), plans)
    assert plans.queued == []
    assert standing(store).state is RequestState.WAITING


def test_one_that_is_over_and_has_no_end_is_told_to_have_failed(
    store: SqlStore, clock: SetClock, tmp_path: Path
) -> None:
    ask(store, request())
    take_up(store, making(store, clock, tmp_path), Queue(over=frozenset({"request-1"})))
    assert (standing(store).state, standing(store).problem) == (RequestState.FAILED, BROKE_OFF)


def test_one_that_is_cancelled_while_it_waits_does_not_wait_for_its_turn(
    store: SqlStore, clock: SetClock, tmp_path: Path
) -> None:
    ask(store, request())
    with store.begin(TEST) as work:
        work.requests.ask_to_cancel("request-1")
    take_up(store, making(store, clock, tmp_path), Queue(known=frozenset({"request-1"})))
    assert standing(store).state is RequestState.CANCELLED


def test_files_that_a_kill_left_are_taken_away_and_others_stay(
    store: SqlStore, clock: SetClock, tmp_path: Path
) -> None:
    steps = making(store, clock, tmp_path)
    for name in ("finished", "forgotten", "at-work"):
        (tmp_path / "plans" / name).mkdir(parents=True)
    tidy_up(steps, Queue(over=frozenset({"finished"}), known=frozenset({"at-work"})))
    assert steps.folders() == ("at-work",)
