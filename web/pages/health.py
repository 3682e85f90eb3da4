"""Whether the process is alive."""

from fastapi import APIRouter


def health_routes() -> APIRouter:
    """`/health/live` answers as soon as the process does."""
    router = APIRouter(prefix="/health")

    @router.get("/live")
    def live() -> dict[str, str]:
        return {"status": "live"}

    return router
