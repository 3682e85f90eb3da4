"""The frame and the pieces of every page: escaped, free of anything inline, with words for whatever they show."""

import json
import re
from enum import StrEnum
from html.parser import HTMLParser
from pathlib import Path

import pytest
from jinja2 import ChoiceLoader, DictLoader, Environment, FileSystemLoader, UndefinedError

from dispatch.domain.states import JobState, PlanState, RequestState, VisitState
from web.asset_addresses import AssetAddresses, AssetsMissing, read_asset_addresses
from web.pages.frame import Flash, Frame, Problem, Section
from web.pages.govuk import govuk_components
from web.pages.templates import FOLDER, environment

ASSETS = AssetAddresses({name: f"/static/dist/{name}?v=1" for name in ("allround.css", "allround.js", "enabled.js")})
PIECES = {
    "pieces/error_summary.html": "error_summary",
    "pieces/flash.html": "flash",
    "pieces/table.html": "scroll, table",
    "pieces/tag.html": "tag, state_tag",
    "pieces/empty_state.html": "empty_state",
    "pieces/progress_bar.html": "progress_bar",
    "pieces/confirm.html": "confirm",
}
HOSTILE = "<script>alert(1)</script>"


def templates(**made_up: str) -> Environment:
    """Our templates and some of a test's own; `page_html` stands for page.html."""
    own = {name.replace("_", ".", 1): text for name, text in made_up.items()}
    return environment(ASSETS, loader=ChoiceLoader([DictLoader(own), FileSystemLoader(FOLDER)]))


def shown(source: str, **given: object) -> str:
    """`source` with every piece at hand."""
    imports = "".join(f"{{% from '{path}' import {names} %}}" for path, names in PIECES.items())
    return templates().from_string(imports + source).render(**given)


class Outline(HTMLParser):
    """The tags of a page and their attributes."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of each `tag`."""
        return [attributes for name, attributes in self.tags if name == tag]


def page(frame: Frame) -> str:
    source = (
        '{% extends "base.html" %}{% block title %}Board{% endblock %}{% block content %}<h1>Board</h1>{% endblock %}'
    )
    return templates(page_html=source).get_template("page.html").render(frame=frame)


FULL = Frame(
    sections=(Section(text="Board", href="/board", current=True), Section(text="Savings", href="/savings")),
    who="Priya Shah",
    role="scheduler",
    organisation="Northgate Council",
    banner="Made-up people and work.",
    flash=Flash(kind="success", text="Revision 3 is published."),
    attribution="made-up streets",
)


@pytest.mark.parametrize("name", ["page_html", "page_jinja", "page_html.j2", "page_txt"])
def test_text_is_escaped_whatever_a_template_is_called(name: str) -> None:
    made = templates(**{name: "{{ text }}"})
    assert made.get_template(name.replace("_", ".", 1)).render(text="<b>") == "&lt;b&gt;"


def test_a_name_that_is_not_there_is_an_error_and_not_an_empty_place() -> None:
    with pytest.raises(UndefinedError, match="plan"):
        shown("{{ plan.revision }}")


def test_a_component_of_govuk_frontend_is_a_function_and_escapes_its_text() -> None:
    button = shown("{{ govukButton({'text': text}) }}", text=HOSTILE)
    assert "govuk-button" in button
    assert HOSTILE not in button


def test_every_component_that_is_offered_can_be_read() -> None:
    # Some ask for parameters that they then count or walk; being found and called is what matters here.
    for name, component in govuk_components().items():
        assert component(
            {"id": "x", "idPrefix": "x", "name": "x", "text": "y", "items": [], "rows": [], "errorList": []}
        ), name


def test_the_frame_names_the_page_who_is_signed_in_and_where_the_map_is_from() -> None:
    whole = page(FULL)
    for words in (
        "Board – Allround",
        "Priya Shah",
        "Northgate Council",
        "Made-up people and work.",
        "Revision 3",
        "made-up streets",
    ):
        assert words in whole
    outline = Outline(whole)
    assert outline.all("html")[0]["lang"] == "en-GB"
    assert [link["href"] for link in outline.all("a") if "aria-current" in link] == ["/board"]
    assert [(form["method"], form["action"]) for form in outline.all("form")] == [("post", "/sign-out")]


def test_the_frame_of_a_page_for_nobody_has_no_way_to_sign_out() -> None:
    outline = Outline(page(Frame()))
    assert outline.all("form") == []
    assert outline.all("nav") == []


def test_nothing_in_a_page_is_inline_so_that_a_strict_policy_can_hold() -> None:
    pieces = shown(
        """{{ error_summary([{"text": "Enter a reason", "href": "#reason"}]) }}{{ flash("error", "No.") }}
        {{ table("Jobs", [{"text": "Job"}], [["J-1"]]) }}{{ state_tag("open") }}{{ empty_state("None", "Make one.") }}
        {{ progress_bar("p", "Planning", 3, 9) }}{{ confirm("Publish", "All see it.", "/publish", "Publish now") }}"""
    )
    outline = Outline(page(FULL) + pieces)
    assert outline.all("style") == []
    assert all(script.get("src") for script in outline.all("script"))
    inline = [
        (tag, name)
        for tag, attributes in outline.tags
        for name in attributes
        if name == "style" or name.startswith(("on", "hx-on"))
    ]
    assert inline == []


def test_everything_the_frame_loads_comes_from_this_server_by_an_address_that_changes_with_it() -> None:
    outline = Outline(page(FULL))
    loaded = [script["src"] for script in outline.all("script")] + [
        link["href"] for link in outline.all("link") if link["rel"] == "stylesheet"
    ]
    assert len(loaded) == 3
    assert all(address and address.startswith("/static/dist/") and "?v=" in address for address in loaded)


def test_htmx_is_told_to_leave_style_to_the_style_sheet() -> None:
    told = next(meta["content"] for meta in Outline(page(FULL)).all("meta") if meta.get("name") == "htmx-config")
    assert json.loads(told or "")["includeIndicatorCSS"] is False


@pytest.mark.parametrize("state", [*JobState, *PlanState, *RequestState, *VisitState])
def test_every_state_has_words_of_ours(state: StrEnum) -> None:
    words = re.sub(r"<[^>]*>", "", shown("{{ state_tag(state) }}", state=state)).strip()
    assert words
    assert words[0].isupper()
    assert "_" not in words


def test_an_unknown_state_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        shown("{{ state_tag('lost') }}")


@pytest.mark.parametrize(
    "source",
    [
        '{{ error_summary([{"text": text, "href": "#x"}], title=text) }}',
        '{{ flash("success", text) }}',
        "{{ table(text, [{'text': text}], [[text]]) }}",
        "{{ table('Jobs', [{'text': 'Job'}], [], empty=text) }}",
        "{% call scroll(text) %}x{% endcall %}",
        "{{ tag(text) }}",
        "{{ empty_state(text, text) }}",
        "{{ progress_bar('p', text, 1, 2, text) }}",
        "{{ confirm(text, text, '/x', text, {text: text}) }}",
    ],
)
def test_every_piece_escapes_what_it_is_given(source: str) -> None:
    made = shown(source, text=HOSTILE)
    assert "alert(1)" in made
    assert "<script" not in made


def test_a_table_names_itself_its_columns_and_its_rows_and_scrolls_by_keyboard() -> None:
    made = shown(
        "{{ table('Cash by service', [{'text': 'Service'}, {'text': 'Cash', 'numeric': true}], [['Repairs', '£2']]) }}"
    )
    outline = Outline(made)
    frame = outline.all("div")[0]
    assert (frame["role"], frame["aria-label"], frame["tabindex"]) == ("region", "Cash by service", "0")
    assert [head["scope"] for head in outline.all("th")] == ["col", "col", "row"]
    assert "numeric" in (outline.all("td")[0]["class"] or "")
    assert "<caption" in made


def test_a_table_takes_a_tag_as_a_cell() -> None:
    made = shown("{{ table('Jobs', [{'text': 'Job'}, {'text': 'State'}], [['J-1', state_tag('done')]]) }}")
    assert '<strong class="govuk-tag govuk-tag--green">Done</strong>' in made


def test_a_progress_bar_without_a_number_says_only_that_work_is_going_on() -> None:
    assert "value" not in Outline(shown("{{ progress_bar('p', 'Planning') }}")).all("progress")[0]
    known = Outline(shown("{{ progress_bar('p', 'Planning', 0, 30) }}")).all("progress")[0]
    assert (known["value"], known["max"]) == ("0", "30")


def test_what_cannot_be_undone_takes_two_steps_and_no_script() -> None:
    outline = Outline(shown("{{ confirm('Publish', 'All see it.', '/publish', 'Publish now', {'revision': 3}) }}"))
    assert "open" not in outline.all("details")[0]
    assert (outline.all("form")[0]["method"], outline.all("form")[0]["action"]) == ("post", "/publish")
    hidden = outline.all("input")[0]
    assert (hidden["name"], hidden["value"]) == ("revision", "3")


def test_an_error_page_says_what_happened_what_to_do_and_how_to_ask_about_it() -> None:
    problem = Problem(title="You may not see this", happened="It is another's.", remedy="Sign in.", reference="7f3a")
    made = templates().get_template("error.html").render(frame=Frame(), problem=problem)
    for words in ("<h1", "You may not see this", "It is another&#39;s.", "Sign in.", "7f3a"):
        assert words in made
    assert "Reference" not in templates().get_template("error_piece.html").render(
        problem=Problem(title="Gone", happened="It is gone.", remedy="Go back.")
    )


def test_without_a_build_the_remedy_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssetsMissing, match="make setup"):
        read_asset_addresses(tmp_path)
    (tmp_path / "manifest.json").write_text("{")
    with pytest.raises(AssetsMissing, match="make setup"):
        read_asset_addresses(tmp_path)
    with pytest.raises(AssetsMissing, match=r"board\.js has not been built"):
        ASSETS.of("board.js")


def test_the_build_made_what_the_frame_asks_for() -> None:
    problem = Problem(title="Gone", happened="It is gone.", remedy="Go back.")
    made = environment(read_asset_addresses()).get_template("error.html").render(frame=FULL, problem=problem)
    assert re.search(r"/static/dist/allround\.css\?v=[0-9a-f]{16}", made)


def test_the_built_style_has_no_address_of_elsewhere_and_no_font_that_is_not_ours() -> None:
    style = (FOLDER.parent / "static" / "dist" / "allround.css").read_text(encoding="utf-8")
    assert "GDS Transport" not in style
    assert "@font-face" not in style
    assert re.findall(r"url\((?!\"?data:)[^)]*\)", style) == []


def test_the_lock_of_the_pages_packages_names_no_registry_and_hashes_every_package() -> None:
    lock = json.loads((FOLDER.parent / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: entry for name, entry in lock["packages"].items() if name}
    assert len(packages) > 20
    assert [name for name, entry in packages.items() if "resolved" in entry] == []
    assert [name for name, entry in packages.items() if not entry["integrity"].startswith("sha512-")] == []
