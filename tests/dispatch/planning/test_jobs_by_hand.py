"""Jobs added, taken away and put back at the desk, and workers reported as absent."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from dispatch.adapters.database.store import SqlStore
from dispatch.domain.errors import NotAllowed, NotFound, NotLegal, Unusable
from dispatch.domain.household import Household
from dispatch.domain.outcome import OutcomeKind
from dispatch.domain.skill import Skill
from dispatch.domain.states import JobState
from dispatch.planning.add_job import Added, add_job
from dispatch.planning.new_job import NewJob
from dispatch.planning.publish_plan import publish_plan
from dispatch.planning.report_absence import end_absence, report_absence
from dispatch.planning.withdraw_job import reopen_job, withdraw_job
from tests.dispatch.planning.office import (
    ELSEWHERE,
    HANNAH,
    LEON,
    MAY,
    SEVEN,
    SYSTEM,
    ask,
    draft_of,
    open_office,
    report,
    state_of,
)
from tests.dispatch.planning.tiny_day import LONDON, MILL_LANE, WINTER_DAY, at, between, day, job, repair

HOME = Household(id="H", uprn=MILL_LANE.uprn, known_to=("care",), shares=False)
CALL = NewJob(
    service_id="care",
    type="care_visit",
    description="Second call",
    place=MILL_LANE,
    on=WINTER_DAY,
    duration=timedelta(minutes=30),
    skills=(Skill("care"),),
)


@pytest.fixture
def office(store: SqlStore) -> SqlStore:
    open_office(store, day(job("J"), repair("R"), households=(HOME,)))
    return store


def add(office: SqlStore, **changes: object) -> Added:
    wanted = replace(CALL, **changes)  # type: ignore[arg-type] # changes are the caller's
    return add_job(office, HANNAH, wanted, new_id=lambda: "new", now=SEVEN, zone=LONDON)


def test_a_job_added_is_stored_open_with_its_times_and_household(office: SqlStore) -> None:
    added = add(office, opens=time(9), closes=time(10))
    assert added.warnings == ()
    with office.begin(SYSTEM) as work:
        record = work.jobs.get("new")
    assert record is not None
    assert record == added.record
    assert (record.state, record.due_on, record.added_by) == (JobState.OPEN, WINTER_DAY, "hannah")
    assert record.job.windows == (between("09:00", "10:00"),)
    assert record.job.household_id == "H", "a home that refused to be known across services is kept apart"


def test_an_appointment_is_a_promise_and_no_window(office: SqlStore) -> None:
    added = add(office, opens=time(9), closes=time(10), appointment=True)
    assert (added.record.job.windows, added.record.job.appointment) == ((), between("09:00", "10:00"))


def test_everything_wrong_with_a_job_is_said_at_once(office: SqlStore) -> None:
    with pytest.raises(Unusable) as refused:
        add(
            office,
            service_id="repairs",
            description=" ",
            place=replace(MILL_LANE, lon=float("nan"), uprn="12a"),
            on=WINTER_DAY - timedelta(days=1),
            duration=timedelta(minutes=4),
            opens=time(10),
            closes=time(9),
            people=0,
        )
    assert len(refused.value.complaints) == 8
    with office.begin(SYSTEM) as work:
        assert work.jobs.get("new") is None


@pytest.mark.parametrize(("minutes", "fits"), [(4, False), (5, True), (12 * 60, True), (12 * 60 + 1, False)])
def test_a_job_takes_five_minutes_to_twelve_hours(office: SqlStore, minutes: int, fits: bool) -> None:
    if fits:
        assert add(office, duration=timedelta(minutes=minutes)).record.state is JobState.OPEN
    else:
        with pytest.raises(Unusable, match="give 5 minutes to 12 hours"):
            add(office, duration=timedelta(minutes=minutes))


def test_times_that_have_passed_or_that_a_clock_change_swallows_are_refused(office: SqlStore) -> None:
    with pytest.raises(Unusable, match="06:30 today has passed"):
        add(office, opens=time(6), closes=time(6, 30))
    spring = WINTER_DAY.replace(month=3, day=29).replace(year=2027, day=28)
    with pytest.raises(Unusable, match="02:10 is not after the first 01:20"):
        add(office, on=spring, opens=time(1, 20), closes=time(2, 10))


def test_a_skill_nobody_has_is_a_warning_and_no_mistake(office: SqlStore) -> None:
    added = add(office, skills=(Skill("asbestos", 2),))
    assert added.warnings == (
        "Nobody known here has the skill asbestos at level 2, so the job will be left out of plans.",
    )


def test_only_schedulers_add_jobs(office: SqlStore) -> None:
    with pytest.raises(NotAllowed):
        add_job(office, MAY, CALL, new_id=lambda: "new", now=SEVEN, zone=LONDON)


def test_a_job_is_taken_away_with_a_reason_by_its_own_organisation(office: SqlStore) -> None:
    with pytest.raises(Unusable, match="say in a few words why"):
        withdraw_job(office, HANNAH, "J", "  ", SEVEN)
    with pytest.raises(NotAllowed):
        withdraw_job(office, LEON, "J", "not mine", SEVEN)
    with pytest.raises(NotFound):
        withdraw_job(office, ELSEWHERE, "J", "not even seen", SEVEN)
    record = withdraw_job(office, HANNAH, "J", "rung off", SEVEN)
    assert (record.state, record.note) == (JobState.WITHDRAWN, "rung off")
    with pytest.raises(NotLegal, match="has been taken away"):
        withdraw_job(office, HANNAH, "J", "again", SEVEN)


def test_nobody_takes_away_what_somebody_is_at(office: SqlStore) -> None:
    publish_plan(office, HANNAH, draft_of(office, ask(office)).id, SEVEN)
    report(office, "J", "ann", OutcomeKind.ARRIVED, at("08:05"))
    with pytest.raises(NotLegal, match="has been started"):
        withdraw_job(office, HANNAH, "J", "too late", at("08:06"))
    assert state_of(office, "J") is JobState.STARTED


def test_only_what_could_not_be_done_is_put_back(office: SqlStore) -> None:
    with pytest.raises(NotLegal, match="is on the list already"):
        reopen_job(office, HANNAH, "J", "", SEVEN)
    report(office, "J", "ann", OutcomeKind.COULD_NOT, at("08:05"))
    assert reopen_job(office, HANNAH, "J", "they are back", at("08:06")).state is JobState.OPEN


def test_an_absence_counts_from_now_and_can_be_taken_back(office: SqlStore) -> None:
    absence = report_absence(office, HANNAH, "ann", WINTER_DAY, new_id=lambda: "a", now=at("10:00"), zone=LONDON)
    assert absence.starts_at == at("10:00")
    with pytest.raises(NotLegal, match="Ann is reported as absent"):
        report_absence(office, HANNAH, "ann", WINTER_DAY, new_id=lambda: "b", now=at("10:01"), zone=LONDON)
    with pytest.raises(NotAllowed):
        report_absence(office, HANNAH, "fiona", WINTER_DAY, new_id=lambda: "c", now=at("10:01"), zone=LONDON)
    end_absence(office, HANNAH, "a", WINTER_DAY, at("10:02"))
    with pytest.raises(NotFound):
        end_absence(office, HANNAH, "a", WINTER_DAY, at("10:03"))


def test_an_absence_of_another_day_is_for_all_of_it(office: SqlStore) -> None:
    tomorrow = WINTER_DAY + timedelta(days=1)
    absence = report_absence(office, HANNAH, "ann", tomorrow, new_id=lambda: "a", now=at("10:00"), zone=LONDON)
    assert absence.starts_at == at("00:00", tomorrow)
