"""Every response tells browsers to load nothing from elsewhere and to keep nothing that is somebody's."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from tests.web.caller import Caller
from web.headers import SecurityHeaders


async def page(request: Request) -> HTMLResponse:
    return HTMLResponse("<p>Board</p>", headers={"Vary": "Cookie"})


async def figures(request: Request) -> JSONResponse:
    return JSONResponse({"jobs": 3})


async def tile(request: Request) -> Response:
    return Response(b"tile", headers={"Cache-Control": "private, max-age=3600"})


async def style(request: Request) -> PlainTextResponse:
    return PlainTextResponse("p {}", media_type="text/css")


@pytest.fixture
def client() -> Caller:
    routes = [
        Route("/", page),
        Route("/figures", figures),
        Route("/map/1/2/3", tile),
        Route("/static/dist/allround.css", style),
    ]
    return Caller(SecurityHeaders(Starlette(routes=routes)))


@pytest.mark.parametrize("path", ["/", "/figures", "/map/1/2/3", "/static/dist/allround.css", "/nothing-here"])
def test_every_response_carries_the_headers_also_a_refusal(client: Caller, path: str) -> None:
    headers = client.get(path).headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=(self)" in headers["Permissions-Policy"]
    assert "Content-Security-Policy" in headers


def test_the_policy_allows_this_server_only_and_nothing_written_inside_a_page(client: Caller) -> None:
    policy = dict(part.split(" ", 1) for part in client.get("/").headers["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src": "'self'",
        "object-src": "'none'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
    }


@pytest.mark.parametrize("path", ["/", "/figures", "/static/dist/gone.css?v=1", "/nothing-here"])
def test_what_may_be_somebodys_or_is_an_error_is_not_kept(client: Caller, path: str) -> None:
    assert client.get(path).headers["Cache-Control"] == "no-store"


def test_a_static_file_is_kept_for_long_where_its_address_names_its_content(client: Caller) -> None:
    assert "immutable" in client.get("/static/dist/allround.css?v=0a1b").headers["Cache-Control"]
    assert client.get("/static/dist/allround.css").headers["Cache-Control"] == "no-cache"


def test_a_response_that_says_how_long_it_may_be_kept_is_believed(client: Caller) -> None:
    assert client.get("/map/1/2/3").headers["Cache-Control"] == "private, max-age=3600"


def test_pages_and_pieces_at_the_same_address_are_kept_apart(client: Caller) -> None:
    assert client.get("/").headers["Vary"] == "Cookie, HX-Request, HX-Request-Type"
    assert "Vary" not in client.get("/figures").headers
