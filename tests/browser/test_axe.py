"""axe-core runs in a real browser, under a strict policy, and tells what to mend."""

import pytest

from tests.browser.axe import assert_accessible, violations
from tests.browser.served import serve_app
from tests.browser.toy_site import toy_site
from tests.browser.visit import Opener

STRICT = "default-src 'self'"  # no inline script, no eval


def test_a_page_without_faults_passes_under_a_strict_policy(open_page: Opener) -> None:
    with serve_app(toy_site(policy=STRICT)) as url:
        page = open_page(url)
        page.goto("/")
        assert_accessible(page)


def test_a_fault_is_told_with_its_place_and_remedy(open_page: Opener) -> None:
    with serve_app(toy_site('<input id="postcode">', policy=STRICT)) as url:
        page = open_page(url)
        page.goto("/")
        with pytest.raises(AssertionError) as raised:
            assert_accessible(page)
    report = str(raised.value)
    assert f"1 accessibility rules are broken on {url}/" in report
    assert "label (critical): Form elements must have labels" in report
    assert "#postcode" in report
    assert "Element does not have an implicit (wrapped) <label>" in report


def test_too_little_contrast_is_found(open_page: Opener) -> None:
    faint = '<p><font color="#ccc">Hardly to be seen</font></p>'
    with serve_app(toy_site(faint)) as url:
        page = open_page(url)
        page.goto("/")
        assert [found.rule for found in violations(page)] == ["color-contrast"]


def test_a_page_opened_without_script_is_refused_rather_than_waited_for(open_page: Opener) -> None:
    with serve_app(toy_site()) as url:
        page = open_page(url, script=False)
        page.goto("/")
        with pytest.raises(ValueError, match="open the same page with script"):
            violations(page)


def test_best_practice_counts(open_page: Opener) -> None:
    with serve_app(toy_site("<h4>Levels left out</h4>")) as url:
        page = open_page(url)
        page.goto("/")
        assert [found.rule for found in violations(page)] == ["heading-order"]
