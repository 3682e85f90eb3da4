"""Each error of the work has its status, and every answer a sentence that says what to do."""

import pytest
from starlette.requests import Request
from starlette.responses import Response

from dispatch.domain.errors import DispatchError, NotAllowed, NotFound, NotLegal, Refused, Stale, TryLater, Unusable
from tests.web.toy_doors import templates
from web.door_keeper import NotSignedIn
from web.pages.page import Pages
from web.refusals import REMEDIES, STATUS, TITLES, Refusals, status_of

ERRORS: tuple[tuple[Exception, int], ...] = (
    (NotAllowed("field_worker", "publish a plan"), 403),
    (NotFound("There is no such plan."), 404),
    (NotLegal("This job is done."), 409),
    (Stale("A plan was published meanwhile."), 409),
    (Unusable(["the date is missing", "the address is unknown"]), 422),
    (TryLater("The disk is full.", after_s=60), 503),
    (RuntimeError("Ann Archer, 14 Mill Lane"), 500),
    (KeyError("Ann Archer"), 500),
)


def names(_organisation_id: str) -> str:
    return "Northgate Council"


def broken() -> str:
    raise TryLater("The database is gone.")


def asked(path: str, **headers: str) -> Request:
    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    return Request({"type": "http", "method": "POST", "path": path, "query_string": b"", "headers": raw,
                    "scheme": "http", "server": ("127.0.0.1", 8300), "state": {}})  # fmt: skip


def answer(error: Exception, path: str = "/board/plan", status: int | None = None, **headers: str) -> Response:
    pages = Pages(templates=templates(), banner=lambda: "", organisation_name=names)
    return Refusals(pages, lambda: "0123456789abcdef").answer(asked(path, **headers), error, status)


def text(response: Response) -> str:
    return bytes(response.body).decode()


@pytest.mark.parametrize(("error", "status"), ERRORS, ids=lambda part: type(part).__name__)
def test_a_page_a_piece_and_a_program_get_the_same_status(error: Exception, status: int) -> None:
    page, piece, program = answer(error), answer(error, hx_request="true"), answer(error, "/api/v1/phone/outcomes")
    assert {page.status_code, piece.status_code, program.status_code, status_of(error)} == {status}
    assert "<html" in text(page)
    assert "<html" not in text(piece)
    assert program.headers["content-type"] == "application/json"
    for response in (page, piece, program):
        assert "Ann Archer" not in text(response)
        assert ("01234567" in text(response)) is (status == 500)


def test_every_kind_of_error_of_the_work_has_a_status_of_its_own_choice() -> None:
    kinds = {kind for base in (DispatchError, Refused) for kind in base.__subclasses__()} - {Refused}
    known = {kind for kind in kinds if kind.__module__ == "dispatch.domain.errors"}
    assert known == {kind for kind, _ in STATUS}


def test_every_status_has_its_title_and_its_remedy() -> None:
    statuses = {status for _, status in STATUS} | {401, 500}
    assert statuses <= TITLES.keys()
    assert statuses <= REMEDIES.keys()


def test_a_time_to_try_again_is_told_to_machines_too() -> None:
    assert answer(TryLater("Busy.", after_s=7)).headers["retry-after"] == "7"


def test_whoever_has_to_sign_in_is_led_there() -> None:
    response = answer(NotSignedIn(), status=401)
    assert 'href="/sign-in"' in text(response)
    assert response.headers["www-authenticate"] == 'Session realm="Allround"'


def test_what_was_sent_is_shown_as_text_and_never_as_a_page() -> None:
    assert "<script>" not in text(answer(Unusable(["<script>alert(1)</script> is no date"])))


def test_when_not_even_the_page_can_be_made_the_sentence_is_still_told(caplog: pytest.LogCaptureFixture) -> None:
    refusals = Refusals(Pages(templates=templates(), banner=broken, organisation_name=names), lambda: "0123456789")
    response = refusals.answer(asked("/board"), TryLater("The database is busy.", after_s=7))
    assert (response.status_code, response.headers["retry-after"]) == (503, "7")
    assert text(response).startswith("The database is busy. Nothing was changed.")
    assert len(caplog.records) == 1
