"""Another website cannot make a signed-in person's browser do anything here."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.web.caller import Caller
from web.cross_site import CrossSiteGuard

METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]


async def done(request: Request) -> PlainTextResponse:
    return PlainTextResponse("done")


def client(base_url: str = "http://allround.test") -> Caller:
    paths = ["/publish", "/api/v1/signals/json", "/api/v1/signalsx"]
    return Caller(CrossSiteGuard(Starlette(routes=[Route(path, done, methods=METHODS) for path in paths])), base_url)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "", "something-new"])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_writing_that_comes_from_elsewhere_is_refused_with_a_sentence(method: str, site: str) -> None:
    answer = client().request(method, "/publish", headers={"Sec-Fetch-Site": site})
    assert answer.status_code == 403
    assert "another website" in answer.text


@pytest.mark.parametrize("site", ["same-origin", "none"])
def test_writing_from_our_own_pages_is_carried_out(site: str) -> None:
    assert client().post("/publish", headers={"Sec-Fetch-Site": site}).text == "done"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_reading_is_always_allowed_as_a_link_from_elsewhere_must_work(site: str) -> None:
    assert client().get("/publish", headers={"Sec-Fetch-Site": site}).text == "done"


@pytest.mark.parametrize(
    "origin",
    [
        "https://elsewhere.test",
        "http://allround.test.elsewhere.test",
        "http://allround.test:8300",
        "null",
        "",
        "http://[bad",
        "http://",
    ],
)
def test_a_browser_that_tells_only_its_origin_is_refused_when_it_is_another(origin: str) -> None:
    assert client().post("/publish", headers={"Origin": origin}).status_code == 403


def test_a_browser_that_tells_only_its_origin_may_write_from_our_own() -> None:
    assert client().post("/publish", headers={"Origin": "http://allround.test"}).text == "done"
    assert (
        client("http://allround.test:8300").post("/publish", headers={"Origin": "http://allround.test:8300"}).is_success
    )


def test_behind_a_proxy_that_ends_tls_the_secure_origin_is_ours_but_never_the_other_way_round() -> None:
    assert client().post("/publish", headers={"Origin": "https://allround.test"}).is_success
    insecure = client("https://allround.test").post("/publish", headers={"Origin": "http://allround.test"})
    assert insecure.status_code == 403


def test_the_browsers_own_word_counts_more_than_the_origin() -> None:
    headers = {"Sec-Fetch-Site": "cross-site", "Origin": "http://allround.test"}
    assert client().post("/publish", headers=headers).status_code == 403


def test_a_program_that_is_no_browser_says_neither_and_passes() -> None:
    assert client().post("/publish").text == "done"


def test_sensors_show_a_token_and_no_cookie_so_their_door_is_open_and_no_other() -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert client().post("/api/v1/signals/json", headers=headers).text == "done"
    assert client().post("/api/v1/signalsx", headers=headers).status_code == 403
