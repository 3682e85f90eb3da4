"""Savings and evidence as they are asked for: who may, what comes back, and what is not in it."""

import json

import pytest

from dispatch.domain.actor import Purpose
from dispatch.domain.outcome import REASON_WORDS, CouldNotReason, OutcomeKind
from dispatch.domain.sharing import JobField, SharingAgreement
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.web import stored_town as town
from tests.web.savings_site import Reader
from tests.web.stored_day import PLANNING, SETTING_UP, StoredDay
from tests.web.toy_savings import savings

# Both databases are asked in tests/dispatch/evidence.
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

HOSTILE = "<script>alert('x')</script>"


@pytest.fixture
def day(store: Store, clock: SetClock) -> StoredDay:
    """Published, compared, and half past ten of the day itself."""
    day = StoredDay(store, clock)
    published = day.publish()
    with store.begin(PLANNING) as work:
        work.plans.set_savings(published.id, savings())
    day.morning("10:30")
    return day


def get(day: StoredDay, who: str, path: str) -> str:
    answer = Reader(day, who).get(path)
    assert answer.status_code == 200, answer.text
    text: str = answer.text
    return text


def status(day: StoredDay, who: str, path: str) -> int:
    code: int = Reader(day, who).get(path).status_code
    return code


def test_the_manager_reads_what_was_saved_and_what_happened(day: StoredDay) -> None:
    page = get(day, "mo", "/savings")
    assert "planning all services together cost £49.20 less (8.0 %) than every service planning alone" in page
    assert "Litter bins and Home care do not gain" in page
    assert "promised jobs are done" in page
    assert page.count("<svg") == 7


@pytest.mark.parametrize(
    ("who", "path", "code"),
    [
        ("mo", "/savings", 200),
        ("priya", "/savings", 200),
        ("lena", "/savings", 200),
        ("olu", "/savings", 403),
        ("ann", "/savings", 403),
        ("olu", "/savings.csv", 403),
        ("mo", "/evidence", 200),
        ("olu", "/evidence", 200),
        ("priya", "/evidence", 200),
        ("ann", "/evidence", 403),
        ("ann", "/evidence/CARE-1", 403),
        ("mo", "/evidence.csv", 200),
        ("olu", "/evidence.json", 200),
        ("priya", "/evidence.csv", 403),
        ("priya", "/evidence.json", 403),
        ("olu", "/evidence/REPAIR-1", 404),
        ("mo", "/evidence/NO-SUCH-JOB", 404),
        ("mo", f"/evidence/{'x' * 201}", 422),
        ("mo", "/savings?date=yesterday", 422),
        ("mo", "/evidence?state=unheard-of", 422),
        ("mo", "/savings?date=0001-01-01", 200),
        ("mo", "/evidence?date=9999-12-31", 200),
        ("mo", "/evidence.json?date=9999-12-31", 200),
        ("mo", "/savings.csv?date=2026-11-25", 404),
    ],
)
def test_who_may_open_what(day: StoredDay, who: str, path: str, code: int) -> None:
    assert status(day, who, path) == code


def test_a_day_without_a_plan_says_what_brings_one(day: StoredDay) -> None:
    assert "There are savings once somebody has made a plan on the board." in get(day, "mo", "/savings?date=2026-11-25")
    assert "No work on this day" in get(day, "mo", "/evidence?date=2026-11-25")


def test_savings_still_being_counted_say_so_and_ask_again(store: Store, clock: SetClock) -> None:
    day = StoredDay(store, clock)
    day.draft()
    page = get(day, "mo", "/savings")
    assert "The saving is being worked out" in page
    assert 'hx-trigger="every 5s"' in page


def test_the_savings_file_has_the_numbers_of_the_page_in_whole_units(day: StoredDay) -> None:
    answer = Reader(day, "mo").get("/savings.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.headers["content-disposition"] == 'attachment; filename="savings-2026-11-24.csv"'
    assert lines[0] == "day,plan_id,table,what,unit,by_hand,alone,together"
    assert [line.split(",", 2)[2] for line in lines if ",ways,cash_pence," in line] == [
        "ways,cash_pence,pence,70100,61250,56330"
    ]
    assert [line.split(",", 2)[2] for line in lines if "service bins,cash" in line] == [
        "service bins,cash_pence,pence,,8400,8390"
    ]


@pytest.mark.parametrize("path", ["/savings", "/savings.csv"])
def test_the_savings_are_read_while_somebody_else_is_writing(day: StoredDay, path: str) -> None:
    day.secret("mo")  # signed in before
    published = day.published()
    with day.store.begin(PLANNING) as work:
        work.plans.set_savings(published.id, savings())
        assert status(day, "mo", path) == 200


def test_the_list_can_be_narrowed_to_one_state(day: StoredDay) -> None:
    page = get(day, "mo", "/evidence?state=done")
    assert "CARE-1" in page
    assert "CARE-5" not in page


def test_another_organisation_s_work_shows_times_and_service_only(day: StoredDay) -> None:
    page = get(day, "mo", "/evidence/REPAIR-1")
    assert "Housing repairs" in page
    assert "Fiona Firth" in page
    assert "Leaking tap" not in page
    assert "Lock Cottages" not in page
    assert "Not shared with your organisation: notes, the place, what caused it, what it is about." in page


def test_with_a_sharing_agreement_the_agreed_field_is_shown(day: StoredDay) -> None:
    agreement = SharingAgreement(
        id="s", giver_id="landlord", receiver_id="council", purposes=(Purpose.REVIEW,), fields=(JobField.PLACE,),
        starts_on=town.TODAY,
    )  # fmt: skip
    with day.store.begin(SETTING_UP) as work:
        work.settings.put("landlord", [agreement])
    page = get(day, "mo", "/evidence/REPAIR-1")
    assert "Lock Cottages" in page
    assert "Leaking tap" not in page


def test_notes_are_for_those_who_may_read_them(day: StoredDay) -> None:
    day.report("ben", "CARE-5", OutcomeKind.COULD_NOT, CouldNotReason.OTHER, f"Very ill {HOSTILE}")
    for who in ("mo", "lena"):
        assert "Very ill" not in get(day, who, "/evidence/CARE-5")
    page = get(day, "olu", "/evidence/CARE-5")
    assert "Very ill &lt;script&gt;" in page
    assert HOSTILE not in page


def test_the_story_of_another_organisation_s_job_does_not_tell_why_it_failed_or_was_left_out(day: StoredDay) -> None:
    day.report("fiona", "REPAIR-2", OutcomeKind.COULD_NOT, CouldNotReason.NO_ACCESS, "Dog")
    reason = REASON_WORDS[CouldNotReason.NO_ACCESS]
    assert reason in get(day, "lena", "/evidence/REPAIR-2")
    for who in ("mo", "priya"):
        assert reason not in get(day, who, "/evidence/REPAIR-2")
        page = get(day, who, "/evidence/SURVEY-1")
        assert "nobody is sent. Why: not shared with your organisation." in page
        assert "holds the skills" not in page
        savings_page = get(day, who, "/savings")
        assert "SURVEY-1" in savings_page
        assert "holds the skills" not in savings_page
    jobs = {one["job_id"]: one for one in json.loads(get(day, "mo", "/evidence.json"))["jobs"]}
    assert (jobs["REPAIR-2"]["type"], jobs["REPAIR-2"]["reports"][0]["reason"]) == (None, None)
    assert jobs["SURVEY-1"]["plans"][0]["left_out_because"] is None


def test_the_export_keeps_the_same_rules_as_the_page(day: StoredDay) -> None:
    jobs = {one["job_id"]: one for one in json.loads(get(day, "mo", "/evidence.json"))["jobs"]}
    assert jobs["REPAIR-1"]["address"] is None
    assert jobs["REPAIR-1"]["withheld"] == ["cause", "description", "note", "place"]
    assert jobs["CARE-1"]["address"] == "14 Mill Lane, Toyton ZY1 3AB"
    assert set(json.loads(get(day, "olu", "/evidence.json"))["about"]["organisation"].values()) == {
        "council",
        "Northgate Council",
    }


def test_each_look_leaves_one_entry_in_the_log(day: StoredDay) -> None:
    def entries() -> list[tuple[str, str]]:
        with day.store.begin(PLANNING) as work:
            return [(one.action, one.subject) for one in work.audit.unsealed(10_000) if one.actor_id == "mo"]

    before = len(entries())
    for path in ("/evidence", "/evidence/CARE-1", "/evidence.csv", "/evidence.json", "/savings"):
        get(day, "mo", path)
    assert entries()[before:] == [
        ("see the evidence", "day 2026-11-24"),
        ("see the evidence", "job CARE-1"),
        ("export the evidence", "day 2026-11-24"),
        ("export the evidence", "day 2026-11-24"),
    ]
