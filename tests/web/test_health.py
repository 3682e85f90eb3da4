"""Alive, and able to work: two questions with two answers."""

from collections.abc import Callable

from fastapi import FastAPI

from tests.web.caller import Caller
from web.pages.health import health_routes


def caller(ready: Callable[[], dict[str, str]]) -> Caller:
    app = FastAPI()
    app.include_router(health_routes(ready))
    return Caller(app)


def test_a_process_that_answers_is_alive_whatever_else_is_wrong() -> None:
    answer = caller(lambda: {"database": "cannot be read"}).get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"status": "live"})


def test_it_is_ready_when_every_part_is() -> None:
    answer = caller(lambda: {"database": "ok", "background": "ok"}).get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ready")


def test_one_part_that_is_not_makes_it_503_and_is_named() -> None:
    answer = caller(lambda: {"database": "ok", "background": "stopped"}).get("/health/ready")
    assert answer.status_code == 503
    assert answer.json() == {"status": "not ready", "database": "ok", "background": "stopped"}
