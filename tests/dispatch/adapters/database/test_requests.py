"""Requests for plans: one unfinished for a day, and inputs that come back exactly."""

import pytest

from dispatch.domain.absence import Absence
from dispatch.domain.errors import NotFound
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.states import REQUEST_MOVES, UNFINISHED, RequestState
from dispatch.ports.store import Store
from tests.dispatch.adapters.database.at_once import at_once
from tests.dispatch.adapters.database.small_world import PROGRAM
from tests.dispatch.adapters.database.toy_revisions import COUNCIL, INPUTS, LANDLORD, PLAN, STRANGER, request
from tests.dispatch.planning.tiny_day import WINTER_DAY, at
from tests.fixtures.day.grid_town import grid_day


def add(store: Store, request_id: str = "r1", **changes: object) -> bool:
    with store.begin(PROGRAM) as work:
        return work.requests.add(request(request_id, **changes), INPUTS)


def test_a_request_comes_back_as_it_was(store: Store) -> None:
    asked = request(seed=7, based_on="p0", doing="reading the roads", progress=3, state=RequestState.RUNNING)
    with store.begin(PROGRAM) as work:
        assert work.requests.add(asked, INPUTS)
    with store.begin(COUNCIL) as work:
        assert work.requests.get("r1") == asked
        assert work.requests.get("r2") is None
        assert work.requests.inputs("r1") == INPUTS


def test_the_inputs_of_a_whole_day_come_back_exactly(store: Store) -> None:
    inputs = PlanInputs(day=grid_day())
    with store.begin(PROGRAM) as work:
        work.requests.add(request(), inputs)
    with store.begin(PROGRAM) as work:
        found = work.requests.inputs("r1")
    assert found == inputs
    assert found.day.zone.key == inputs.day.zone.key
    # Equal instants might be written in different zones; written out they have to be the same as well.
    assert [each.windows[0].opens_at.isoformat() for each in found.day.jobs if each.windows] == [
        each.windows[0].opens_at.isoformat() for each in inputs.day.jobs if each.windows
    ]


def test_the_inputs_of_a_revision_come_back_exactly(store: Store) -> None:
    outcome = Outcome(id="o1", organisation_id="council", job_id="CALL", worker_id="ann", plan_id="p1",
                      kind=OutcomeKind.COULD_NOT, reason=CouldNotReason.NO_ACCESS, note="dog ✓ \x00",
                      happened_at=at("08:31"), received_at=at("08:32"))  # fmt: skip
    absence = Absence(id="a1", organisation_id="council", worker_id="ben", on=WINTER_DAY, starts_at=at("09:00"),
                      reported_by="sam", reported_at=at("08:50"))  # fmt: skip
    inputs = PlanInputs(day=INPUTS.day, revises=PLAN, now=at("09:00"), outcomes=(outcome,), absences=(absence,),
                        withdrawn_job_ids=("GAS",))  # fmt: skip
    with store.begin(PROGRAM) as work:
        work.requests.add(request(), inputs)
        assert work.requests.inputs("r1") == inputs


def test_a_second_request_waits_until_the_first_is_finished(store: Store) -> None:
    assert add(store)
    assert not add(store, "r2")
    assert add(store, "r3", organisation_id="landlord")
    with store.begin(PROGRAM) as work:
        assert work.requests.get("r2") is None
        assert work.requests.move("r1", RequestState.RUNNING)
        assert not work.requests.add(request("r2"), INPUTS)
        assert work.requests.move("r1", RequestState.READY, plan_id="p1")
        assert work.requests.add(request("r2"), INPUTS)


def test_a_request_added_again_is_stored_once(store: Store) -> None:
    assert add(store)
    with store.begin(PROGRAM) as work:
        work.requests.move("r1", RequestState.CANCELLED)
    assert not add(store, seed=99)
    with store.begin(PROGRAM) as work:
        found = work.requests.get("r1")
    assert found
    assert (found.seed, found.state) == (1, RequestState.CANCELLED)


def test_of_two_requests_at_the_same_moment_one_is_stored(store: Store) -> None:
    assert sorted(at_once(lambda: add(store, "r1"), lambda: add(store, "r2"))) == [False, True]
    with store.begin(PROGRAM) as work:
        assert len(work.requests.unfinished()) == 1


@pytest.mark.parametrize("start", sorted(RequestState))
@pytest.mark.parametrize("target", sorted(RequestState))
def test_a_request_moves_as_the_list_of_legal_moves_says(
    store: Store, start: RequestState, target: RequestState
) -> None:
    add(store, state=start)
    with store.begin(PROGRAM) as work:
        assert work.requests.move("r1", target) is (target in REQUEST_MOVES[start])
        found = work.requests.get("r1")
    assert found
    assert found.state is (target if target in REQUEST_MOVES[start] else start)


def test_a_move_tells_the_plan_or_the_problem(store: Store) -> None:
    add(store)
    add(store, "r2", organisation_id="landlord")
    with store.begin(PROGRAM) as work:
        work.requests.move("r1", RequestState.RUNNING)
        work.requests.move("r1", RequestState.READY, plan_id="p1")
        work.requests.move("r2", RequestState.FAILED, problem="No roads lead there.")
        ready, failed = work.requests.get("r1"), work.requests.get("r2")
        assert not work.requests.move("no-such-request", RequestState.RUNNING)
    assert ready
    assert failed
    assert (ready.plan_id, ready.problem) == ("p1", "")
    assert (failed.plan_id, failed.problem) == (None, "No roads lead there.")


def test_progress_is_told_until_somebody_asks_to_cancel(store: Store) -> None:
    add(store)
    with store.begin(PROGRAM) as work:
        work.requests.move("r1", RequestState.RUNNING)
        assert not work.requests.progress("r1", 40, "improving routes")
        found = work.requests.get("r1")
        assert work.requests.ask_to_cancel("r1")
        assert work.requests.ask_to_cancel("r1")
        assert work.requests.progress("r1", 50, "improving routes")
        work.requests.move("r1", RequestState.CANCELLED)
        assert work.requests.progress("r1", 99, "still at it")
        last = work.requests.get("r1")
    assert found
    assert last
    assert (found.progress, found.doing) == (40, "improving routes")
    assert (last.progress, last.cancel_asked) == (50, True)


def test_work_on_a_request_that_was_cancelled_meanwhile_is_told_to_stop(store: Store) -> None:
    add(store, state=RequestState.CANCELLED)
    with store.begin(PROGRAM) as work:
        assert work.requests.progress("r1", 10, "reading the roads")


@pytest.mark.parametrize("state", sorted(set(RequestState) - UNFINISHED))
def test_what_is_finished_is_not_cancelled(store: Store, state: RequestState) -> None:
    add(store, state=state)
    with store.begin(PROGRAM) as work:
        assert not work.requests.ask_to_cancel("r1")
        assert not work.requests.ask_to_cancel("no-such-request")


def test_the_latest_request_is_the_one_asked_for_last_also_at_the_same_moment(store: Store) -> None:
    for request_id in ("r1", "r3", "r2"):
        add(store, request_id, state=RequestState.FAILED)
    with store.begin(COUNCIL) as work:
        latest = work.requests.latest("council", WINTER_DAY)
        assert work.requests.latest("landlord", WINTER_DAY) is None
    assert latest
    assert latest.id == "r2"


def test_a_restart_finds_what_is_unfinished_oldest_first(store: Store) -> None:
    add(store, "r1", asked_at=at("09:00"))
    add(store, "r2", asked_at=at("08:00"), organisation_id="landlord", state=RequestState.RUNNING)
    add(store, "r3", asked_at=at("07:00"), organisation_id="parish", state=RequestState.READY)
    with store.begin(PROGRAM) as work:
        assert [each.id for each in work.requests.unfinished()] == ["r2", "r1"]


def test_members_see_how_far_it_is_and_only_the_host_what_it_is_made_from(store: Store) -> None:
    add(store)
    with store.begin(LANDLORD) as work:
        assert work.requests.get("r1") == request()
        assert not work.requests.ask_to_cancel("r1")
        with pytest.raises(NotFound, match="r1"):
            work.requests.inputs("r1")
    with store.begin(STRANGER) as work:
        assert work.requests.get("r1") is None
        assert work.requests.latest("council", WINTER_DAY) is None
        assert work.requests.unfinished() == ()
        assert not work.requests.move("r1", RequestState.CANCELLED)
        assert not work.requests.progress("r1", 1, "meddling")
    with pytest.raises(NotFound), store.begin(STRANGER) as work:
        work.requests.add(request("r2", date=at("00:00").date()), INPUTS)


def test_the_inputs_of_no_request_are_not_found(store: Store) -> None:
    with store.begin(PROGRAM) as work, pytest.raises(NotFound, match="no-such"):
        work.requests.inputs("no-such")
