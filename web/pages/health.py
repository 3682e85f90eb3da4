"""Whether the process is alive, and whether it can do its work."""

from collections.abc import Callable

from fastapi import APIRouter
from starlette.responses import JSONResponse


def health_routes(ready: Callable[[], dict[str, str]]) -> APIRouter:
    """`/health/live` answers as soon as the process does; `/health/ready` when `ready` finds no problem.

    `ready` gives a word or a sentence for each part; anything but "ok" makes it 503.
    """
    router = APIRouter(prefix="/health", tags=["health"])

    @router.get("/live")
    def live() -> dict[str, str]:
        return {"status": "live"}

    @router.get("/ready")
    def is_ready() -> JSONResponse:
        parts = ready()
        fine = all(word == "ok" for word in parts.values())
        return JSONResponse({"status": "ready" if fine else "not ready", **parts}, status_code=200 if fine else 503)

    return router
