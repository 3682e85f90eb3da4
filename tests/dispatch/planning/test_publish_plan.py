"""From asking to publishing, in a store: who may, what is frozen, what goes stale and what becomes of the jobs."""

import pytest

from dispatch.adapters.database.store import SqlStore
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.errors import NotAllowed, NotFound, NotLegal, Stale, Unusable
from dispatch.domain.outcome import OutcomeKind
from dispatch.domain.revision import Revision
from dispatch.domain.states import JobState, PlanState, RequestState
from dispatch.planning.cancel_plan import cancel_plan, discard_draft
from dispatch.planning.freshness import freshness
from dispatch.planning.publish_plan import publish_plan
from dispatch.planning.report_absence import report_absence
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
    jobs_of,
    open_office,
    report,
    state_of,
    worker_of,
)
from tests.dispatch.planning.tiny_day import HIGH_STREET, LONDON, WINTER_DAY, at, day, job, repair, worker

TOY = day(job("J"), job("K", place=HIGH_STREET), repair("R"), job("odd", skills=worker("x", skills=()).skills, crew=3))


@pytest.fixture
def office(store: SqlStore) -> SqlStore:
    open_office(store, TOY)
    return store


@pytest.fixture
def published(office: SqlStore) -> Revision:
    return publish_plan(office, HANNAH, draft_of(office, ask(office)).id, SEVEN)


def test_asking_freezes_the_day_of_every_member(office: SqlStore) -> None:
    request = ask(office)
    with office.begin(SYSTEM) as work:
        inputs = work.requests.inputs(request.id)
    assert {one.id for one in inputs.day.jobs} == {"J", "K", "R", "odd"}
    assert {one.id for one in inputs.day.workers} == {"ann", "ben", "fiona"}
    assert (inputs.revises, inputs.now, request.based_on) == (None, None, None)


def test_only_schedulers_of_the_host_ask(office: SqlStore) -> None:
    for actor in (LEON, MAY):
        with pytest.raises(NotAllowed):
            ask(office, actor=actor)


def test_a_second_request_waits_for_the_first(office: SqlStore) -> None:
    ask(office)
    with pytest.raises(NotLegal, match=r"is being made already \(0 % done\)"):
        ask(office, name="again")


def test_a_day_without_shifts_or_jobs_or_in_the_past_says_what_to_do(store: SqlStore) -> None:
    open_office(store, day())
    with pytest.raises(Unusable, match="add one, or wait for a signal"):
        ask(store)
    with pytest.raises(Unusable, match="has passed"):
        ask(store, at("07:00").replace(day=25))
    open_office(store, day(job("J"), shifts=()))
    with store.begin(SYSTEM) as work:
        work.settings.put_shifts(WINTER_DAY, ())
    assert len(ask(store).id) > 0


def test_nobody_who_is_absent_is_planned(office: SqlStore) -> None:
    report_absence(office, HANNAH, "ann", WINTER_DAY, new_id=lambda: "a", now=SEVEN, zone=LONDON)
    draft = draft_of(office, ask(office))
    assert jobs_of(draft.plan, "ann") == []
    assert "J" in jobs_of(draft.plan, "ben")


def test_publishing_sends_people_and_leaves_the_rest_open(office: SqlStore, published: Revision) -> None:
    assert (published.state, published.published_by, published.number) == (PlanState.PUBLISHED, "hannah", 1)
    assert [state_of(office, name) for name in ("J", "K", "R", "odd")] == [
        JobState.SCHEDULED, JobState.SCHEDULED, JobState.SCHEDULED, JobState.OPEN,
    ]  # fmt: skip
    with office.begin(SYSTEM) as work:
        (entry,) = [one for one in work.audit.find([f"plan {published.id}"]) if one.action == "publish a plan"]
    assert (entry.actor_id, entry.organisation_id, entry.fact_hash != "") == ("hannah", "council", True)


def test_a_plan_is_published_once_and_by_the_host(office: SqlStore) -> None:
    draft = draft_of(office, ask(office))
    with pytest.raises(NotAllowed):
        publish_plan(office, LEON, draft.id, SEVEN)
    with pytest.raises(NotFound):
        publish_plan(office, ELSEWHERE, draft.id, SEVEN)
    publish_plan(office, HANNAH, draft.id, SEVEN)
    with pytest.raises(NotLegal, match="published already"):
        publish_plan(office, HANNAH, draft.id, SEVEN)


def test_a_plan_that_breaks_a_rule_is_never_published(office: SqlStore) -> None:
    broken = DayPlan(days=(), left_out=(), violations=("skills_held: nobody can.",))
    draft = draft_of(office, ask(office), broken)
    with pytest.raises(NotLegal, match="breaks a rule and cannot be published: skills_held"):
        publish_plan(office, HANNAH, draft.id, SEVEN)
    assert state_of(office, "J") is JobState.OPEN


def test_of_two_drafts_the_second_is_stale_once_the_first_is_published(office: SqlStore) -> None:
    first, second = draft_of(office, ask(office)), draft_of(office, ask(office, name="other"))
    publish_plan(office, HANNAH, first.id, at("07:32"))
    with pytest.raises(Stale, match=r"Plan 1 was published by Hannah Host at 07:32 since.* Make a new plan"):
        publish_plan(office, HANNAH, second.id, at("07:33"))


def test_a_draft_is_stale_when_a_job_in_it_was_taken_away(office: SqlStore) -> None:
    draft = draft_of(office, ask(office))
    withdraw_job(office, HANNAH, "J", "rung off", SEVEN)
    with pytest.raises(Stale, match=r"Job J was taken away"):
        publish_plan(office, HANNAH, draft.id, SEVEN)
    assert state_of(office, "K") is JobState.OPEN, "nothing of a refused plan stays"


def test_a_draft_is_stale_when_somebody_else_does_a_job_in_it(office: SqlStore, published: Revision) -> None:
    draft = draft_of(office, ask(office, at("07:50"), name="again"))
    own, other = ("ann", "Ben") if worker_of(draft.plan, "J") == "ann" else ("ben", "Ann")
    report(office, "J", own, OutcomeKind.ARRIVED, at("08:05"))
    with office.begin(HANNAH) as work:
        assert freshness(work, draft, today=WINTER_DAY, now=at("08:06")) == (), "done by whom the draft sends: it fits"
    report(office, "J", other.lower(), OutcomeKind.DONE, at("08:30"))
    with pytest.raises(Stale, match=rf"Job J was done by {other} meanwhile"):
        publish_plan(office, HANNAH, draft.id, at("08:31"))


def test_a_draft_is_stale_when_somebody_in_it_fell_ill(office: SqlStore) -> None:
    draft = draft_of(office, ask(office))
    ill = worker_of(draft.plan, "J")
    report_absence(office, HANNAH, ill, WINTER_DAY, new_id=lambda: "a", now=at("07:10"), zone=LONDON)
    with pytest.raises(Stale, match=rf"{ill.title()} was reported as absent at 07:10"):
        publish_plan(office, HANNAH, draft.id, at("07:11"))


def test_a_revision_keeps_what_was_done_and_shows_it_to_nobody_as_open(office: SqlStore, published: Revision) -> None:
    doer = worker_of(published.plan, "J")
    report(office, "J", doer, OutcomeKind.DONE, at("08:40"))
    request = ask(office, at("08:45"), name="later")
    assert request.based_on == published.id
    revised = publish_plan(office, HANNAH, draft_of(office, request).id, at("08:46"))
    assert revised.number == 2
    assert worker_of(revised.plan, "J") == doer
    assert (state_of(office, "J"), state_of(office, "R")) == (JobState.DONE, JobState.SCHEDULED)
    with office.begin(SYSTEM) as work:
        former = work.plans.get(published.id)
    assert former is not None
    assert former.state is PlanState.SUPERSEDED


def test_a_job_put_back_is_planned_again(office: SqlStore, published: Revision) -> None:
    report(office, "J", worker_of(published.plan, "J"), OutcomeKind.COULD_NOT, at("08:10"))
    reopen_job(office, HANNAH, "J", "they are back at ten", at("08:20"))
    revised = publish_plan(office, HANNAH, draft_of(office, ask(office, at("08:21"), name="later")).id, at("08:22"))
    (entry,) = [one for one_day in revised.plan.days for one in one_day.entries if one.job_id == "J"]
    assert entry.starts_at >= at("08:21")
    assert state_of(office, "J") is JobState.SCHEDULED


def test_what_a_revision_leaves_out_is_open_again(office: SqlStore, published: Revision) -> None:
    for number, name in enumerate(("ann", "ben", "fiona")):
        actor = LEON if name == "fiona" else HANNAH
        report_absence(office, actor, name, WINTER_DAY, new_id=lambda: f"a{number}", now=at("07:30"), zone=LONDON)  # noqa: B023
    revised = publish_plan(office, HANNAH, draft_of(office, ask(office, at("07:31"), name="later")).id, at("07:32"))
    assert revised.plan.days == ()
    assert {state_of(office, name) for name in ("J", "K", "R", "odd")} == {JobState.OPEN}


def test_a_first_plan_asked_for_late_sends_nobody_into_the_past(office: SqlStore) -> None:
    draft = draft_of(office, ask(office, at("10:00")))
    assert draft.based_on is None
    starts = [entry.starts_at for one in draft.plan.days for entry in one.entries]
    assert starts
    assert min(starts) >= at("10:00")
    assert publish_plan(office, HANNAH, draft.id, at("10:01")).number == 1


def test_a_request_is_cancelled_and_a_draft_discarded_once(office: SqlStore) -> None:
    request = ask(office)
    assert cancel_plan(office, HANNAH, request.id, SEVEN).cancel_asked
    draft = draft_of(office, request)
    with pytest.raises(NotLegal, match="no longer being made"):
        cancel_plan(office, HANNAH, request.id, SEVEN)
    assert discard_draft(office, HANNAH, draft.id, SEVEN).state is PlanState.DISCARDED
    with pytest.raises(NotLegal, match="is discarded"):
        discard_draft(office, HANNAH, draft.id, SEVEN)
    with pytest.raises(NotLegal, match="is discarded"):
        publish_plan(office, HANNAH, draft.id, SEVEN)
    assert request.state is RequestState.WAITING
