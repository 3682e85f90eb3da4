"""Two days beside each other: no job is promised twice; what yesterday left unsaid neither wrecks today nor hides."""

from datetime import date, datetime, timedelta

import pytest

from dispatch.adapters.database.store import SqlStore
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.errors import NotLegal, Stale, Unusable
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import OutcomeKind
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.revision import Revision
from dispatch.domain.states import JobState, PlanState
from dispatch.domain.time_window import TimeWindow
from dispatch.domain.worker import WorkShift
from dispatch.planning.publish_plan import publish_plan
from dispatch.planning.report_absence import report_absence
from dispatch.planning.withdraw_job import reopen_job, withdraw_job
from tests.dispatch.planning.office import (
    HANNAH,
    SEVEN,
    SYSTEM,
    ask,
    draft_of,
    open_office,
    report,
    state_of,
    worker_of,
)
from tests.dispatch.planning.tiny_day import HIGH_STREET, LONDON, WINTER_DAY, at, between, day, job, shift

NEXT_DAY = WINTER_DAY + timedelta(days=1)
JOBS = ("J", "K")


def shifts_on(on: date, opens: str = "08:00", closes: str = "12:00") -> list[WorkShift]:
    return [shift(name, hours=between(opens, closes, on)) for name in ("ann", "ben")]


@pytest.fixture
def office(store: SqlStore) -> SqlStore:
    """Two jobs for any day, and shifts on two days."""
    open_office(store, day())
    with store.begin(SYSTEM) as work:
        work.settings.put_shifts(NEXT_DAY, shifts_on(NEXT_DAY))
        for name, place in zip(JOBS, (job("J").place, HIGH_STREET), strict=True):
            work.jobs.add(JobRecord(job=job(name, place=place), added_at=SEVEN, changed_at=SEVEN))
    return store


def draft(office: SqlStore, on: date, now: datetime = SEVEN, plan: DayPlan | None = None) -> Revision:
    return draft_of(office, ask(office, now, name=f"{on}-{now:%d%H%M}", on=on), plan)


def publish(office: SqlStore, on: date, now: datetime = SEVEN) -> Revision:
    return publish_plan(office, HANNAH, draft(office, on, now).id, now)


def inputs_of(office: SqlStore, on: date, now: datetime) -> PlanInputs:
    request = ask(office, now, name=f"look-{on}-{now:%d%H%M}", on=on)
    with office.begin(SYSTEM) as work:
        return work.requests.inputs(request.id)


def promised(office: SqlStore, now: datetime) -> dict[str, list[date]]:
    """Of each job, the days whose plan that holds sends somebody from now on."""
    with office.begin(SYSTEM) as work:
        plans = [work.plans.published("council", on) for on in (WINTER_DAY, NEXT_DAY)]
    return {
        name: [
            plan.date
            for plan in plans
            for one in (plan.plan.days if plan else ())
            for entry in one.entries
            if plan and entry.job_id == name and entry.starts_at >= now
        ]
        for name in JOBS
    }


STORIES = (
    ("publish today", "publish tomorrow"),
    ("publish tomorrow", "publish today"),
    ("publish today", "plan tomorrow", "plan today"),
    ("publish tomorrow", "plan today", "plan tomorrow"),
    ("publish today", "Ann is ill", "plan today", "plan tomorrow"),
    ("publish tomorrow", "Ann is ill", "plan today", "publish today"),
    ("publish today", "J could not be done", "plan tomorrow", "plan today"),
    ("publish today", "J could not be done", "publish tomorrow", "plan today"),
)


@pytest.mark.parametrize("story", STORIES, ids=", ".join)
def test_a_job_has_at_most_one_promise_that_holds_from_now_on(office: SqlStore, story: tuple[str, ...]) -> None:
    first = {WINTER_DAY: draft(office, WINTER_DAY), NEXT_DAY: draft(office, NEXT_DAY)}
    now = SEVEN
    for event in story:
        now += timedelta(minutes=1)
        on = NEXT_DAY if event.endswith("tomorrow") else WINTER_DAY
        try:
            if event.startswith("publish"):
                publish_plan(office, HANNAH, first[on].id, now)
            elif event.startswith("plan"):
                publish(office, on, now)
            elif event == "Ann is ill":
                report_absence(office, HANNAH, "ann", on, new_id=lambda: "ill", now=now, zone=LONDON)
            elif state_of(office, "J") is JobState.SCHEDULED:
                report(office, "J", "ben", OutcomeKind.COULD_NOT, now)
        except (Stale, NotLegal, Unusable):
            pass  # a refusal is a good answer; what has to hold afterwards is asked below
        for name, days in promised(office, now).items():
            assert len(days) <= 1, (name, event)
            if state_of(office, name) is JobState.SCHEDULED:
                assert len(days) == 1, (name, event)


def test_a_draft_of_tomorrow_is_stale_once_today_s_plan_has_its_job(office: SqlStore) -> None:
    tomorrow = draft(office, NEXT_DAY)
    publish(office, WINTER_DAY)
    with pytest.raises(Stale, match="Job J is in the published plan of Tuesday 24 November"):
        publish_plan(office, HANNAH, tomorrow.id, SEVEN)


def test_what_tomorrow_s_plan_leaves_out_stays_with_today_s(office: SqlStore) -> None:
    everything = draft(office, NEXT_DAY, at("06:00"))
    nothing = DayPlan(days=(), left_out=everything.plan.left_out, violations=())
    without = draft(office, NEXT_DAY, at("06:01"), nothing)
    publish(office, WINTER_DAY)
    publish_plan(office, HANNAH, without.id, SEVEN)
    assert [state_of(office, name) for name in JOBS] == [JobState.SCHEDULED] * 2


def test_what_was_put_into_tomorrow_after_a_failed_try_stays_there_when_today_is_revised(office: SqlStore) -> None:
    doer = worker_of(publish(office, WINTER_DAY).plan, "J")
    report(office, "J", doer, OutcomeKind.COULD_NOT, at("08:20"))
    reopen_job(office, HANNAH, "J", "they are back tomorrow", at("08:21"))
    publish(office, NEXT_DAY, at("08:22"))
    revised = publish(office, WINTER_DAY, at("08:30"))
    told = [entry.finishes_at for one in revised.plan.days for entry in one.entries if entry.job_id == "J"]
    assert all(finish <= at("08:30") for finish in told), "only the try that failed"
    assert state_of(office, "J") is JobState.SCHEDULED


def test_yesterday_s_failed_job_waits_for_a_person_and_is_not_planned(office: SqlStore) -> None:
    doer = worker_of(publish(office, WINTER_DAY).plan, "J")
    report(office, "J", doer, OutcomeKind.COULD_NOT, at("08:20"))
    inputs = inputs_of(office, NEXT_DAY, at("06:00", NEXT_DAY))
    assert [one.id for one in inputs.day.jobs] == ["K"]


@pytest.mark.parametrize("hour", ["06:00", "09:00"])
def test_who_arrived_yesterday_and_forgot_to_say_done_is_not_there_now(office: SqlStore, hour: str) -> None:
    doer = worker_of(publish(office, WINTER_DAY).plan, "J")
    report(office, "J", doer, OutcomeKind.ARRIVED, at("08:20"))
    now = at(hour, NEXT_DAY)
    made = draft(office, NEXT_DAY, now)
    assert "J" not in [entry.job_id for one in made.plan.days for entry in one.entries]
    assert min(one.leaves_at for one in made.plan.days) >= min(now, at("08:00", NEXT_DAY))


def test_the_desk_decides_the_next_day_what_becomes_of_a_job_that_was_only_started(office: SqlStore) -> None:
    plan = publish(office, WINTER_DAY).plan
    for name in JOBS:
        report(office, name, worker_of(plan, name), OutcomeKind.ARRIVED, at("08:20"))
    with pytest.raises(NotLegal, match="has been started"):
        reopen_job(office, HANNAH, "J", "", at("09:00"))
    morning = at("07:00", NEXT_DAY)
    assert reopen_job(office, HANNAH, "J", "", morning).state is JobState.OPEN
    assert withdraw_job(office, HANNAH, "K", "Ann says it is done", morning).state is JobState.WITHDRAWN
    report(office, "K", "ann", OutcomeKind.DONE, morning)
    assert state_of(office, "K") is JobState.DONE, "a fact from the field wins over the desk"


def test_what_nobody_reported_yesterday_is_planned_today(office: SqlStore) -> None:
    publish(office, WINTER_DAY)
    today = publish(office, NEXT_DAY, at("07:00", NEXT_DAY))
    assert {entry.job_id for one in today.plan.days for entry in one.entries} >= set(JOBS)


def test_a_draft_does_not_send_people_into_the_past(office: SqlStore) -> None:
    made = draft(office, WINTER_DAY)
    with pytest.raises(Stale, match=r"2 visits were to begin before now, the first at 08:\d\d\. Make a new plan"):
        publish_plan(office, HANNAH, made.id, at("11:30"))
    assert publish_plan(office, HANNAH, made.id, at("08:09")).number == 1, "a few minutes are no matter"


def test_a_revision_that_only_repeats_what_people_were_told_may_wait(office: SqlStore) -> None:
    publish(office, WINTER_DAY)
    again = draft(office, WINTER_DAY, at("07:01"))
    assert publish_plan(office, HANNAH, again.id, at("08:20")).state is PlanState.PUBLISHED


def test_a_draft_of_a_day_that_has_passed_is_not_published(office: SqlStore) -> None:
    made = draft(office, WINTER_DAY)
    with pytest.raises(Stale, match="Tuesday 24 November has passed"):
        publish_plan(office, HANNAH, made.id, at("07:00", NEXT_DAY))


def test_a_night_shift_is_planned_and_reported_ill_after_midnight(office: SqlStore) -> None:
    hours = TimeWindow(at("22:00"), at("06:00", NEXT_DAY))
    with office.begin(SYSTEM) as work:
        work.settings.put_shifts(WINTER_DAY, [shift(name, hours=hours) for name in ("ann", "ben")])
    one_o_clock = at("01:00", NEXT_DAY)
    made = publish(office, WINTER_DAY, one_o_clock)
    assert min(entry.starts_at for one in made.plan.days for entry in one.entries) >= one_o_clock
    absence = report_absence(office, HANNAH, "ann", WINTER_DAY, new_id=lambda: "a", now=one_o_clock, zone=LONDON)
    assert (absence.on, absence.starts_at) == (WINTER_DAY, one_o_clock)
    with pytest.raises(Unusable, match="has passed"):
        ask(office, at("06:00", NEXT_DAY), name="late")
