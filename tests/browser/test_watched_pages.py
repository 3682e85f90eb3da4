"""What a page must never do is found in a real browser; what it may do passes."""

from typing import TYPE_CHECKING

import pytest

from tests.browser.device import DESKTOP, PHONE, Device
from tests.browser.seen import Seen
from tests.browser.served import serve_app
from tests.browser.toy_site import toy_site
from tests.browser.visit import Opener, watched_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser


def complaint_about(browser: "Browser", body: str = "", *, script: str = "", path: str = "/") -> str:
    """Opens the toy page with one thing changed, and returns what is said at the end."""
    with serve_app(toy_site(body, script=script)) as url:
        with pytest.raises(AssertionError) as raised, watched_pages(browser, Seen()) as open_page:
            open_page(url).goto(path)
        return str(raised.value)


def test_a_clean_page_passes_and_its_requests_can_be_read(open_page: Opener, seen: Seen) -> None:
    with serve_app(toy_site()) as url:
        page = open_page(url)
        page.goto("/")
        assert page.locator("#told").inner_text() == "With script"
        assert seen.requests == [f"GET {url}/", f"GET {url}/toy.js"]


def test_a_request_to_another_host_is_found_and_does_not_get_out(browser: "Browser") -> None:
    complaint = complaint_about(browser, '<img alt="" src="https://elsewhere.example/pixel.png">')
    assert complaint == "The page asked another host: GET https://elsewhere.example/pixel.png"


def test_another_port_of_this_machine_is_another_host(browser: "Browser") -> None:
    with serve_app(toy_site()) as other:
        assert f"GET {other}/" in complaint_about(browser, f'<a href="{other}/">', script=f"location.href = '{other}/'")


@pytest.mark.parametrize(
    ("body", "script"),
    [
        ("<script>document.title = 'inline'</script>", ""),
        ('<p style="color: red">Inline style</p>', ""),
        ('<button onclick="alert(1)">Inline handler</button>', ""),
        ('<img alt="" src="https://forbidden.example/pixel.png">', ""),
        ("", "document.body.setAttribute('style', 'color: red')"),
        ("", "fetch('https://forbidden.example/').catch(() => 0)"),
        ("", "try { eval('1') } catch (refused) { }"),
        ("", "new Worker(URL.createObjectURL(new Blob([''])))"),
    ],
)
def test_a_breach_of_the_security_policy_is_found(browser: "Browser", body: str, script: str) -> None:
    assert "The page broke its security policy: " in complaint_about(browser, body, script=script)


def test_a_breach_is_found_without_script_too(browser: "Browser") -> None:
    with (
        serve_app(toy_site('<p style="color: red">Inline style</p>')) as url,
        pytest.raises(AssertionError, match="broke its security policy"),
        watched_pages(browser, Seen()) as open_page,
    ):
        open_page(url, script=False).goto("/")


@pytest.mark.parametrize("script", ["throw new Error('toy fault')", "Promise.reject(new Error('toy fault'))"])
def test_a_script_that_fails_is_found(browser: "Browser", script: str) -> None:
    assert "A script failed: " in (found := complaint_about(browser, script=script))
    assert "toy fault" in found


def test_an_answer_that_says_the_server_failed_is_found(browser: "Browser") -> None:
    assert "The server failed: 500 GET " in complaint_about(browser, path="/broken")


def test_what_was_provoked_on_purpose_is_read_and_cleared(open_page: Opener, seen: Seen) -> None:
    with serve_app(toy_site()) as url:
        open_page(url).goto("/broken")
        assert seen.broken_answers == [f"500 GET {url}/broken"]
        seen.broken_answers.clear()


def test_a_second_page_of_the_same_person_is_watched_too(browser: "Browser") -> None:
    with (
        serve_app(toy_site(script="if (location.hash) throw new Error('toy fault')")) as url,
        pytest.raises(AssertionError, match="toy fault"),
        watched_pages(browser, Seen()) as open_page,
    ):
        open_page(url).context.new_page().goto("/#second")


def test_script_can_be_off(open_page: Opener) -> None:
    with serve_app(toy_site()) as url:
        page = open_page(url, script=False)
        page.goto("/")
        assert page.locator("#told").inner_text() == "Without script"


@pytest.mark.parametrize("device", [DESKTOP, PHONE])
def test_the_page_has_the_device_s_size_and_fingers(open_page: Opener, device: Device) -> None:
    with serve_app(toy_site()) as url:
        page = open_page(url, device)
        page.goto("/")
        assert page.evaluate("[innerWidth, innerHeight, devicePixelRatio, navigator.maxTouchPoints > 0]") == [
            device.width,
            device.height,
            device.scale,
            device.touch,
        ]


def test_two_pages_are_two_people_with_cookies_of_their_own(open_page: Opener) -> None:
    with serve_app(toy_site()) as url:
        first, second = open_page(url), open_page(url)
        first.context.add_cookies([{"name": "session", "value": "first", "url": url}])
        assert [len(page.context.cookies()) for page in (first, second)] == [1, 0]
