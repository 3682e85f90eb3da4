"""From a full bin to evidence, one step at a time; each step looks at what is there and does what is next."""

import json
import re
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Page

from tests.journeys.installation import TOKEN, Installation, eventually
from tests.web import stored_town as town

DAY = town.TODAY.isoformat()
JOB = f"LITTER-{town.WATCHED.ref}-{DAY}"
UPLINK = {
    "end_device_ids": {
        "device_id": "park-bin",
        "application_ids": {"application_id": "bins"},
        "dev_eui": town.DEVICE.eui,
    },
    "received_at": "2026-11-24T07:25:00.123456789Z",
    "uplink_message": {
        "session_key_id": "AXA50tHUGUucuzS/bCGMNw==",
        "f_port": 2,
        "f_cnt": 41,
        "frm_payload": "Wwo=",
        "decoded_payload": {"fill": 91, "battery_v": 3.6},
        "received_at": "2026-11-24T07:25:00.100000000Z",
    },
}


class Story:
    """The browsers and the sensors' network, which know nothing of what happens to the server between two steps."""

    def __init__(self, place: Installation) -> None:
        self.place = place
        self.clients: dict[str, httpx.Client] = {}

    def as_(self, account: str) -> httpx.Client:
        """The browser of somebody, signed in once and for all: a restart signs nobody out."""
        if account not in self.clients:
            client = httpx.Client(base_url=self.place.at, headers={"Accept": "text/html"}, timeout=30)
            answer = client.post("/sign-in/made-up", data={"account": account})
            assert answer.status_code == 303, answer.text
            self.clients[account] = client
        return self.clients[account]

    def close(self) -> None:
        """Closes the browsers."""
        for client in self.clients.values():
            client.close()

    def the_sensor_reports(self) -> httpx.Response:
        """The network delivers one message; it may do so again."""
        return httpx.post(
            f"{self.place.at}/api/v1/signals/the-things-stack",
            content=json.dumps(UPLINK),
            headers={"Authorization": f"Bearer {TOKEN}", "Content-Type": "application/json"},
            timeout=30,
        )

    def the_job_is_there(self) -> None:
        """On the scheduler's list, with the reading that caused it."""

        def asked() -> str | None:
            answer = self.as_("priya").get(f"/jobs/{JOB}")
            return answer.text if answer.status_code == 200 else None

        page = eventually(asked, "the job", self.words)
        assert town.RULE.sentence in page

    def ask_for_a_plan(self) -> None:
        """The scheduler presses the button."""
        assert self.as_("priya").post("/board/plan", data={"date": DAY}).status_code == 303

    def somebody_works_on_it(self) -> None:
        """A planning process has begun."""
        eventually(lambda: next(iter(Path(self.place.folder / "plans").glob("*/*/options.json")), None), "a planning "
                   "process", self.words)  # fmt: skip

    def draft(self) -> str:
        """The id of the draft on the board."""

        def asked() -> str | None:
            page = self.as_("priya").get("/board", params={"date": DAY}).text
            found = re.search(r'action="/plans/([^"/]+)/publish"', page)
            return found[1] if found else None

        return eventually(asked, "the draft", self.words)

    def publish(self) -> str:
        """A named person makes the draft the plan that holds."""
        plan_id = self.draft()
        answer = self.as_("priya").post(f"/plans/{plan_id}/publish")
        assert answer.status_code == 303, answer.text
        assert "Published by Priya Shah" in self.as_("priya").get("/board", params={"date": DAY}).text
        return plan_id

    def arrive_and_finish(self, page: Page) -> None:
        """The worker signs in on a phone and reports from one visit after another, until the bin is emptied."""
        page.goto("/sign-in")
        page.locator('form:has(input[value="cass"]) button').evaluate("button => button.form.requestSubmit(button)")
        page.wait_for_url("**/phone")
        for done in range(1, 4):
            self.press(page, "arrived")
            self.press(page, "done")
            eventually(partial(self.has_done, "cass", done), "the worker's report", self.words)
            if self.reports():
                return
        raise AssertionError("the bin was not among the worker's visits")

    def press(self, page: Page, what: str) -> None:
        """The first button of that report that can be seen."""
        page.locator(f'form[data-report="{what}"] button:visible').first.click()

    def has_done(self, worker: str, visits: int) -> bool | None:
        """Whether this worker has reported so many visits as done; None: not yet."""
        jobs = self.as_("mo").get("/evidence.json", params={"date": DAY}).json()["jobs"]
        done = [
            one for job in jobs for one in job["reports"] if one["kind"] == "done" and one["worker"]["id"] == worker
        ]
        return len(done) >= visits or None

    def evidence(self, job_id: str = JOB) -> dict[str, Any]:
        """Of the job, as the manager exports it."""
        answer = self.as_("mo").get("/evidence.json", params={"date": DAY})
        assert answer.status_code == 200, answer.text
        jobs = [one for one in answer.json()["jobs"] if one["job_id"] == job_id]
        assert len(jobs) == 1
        found: dict[str, Any] = jobs[0]
        return found

    def sent_to(self, job_id: str) -> str:
        """The worker whom the plan that holds sends there."""
        worker: str = self.evidence(job_id)["promises"][-1]["workers"][0]["id"]
        return worker

    def report(self, worker: str, job_id: str, kind: str) -> None:
        """By the form, from a phone without script; the same id each time, as if it were sent twice."""
        fields = {"id": f"report-{kind}-of-{job_id}", "job_id": job_id, "kind": kind}
        answer = self.as_(worker).post("/phone/outcomes", data=fields)
        assert answer.status_code == 303, answer.text

    def is_absent(self, worker: str) -> None:
        """The scheduler is rung up."""
        answer = self.as_("priya").post("/absences", data={"date": DAY, "worker": worker})
        assert answer.status_code == 303, answer.text

    def board(self) -> str:
        """What the scheduler sees."""
        page: str = self.as_("priya").get("/board", params={"date": DAY}).text
        return page

    def reports(self) -> list[dict[str, Any]]:
        """That it is done, as stored."""
        return [one for one in self.evidence()["reports"] if one["kind"] == "done"]

    def words(self) -> list[str]:
        """The ends of the logs, for when something does not come about."""
        return self.place.last_words("doors") + self.place.last_words("worker")
