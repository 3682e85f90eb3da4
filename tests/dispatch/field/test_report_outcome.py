"""A fact from the field is stored whatever happened meanwhile, once, and moves the job where that is legal."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.domain.actor import Actor, Role, system
from dispatch.domain.errors import NotAllowed, NotFound, Unusable
from dispatch.domain.job import Cause, CauseKind
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind, Standing
from dispatch.domain.states import JobState
from dispatch.field.report import OLDEST, Receipt, ReceiptStatus, Report
from dispatch.field.report_outcome import report_outcome
from dispatch.field.standing import AS_EXPECTED, Known, standing_of
from dispatch.intake.take_in import take_in
from dispatch.planning.withdraw_job import reopen_job, withdraw_job
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.dispatch.adapters.database.small_world import PROGRAM
from tests.dispatch.field.fast_desk import TakenAwayStore
from tests.dispatch.intake.two_bins import LONDON
from tests.web.stored_day import StoredDay
from tests.web.stored_town import JOBS, WATCHED

ARRIVED, DONE, COULD_NOT = OutcomeKind.ARRIVED, OutcomeKind.DONE, OutcomeKind.COULD_NOT


@pytest.fixture
def day(store: Store, clock: SetClock) -> StoredDay:
    """Published the evening before; now it is eight in the morning, and nobody has reported."""
    made = StoredDay(store, clock)
    made.publish()
    made.morning("08:00", report=False)
    return made


def a_day_with_a_full_bin(store: Store, clock: SetClock) -> StoredDay:
    """BIN-1 is what the sensor of the park has asked for; now it is ten."""
    cause = Cause(kind=CauseKind.SENSOR, reference="BIN-PARK")
    made = StoredDay(store, clock, jobs=tuple(
        replace(one, place=WATCHED.place, cause=cause) if one.id == "BIN-1" else one for one in JOBS
    ))  # fmt: skip
    made.publish()
    made.morning("10:00", report=False)
    return made


def report(kind: OutcomeKind, job_id: str = "CARE-1", number: int = 1, **more: object) -> Report:
    reason = CouldNotReason.NO_ACCESS if kind is COULD_NOT else None
    plain = Report(id=f"{kind}-{number:06d}", job_id=job_id, kind=kind, reason=reason)
    return replace(plain, **more)  # type: ignore[arg-type] # more is the caller's


def tell(day: StoredDay, one: Report, who: str | None = None) -> Receipt:
    return report_outcome(day.store, day.actor(who or workers(day, one.job_id)[0]), one, day.clock())


def workers(day: StoredDay, job_id: str) -> tuple[str, ...]:
    """Who is sent there."""
    with day.store.begin(PROGRAM) as work:
        return work.plans.visits_of_job(job_id)[-1].worker_ids


def state(day: StoredDay, job_id: str = "CARE-1") -> JobState:
    with day.store.begin(PROGRAM) as work:
        record = work.jobs.get(job_id)
    assert record is not None
    return record.state


def facts(day: StoredDay, job_id: str = "CARE-1") -> tuple[Outcome, ...]:
    with day.store.begin(PROGRAM) as work:
        return work.outcomes.of_jobs((job_id,))


def test_arriving_starts_the_job_and_done_ends_it(day: StoredDay) -> None:
    assert tell(day, report(ARRIVED)).sentence == "Arrived: noted."
    assert state(day) is JobState.STARTED
    receipt = tell(day, report(DONE))
    assert (receipt.status, receipt.attention) == (ReceiptStatus.STORED, False)
    assert state(day) is JobState.DONE


def test_the_same_report_twice_changes_nothing_and_is_told_the_same(day: StoredDay) -> None:
    tell(day, report(DONE))
    again = tell(day, report(DONE))
    assert again.status is ReceiptStatus.ALREADY
    assert len(facts(day)) == 1


def test_the_first_of_two_different_reports_with_one_id_stays(day: StoredDay) -> None:
    tell(day, report(COULD_NOT, id="same-id-0001", note="Rang twice"))
    receipt = tell(day, report(COULD_NOT, id="same-id-0001", note="Rang once"))
    assert (receipt.status, receipt.attention) == (ReceiptStatus.ALREADY, True)
    assert [one.note for one in facts(day)] == ["Rang twice"]


def test_an_id_that_another_worker_used_is_refused(day: StoredDay) -> None:
    tell(day, report(DONE, id="same-id-0001"))
    other = next(one for one in ("ann", "ben", "cass") if one not in workers(day, "CARE-1"))
    job_id = next(each for each in ("CARE-2", "CARE-3", "BIN-1") if other in workers(day, each))
    with pytest.raises(NotFound):
        tell(day, report(DONE, job_id, id="same-id-0001"), other)
    assert facts(day, job_id) == ()


def test_done_before_arrived_is_done_all_the_same(day: StoredDay) -> None:
    tell(day, report(DONE))
    receipt = tell(day, report(ARRIVED))
    assert receipt.attention is False
    assert state(day) is JobState.DONE
    assert {one.kind for one in facts(day)} == {ARRIVED, DONE}


def test_could_not_do_keeps_reason_and_note_and_leaves_the_rest_to_the_scheduler(day: StoredDay) -> None:
    receipt = tell(day, report(COULD_NOT, note=" Rang\r\ntwice\x00\ud800 "))
    assert receipt.sentence == "Noted that it could not be done. The scheduler decides what next."
    assert state(day) is JobState.COULD_NOT
    assert [(one.reason, one.note) for one in facts(day)] == [(CouldNotReason.NO_ACCESS, "Rang\ntwice")]


def test_of_two_people_the_first_to_arrive_starts_and_the_first_to_finish_ends_it(day: StoredDay) -> None:
    first, second = workers(day, "CARE-4")
    tell(day, report(ARRIVED, "CARE-4", 1), first)
    tell(day, report(ARRIVED, "CARE-4", 2), second)
    assert state(day, "CARE-4") is JobState.STARTED
    tell(day, report(DONE, "CARE-4", 1), second)
    assert state(day, "CARE-4") is JobState.DONE
    receipt = tell(day, report(DONE, "CARE-4", 2), first)
    assert (receipt.sentence, receipt.attention) == ("Done: noted. Thank you.", False)
    assert len(facts(day, "CARE-4")) == 4


def test_work_done_although_it_was_taken_away_is_done(day: StoredDay) -> None:
    withdraw_job(day.store, day.actor("priya"), "CARE-1", "Family helps", day.clock())
    arrived = tell(day, report(ARRIVED))
    assert arrived.attention
    assert "taken away" in arrived.sentence
    assert state(day) is JobState.WITHDRAWN
    assert "had been taken away" in tell(day, report(DONE)).sentence
    assert state(day) is JobState.DONE
    assert [one.standing for one in facts(day)] == [Standing.TAKEN_AWAY] * 2


def test_a_visit_given_to_somebody_else_says_so_and_the_fact_is_kept(day: StoredDay) -> None:
    before = workers(day, "CARE-5")[0]
    day.absent(before)
    day.revise()
    assert workers(day, "CARE-5") != (before,)
    receipt = tell(day, report(ARRIVED, "CARE-5"), before)
    assert receipt.sentence == "This visit was given to somebody else meanwhile. Ring the scheduler before you start."
    assert state(day, "CARE-5") is JobState.SCHEDULED
    assert [one.standing for one in facts(day, "CARE-5")] == [Standing.TAKEN_AWAY]


def test_a_visit_that_is_in_no_plan_any_more_says_so(day: StoredDay) -> None:
    day.absent("fiona")
    day.revise()
    receipt = tell(day, report(ARRIVED, "REPAIR-2"), "fiona")
    assert receipt.sentence == "This visit was taken out of your day meanwhile. Ring the scheduler before you start."
    assert state(day, "REPAIR-2") is JobState.OPEN
    tell(day, report(DONE, "REPAIR-2"), "fiona")
    assert state(day, "REPAIR-2") is JobState.DONE


def test_could_not_after_done_is_kept_and_changes_nothing(day: StoredDay) -> None:
    tell(day, report(DONE))
    receipt = tell(day, report(COULD_NOT))
    assert receipt.attention
    assert state(day) is JobState.DONE
    assert [one.standing for one in facts(day) if one.kind is COULD_NOT] == [Standing.ALREADY_SETTLED]


def test_an_arrival_of_the_try_that_failed_does_not_start_the_job_that_was_put_back(day: StoredDay) -> None:
    happened_at = day.clock()
    day.clock.forward(timedelta(minutes=20))
    tell(day, report(COULD_NOT))
    day.clock.forward(timedelta(minutes=20))
    reopen_job(day.store, day.actor("priya"), "CARE-1", "", day.clock())
    receipt = tell(day, report(ARRIVED, happened_at=happened_at))
    assert receipt.attention is False
    assert state(day) is JobState.OPEN
    late = tell(day, report(COULD_NOT, number=2, happened_at=happened_at))
    assert late.sentence == "Noted. The scheduler has put this job back on the list since then."
    assert state(day) is JobState.OPEN


def test_a_new_try_after_it_was_put_back_counts(day: StoredDay) -> None:
    tell(day, report(COULD_NOT))
    reopen_job(day.store, day.actor("priya"), "CARE-1", "", day.clock())
    day.clock.forward(timedelta(minutes=20))
    tell(day, report(ARRIVED))
    assert state(day) is JobState.STARTED
    day.clock.forward(timedelta(minutes=20))
    tell(day, report(COULD_NOT, number=2))
    assert state(day) is JobState.COULD_NOT


def test_an_arrival_from_before_the_desk_put_a_begun_job_back_does_not_begin_it_again(day: StoredDay) -> None:
    happened_at = day.clock()
    day.clock.forward(timedelta(minutes=5))
    first, second = workers(day, "CARE-4")
    tell(day, report(ARRIVED, "CARE-4"), first)
    with day.store.begin(PROGRAM) as work:
        started = work.jobs.get("CARE-4")
        assert started is not None
        known = Known(
            worker_id=second,
            record=replace(started, state=JobState.SCHEDULED),
            promised=work.plans.visits_of_job("CARE-4"),
            dropped=False,
            told=work.outcomes.of_jobs(("CARE-4",)),
        )
    assert standing_of(known, ARRIVED, happened_at) == (Standing.ALREADY_SETTLED, "")
    assert standing_of(known, DONE, happened_at) == AS_EXPECTED
    assert standing_of(known, ARRIVED, day.clock() + timedelta(minutes=5)) == AS_EXPECTED


def test_a_reading_between_the_visit_and_a_late_report_asks_for_a_visit_again(store: Store, clock: SetClock) -> None:
    day = a_day_with_a_full_bin(store, clock)
    emptied_at = day.clock()
    day.clock.forward(timedelta(minutes=30))
    assert day.reading(95) == ()  # as far as is known nobody has been there
    day.clock.forward(timedelta(minutes=30))
    tell(day, report(DONE, "BIN-1", happened_at=emptied_at, sent_at=day.clock()))
    again = take_in(day.store, system("triage"), day.clock(), LONDON)
    assert len(again.new) == 1
    assert take_in(day.store, system("triage"), day.clock(), LONDON).triaged == 0


def test_a_reading_from_before_a_visit_asks_for_nothing_however_late_the_report(store: Store, clock: SetClock) -> None:
    day = a_day_with_a_full_bin(store, clock)
    day.reading(95)
    day.clock.forward(timedelta(minutes=30))
    emptied_at = day.clock()
    day.clock.forward(timedelta(minutes=30))
    tell(day, report(DONE, "BIN-1", happened_at=emptied_at, sent_at=day.clock()))
    assert take_in(day.store, system("triage"), day.clock(), LONDON).new == ()


def test_a_job_is_judged_as_it_stands_when_the_desk_was_faster(day: StoredDay) -> None:
    """On PostgreSQL a desk's change may be kept between the beginning of our unit of work and our judging."""
    receipt = report_outcome(
        TakenAwayStore(day.store), day.actor(workers(day, "CARE-1")[0]), report(ARRIVED), day.clock()
    )
    assert "taken away" in receipt.sentence
    assert [one.standing for one in facts(day)] == [Standing.TAKEN_AWAY]


def test_done_after_could_not_is_done(day: StoredDay) -> None:
    tell(day, report(COULD_NOT))
    tell(day, report(DONE))
    assert state(day) is JobState.DONE


@pytest.mark.parametrize("off", [timedelta(hours=-30), timedelta(0), timedelta(days=400)])
def test_a_phone_whose_clock_is_off_is_put_right(day: StoredDay, off: timedelta) -> None:
    now = day.clock()
    tell(day, report(DONE, happened_at=now + off - timedelta(minutes=12), sent_at=now + off))
    assert [one.happened_at for one in facts(day)] == [now - timedelta(minutes=12)]


def test_nothing_happens_later_than_it_is_heard_of_nor_longer_ago_than_a_week(day: StoredDay) -> None:
    now = day.clock()
    tell(day, report(ARRIVED, happened_at=now + timedelta(hours=3), sent_at=now))
    tell(day, report(DONE, happened_at=now - timedelta(days=3000), sent_at=now))
    assert {one.kind: one.happened_at for one in facts(day)} == {ARRIVED: now, DONE: now - OLDEST}


def test_a_plan_that_the_phone_makes_up_is_not_believed(day: StoredDay) -> None:
    tell(day, report(DONE, plan_id="made up"))
    assert [one.plan_id for one in facts(day)] == [day.published().id]


def test_a_visit_that_never_was_theirs_is_not_told_from_one_that_is_not_there(day: StoredDay) -> None:
    stranger = next(one for one in ("ben", "cass") if one not in workers(day, "CARE-1"))
    with pytest.raises(NotFound) as of_another:
        tell(day, report(DONE), stranger)
    with pytest.raises(NotFound) as of_nobody:
        tell(day, report(DONE, "NO-SUCH-JOB"), stranger)
    assert str(of_another.value) == str(of_nobody.value)
    assert facts(day) == ()


@pytest.mark.parametrize("role", [one for one in Role if one is not Role.FIELD_WORKER])
def test_only_field_workers_report(day: StoredDay, role: Role) -> None:
    actor = Actor(id="x", name="X", organisation_id="council", role=role, organisations=frozenset({"council"}))
    with pytest.raises(NotAllowed):
        report_outcome(day.store, actor, report(DONE), day.clock())


@pytest.mark.parametrize(
    "wrong",
    [
        {"id": "short"},
        {"id": "a" * 201},
        {"id": "with space 1"},
        {"id": "nul\x00nul\x00nul"},
        {"id": "\ud800" * 9},
        {"job_id": ""},
        {"job_id": "J\x00"},
        {"job_id": "\udfff"},
        {"plan_id": "P" * 201},
        {"note": "n" * 501},
        {"reason": CouldNotReason.OTHER},
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_stored(wrong: dict[str, object]) -> None:
    with pytest.raises(Unusable):
        replace(report(DONE), **wrong)  # type: ignore[arg-type] # wrong on purpose


def test_the_audit_log_vouches_for_each_report_once(day: StoredDay) -> None:
    tell(day, report(DONE))
    tell(day, report(DONE))
    with day.store.begin(PROGRAM) as work:
        entries = work.audit.find(("outcome done-000001",))
    assert [(one.action, one.actor_id, one.organisation_id) for one in entries] == [
        ("report from a visit", workers(day, "CARE-1")[0], "council")
    ]
    assert entries[0].fact_hash
