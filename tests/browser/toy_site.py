"""A site of one page, for trying the browser's checks on: right in all things but the one asked for."""

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

POLICY = "default-src 'self'; img-src 'self' https://elsewhere.example"
PAGE = """<!doctype html>
<html lang="en-GB">
<head><title>Toy</title><meta name="viewport" content="width=device-width, initial-scale=1">
<script src="/toy.js" defer></script></head>
<body><main><h1>Toy</h1><p id="told">Without script</p>{body}</main></body>
</html>"""
SCRIPT = "document.getElementById('told').textContent = 'With script';"


def toy_site(body: str = "", *, script: str = SCRIPT, policy: str = POLICY) -> Starlette:
    """`body` goes into the page's only landmark, `script` runs from a file; `/broken` raises."""

    def page(request: Request) -> Response:
        return HTMLResponse(PAGE.replace("{body}", body), headers={"Content-Security-Policy": policy})

    def toy_js(request: Request) -> Response:
        return PlainTextResponse(script, media_type="text/javascript", headers={"Content-Security-Policy": policy})

    def broken(request: Request) -> Response:
        return PlainTextResponse("The toy is broken.", status_code=500)

    return Starlette(routes=[Route("/", page), Route("/toy.js", toy_js), Route("/broken", broken)])
