"""The day on one page: what was saved, three ways to plan it, every route; and the files it is made from."""

from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse, HTMLResponse, Response

from web.pages.day_view import BrokenResult, read_day
from web.pages.templates import environment

FILES = {
    "summary.json": "application/json",
    "routes.geojson": "application/geo+json",
    "routes.svg": "image/svg+xml",
}

# HEAD gets the same headers; the server leaves out the body.
ASKED_BY = ["GET", "HEAD"]


def day_routes(folder: Path) -> APIRouter:
    """`/` and the files of the result in `folder`."""
    router = APIRouter()
    templates = environment()

    @router.api_route("/", methods=ASKED_BY, response_class=HTMLResponse)
    def day() -> HTMLResponse:
        try:
            view = read_day(folder)
        except BrokenResult as broken:
            return HTMLResponse(templates.get_template("no_day.html").render(broken=str(broken)), status_code=500)
        if view is None:
            return HTMLResponse(templates.get_template("no_day.html").render(broken=""))
        return HTMLResponse(templates.get_template("day.html").render(day=view))

    def add_file(name: str, media_type: str) -> None:
        @router.api_route(f"/{name}", methods=ASKED_BY, name=name)
        def file() -> Response:
            path = folder / name
            if not path.is_file():
                return Response("There is no result yet: run make demo.\n", status_code=404, media_type="text/plain")
            # A new plan replaces the file under the same name, so browsers must ask each time.
            return FileResponse(path, media_type=media_type, headers={"Cache-Control": "no-cache"})

    for name, media_type in FILES.items():
        add_file(name, media_type)
    return router
