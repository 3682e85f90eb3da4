"""The phone's page and its forms, without a browser."""

from collections.abc import Mapping
from itertools import count
from urllib.parse import urlencode

import httpx
import pytest

from dispatch.domain.outcome import Outcome, OutcomeKind
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.web.caller import Caller
from tests.web.phone_site import PROGRAM, phone_site
from tests.web.stored_day import StoredDay

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Phone:
    """Ann's, unless said, on the morning of a published day."""

    def __init__(self, store: Store, clock: SetClock) -> None:
        self.day = StoredDay(store, clock)
        self.day.publish()
        self.day.morning("08:00", report=False)
        numbers = count(1)
        self._caller = Caller(phone_site(store, clock, lambda: f"form-{next(numbers):06d}"))

    def get(self, path: str = "/phone", who: str = "ann", **headers: str) -> httpx.Response:
        return self._caller.get(path, {**self._cookie(who), **headers})

    def post(self, fields: Mapping[str, str], who: str = "ann") -> httpx.Response:
        return self._caller.post("/phone/outcomes", {**self._cookie(who), **FORM}, urlencode(fields).encode())

    def told(self, answer: httpx.Response) -> str:
        """The page that a posted form leads to."""
        assert (answer.status_code, answer.headers["location"]) == (303, "/phone")
        return self.get(Cookie=f"{self._cookie('ann')['Cookie']}; flash={answer.cookies['flash']}").text

    def facts(self, job_id: str = "CARE-1") -> tuple[Outcome, ...]:
        with self.day.store.begin(PROGRAM) as work:
            return work.outcomes.of_jobs((job_id,))

    def _cookie(self, who: str) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={text}" for name, text in self.day.cookies(who).items())} if who else {}


@pytest.fixture
def phone(store: Store, clock: SetClock) -> Phone:
    return Phone(store, clock)


def test_the_page_has_the_whole_day_and_nobody_elses(phone: Phone) -> None:
    page = phone.get().text
    for words in ("14 Mill Lane", "8 Orchard Close", "Ben Baker", "Fit a smoke alarm", "Millbrook Homes", "Priya Shah"):
        assert words in page
    for words in ("Lock Cottages", "Burst pipe", "Station Road", "Fiona"):
        assert words not in page


def test_the_phone_may_keep_the_page_until_midnight_but_never_a_message_or_a_mistake(phone: Phone) -> None:
    assert phone.get().headers["allround-keep-seconds"] == str(16 * 3600)
    cookie = phone._cookie("ann")["Cookie"]
    assert "allround-keep-seconds" not in phone.get(Cookie=f"{cookie}; flash=x").headers
    mistaken = phone.post({"id": "form-000001", "job_id": "CARE-1", "kind": "could_not"})
    assert (mistaken.status_code, "allround-keep-seconds" in mistaken.headers) == (422, False)


def test_a_form_without_script_reports_and_the_page_says_thank_you(phone: Phone) -> None:
    answer = phone.post({"id": "form-000001", "job_id": "CARE-1", "kind": "arrived"})
    assert "Arrived: noted." in phone.told(answer)
    assert [one.kind for one in phone.facts()] == [OutcomeKind.ARRIVED]


def test_a_form_sent_twice_reports_once(phone: Phone) -> None:
    for _ in range(2):
        answer = phone.post({"id": "form-000001", "job_id": "CARE-1", "kind": "done"})
    assert "It came twice." in phone.told(answer)
    assert len(phone.facts()) == 1


def test_a_form_without_a_reason_comes_back_with_what_was_typed(phone: Phone) -> None:
    answer = phone.post({"id": "form-000001", "job_id": "CARE-4", "kind": "could_not", "note": "No <b>answer</b>"})
    assert answer.status_code == 422
    assert "Say why it could not be done." in answer.text
    assert "No &lt;b&gt;answer&lt;/b&gt;" in answer.text
    assert phone.facts("CARE-4") == ()


def test_a_note_of_five_hundred_letters_on_many_lines_fits(phone: Phone) -> None:
    note = "\r\n".join(["x" * 9] * 50)  # 499 letters as the browser counts them
    fields = {"id": "form-000001", "job_id": "CARE-1", "kind": "could_not", "reason": "other", "note": note}
    assert phone.post(fields).status_code == 303
    assert [one.note for one in phone.facts()] == [note.replace("\r\n", "\n")]


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"id": "form-000001", "job_id": "CARE-1"},
        {"id": "form-000001", "job_id": "CARE-1", "kind": "eaten"},
        {"id": "\x00" * 9, "job_id": "CARE-1", "kind": "done"},
        {"id": "form-000001", "job_id": "\x00", "kind": "done"},
        {"id": "x" * 300, "job_id": "CARE-1", "kind": "done"},
        {"id": "form-000001", "job_id": "CARE-1", "kind": "could_not", "reason": "bored"},
    ],
)
def test_a_form_that_makes_no_sense_is_refused_in_words(phone: Phone, fields: dict[str, str]) -> None:
    answer = phone.post(fields)
    assert answer.status_code == 422
    assert "text/html" in answer.headers["content-type"]
    assert phone.facts() == ()


def test_somebody_elses_visit_is_refused_with_what_to_do(phone: Phone) -> None:
    answer = phone.post({"id": "form-000001", "job_id": "REPAIR-1", "kind": "done"})
    assert "not, and was not, on your list" in phone.told(answer)
    assert phone.facts("REPAIR-1") == ()


@pytest.mark.parametrize("who", ["priya", "mo", "olu"])
def test_only_field_workers_have_a_day(phone: Phone, who: str) -> None:
    assert phone.get(who=who).status_code == 403


def test_signed_out_the_page_asks_to_sign_in(phone: Phone) -> None:
    answer = phone.get(who="", Accept="text/html")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/phone")


def test_the_service_worker_may_look_after_the_page_and_is_asked_for_each_time(phone: Phone) -> None:
    answer = phone.get("/phone/sw.js", who="")
    assert answer.status_code == 200
    assert answer.headers["service-worker-allowed"] == "/phone"
    assert answer.headers["cache-control"] == "no-cache"
    assert answer.headers["content-type"].startswith("text/javascript")
