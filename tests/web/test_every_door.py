"""Walks every path of the OpenAPI document, and every page, as nobody and as each wrong role: all of it is refused."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from itertools import product
from pathlib import Path

import pytest

from dispatch.adapters.database.engine import Database
from dispatch.domain.account import Account
from dispatch.domain.actor import Role
from dispatch.domain.outcome import REASON_WORDS, CouldNotReason, OutcomeKind
from dispatch.domain.permissions import ALLOWED, Action
from dispatch.governance.sign_in import start_session
from dispatch.planning.withdraw_job import withdraw_job
from tests.databases import SetClock
from tests.web.installation import ONE_OF_EACH, TOKEN, Installation
from tests.web.knocker import Answer, Knocker, knocking_at
from tests.web.stored_day import SETTING_UP
from tests.web.stored_town import ACCOUNTS
from web.door_keeper import COOKIE
from web.doors import DOORS, Open
from web.pages.page import FLASH

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)

ROLES = (Role.SCHEDULER, Role.FIELD_WORKER, Role.MANAGER, Role.OFFICER)
CLOSED = {door: rule for door, rule in DOORS.items() if isinstance(rule, Action)}
FOR_THE_SIGNED_IN = {door for door, rule in DOORS.items() if rule is Open.TO_THE_SIGNED_IN}
OPEN = {door for door, rule in DOORS.items() if rule is Open.TO_ALL}
METHODS = ("get", "post", "put", "patch", "delete", "options", "trace")
DAY = "2026-11-24"
# What the pages' own forms send; each would be carried out if it came from somebody who may.
FORMS = {
    "/board/plan": {"date": "2026-11-25"},
    "/jobs": {"service": "care", "address": "14 Mill Lane, Toyton, ZY1 3AB", "type": "care_visit",
              "description": "Call", "minutes": "30", "people": "1", "date": DAY, "importance": "promise"},
    "/jobs/{job_id}/withdraw": {"note": "Rang off"},
    "/jobs/{job_id}/reopen": {"note": "Back home"},
    "/absences": {"date": DAY, "worker": "ann"},
    "/absences/{absence_id}/end": {"date": DAY},
    "/phone/outcomes": {"id": "00000000-0000-4000-8000-000000000001", "job_id": "CARE-1", "kind": "arrived"},
}  # fmt: skip
# Nothing of these may ever reach somebody who is refused.
PERSONAL = ("Mill Lane", "Church Row", "Ann Archer", "Morning call", "Fiona Firth", "Priya Shah", "ZY1")
ODD_IDS = ("%00", "a%00b", "%0a", "%F0%9F%90%88", "%E2%80%AE", "..", "%2e%2e", "'", "%22%3E%3Cscript%3E", "a" * 3000,
           "%ff", "-1", "NaN", "1e400", "{plan_id}", "*", "%25s")  # fmt: skip
ODD_QUERIES = ("date=%00", "date=0001-01-01", "date=9999-12-31", "date=x", "date=", "date=1e400", "plan=%00",
               "plan=" + "a" * 3000, "service=%00", "state=x", "%00=%00", "&&&=", "date=2026-11-24&date=2026-11-25",
               "x=%ff")  # fmt: skip
LOGS = frozenset({"audit_entry", "audit_fact", "audit_counter"})
NAMES = {account.id: account.name for account in ACCOUNTS}


@pytest.fixture
def there(database: Database, clock: SetClock, tmp_path: Path) -> Installation:
    return Installation(database, clock, tmp_path)


@pytest.fixture
def door(there: Installation) -> Iterator[Knocker]:
    with knocking_at(there.app) as knocker:
        yield knocker


def knock(there: Installation, door: Knocker, method: str, template: str, who: str = "") -> Answer:
    """As a browser would; `who` empty: nobody."""
    cookies = there.cookies(who) if who else None
    if method == "POST":
        return door.post(there.address(template), FORMS.get(template, {}), cookies)
    return door.get(there.address(template), cookies)


def told_nothing(answer: Answer, but: str = "") -> bool:
    return not any(word in answer.text for word in PERSONAL if word != but)


def refused(answer: Answer) -> bool:
    """With a status, or back to the board with a message that is no success."""
    if answer.status != 303:
        return answer.status in (403, 404)
    told = base64.urlsafe_b64decode(answer.cookie_value(FLASH).strip('"') or "W10=")
    return b'"note"' in told or b'"error"' in told


def test_every_route_has_its_door_and_every_door_its_route(there: Installation) -> None:
    routes = {
        (method.upper(), path)
        for path, methods in there.app.openapi()["paths"].items()
        for method in methods
        if method in METHODS
    }
    assert routes == set(DOORS) - {("GET", "/api/v1/openapi.json")}
    assert len(routes) == 37


def test_nobody_is_let_in_by_no_door_that_is_not_open_to_all(there: Installation, door: Knocker) -> None:
    before, walked = there.everything(), 0
    for method, template in [*CLOSED, *FOR_THE_SIGNED_IN]:
        for answer in (
            knock(there, door, method, template),
            door.ask(method, there.address(template), headers={"accept": "application/json"}),
            door.ask(method, there.address(template), cookies={"allround": "made up", "__Host-allround": "made up"}),
        ):
            walked += 1
            if method == "GET" and answer.status == 303:
                assert answer.headers["location"].startswith("/sign-in?next=/"), template
            else:
                assert answer.status == 401, template
            assert told_nothing(answer), template
        assert knock(there, door, method, template).status == (303 if method == "GET" else 401)
    assert walked == 3 * 29
    assert there.everything() == before


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_refused_at_every_door_that_is_not_its_own(there: Installation, door: Knocker, role: Role) -> None:
    who = ONE_OF_EACH[role]
    there.cookies(who)  # signs in
    before, walked = there.everything(), 0
    for (method, template), action in CLOSED.items():
        if role not in ALLOWED[action]:
            answer = knock(there, door, method, template, who)
            walked += 1
            assert answer.status == 403, (method, template)
            assert f"may not {action.value}" in unescape(answer.text)
            assert told_nothing(answer, but=NAMES[who]), template  # their own name is in the frame
    assert walked == {Role.SCHEDULER: 5, Role.FIELD_WORKER: 23, Role.MANAGER: 20, Role.OFFICER: 22}[role]
    assert there.everything() == before


@pytest.mark.parametrize("role", ROLES)
def test_each_role_is_let_in_by_the_doors_that_are_its_own(there: Installation, door: Knocker, role: Role) -> None:
    opened = 0
    for (method, template), action in CLOSED.items():
        if role in ALLOWED[action] and method == "GET":
            opened += 1
            assert knock(there, door, method, template, ONE_OF_EACH[role]).status == 200, template
    assert opened == {Role.SCHEDULER: 12, Role.FIELD_WORKER: 1, Role.MANAGER: 6, Role.OFFICER: 4}[role]


def test_whoever_may_does_see_what_the_others_are_not_told(there: Installation, door: Knocker) -> None:
    board = door.get(f"/board?date={DAY}", there.cookies("priya")).text
    job = knock(there, door, "GET", "/jobs/{job_id}", "priya").text
    # Without this, that the others are not told would tell nothing.
    assert [word for word in PERSONAL if word not in board + job] == []


def test_what_is_open_to_all_tells_nothing_about_anybody(there: Installation, door: Knocker) -> None:
    before = there.everything(but=LOGS)  # a try to sign in is noted
    for method, template in OPEN:
        answer = knock(there, door, method, template)
        assert answer.status in (200, 303, 401, 404), template
        assert told_nothing(answer), template
    assert told_nothing(door.get("/static/icon.svg"))
    assert there.everything(but=LOGS) == before


def test_the_sensors_door_asks_for_its_token_and_no_session_opens_it(there: Installation, door: Knocker) -> None:
    there.cookies("priya")
    before, address = there.everything(), "/api/v1/signals/the-things-stack"
    for headers in (
        {},
        {"authorization": "Bearer"},
        {"authorization": "Bearer made up"},
        {"authorization": f"Basic {TOKEN}"},
        {"authorization": f"Bearer {TOKEN} "[:-2]},
    ):
        answer = door.ask("POST", address, headers=headers, cookies=there.cookies("priya"), body=b"{}")
        assert answer.status == 401, headers
    assert there.everything() == before
    let_in = door.ask("POST", address, headers={"authorization": f"Bearer {TOKEN}"}, body=b"{}")
    assert let_in.status < 300
    assert there.everything() != before


# The scheduler, manager, officer and worker of an organisation outside the partnership, at doors open to their role.
STRANGERS = {Role.SCHEDULER: "bo", Role.MANAGER: "bea", Role.OFFICER: "bob", Role.FIELD_WORKER: "bill"}


def test_another_organisation_asks_for_ours_by_id_and_is_told_there_is_no_such_thing(
    there: Installation, door: Knocker
) -> None:
    for who in STRANGERS.values():
        there.cookies(who)
    before, walked = there.everything(but=LOGS), 0
    for (method, template), action in CLOSED.items():
        for role in ALLOWED[action] & STRANGERS.keys():
            if "{" in template:
                walked += 1
                answer = knock(there, door, method, template, STRANGERS[role])
                assert refused(answer), (method, template, role, answer.status, answer.headers)
                assert told_nothing(answer), (template, role)
    assert walked == 13
    assert there.everything(but=LOGS) == before


@pytest.mark.parametrize("role", ROLES)
def test_the_lists_of_another_organisation_hold_nothing_of_ours(there: Installation, door: Knocker, role: Role) -> None:
    asked = 0
    for (method, template), action in CLOSED.items():
        if method == "GET" and "{" not in template and role in ALLOWED[action]:
            for query in (
                "",
                f"?date={DAY}",
                f"?date={DAY}&plan={there.ids['plan_id']}",
                f"?plan={there.published.id}",
            ):
                asked += 1
                answer = door.get(f"{template}{query}", there.cookies(STRANGERS[role]))
                assert answer.status in (200, 404), (template, query)
                assert told_nothing(answer), (template, query)
    assert asked == {Role.SCHEDULER: 28, Role.FIELD_WORKER: 4, Role.MANAGER: 20, Role.OFFICER: 12}[role]


def test_a_stranger_who_reports_from_our_job_changes_nothing(there: Installation, door: Knocker) -> None:
    for who in ("bill", "gus"):
        there.cookies(who)
    before = there.everything(but=LOGS)
    for who in ("bill", "gus"):
        form = {**FORMS["/phone/outcomes"], "plan_id": there.published.id}
        answer = door.post("/phone/outcomes", form, there.cookies(who))
        assert refused(answer), who
        body = (
            b'[{"id": "00000000-0000-4000-8000-000000000002", "job_id": "CARE-1", "kind": "done", "plan_id": "'
            + there.published.id.encode()
            + b'"}]'
        )
        machine = door.ask(
            "POST", "/api/v1/phone/outcomes", cookies=there.cookies(who), body=body,
            headers={"content-type": "application/json", "sec-fetch-site": "same-origin"},
        )  # fmt: skip
        assert told_nothing(machine)
        assert '"done"' not in machine.text
    assert there.everything(but=LOGS) == before


def test_a_members_scheduler_sees_the_joint_plan_and_cannot_touch_it(there: Installation, door: Knocker) -> None:
    cookies = there.cookies("lena")
    before, tried = there.everything(but=LOGS), 0
    for template in (
        "/plans/{plan_id}/publish", "/plans/{plan_id}/discard", "/requests/{request_id}/cancel", "/board/plan",
        "/jobs/{job_id}/withdraw", "/jobs/{job_id}/reopen", "/absences", "/absences/{absence_id}/end", "/jobs",
    ):  # fmt: skip
        tried += 1
        answer = knock(there, door, "POST", template, "lena")
        assert refused(answer) or answer.status == 422, (template, answer.status)
    assert tried == 9
    assert there.everything(but=LOGS) == before
    assert door.get(f"/board?date={DAY}", cookies).status == 200
    assert knock(there, door, "GET", "/plans/{plan_id}", "lena").status == 200


def test_a_members_scheduler_is_not_shown_where_and_what_the_others_work_is(there: Installation, door: Knocker) -> None:
    for path in (f"/board?date={DAY}", there.address("/plans/{plan_id}"), "/jobs/CARE-1",
                 f"/map/routes.geojson?date={DAY}", "/evidence/CARE-1", f"/evidence?date={DAY}"):  # fmt: skip
        text = door.get(path, there.cookies("lena")).text
        assert "Morning call" not in text, path
        assert "Help with a bath" not in text, path


# Jobs of the landlord that its own people do: one that could not be done, one taken away, one that nobody can do.
MASKED = ("REPAIR-1", "REPAIR-2", "REPAIR-3", "SURVEY-1")
REASON = REASON_WORDS[CouldNotReason.NO_ACCESS]
MASKED_WORDS = ("Leaking tap", "leak", "Lock Cottages", "Burst pipe", "Window does not close", "sbestos", "survey",
                "at level 3", "Dog in the yard", "no_access", REASON, "Tenant has moved")  # fmt: skip


def everything_told(answer: Answer) -> str:
    """The page, its headers, and the message that the flash cookie carries to the next page."""
    flash = answer.cookie_value(FLASH).strip('"')
    return "\n".join((unescape(answer.text), *answer.headers.values(), *answer.set_cookies,
                      base64.urlsafe_b64decode(flash or "").decode()))  # fmt: skip


def every_answer(there: Installation, door: Knocker, who: str, role: Role, method: str) -> Iterator[tuple[str, str]]:
    """Address and answer, of each door of the role, for each masked job and both plans."""
    for (asked, template), action in CLOSED.items():
        if asked != method or role not in ALLOWED[action]:
            continue
        gaps = [{**there.ids, "job_id": job} for job in MASKED] + [{**there.ids, "plan_id": there.published.id}]
        for path in dict.fromkeys(template.format(**ids) for ids in gaps):
            cookies = there.cookies(who)
            if method == "POST":
                yield path, everything_told(door.post(path, FORMS.get(template, {}), cookies))
            else:
                yield path, everything_told(door.get(f"{path}?date={DAY}", cookies))


@pytest.fixture
def masked(there: Installation) -> Installation:
    """The day itself, with something for each masked word to be found in; the draft is stale."""
    named = "Nobody on shift has asbestos at level 3."  # as the optimiser says it; the plain planner names no skill
    officer = Account(id="ola", organisation_id="landlord", login="ola", name="Ola", role=Role.OFFICER)
    with there.day.store.begin(SETTING_UP) as work:
        work.accounts.put(officer)
        draft = work.plans.get(there.ids["plan_id"])
        assert draft is not None
        left = tuple(replace(one, reason=named) if one.job_id == "SURVEY-1" else one for one in draft.plan.left_out)
        plan, request_id = replace(draft.plan, left_out=left), there.ids["request_id"]
        made = work.plans.add(replace(draft, id="latest", request_id=request_id, number=0, plan=plan))
        there.ids["plan_id"] = made.id
    there.day.morning("10:35", report=False)
    there.day.report("fiona", "REPAIR-2", OutcomeKind.COULD_NOT, CouldNotReason.NO_ACCESS, "Dog in the yard")
    withdraw_job(there.day.store, there.day.actor("lena"), "REPAIR-3", "Tenant has moved out", there.clock())
    start_session(there.day.store, officer, now=there.clock(), new_secret=lambda: "secret of ola")
    return there


def test_no_masked_word_of_a_members_job_reaches_the_hosts_people(masked: Installation, door: Knocker) -> None:
    asked = 0
    for method, role in product(("GET", "POST", "GET"), (Role.SCHEDULER, Role.MANAGER, Role.OFFICER)):
        for path, told in every_answer(masked, door, ONE_OF_EACH[role], role, method):
            asked += 1
            assert [word for word in MASKED_WORDS if word in told] == [], (method, path, role)
    assert asked > 80


def test_the_masked_words_are_there_for_their_own_people(masked: Installation, door: Knocker) -> None:
    told = "".join(text for _, text in every_answer(masked, door, "lena", Role.SCHEDULER, "GET"))
    told += everything_told(door.get(f"/evidence.json?date={DAY}", {COOKIE: "secret of ola"}))
    # Without this, that the host is not told would tell nothing.
    assert [word for word in MASKED_WORDS if word not in told] == []


def test_an_odd_id_is_a_thing_that_there_is_not(there: Installation, door: Knocker) -> None:
    gaps = [(method, template, action) for (method, template), action in CLOSED.items() if "{" in template]
    for odd, (method, template, action) in product(ODD_IDS, gaps):
        path = f"{template[: template.index('{')]}{odd}{template[template.index('}') + 1 :]}"
        cookies = there.cookies(ONE_OF_EACH[next(role for role in ROLES if role in ALLOWED[action])])
        answer = door.post(path, FORMS.get(template, {}), cookies) if method == "POST" else door.get(path, cookies)
        assert refused(answer) or answer.status in (405, 422), (method, path, answer.status)
        assert "<script>" not in answer.text


def test_an_odd_question_is_answered_or_refused_in_words(there: Installation, door: Knocker) -> None:
    pages = [(template, action) for (method, template), action in CLOSED.items() if method == "GET"]
    for query, (template, action) in product(ODD_QUERIES, pages):
        who = ONE_OF_EACH[next(role for role in ROLES if role in ALLOWED[action])]
        answer = door.get(f"{there.address(template)}?{query}", there.cookies(who))
        assert answer.status in (200, 400, 404, 422), (template, query)
