"""The steps of making a plan, on both databases; small programs stand in for the planning process."""

import json
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.adapters.database.codec import to_json
from dispatch.adapters.database.store import SqlStore
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.states import PlanState, RequestState
from dispatch.worker.child_files import Draft
from dispatch.worker.plan_making import PLANNING, PlanMaking
from dispatch.worker.run_child import Stopping
from tests.databases import SetClock
from tests.dispatch.planning.tiny_day import WINTER_DAY, at
from tests.dispatch.worker.small_work import TEST, ask, planning, request, standing

NOTHING_PLANNED = Draft(plan=DayPlan(days=(), left_out=(), violations=()), lines={}, attribution="Toy")
MAKES = f"import sys, pathlib; pathlib.Path(sys.argv[1], 'draft.json').write_text({to_json(Draft, NOTHING_PLANNED)!r})"
REFUSES = "import sys, pathlib; pathlib.Path(sys.argv[1], 'problem.txt').write_text('The map is torn.'); sys.exit(2)"
ENDLESS_WORK = 'import sys; print(\'{"percent": 30, "doing": "Thinking"}\', flush=True); sys.stdin.read()'


def making(store: SqlStore, clock: SetClock, tmp_path: Path, program: str = MAKES) -> PlanMaking:
    ids = iter(f"id-{number}" for number in range(100))
    options = planning(tmp_path, command=(sys.executable, "-c", program))
    return PlanMaking(store, clock, lambda: next(ids), options, threading.Event())


def test_begun_drafted_kept(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    steps = making(store, clock, tmp_path)
    ask(store, request())
    assert steps.begin("request-1")
    assert standing(store).state is RequestState.RUNNING
    made = steps.draft("request-1")
    assert made["ending"] == "done"
    plan_id = steps.keep("request-1", made["folder"])
    assert plan_id is not None
    asked = standing(store)
    assert (asked.state, asked.plan_id) == (RequestState.READY, plan_id)
    with store.begin(TEST) as work:
        revision = work.plans.get(plan_id)
        assert revision is not None
        assert work.audit.find([f"plan {plan_id}"])[0].action == "draft a plan"
    assert (revision.state, revision.number, revision.made_by) == (PlanState.DRAFT, 1, "sam")
    assert (revision.inputs_at, revision.made_at) == (at("06:00"), clock())
    assert revision.plan == NOTHING_PLANNED.plan


def test_every_step_done_twice_gives_one_draft(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    steps = making(store, clock, tmp_path)
    ask(store, request())
    assert steps.begin("request-1")
    assert steps.begin("request-1")
    first, second = steps.draft("request-1"), steps.draft("request-1")
    assert first["folder"] != second["folder"]
    assert steps.keep("request-1", first["folder"]) == steps.keep("request-1", second["folder"])
    with store.begin(TEST) as work:
        assert len(work.plans.revisions("council", WINTER_DAY)) == 1


def test_nothing_begins_that_is_cancelled_unknown_or_over(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    steps = making(store, clock, tmp_path)
    assert not steps.begin("never-asked")
    ask(store, request())
    with store.begin(TEST) as work:
        assert work.requests.ask_to_cancel("request-1")
    assert not steps.begin("request-1")
    assert standing(store).state is RequestState.CANCELLED
    assert not steps.begin("request-1")


def test_cancelling_ends_the_process_at_work(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    steps = making(store, clock, tmp_path, ENDLESS_WORK)
    ask(store, request())
    steps.begin("request-1")
    with store.begin(TEST) as work:
        work.requests.ask_to_cancel("request-1")
    made = steps.draft("request-1")
    assert made["ending"] == "cancelled"
    steps.give_up("request-1", made["ending"], made["problem"])
    assert standing(store).state is RequestState.CANCELLED


def test_cancelled_just_before_it_was_kept_there_is_no_draft(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    steps = making(store, clock, tmp_path)
    ask(store, request())
    steps.begin("request-1")
    made = steps.draft("request-1")
    with store.begin(TEST) as work:
        work.requests.ask_to_cancel("request-1")
    assert steps.keep("request-1", made["folder"]) is None
    assert standing(store).state is RequestState.CANCELLED
    with store.begin(TEST) as work:
        assert work.plans.revisions("council", WINTER_DAY) == ()


def test_given_up_by_somebody_else_the_process_at_work_ends(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    steps = making(store, clock, tmp_path, ENDLESS_WORK)
    ask(store, request())
    steps.begin("request-1")
    steps.give_up("request-1", "failed", "Nothing moved.")
    assert steps.draft("request-1")["ending"] == "cancelled"
    assert standing(store).problem == "Nothing moved."


def test_a_failure_is_told_to_whoever_asked(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    steps = making(store, clock, tmp_path, REFUSES)
    ask(store, request())
    steps.begin("request-1")
    made = steps.draft("request-1")
    steps.give_up("request-1", made["ending"], made["problem"])
    asked = standing(store)
    assert (asked.state, asked.problem) == (RequestState.FAILED, "The map is torn.")


def test_files_of_a_finished_request_are_taken_away(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    steps = making(store, clock, tmp_path)
    ask(store, request())
    steps.draft("request-1")
    assert steps.folders() == ("request-1",)
    steps.tidy("request-1")
    assert steps.folders() == ()


def test_when_the_program_ends_the_request_stays_as_it_is(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    stopping = threading.Event()
    options = planning(tmp_path, command=(sys.executable, "-c", ENDLESS_WORK))
    steps = PlanMaking(store, clock, lambda: "folder", options, stopping)
    ask(store, request())
    steps.begin("request-1")
    stopping.set()
    with pytest.raises(Stopping):
        steps.draft("request-1")
    assert standing(store).state is RequestState.RUNNING


def test_the_planning_process_is_told_what_was_asked(store: SqlStore, clock: SetClock, tmp_path: Path) -> None:
    steps = making(store, clock, tmp_path)
    ask(store, replace(request(), seed=7, iterations=123))
    options = json.loads((Path(steps.draft("request-1")["folder"]) / "options.json").read_text())
    assert (options["mode"], options["seed"], options["iterations"]) == ("draft", 7, 123)
    assert (Path(options["map_file"]).name, options["speeds_file"]) == ("tiny.osm", None)
    assert PLANNING.is_system
