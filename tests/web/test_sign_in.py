"""Signing in and out: what the form says, what the cookie is, and who may be signed in with one click."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest

from dispatch.domain.actor import system
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.web.knocker import Answer, Knocker, knocking_at
from tests.web.toy_doors import PASSWORD, FewTries, settle, toy_doors

AUDITOR = system("auditor")
WRONG = "The user name or the password is not right. Check both and try again."
Doors = Callable[..., Knocker]
pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)  # test_sign_in_bad_input has both


@pytest.fixture
def doors(store: Store, clock: SetClock) -> Iterator[Doors]:
    """Opened with the settings of the test."""
    settle(store)
    with ExitStack() as stack:
        yield lambda **settings: stack.enter_context(knocking_at(toy_doors(store, clock, **settings)))


def sign_in(door: Knocker, login: str = "priya", password: str = PASSWORD, **more: str) -> Answer:
    return door.post("/sign-in", {"login": login, "password": password, **more})


def session(answer: Answer) -> dict[str, str]:
    return {"allround": answer.cookie_value("allround")}


def audited(store: Store) -> list[tuple[str, str]]:
    with store.begin(AUDITOR) as work:
        return [(entry.action, entry.subject) for entry in work.audit.unsealed(1000)]


@pytest.mark.parametrize(
    ("who", "home"), [("priya", "/board"), ("ann", "/phone"), ("mo", "/savings"), ("olu", "/evidence")]
)
def test_everybody_starts_where_their_work_is(doors: Doors, who: str, home: str) -> None:
    door = doors()
    answer = sign_in(door, f"  {who.upper()} ")
    assert (answer.status, answer.headers["location"]) == (303, home)
    assert door.get("/", session(answer)).headers["location"] == home
    assert door.get("/sign-in", session(answer)).headers["location"] == home


def test_the_cookie_is_for_this_site_alone_and_out_of_reach_of_scripts(doors: Doors) -> None:
    line = sign_in(doors()).cookie("allround").lower()
    assert "httponly" in line
    assert "samesite=lax" in line
    assert "path=/" in line
    assert "max-age=43200" in line
    assert "domain" not in line


def test_over_https_the_cookie_is_bound_to_host_and_https(doors: Doors) -> None:
    door = doors(secure=True)
    answer = sign_in(door)
    line = answer.cookie("__Host-allround").lower()
    assert "secure" in line
    assert "path=/" in line
    assert "domain" not in line
    assert answer.cookie("allround") == ""
    assert door.get("/board", {"__Host-allround": answer.cookie_value("__Host-allround")}).status == 200
    # A plain cookie may have been planted by a neighbouring site, or on the way over plain HTTP.
    assert door.get("/board", {"allround": answer.cookie_value("__Host-allround")}).status == 303


def test_over_plain_http_the_secure_cookie_does_not_count(doors: Doors) -> None:
    door = doors()
    secret = session(sign_in(door))["allround"]
    assert door.get("/board", {"__Host-allround": secret}).status == 303


def test_over_https_the_message_told_once_goes_over_https_only_as_well(doors: Doors) -> None:
    door = doors(secure=True)
    secret = sign_in(door).cookie_value("__Host-allround")
    left = door.post("/sign-out", cookies={"__Host-allround": secret})
    assert "; Secure" in left.cookie("flash")
    told = door.get("/sign-in", {"flash": left.cookie_value("flash")})
    assert "You are signed out." in told.text
    assert "; Secure" in told.cookie("flash")
    assert door.get("/board", {"__Host-allround": secret}).status == 303


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("priya", "wrong"), ("priya", ""), ("", PASSWORD), ("", ""), ("nobody", PASSWORD), ("gone", PASSWORD),
        ("priya", PASSWORD + " "), ("priya", PASSWORD.upper()), ("priya'--", PASSWORD), ("priya", "x" * 4000),
    ],
)  # fmt: skip
def test_whatever_is_wrong_the_answer_is_the_same_and_nobody_is_let_in(doors: Doors, login: str, password: str) -> None:
    answer = sign_in(doors(), login, password)
    assert answer.status == 401
    assert answer.text.count(WRONG) == 2  # in the summary and at the field
    assert answer.set_cookies == ()


def test_a_wrong_try_keeps_the_user_name_and_never_the_password(doors: Doors) -> None:
    answer = sign_in(doors(), '<i>"priya', "hush hush hush")
    assert 'value="&lt;i&gt;&#34;priya"' in answer.text
    assert "hush" not in answer.text


def test_tries_and_failures_are_in_the_audit_log_without_what_was_typed(doors: Doors, store: Store) -> None:
    door = doors()
    sign_in(door, "priya", "my bank's password")
    sign_in(door, "no such person", "x")
    sign_in(door)
    failed, unknown = ("fail to sign in", "account priya"), ("fail to sign in", "account unknown")
    assert audited(store) == [failed, unknown, ("sign in", "account priya")]


@pytest.mark.parametrize("address", ["/board", "/board?date=2026-11-24", "/jobs/CARE-1", "/jobs/a b"])
def test_after_signing_in_one_is_where_one_wanted_to_go(doors: Doors, address: str) -> None:
    assert sign_in(doors(), next=address).headers["location"] == address.replace(" ", "%20")


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example", "//elsewhere.example", "/\\elsewhere.example", "\\\\elsewhere.example",
        "javascript:alert(1)", "elsewhere", "", " /board", "/\t/elsewhere.example", "/\n/elsewhere.example",
        "///elsewhere.example", "http:/elsewhere.example", "/sign-out", "/sign-in?next=/sign-in", "/\u202e",
    ],
)  # fmt: skip
def test_nobody_is_sent_to_another_site_or_round_in_circles(doors: Doors, address: str) -> None:
    door = doors()
    answer = sign_in(door, next=address)
    assert (answer.status, answer.headers["location"]) == (303, "/board")
    wrong = sign_in(door, password="wrong", next=address)  # noqa: S106 (of nobody)
    assert '<input type="hidden" name="next" value="">' in wrong.text


def test_signing_out_ends_the_session_on_the_server(doors: Doors) -> None:
    door = doors()
    cookies = session(sign_in(door))
    answer = door.post("/sign-out", cookies=cookies)
    assert (answer.status, answer.headers["location"]) == (303, "/sign-in")
    assert "max-age=0" in answer.cookie("allround").lower()
    assert "storage" in answer.headers["clear-site-data"]
    assert door.get("/board", cookies).status == 303
    assert door.post("/sign-out", cookies=cookies).status == 303


def test_signing_out_here_leaves_the_other_browser_signed_in(doors: Doors) -> None:
    door = doors()
    here, there = session(sign_in(door)), session(sign_in(door))
    assert here != there
    door.post("/sign-out", cookies=here)
    assert door.get("/board", there).status == 200


def test_a_session_that_ran_out_is_asked_to_sign_in_again(doors: Doors, clock: SetClock) -> None:
    door = doors()
    cookies = session(sign_in(door))
    clock.forward(timedelta(hours=12))
    assert door.get("/board?date=2026-11-24", cookies).headers["location"].startswith("/sign-in?next=/board")
    assert door.get("/sign-in", cookies).status == 200
    late = door.post("/board/plan", cookies=cookies)
    assert late.status == 401
    assert 'href="/sign-in"' in late.text


def test_too_many_tries_are_told_how_long_to_wait(doors: Doors) -> None:
    door = doors(limiter=FewTries(2))
    assert [sign_in(door, password="wrong").status for _ in range(2)] == [401, 401]  # noqa: S106 (of nobody)
    answer = sign_in(door)
    assert (answer.status, answer.headers["retry-after"]) == (429, "720")
    assert "Too many tries. Wait 12 minutes, then try again." in answer.text
    assert answer.set_cookies == ()


@pytest.mark.parametrize("path", ["/sign-in", "/sign-out", "/sign-in/made-up"])
def test_another_website_can_neither_sign_somebody_in_nor_out(doors: Doors, path: str) -> None:
    door = doors(demo=True)
    cookies = session(sign_in(door))
    form = {"login": "mo", "password": PASSWORD, "account": "mo"}
    for headers in ({"sec_fetch_site": "cross-site"}, {"sec_fetch_site": "same-site"}):
        answer = door.post(path, form, cookies, **headers)
        assert answer.status == 403
        assert "another website" in answer.text
        assert answer.set_cookies == ()
    assert door.get("/board", cookies).status == 200


def test_in_the_demo_one_click_is_enough(doors: Doors, store: Store) -> None:
    door = doors(demo=True)
    page = door.get("/sign-in?next=/board").text
    assert "Priya Shah" in page
    assert "Gone Gordon" not in page
    answer = door.post("/sign-in/made-up", {"account": "priya", "next": "/board"})
    assert answer.headers["location"] == "/board"
    assert door.get("/board", session(answer)).text == "This is the board of Priya Shah"
    assert audited(store) == [("sign in", "account priya")]


@pytest.mark.parametrize("account", ["nobody", "gone", "", "priya\0", "Priya Shah"])
def test_somebody_who_is_not_in_the_demo_is_not_signed_in(doors: Doors, account: str) -> None:
    answer = doors(demo=True).post("/sign-in/made-up", {"account": account})
    assert answer.status in (404, 422)
    assert answer.set_cookies == ()


def test_outside_the_demo_there_is_no_one_click(doors: Doors) -> None:
    assert_no_click(doors())


@pytest.mark.parametrize("address", ["192.168.1.20", "10.0.0.1", "172.17.0.1", "fe80::1", "8.8.8.8", "testclient", ""])
def test_from_another_machine_there_is_no_one_click(doors: Doors, address: str) -> None:
    door = doors(demo=True)
    door.from_address = address
    assert_no_click(door)


@pytest.mark.parametrize(
    "header", ["x-forwarded-for", "forwarded", "x-real-ip", "via", "x-forwarded-host", "x-forwarded-proto"]
)
def test_through_a_proxy_there_is_no_one_click(doors: Doors, header: str) -> None:
    door = doors(demo=True)
    door.always = {header: "127.0.0.1"}
    assert_no_click(door)


def test_under_a_public_name_there_is_no_one_click(doors: Doors) -> None:
    door = doors(demo=True)
    door.host = "allround.example"
    assert_no_click(door)


@pytest.mark.parametrize(("host", "address"), [("localhost", "127.0.0.1"), ("127.0.0.1:8300", "::1")])
def test_this_machine_by_its_own_name_is_near(doors: Doors, host: str, address: str) -> None:
    door = doors(demo=True)
    door.host, door.from_address = host, address
    assert door.post("/sign-in/made-up", {"account": "mo"}).status == 303


@pytest.mark.parametrize("origin", ["https://allround.example", "null", "http://127.0.0.1.example", "//", "http://["])
def test_through_a_proxy_that_adds_nothing_the_browser_s_own_origin_stops_the_click(doors: Doors, origin: str) -> None:
    answer = doors(demo=True).post("/sign-in/made-up", {"account": "priya"}, origin=origin)
    assert answer.status == 404
    assert answer.set_cookies == ()


@pytest.mark.parametrize("origin", ["http://127.0.0.1:8300", "http://localhost:8300", "http://[::1]:8300"])
def test_a_page_of_this_machine_may_click(doors: Doors, origin: str) -> None:
    assert doors(demo=True).post("/sign-in/made-up", {"account": "mo"}, origin=origin).status == 303


def assert_no_click(door: Knocker) -> None:
    page = door.get("/sign-in")
    assert page.status == 200
    assert "Priya Shah" not in page.text
    answer = door.post("/sign-in/made-up", {"account": "priya"})
    assert answer.status == 404
    assert answer.set_cookies == ()
