"""The application: pages over one folder of results, for this machine's own browser only."""

from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import FastAPI, Request, Response
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.staticfiles import StaticFiles

from web.pages.day import day_routes
from web.pages.health import health_routes

# Any other name in the Host header is some other site's page reaching for this machine (DNS rebinding).
OWN_NAMES = ["127.0.0.1", "localhost"]
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def create_app(folder: Path) -> FastAPI:
    """Pages that show what `folder` holds at the time they are asked for; the folder may be empty or missing."""
    app = FastAPI(title="Allround", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_middleware(TrustedHostMiddleware, allowed_hosts=OWN_NAMES, www_redirect=False)

    @app.middleware("http")
    async def with_headers(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response = await answer(request)
        response.headers.update(HEADERS)
        return response

    app.include_router(day_routes(folder))
    app.include_router(health_routes())
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    return app
