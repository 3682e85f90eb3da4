"""A worker's phone in a real browser: reports are kept, sent once and shown at once, with signal and without."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from uuid import UUID

import pytest
from playwright.sync_api import Locator, Page, expect

from dispatch.adapters.database.store import SqlStore
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind, Standing
from dispatch.domain.states import JobState
from dispatch.planning.withdraw_job import withdraw_job
from tests.browser.axe import assert_accessible
from tests.browser.device import NARROW, PHONE
from tests.browser.seen import Seen
from tests.browser.served import serve_app
from tests.browser.visit import Opener
from tests.databases import SetClock
from tests.web.phone_site import PROGRAM, Line, phone_site
from tests.web.stored_day import StoredDay

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
READY = "[data-phone][data-ready]"
KEPT = "navigator.serviceWorker.controller && caches.match('/phone', {ignoreVary: true}).then(found => !!found)"
IN_OUTBOX = """new Promise((resolve, reject) => {
  const opening = indexedDB.open('allround-phone');
  opening.onerror = () => reject(opening.error);
  opening.onsuccess = () => {
    const asked = opening.result.transaction('reports').objectStore('reports').getAll();
    asked.onsuccess = () => { opening.result.close(); resolve(asked.result.map(one => one.state)); };
  };
})"""


@dataclass
class Site:
    """A published day at 9:10, Ann's phone, and what lies between."""

    day: StoredDay
    line: Line
    address: str
    new_id: Callable[[], str]

    def open(self, open_page: Opener, who: str = "ann", *, script: bool = True, narrow: bool = False) -> "Page":
        """Her phone, signed in, on her day."""
        page = open_page(self.address, NARROW if narrow else PHONE, script=script)
        cookies = self.day.cookies(who).items()
        page.context.add_cookies([{"name": name, "value": text, "url": self.address} for name, text in cookies])
        page.goto("/phone")
        if script:
            page.wait_for_selector(READY)
        return page

    def state(self, job_id: str) -> JobState:
        with self.day.store.begin(PROGRAM) as work:
            record = work.jobs.get(job_id)
        assert record is not None
        return record.state

    def reports(self, job_id: str) -> list[Outcome]:
        with self.day.store.begin(PROGRAM) as work:
            return list(work.outcomes.of_jobs((job_id,)))

    def kinds(self, job_id: str) -> list[OutcomeKind]:
        return [one.kind for one in self.reports(job_id)]

    def restart(self) -> None:
        """Another process on the same database."""
        self.line.app = phone_site(self.day.store, self.day.clock, self.new_id)


@pytest.fixture
def site(store: SqlStore, clock: SetClock) -> Iterator[Site]:
    day = StoredDay(store, clock)
    day.publish()
    day.morning("09:10")
    numbers = count(1)

    def new_id() -> str:
        return str(UUID(int=next(numbers)))

    line = Line(phone_site(store, clock, new_id))
    with serve_app(line) as address:
        yield Site(day, line, address, new_id)


def visit(page: "Page", job_id: str) -> "Locator":
    return page.locator(f'[data-visit="{job_id}"]')


def press(page: "Page", job_id: str, kind: str) -> None:
    visit(page, job_id).locator(f'form[data-report="{kind}"] button').click()


def tell(page: "Page", job_id: str, kind: str) -> None:
    """Presses, and waits until the server has the report. Right after the press the outbox is empty still."""
    press(page, job_id, kind)
    page.wait_for_selector(f'[data-visit="{job_id}"][data-state="{kind}"]', state="attached")
    emptied(page)


def in_list(page: "Page", name: str) -> list[str]:
    found = page.locator(f'[data-list="{name}"] [data-visit]').evaluate_all("all => all.map(one => one.dataset.visit)")
    return [str(one) for one in found]


def emptied(page: "Page") -> None:
    """The outbox has nothing left, and the page shows what the server has."""
    page.wait_for_selector("[data-phone][data-waiting='0'][data-shows='the server']")


def until(page: "Page", expression: str) -> None:
    """Waits for a promise of the page to tell true; gives up after half a minute."""
    met = page.evaluate(
        f"""async () => {{
          for (let tries = 0; tries < 600; tries += 1) {{
            if (await ({expression})) return true;
            await new Promise(resolve => setTimeout(resolve, 50));
          }}
          return false;
        }}"""
    )
    assert met, expression


def waiting(page: "Page", words: str) -> None:
    """The outbox says so."""
    page.locator("#outbox").get_by_text(words).wait_for()


def test_arriving_and_doing_moves_the_day_on(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    assert in_list(page, "next") == ["CARE-4"]
    tell(page, "CARE-4", "arrived")
    assert site.state("CARE-4") is JobState.STARTED
    expect(page.get_by_role("heading", name="You are here")).to_be_visible()
    expect(visit(page, "CARE-4").locator('form[data-report="arrived"]')).not_to_be_visible()
    tell(page, "CARE-4", "done")
    assert site.kinds("CARE-4") == [OutcomeKind.ARRIVED, OutcomeKind.DONE]
    assert site.state("CARE-4") is JobState.DONE
    assert "CARE-4" in in_list(page, "reported")
    assert in_list(page, "next") != ["CARE-4"]


def test_could_not_do_asks_why_and_keeps_the_note(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    one = visit(page, "CARE-4")
    one.locator(".phone-could-not summary").click()
    press(page, "CARE-4", "could_not")
    assert site.reports("CARE-4") == []  # the browser asks for the reason first
    one.get_by_label("Nobody answered or no access").check()
    one.get_by_label("Note for the scheduler").fill("Rang twice.\nNobody there.")
    tell(page, "CARE-4", "could_not")
    (report,) = site.reports("CARE-4")
    assert (report.reason, report.note) == (CouldNotReason.NO_ACCESS, "Rang twice.\nNobody there.")
    assert site.state("CARE-4") is JobState.COULD_NOT


def test_without_script_the_same_forms_report(site: Site, open_page: Opener) -> None:
    page = site.open(open_page, script=False)
    press(page, "CARE-4", "arrived")
    expect(page.get_by_role("alert")).to_have_text("Done. Arrived: noted.")
    press(page, "CARE-4", "done")
    expect(page.get_by_role("alert")).to_have_text("Done. Done: noted. Thank you.")
    assert site.kinds("CARE-4") == [OutcomeKind.ARRIVED, OutcomeKind.DONE]
    assert site.state("CARE-4") is JobState.DONE


def test_without_signal_reports_wait_and_are_sent_once_when_it_is_back(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    page.context.set_offline(True)
    press(page, "CARE-4", "arrived")
    press(page, "CARE-4", "done")
    waiting(page, "2 reports are waiting to be sent")
    assert "CARE-4" in in_list(page, "reported")
    expect(visit(page, "CARE-4")).to_contain_text("Not sent yet")
    assert site.reports("CARE-4") == []
    assert_accessible(page)
    page.context.set_offline(False)
    emptied(page)
    assert site.kinds("CARE-4") == [OutcomeKind.ARRIVED, OutcomeKind.DONE]
    assert site.state("CARE-4") is JobState.DONE
    expect(page.locator("#outbox")).not_to_be_visible()


def test_what_waits_survives_closing_the_page_and_a_restart_of_the_server(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    page.context.set_offline(True)
    press(page, "CARE-4", "arrived")
    waiting(page, "1 report is waiting to be sent")
    context = page.context
    page.close()
    site.restart()
    context.set_offline(False)
    page = context.new_page()
    page.goto("/phone")
    page.wait_for_selector(READY)
    emptied(page)
    assert site.kinds("CARE-4") == [OutcomeKind.ARRIVED]


def test_an_answer_that_gets_lost_stores_the_report_once(site: Site, open_page: Opener, seen: Seen) -> None:
    page = site.open(open_page)
    site.line.answers_lost = 1
    with page.expect_response("**/api/v1/phone/outcomes"):  # the one that comes in place of the lost answer
        press(page, "CARE-4", "arrived")
    waiting(page, "1 report is waiting to be sent")
    assert site.kinds("CARE-4") == [OutcomeKind.ARRIVED]
    page.evaluate("dispatchEvent(new Event('online'))")
    emptied(page)
    assert site.kinds("CARE-4") == [OutcomeKind.ARRIVED]
    assert site.line.reports_seen == [200, 200]
    seen.broken_answers.clear()  # the lost one


def test_the_day_is_there_without_signal_and_says_from_when_it_is(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    until(page, KEPT)
    page.context.set_offline(True)
    page.reload()
    page.wait_for_selector(READY)
    expect(page.get_by_text("This is your day as of 09:10")).to_be_visible()
    assert_accessible(page)
    press(page, "CARE-4", "arrived")
    waiting(page, "1 report is waiting to be sent")
    page.reload()
    page.wait_for_selector(READY)
    expect(page.get_by_role("heading", name="You are here")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    page.wait_for_selector(READY)
    expect(page.locator("#no-signal")).not_to_be_visible()
    emptied(page)
    assert site.kinds("CARE-4") == [OutcomeKind.ARRIVED]


def test_only_the_day_and_its_own_files_are_kept(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    until(page, KEPT)
    kept = page.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async name =>
             (await (await caches.open(name)).keys()).map(one => new URL(one.url).pathname)))).flat().sort()"""
    )
    assert kept == [
        "/phone",
        "/static/dist/allround.css",
        "/static/dist/allround.js",
        "/static/dist/enabled.js",
        "/static/dist/phone.css",
        "/static/dist/phone.js",
        "/static/icon.svg",
    ]


def test_signing_out_takes_everything_off_the_phone(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    until(page, KEPT)
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()
    assert page.evaluate("caches.keys()") == []
    assert page.evaluate("indexedDB.databases()") == []


def test_signing_out_with_reports_that_were_not_sent_asks_first(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    page.context.set_offline(True)
    press(page, "CARE-4", "arrived")
    waiting(page, "1 report is waiting to be sent")
    page.get_by_role("button", name="Sign out", exact=True).click()
    waiting(page, "Signing out now would lose it")
    assert_accessible(page)
    page.get_by_role("button", name="Stay signed in").click()
    page.context.set_offline(False)
    emptied(page)
    assert site.kinds("CARE-4") == [OutcomeKind.ARRIVED]


def test_signed_out_meanwhile_keeps_every_report_and_asks_to_sign_in(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    with site.day.store.begin(PROGRAM) as work:
        work.accounts.end_sessions_of("ann")
    press(page, "CARE-4", "arrived")
    waiting(page, "you are signed out")
    assert page.locator("#outbox").get_by_role("link", name="Sign in").get_attribute("href") == "/sign-in?next=/phone"
    assert page.evaluate(IN_OUTBOX) == ["waiting"]
    site.day.morning("09:10", report=False)  # signs in again
    cookies = site.day.cookies("ann").items()
    page.context.add_cookies([{"name": name, "value": text, "url": site.address} for name, text in cookies])
    page.goto("/phone")
    emptied(page)
    assert site.kinds("CARE-4") == [OutcomeKind.ARRIVED]


def test_somebody_elses_reports_wait_for_them(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    page.context.set_offline(True)
    press(page, "CARE-4", "arrived")
    waiting(page, "1 report is waiting to be sent")
    page.context.clear_cookies()
    cookies = site.day.cookies("cass").items()
    page.context.add_cookies([{"name": name, "value": text, "url": site.address} for name, text in cookies])
    page.context.set_offline(False)
    page.goto("/phone")
    page.wait_for_selector(READY)
    until(page, KEPT)
    assert site.reports("CARE-4") == []
    assert page.evaluate(IN_OUTBOX) == ["waiting"]
    expect(page.locator("#outbox")).not_to_be_visible()


def test_a_visit_taken_away_meanwhile_is_told_until_it_is_dismissed(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    withdraw_job(site.day.store, site.day.actor("priya"), "CARE-4", "The family helps today", site.day.clock())
    press(page, "CARE-4", "arrived")
    waiting(page, "This job was taken away meanwhile")
    page.get_by_role("heading", name="Taken away").wait_for()
    assert_accessible(page)
    assert [one.standing for one in site.reports("CARE-4")] == [Standing.TAKEN_AWAY]
    page.reload()
    page.wait_for_selector(READY)
    page.get_by_role("button", name="Dismiss").click()
    until(page, f"{IN_OUTBOX}.then(states => states.length === 0)")
    expect(page.locator("#outbox")).not_to_be_visible()


def test_what_is_half_typed_is_not_taken_away_by_a_refresh(site: Site, open_page: Opener) -> None:
    page = site.open(open_page)
    other = in_list(page, "then")[0]
    visit(page, other).locator(".phone-visit__head").click()
    visit(page, other).locator(".phone-could-not summary").click()
    visit(page, other).get_by_label("Note for the scheduler").fill("half a sen")
    press(page, "CARE-4", "arrived")
    until(page, f"{IN_OUTBOX}.then(states => states.length === 0)")
    expect(visit(page, other).get_by_label("Note for the scheduler")).to_have_value("half a sen")
    assert "sent" in visit(page, "CARE-4").inner_text().lower()


@pytest.mark.parametrize("narrow", [False, True], ids=["390 px", "320 px"])
def test_everything_fits_and_can_be_pressed_with_a_thumb(site: Site, open_page: Opener, narrow: bool) -> None:
    page = site.open(open_page, narrow=narrow)
    for summary in page.locator("main summary").all():
        if summary.is_visible() and not summary.evaluate("one => one.parentElement.open"):
            summary.click()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    low = page.evaluate(
        """[...document.querySelectorAll('main :is(button, summary, a, textarea, .govuk-radios__label)')]
           .filter(one => one.checkVisibility() && one.getBoundingClientRect().height < 44).map(one => one.outerHTML)"""
    )
    assert low == []
    assert_accessible(page)


@pytest.mark.parametrize("moment", ["no shift", "no plan", "done", "published"])
def test_every_state_of_the_day_is_accessible(store: SqlStore, clock: SetClock, open_page: Opener, moment: str) -> None:
    day = StoredDay(store, clock)
    if moment in ("done", "published"):
        day.publish()
        day.morning("08:00" if moment == "published" else "16:00")
    elif moment == "no plan":
        day.morning("08:00", report=False)
    numbers = count(1)
    site = phone_site(store, clock, lambda: str(UUID(int=next(numbers))))
    with serve_app(site) as address:
        page = Site(day, Line(site), address, lambda: "").open(open_page)
        titles = {"no shift": "No shift today", "no plan": "No plan yet", "done": "That was all for today"}
        page.get_by_role("heading", name=titles.get(moment, "Next")).wait_for()
        assert_accessible(page)
