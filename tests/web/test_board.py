"""The scheduler's board, asked without a browser: what it shows and does in each state of the day."""

import asyncio
import base64
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest

from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from dispatch.domain.states import JobState, PlanState, RequestState
from dispatch.domain.time_window import TimeWindow
from tests.web import stored_town as town
from tests.web.board_site import BoardSite
from tests.web.knocker import Answer, Knocker
from tests.web.stored_day import PLANNING, StoredDay

BOARD = "/board?date=2026-11-24"


@pytest.fixture
def site(day: StoredDay) -> BoardSite:
    return BoardSite(day)


@pytest.fixture
def knock(site: BoardSite) -> Iterator[Knocker]:
    with asyncio.Runner() as runner:
        yield Knocker(site.app, runner)


def told(answer: Answer) -> str:
    """The message that the next page tells, from the cookie."""
    return str(json.loads(base64.urlsafe_b64decode(answer.cookie_value("flash").strip('"')))[1])


def test_before_anything_is_planned_it_offers_to_make_a_plan(day: StoredDay, knock: Knocker) -> None:
    page = knock.get("/board", cookies=day.cookies("priya"))
    assert page.status == 200
    assert "Tuesday 24 November 2026" in page.text  # the next day with shifts
    assert "Make a plan" in page.text
    assert "11</span> jobs" in page.text


def test_asking_for_a_plan_wakes_background_work_and_shows_how_far_it_is(
    day: StoredDay, knock: Knocker, site: BoardSite
) -> None:
    answer = knock.post("/board/plan", {"date": "2026-11-24"}, cookies=day.cookies("priya"))
    assert (answer.status, answer.headers["location"], site.woken) == (303, BOARD, 1)
    page = knock.get(BOARD, cookies=day.cookies("priya"))
    assert "A plan waits for its turn" in page.text
    assert "Make a plan" not in page.text


def test_asking_twice_makes_one_plan_and_says_so(day: StoredDay, knock: Knocker, site: BoardSite) -> None:
    for who in ("priya", "sam"):
        answer = knock.post("/board/plan", {"date": "2026-11-24"}, cookies=day.cookies(who))
    assert "is being made already" in told(answer)
    assert site.woken == 1


def test_progress_stops_being_asked_for_when_the_plan_is_there(day: StoredDay, knock: Knocker) -> None:
    request = day.ask()
    with day.store.begin(PLANNING) as work:
        work.requests.move(request.id, RequestState.RUNNING)
        work.requests.progress(request.id, 42, "Planning all services together")
    before = knock.get("/board/progress?date=2026-11-24", cookies=day.cookies("priya"))
    assert "Planning all services together, 42 %" in before.text
    assert "hx-reswap" not in before.headers
    day.make(request)
    after = knock.get("/board/progress?date=2026-11-24&fresh=true", cookies=day.cookies("priya"))
    assert "The plan is ready." in after.text
    assert (after.headers["hx-reswap"], after.headers["hx-refresh"]) == ("outerHTML", "true")


def test_a_request_can_be_cancelled_and_cancelling_twice_is_told(day: StoredDay, knock: Knocker) -> None:
    request = day.ask()
    path = f"/requests/{request.id}/cancel"
    assert knock.post(path, cookies=day.cookies("priya")).headers["location"] == BOARD
    with day.store.begin(PLANNING) as work:
        work.requests.move(request.id, RequestState.CANCELLED)
    again = knock.post(path, cookies=day.cookies("sam"))
    assert "nothing to cancel" in told(again)
    assert "was cancelled" in knock.get(BOARD, cookies=day.cookies("priya")).text


def test_why_no_plan_could_be_made_is_shown(day: StoredDay, knock: Knocker) -> None:
    request = day.ask()
    with day.store.begin(PLANNING) as work:
        work.requests.move(request.id, RequestState.FAILED, problem="The map is not there: put it back.")
    page = knock.get(BOARD, cookies=day.cookies("priya")).text
    assert "The map is not there: put it back." in page
    assert "Make a plan" in page


def test_a_draft_is_published_once_and_the_second_scheduler_is_told_by_whom(day: StoredDay, knock: Knocker) -> None:
    draft = day.draft()
    assert "Publish this plan" in knock.get(BOARD, cookies=day.cookies("priya")).text
    first = knock.post(f"/plans/{draft.id}/publish", cookies=day.cookies("priya"))
    assert told(first) == "Plan 1 is published: phones show it now."
    second = knock.post(f"/plans/{draft.id}/publish", cookies=day.cookies("sam"))
    assert told(second) == "Plan 1 was already published by Priya Shah at 17:00."
    assert (
        "Published by Priya Shah at 17:00 on Monday 23 November." in knock.get(BOARD, cookies=day.cookies("priya")).text
    )


def test_a_stale_draft_tells_what_changed_and_cannot_be_published(day: StoredDay, knock: Knocker) -> None:
    draft = day.draft()
    knock.post("/jobs/CARE-1/withdraw", {"note": "Gone to family"}, cookies=day.cookies("priya"))
    page = knock.get(BOARD, cookies=day.cookies("priya")).text
    assert "no longer fits" in page
    assert "CARE-1 (Morning call) was taken away." in page
    assert "Publish this plan" not in page
    assert "taken away" in told(knock.post(f"/plans/{draft.id}/publish", cookies=day.cookies("priya")))


def test_a_discarded_draft_stays_in_the_day_s_history(day: StoredDay, knock: Knocker) -> None:
    draft = day.draft()
    assert "discarded" in told(knock.post(f"/plans/{draft.id}/discard", cookies=day.cookies("priya")))
    assert "Make a plan" in knock.get(BOARD, cookies=day.cookies("priya")).text
    assert "Discarded" in knock.get(f"/plans/{draft.id}", cookies=day.cookies("priya")).text


def test_what_is_left_out_has_its_reason(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    page = knock.get(BOARD, cookies=day.cookies("lena")).text
    assert "Asbestos survey" in page
    assert "Nobody on shift holds the skills that it needs." in page


def test_during_the_day_it_says_why_a_revision_is_worth_while(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    day.morning("10:35")
    assert "Nothing has changed since" in knock.get(BOARD, cookies=day.cookies("priya")).text
    day.reading(91.0)
    day.absent("ann")
    page = knock.get(BOARD, cookies=day.cookies("priya")).text
    assert "1 job came in or was put back on the list." in page
    assert "Ann Archer is absent." in page
    assert "Reading at 10:35: 91 % full. A litter bin that is 80 % full is emptied." in page


def test_a_revision_shows_who_gains_and_who_loses_what(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    day.morning("10:35")
    day.reading(91.0)
    day.absent("ann")
    day.draft()
    page = knock.get(BOARD, cookies=day.cookies("priya")).text
    assert "What changes for whom" in page
    assert "Lunch call, 14 Mill Lane, Toyton ZY1 3AB: was at 12:00" in page
    assert "Plan 1 holds until this one is published." in page
    assert "2 people have changes" in page


def test_only_the_owner_decides_what_becomes_of_a_job_that_could_not_be_done(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    day.morning("10:35")
    day.report("fiona", "REPAIR-2", OutcomeKind.COULD_NOT, CouldNotReason.NO_ACCESS, "Dog in the yard")
    own, host = (knock.get(BOARD, cookies=day.cookies(who)).text for who in ("lena", "priya"))
    assert "Nobody answered or no access: “Dog in the yard”" in own
    assert "/jobs/REPAIR-2/reopen" in own
    assert "Could not be done or finished: decide" in host
    assert "Dog in the yard" not in host
    assert "/jobs/REPAIR-2/reopen" not in host
    refused = knock.post("/jobs/REPAIR-2/reopen", cookies=day.cookies("priya"))
    assert refused.status == 403
    back = knock.post("/jobs/REPAIR-2/reopen", {"back": "board"}, cookies=day.cookies("lena"))
    assert back.headers["location"] == BOARD
    assert "Put back on the list at 10:35." in knock.get(BOARD, cookies=day.cookies("lena")).text


def test_a_member_sees_the_day_without_what_is_not_shared_and_cannot_plan(day: StoredDay, knock: Knocker) -> None:
    draft = day.draft()
    page = knock.get(BOARD, cookies=day.cookies("lena"))
    assert "Not shared with your organisation" in page.text
    assert "Morning call" not in page.text
    assert "Church Row" in page.text  # her own job there
    assert "Leaking tap in the kitchen" in page.text
    assert "Publish this plan" not in page.text
    for path, form in (("/board/plan", {"date": "2026-11-24"}), (f"/plans/{draft.id}/publish", {})):
        assert knock.post(path, form, cookies=day.cookies("lena")).status == 403


def test_the_host_s_board_hides_a_member_s_jobs_that_no_agreement_shares(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    page = knock.get(BOARD, cookies=day.cookies("priya")).text
    assert "Leaking tap" not in page
    assert "Lock Cottages" not in page
    assert "09:00 to 10:30" in page  # times are always seen
    assert "Fit a smoke alarm" in page  # her own worker does it


def test_looking_at_the_board_is_one_entry_in_the_audit_log(day: StoredDay, knock: Knocker) -> None:
    knock.get(BOARD, cookies=day.cookies("priya"))
    with day.store.begin(PLANNING) as work:
        seen = [one for one in work.audit.unsealed(100) if one.action == "see the board"]
    assert [(one.actor_id, one.subject) for one in seen] == [("priya", "day 2026-11-24")]


def test_an_absence_is_reported_once_and_can_be_taken_back(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    day.morning("10:35")
    form = {"date": "2026-11-24", "worker": "ann"}
    assert "noted" in told(knock.post("/absences", form, cookies=day.cookies("priya")))
    assert "already" in told(knock.post("/absences", form, cookies=day.cookies("sam")))
    with day.store.begin(PLANNING) as work:
        (absence,) = work.outcomes.absences(day.date)
    end = f"/absences/{absence.id}/end"
    assert "taken back" in told(knock.post(end, {"date": "2026-11-24"}, cookies=day.cookies("priya")))
    assert "not there any more" in told(knock.post(end, {"date": "2026-11-24"}, cookies=day.cookies("priya")))


def test_nobody_reports_another_organisation_s_worker_as_absent(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    page = knock.get(BOARD, cookies=day.cookies("priya")).text
    assert '<option value="ann">' in page
    assert '<option value="fiona">' not in page
    form = {"date": "2026-11-24", "worker": "fiona"}
    assert knock.post("/absences", form, cookies=day.cookies("priya")).status == 403


def test_a_service_can_be_looked_at_alone(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    page = knock.get(f"{BOARD}&service=bins", cookies=day.cookies("priya")).text
    assert "Cass Cole" in page.partition("Workers by time")[2].partition("Absent")[0]
    assert "Ben Baker" not in page.partition("Workers by time")[2].partition("Absent")[0]


def test_a_day_without_shifts_says_what_is_missing(day: StoredDay, knock: Knocker) -> None:
    assert "Nobody is on shift" in knock.get("/board?date=2026-12-24", cookies=day.cookies("priya")).text


def test_a_day_that_has_passed_can_only_be_read(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    day.clock.at = town.at("09:00", date(2026, 11, 25))
    day.forget()
    page = knock.get(BOARD, cookies=day.cookies("priya")).text
    assert "This day has passed." in page
    assert "Make a revision" not in page


@pytest.mark.parametrize("query", ["date=soon", "date=9999-12-31", "date=0001-01-01", "plan=nothing", "service=%00"])
def test_odd_addresses_are_answered_and_never_break(day: StoredDay, knock: Knocker, query: str) -> None:
    assert knock.get(f"/board?{query}", cookies=day.cookies("priya")).status in (200, 422)


@pytest.mark.parametrize("who", ["ann", "mo", "olu"])
def test_other_roles_are_refused(day: StoredDay, knock: Knocker, who: str) -> None:
    assert knock.get(BOARD, cookies=day.cookies(who)).status == 403
    assert knock.get("/plans/x", cookies=day.cookies(who)).status == 403


def test_publishing_schedules_the_jobs(day: StoredDay, knock: Knocker) -> None:
    draft = day.draft()
    knock.post(f"/plans/{draft.id}/publish", cookies=day.cookies("priya"))
    with day.store.begin(PLANNING) as work:
        record, plan = work.jobs.get("CARE-1"), work.plans.get(draft.id)
    assert record is not None
    assert record.state is JobState.SCHEDULED
    assert plan is not None
    assert plan.state is PlanState.PUBLISHED


NEXT = "/board?date=2026-11-25"


def next_morning(day: StoredDay) -> None:
    """Of the day after, with everybody on shift again."""
    day.clock.at = town.at("07:00", date(2026, 11, 25))
    day.forget()
    with day.store.begin(PLANNING) as work:
        hours = TimeWindow(town.at("08:00", date(2026, 11, 25)), town.at("16:00", date(2026, 11, 25)))
        work.settings.put_shifts(date(2026, 11, 25), [replace(town.shift("ann"), hours=hours)])


def test_the_next_day_lists_what_nobody_reported_and_what_was_only_started(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    day.morning("10:35", report=False)
    day.report("ann", "CARE-1", OutcomeKind.ARRIVED)
    before = knock.get(BOARD, cookies=day.cookies("priya")).text
    assert 'id="not-reported"' not in before
    assert "told nothing more" not in before
    next_morning(day)
    page = knock.get(NEXT, cookies=day.cookies("priya")).text
    assert 'id="not-reported"' in page
    assert "Ann Archer arrived at 10:35 on Tuesday 24 November and told nothing more." in page
    assert "Lunch call" in page.partition('id="not-reported"')[2], "planned yesterday, not reported"
    back = knock.post("/jobs/CARE-1/reopen", {"back": "board"}, cookies=day.cookies("priya"))
    assert told(back) == "The job is back on the list. A new plan takes it in."


def test_asking_for_a_plan_of_a_day_without_shifts_is_told_on_the_board(day: StoredDay, knock: Knocker) -> None:
    answer = knock.post("/board/plan", {"date": "2026-12-24"}, cookies=day.cookies("priya"))
    assert answer.status == 303
    assert told(answer) == "Nobody is on shift on Thursday 24 December; enter the shifts with `allround load`."


def test_why_a_draft_is_stale_tells_nothing_of_a_job_that_is_not_shared(day: StoredDay, knock: Knocker) -> None:
    draft = day.draft()
    taken = knock.post("/jobs/REPAIR-1/withdraw", {"note": "Tenant moved"}, cookies=day.cookies("lena"))
    assert taken.status == 303
    page = knock.get(BOARD, cookies=day.cookies("priya")).text
    assert "Job REPAIR-1 was taken away." in page
    refused = told(knock.post(f"/plans/{draft.id}/publish", cookies=day.cookies("priya")))
    assert "Job REPAIR-1 was taken away." in refused
    with day.store.begin(PLANNING) as work:
        record = work.jobs.get("REPAIR-1")
    assert record is not None
    assert record.job.description not in page + refused
