"""A worker's day: theirs, today's, as the reports have it by now."""

from datetime import timedelta

import pytest

from dispatch.domain.errors import NotAllowed
from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from dispatch.domain.states import VisitState
from dispatch.field.own_day import OwnDay, own_day
from dispatch.planning.withdraw_job import reopen_job, withdraw_job
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.dispatch.adapters.database.small_world import PROGRAM
from tests.web.stored_day import StoredDay
from tests.web.stored_town import LONDON


@pytest.fixture
def day(store: Store, clock: SetClock) -> StoredDay:
    """Published; eight in the morning, and nobody has reported."""
    made = StoredDay(store, clock)
    made.publish()
    made.morning("08:00", report=False)
    return made


def of(day: StoredDay, who: str = "ann") -> OwnDay:
    return own_day(day.store, day.actor(who), day.clock(), LONDON)


def states(own: OwnDay) -> dict[str, VisitState]:
    return {stop.job_id: stop.state for stop in own.visits if stop.job_id and stop.state}


def test_a_day_has_this_workers_visits_in_order_and_nobody_elses(day: StoredDay) -> None:
    own = of(day)
    assert [stop.job_id for stop in own.visits] == ["CARE-1", "CARE-4", "CARE-3", "ALARM-1"]
    assert own.next is not None
    assert own.next.job_id == "CARE-1"
    assert (own.worker_name, own.published_by, own.plan_id) == ("Ann Archer", "Priya Shah", day.published().id)
    assert not own.before


def test_a_visit_for_two_names_the_other_and_another_organisations_work_whose_it_is(day: StoredDay) -> None:
    stops = {stop.job_id: stop for stop in of(day).visits}
    assert stops["CARE-4"].with_whom == ("Ben Baker",)
    assert stops["CARE-1"].with_whom == ()
    assert (stops["ALARM-1"].service, stops["ALARM-1"].organisation) == ("Housing repairs", "Millbrook Homes")
    assert stops["CARE-1"].organisation == ""


def test_the_next_visit_is_the_one_they_are_at_then_the_first_that_is_left(day: StoredDay) -> None:
    day.report("ann", "CARE-3", OutcomeKind.ARRIVED)
    own = of(day)
    assert own.next is not None
    assert own.next.job_id == "CARE-3"
    for job_id in ("CARE-3", "CARE-1", "CARE-4"):
        day.report("ann", job_id, OutcomeKind.DONE)
    own = of(day)
    assert own.next is not None
    assert own.next.job_id == "ALARM-1"
    day.report("ann", "ALARM-1", OutcomeKind.COULD_NOT, CouldNotReason.NO_ACCESS)
    assert of(day).next is None


def test_the_arrival_of_one_of_two_is_not_the_others_and_done_by_one_is_done_for_both(day: StoredDay) -> None:
    day.report("ben", "CARE-4", OutcomeKind.ARRIVED)
    assert states(of(day))["CARE-4"] is VisitState.EXPECTED
    assert states(of(day, "ben"))["CARE-4"] is VisitState.ARRIVED
    day.report("ben", "CARE-4", OutcomeKind.DONE)
    assert states(of(day))["CARE-4"] is VisitState.DONE


def test_a_visit_that_was_put_back_is_to_do_again_with_the_schedulers_note(day: StoredDay) -> None:
    day.report("ann", "CARE-1", OutcomeKind.COULD_NOT, CouldNotReason.NO_ACCESS)
    stop = of(day).visits[0]
    assert (stop.state, stop.reason) == (VisitState.COULD_NOT, CouldNotReason.NO_ACCESS)
    reopen_job(day.store, day.actor("priya"), "CARE-1", "Ring the neighbour", day.clock())
    stop = of(day).visits[0]
    assert (stop.state, stop.note, stop.reported_at) == (VisitState.EXPECTED, "Ring the neighbour", None)


def test_a_job_that_is_withdrawn_is_taken_away_without_saying_why(day: StoredDay) -> None:
    withdraw_job(day.store, day.actor("priya"), "CARE-1", "Nobody's business", day.clock())
    stop = of(day).visits[0]
    assert (stop.state, stop.note) == (VisitState.TAKEN_AWAY, "")


def test_what_a_revision_gave_to_somebody_else_is_told_once_as_it_was_told_before(day: StoredDay) -> None:
    day.absent("ben")
    day.revise()
    assert "CARE-5" in states(of(day))
    own = of(day, "ben")
    assert own.plan_id == ""
    gone = {stop.job_id: stop.state for stop in own.before}
    assert gone["CARE-5"] is VisitState.TAKEN_AWAY


def test_what_one_reported_before_a_revision_is_not_called_taken_away(day: StoredDay) -> None:
    day.report("ben", "CARE-2", OutcomeKind.COULD_NOT, CouldNotReason.UNSAFE)
    day.absent("ben")
    day.revise()
    own = of(day, "ben")
    shown = {stop.job_id: stop.state for stop in (*own.visits, *own.before)}
    assert shown["CARE-2"] is VisitState.COULD_NOT


def test_the_evening_before_and_the_day_after_nothing_of_the_day_is_shown(day: StoredDay) -> None:
    ann = day.actor("ann")
    for moment in (day.clock() - timedelta(days=1), day.clock() + timedelta(days=1)):
        own = own_day(day.store, ann, moment, LONDON)
        assert (own.plan_id, own.shifts, own.before, own.hours) == ("", (), (), ())


def test_a_shift_without_a_plan_is_known_by_its_hours(store: Store, clock: SetClock) -> None:
    day = StoredDay(store, clock)
    day.morning("08:00", report=False)
    own = of(day)
    assert (own.plan_id, len(own.hours)) == ("", 1)


def test_each_load_is_one_entry_in_the_audit_log(day: StoredDay) -> None:
    of(day)
    of(day)
    with day.store.begin(PROGRAM) as work:
        entries = work.audit.find((f"worker ann on {day.date}",))
    assert [(one.action, one.actor_id) for one in entries] == [("see a worker's own day", "ann")] * 2


def test_a_scheduler_has_no_own_day(day: StoredDay) -> None:
    with pytest.raises(NotAllowed):
        of(day, "priya")
