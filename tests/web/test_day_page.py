"""The day's page, its files, its empty state and its locks."""

import asyncio
import json
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from tests.web.toy_result import HOSTILE, write_result
from web.app import create_app


class Browser:
    """Asks the application without a network."""

    def __init__(self, folder: Path, host: str) -> None:
        self.app, self.base_url = create_app(folder), f"http://{host}"

    def get(self, path: str) -> httpx.Response:
        return asyncio.run(self._ask("GET", path))

    def head(self, path: str) -> httpx.Response:
        return asyncio.run(self._ask("HEAD", path))

    async def _ask(self, method: str, path: str) -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url=self.base_url) as client:
            return await client.request(method, path)


def browser(folder: Path, host: str = "127.0.0.1:8300") -> Browser:
    return Browser(folder, host)


class Outline(HTMLParser):
    """Counts what a page is made of, and gathers what it would fetch."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.fetched: list[str] = []
        self.attributes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.tags.append(tag)
        self.attributes += list(named)
        source = named.get("src") or (named.get("href") if tag == "link" else None)
        if source:
            self.fetched.append(source)


def test_the_page_tells_the_saving_the_three_ways_and_who_gains(tmp_path: Path) -> None:
    page = browser(write_result(tmp_path)).get("/").text
    assert "cost £5.00 less (8.3 %)" in page
    assert "£65.00" in page
    assert "gains nothing" in page
    assert "found no violation" in page
    assert "A made-up day." in page


def test_the_page_lists_what_is_not_done_with_its_reason(tmp_path: Path) -> None:
    page = browser(write_result(tmp_path)).get("/").text
    assert "Asbestos survey" in page
    assert "Nobody holds asbestos level 3." in page


def test_the_page_lists_every_stop_with_its_time_and_for_whom_it_is(tmp_path: Path) -> None:
    page = browser(write_result(tmp_path)).get("/").text
    assert "08:05" in page
    assert "for Care, under a lending agreement" in page
    assert "Break" in page


def test_hostile_names_are_shown_and_not_run(tmp_path: Path) -> None:
    page = browser(write_result(tmp_path)).get("/").text
    assert HOSTILE not in page
    assert page.count("&lt;script&gt;") >= 3
    assert "script" not in Outline(page).tags


def test_the_page_fetches_from_itself_only_and_carries_no_inline_style_or_script(tmp_path: Path) -> None:
    outline = Outline(browser(write_result(tmp_path)).get("/").text)
    assert outline.fetched
    assert all(source.startswith("/") and not source.startswith("//") for source in outline.fetched)
    assert "style" not in outline.tags + outline.attributes
    assert not [name for name in outline.attributes if name.startswith("on")]


def test_everything_the_page_fetches_is_there(tmp_path: Path) -> None:
    client = browser(write_result(tmp_path))
    for source in Outline(client.get("/").text).fetched:
        assert client.get(source).status_code == 200


def test_the_page_has_landmarks_one_heading_and_a_caption_for_each_table(tmp_path: Path) -> None:
    tags = Outline(browser(write_result(tmp_path)).get("/").text).tags
    assert [tags.count(tag) for tag in ("header", "main", "footer", "h1")] == [1, 1, 1, 1]
    assert tags.count("table") == tags.count("caption") == 2


def test_the_security_policy_allows_nothing_from_elsewhere(tmp_path: Path) -> None:
    headers = browser(write_result(tmp_path)).get("/").headers
    assert headers["content-security-policy"].startswith("default-src 'self'")
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "192.168.0.7:8300"])
def test_another_host_name_is_refused(tmp_path: Path, host: str) -> None:
    assert browser(write_result(tmp_path), host).get("/").status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1:8300", "localhost:8300"])
def test_this_machine_s_own_names_are_served(tmp_path: Path, host: str) -> None:
    assert browser(write_result(tmp_path), host).get("/").status_code == 200


def test_before_the_first_demo_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    answer = browser(tmp_path / "nothing here").get("/")
    assert answer.status_code == 200
    assert "make demo" in answer.text


def test_a_broken_result_is_told_and_not_a_stack_trace(tmp_path: Path) -> None:
    write_result(tmp_path)
    (tmp_path / "summary.json").write_text("{", encoding="utf-8")
    answer = browser(tmp_path).get("/")
    assert answer.status_code == 500
    assert "cannot be read" in answer.text
    assert "make demo" in answer.text


def test_a_result_of_another_version_is_told(tmp_path: Path) -> None:
    write_result(tmp_path)
    (tmp_path / "summary.json").write_text("{}", encoding="utf-8")
    assert "of another version" in browser(tmp_path).get("/").text


@pytest.mark.parametrize("path", ["/", "/summary.json", "/routes.geojson", "/routes.svg", "/static/allround.css"])
def test_asked_for_its_head_alone_a_page_or_file_answers_as_in_full_but_without_a_body(
    tmp_path: Path, path: str
) -> None:
    client = browser(write_result(tmp_path))
    head, full = client.head(path), client.get(path)
    assert head.status_code == full.status_code == 200
    assert dict(head.headers) == dict(full.headers)
    assert head.content == b""
    assert full.content


def test_the_head_of_a_file_that_is_not_there_yet_says_so(tmp_path: Path) -> None:
    assert browser(tmp_path / "nothing here").head("/summary.json").status_code == 404


def test_the_files_are_served_as_what_they_are(tmp_path: Path) -> None:
    client = browser(write_result(tmp_path))
    assert json.loads(client.get("/summary.json").text)["jobs"] == 4
    assert client.get("/routes.geojson").headers["content-type"] == "application/geo+json"
    assert client.get("/routes.svg").headers["content-type"].startswith("image/svg+xml")


def test_a_file_that_is_not_there_yet_is_a_sentence(tmp_path: Path) -> None:
    answer = browser(tmp_path).get("/summary.json")
    assert (answer.status_code, answer.text) == (404, "There is no result yet: run make demo.\n")


def test_nothing_else_of_the_folder_is_served(tmp_path: Path) -> None:
    (write_result(tmp_path) / "secret.txt").write_text("x", encoding="utf-8")
    client = browser(tmp_path)
    assert client.get("/secret.txt").status_code == 404
    assert client.get("/static/../secret.txt").status_code == 404
    assert client.get("/openapi.json").status_code == 404


def test_the_process_says_that_it_lives(tmp_path: Path) -> None:
    assert browser(tmp_path).get("/health/live").json() == {"status": "live"}
