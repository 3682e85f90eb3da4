"""Jobs at the desk: the form, what is wrong with it, one job's story, and what a scheduler does with it."""

import asyncio
from collections.abc import Iterator

import pytest

from dispatch.domain.job import Importance
from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from dispatch.domain.states import JobState
from tests.web import stored_town as town
from tests.web.board_site import BoardSite
from tests.web.knocker import Knocker
from tests.web.stored_day import PLANNING, StoredDay
from web.pages.known_places import as_typed, find_place
from web.pages.page import FLASH

FORM = {
    "service": "care",
    "address": "14 Mill Lane",
    "type": "care_visit",
    "description": "Look in after a fall",
    "minutes": "20",
    "people": "1",
    "date": "2026-11-24",
    "opens": "14:00",
    "closes": "15:00",
    "importance": "safety",
    "skills": "care:1",
}


@pytest.fixture
def knock(day: StoredDay) -> Iterator[Knocker]:
    with asyncio.Runner() as runner:
        yield Knocker(BoardSite(day).app, runner)


def test_a_job_is_added_at_a_known_address(day: StoredDay, knock: Knocker) -> None:
    answer = knock.post("/jobs", FORM, cookies=day.cookies("priya"))
    assert (answer.status, answer.headers["location"]) == (303, "/board?date=2026-11-24")
    with day.store.begin(PLANNING) as work:
        (added,) = [one.job for one in work.jobs.of_day(day.date) if one.job.description == "Look in after a fall"]
    assert (added.place, added.organisation_id) == (town.MILL_LANE, "council")
    assert (added.importance, added.windows) == (Importance.SAFETY, (town.between("14:00", "15:00"),))
    assert added.household_id == "home-mill"


def test_every_mistake_is_told_at_its_field_and_what_was_typed_stays(day: StoredDay, knock: Knocker) -> None:
    wrong = {**FORM, "address": "Nowhere Street", "minutes": "soon", "closes": "later"}
    page = knock.post("/jobs", wrong, cookies=day.cookies("priya"))
    assert page.status == 422
    for field in ("address", "minutes", "closes"):
        assert f'id="{field}-error"' in page.text
        assert f'href="#{field}"' in page.text
    assert 'value="Nowhere Street"' in page.text
    assert 'value="Look in after a fall"' in page.text


def test_what_planning_refuses_is_told_at_the_field_too(day: StoredDay, knock: Knocker) -> None:
    wrong = {**FORM, "description": " ", "minutes": "3", "opens": "15:00", "closes": "14:00", "date": "2026-11-20"}
    page = knock.post("/jobs", wrong, cookies=day.cookies("priya"))
    assert page.status == 422
    for field in ("description", "minutes", "closes", "date"):
        assert f'id="{field}-error"' in page.text


def test_a_job_for_another_organisation_s_service_is_refused(day: StoredDay, knock: Knocker) -> None:
    page = knock.post("/jobs", {**FORM, "service": "repairs"}, cookies=day.cookies("priya"))
    assert page.status == 422
    assert "not one of your organisation" in page.text


def test_a_skill_that_nobody_has_is_warned_of(day: StoredDay, knock: Knocker) -> None:
    answer = knock.post("/jobs", {**FORM, "skills": "asbestos:3"}, cookies=day.cookies("priya"))
    assert answer.status == 303


@pytest.mark.parametrize("value", ["", "\x00", "1e400", "<script>", "9" * 19, "-1", "ﷺ" * 20])
def test_odd_values_are_put_right_and_never_break(day: StoredDay, knock: Knocker, value: str) -> None:
    for field in FORM:
        assert knock.post("/jobs", {**FORM, field: value}, cookies=day.cookies("priya")).status in (303, 422)
    assert knock.get("/board?date=2026-11-24", cookies=day.cookies("priya")).status == 200


def test_only_addresses_that_the_scheduler_may_see_are_offered(day: StoredDay, knock: Knocker) -> None:
    page = knock.get("/jobs/new?date=2026-11-24", cookies=day.cookies("priya")).text
    assert "14 Mill Lane" in page
    assert "Town Hall" in page
    assert "Lock Cottages" not in page  # the landlord's only


def test_an_address_is_found_by_uprn_whole_or_by_a_part_that_fits_one() -> None:
    places = (town.MILL_LANE, town.HIGH_STREET, town.STATION_ROAD)
    for typed in (town.MILL_LANE.uprn, as_typed(town.MILL_LANE), "mill lane", " 14  MILL lane "):
        assert find_place(typed, places) == (town.MILL_LANE, "")
    assert find_place("Toyton", places)[1].startswith("3 addresses fit: 14 Mill Lane")
    assert find_place("Elsewhere", places)[0] is None
    assert find_place("  ", places) == (None, "Choose the address")


def test_a_job_tells_its_story(day: StoredDay, knock: Knocker) -> None:
    day.publish()
    day.morning("10:35")
    day.report("fiona", "REPAIR-2", OutcomeKind.COULD_NOT, CouldNotReason.NO_ACCESS, "Dog in the yard")
    page = knock.get("/jobs/REPAIR-2", cookies=day.cookies("lena")).text
    assert "Burst pipe under the sink" in page
    assert "27 Station Road" in page
    assert "Fiona Firth, 10:31 to 12:31" in page
    assert "Dog in the yard" in page
    assert "Put back on the list" in page


def test_a_job_of_a_sensor_names_its_readings_and_the_rule(day: StoredDay, knock: Knocker) -> None:
    day.morning("10:35", report=False)
    (job_id,) = day.reading(91.0)
    page = knock.get(f"/jobs/{job_id}", cookies=day.cookies("priya")).text
    assert "by rule LITTER: A litter bin that is 80 % full is emptied." in page
    assert "91 % full" in page
    assert "70B3D57ED0000001" in page


def test_a_job_of_another_organisation_shows_no_place(day: StoredDay, knock: Knocker) -> None:
    page = knock.get("/jobs/REPAIR-1", cookies=day.cookies("priya")).text
    assert "Not shared with your organisation" in page
    assert "Leaking tap" not in page
    assert "Lock Cottages" not in page
    assert "Take this job away" not in page


def test_a_job_is_taken_away_with_a_reason_only(day: StoredDay, knock: Knocker) -> None:
    knock.post("/jobs/CARE-1/withdraw", {"note": " "}, cookies=day.cookies("priya"))
    assert state(day, "CARE-1") is JobState.OPEN
    knock.post("/jobs/CARE-1/withdraw", {"note": "In hospital"}, cookies=day.cookies("priya"))
    assert state(day, "CARE-1") is JobState.WITHDRAWN
    page = knock.get("/jobs/CARE-1", cookies=day.cookies("priya")).text
    assert "In hospital" in page
    assert "Withdrawn" in page


def test_taking_away_another_organisation_s_job_is_refused(day: StoredDay, knock: Knocker) -> None:
    answer = knock.post("/jobs/REPAIR-1/withdraw", {"note": "Not ours"}, cookies=day.cookies("priya"))
    assert answer.status == 403
    assert state(day, "REPAIR-1") is JobState.OPEN


def test_a_job_that_is_not_there_is_not_found(day: StoredDay, knock: Knocker) -> None:
    assert knock.get("/jobs/NOTHING", cookies=day.cookies("priya")).status == 404
    assert knock.post("/jobs/NOTHING/reopen", cookies=day.cookies("priya")).status == 404


def state(day: StoredDay, job_id: str) -> JobState:
    with day.store.begin(PLANNING) as work:
        record = work.jobs.get(job_id)
    assert record is not None
    return record.state


def test_a_job_of_another_organisation_tells_nothing_that_says_what_it_is_about(day: StoredDay, knock: Knocker) -> None:
    own = knock.get("/jobs/SURVEY-1", cookies=day.cookies("lena")).text
    others = knock.get("/jobs/SURVEY-1", cookies=day.cookies("priya")).text
    for word in ("Asbestos", "Importance", "Skills"):
        assert word in own
        assert word not in others


def form_id(page: str) -> str:
    """As the page has it, hidden."""
    return page.partition('name="id" value="')[2].partition('"')[0]


def calls(day: StoredDay) -> list[str]:
    with day.store.reading(PLANNING) as work:
        return [one.job.id for one in work.jobs.of_day(day.date) if one.job.description == FORM["description"]]


def test_a_form_sent_twice_adds_one_job_and_the_second_time_shows_it(day: StoredDay, knock: Knocker) -> None:
    cookies = day.cookies("priya")
    form = {**FORM, "id": form_id(knock.get("/jobs/new?date=2026-11-24", cookies=cookies).text)}
    assert knock.post("/jobs", form, cookies=cookies).headers["location"] == "/board?date=2026-11-24"
    again = knock.post("/jobs", form, cookies=cookies)
    assert (again.status, again.headers["location"]) == (303, f"/jobs/{form['id']}")
    assert calls(day) == [form["id"]]
    page = knock.get(again.headers["location"], {**cookies, FLASH: again.cookie_value(FLASH)}).text
    assert "This form was sent before" in page


def test_a_form_that_was_put_right_is_still_the_same_form(day: StoredDay, knock: Knocker) -> None:
    cookies = day.cookies("priya")
    made = form_id(knock.get("/jobs/new", cookies=cookies).text)
    assert form_id(knock.post("/jobs", {**FORM, "id": made, "minutes": "soon"}, cookies=cookies).text) == made


@pytest.mark.parametrize("odd", ["", "LITTER-BIN-PARK-2026-11-25", "desk-", "desk-../x", "CARE-1"])
def test_a_form_cannot_take_the_id_of_another_job(day: StoredDay, knock: Knocker, odd: str) -> None:
    assert knock.post("/jobs", {**FORM, "id": odd}, cookies=day.cookies("priya")).status == 303
    (added,) = calls(day)
    assert added.startswith("id-")


def test_somebody_else_s_form_is_not_taken_for_the_first(day: StoredDay, knock: Knocker) -> None:
    form = {**FORM, "id": "desk-1"}
    knock.post("/jobs", form, cookies=day.cookies("priya"))
    assert knock.post("/jobs", form, cookies=day.cookies("sam")).status == 422
    assert calls(day) == ["desk-1"]
