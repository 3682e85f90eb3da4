"""Every door of the web and who may open it: one table, and a path that is not in it leads nowhere."""

import re
from collections.abc import Mapping
from enum import Enum
from functools import cache

from dispatch.domain.permissions import Action


class Open(Enum):
    """Doors that no role decides about."""

    TO_ALL = "to all"
    TO_THE_SIGNED_IN = "to the signed in"
    BY_ITS_OWN_KEY = "by its own key"  # the door itself asks for a token


Rule = Action | Open

DOORS: Mapping[tuple[str, str], Rule] = {
    ("GET", "/"): Open.TO_THE_SIGNED_IN,
    ("GET", "/sign-in"): Open.TO_ALL,
    ("POST", "/sign-in"): Open.TO_ALL,
    ("POST", "/sign-in/made-up"): Open.TO_ALL,  # answers in the demo and on loopback only
    ("POST", "/sign-out"): Open.TO_ALL,
    ("GET", "/health/live"): Open.TO_ALL,
    ("GET", "/health/ready"): Open.TO_ALL,
    ("GET", "/api/v1/openapi.json"): Open.TO_ALL,
    ("POST", "/api/v1/signals/the-things-stack"): Open.BY_ITS_OWN_KEY,
    # The scheduler's board
    ("GET", "/board"): Action.SEE_BOARD,
    ("GET", "/board/progress"): Action.SEE_BOARD,
    ("POST", "/board/plan"): Action.MAKE_PLAN,
    ("POST", "/requests/{request_id}/cancel"): Action.CANCEL_PLAN,
    ("GET", "/plans/{plan_id}"): Action.SEE_BOARD,
    ("GET", "/plans/{plan_id}/routes.geojson"): Action.SEE_BOARD,
    ("GET", "/plans/{plan_id}/routes/{shift_id}.gpx"): Action.SEE_BOARD,
    ("POST", "/plans/{plan_id}/publish"): Action.PUBLISH_PLAN,
    ("POST", "/plans/{plan_id}/discard"): Action.PUBLISH_PLAN,
    ("GET", "/jobs/new"): Action.ADD_JOB,
    ("POST", "/jobs"): Action.ADD_JOB,
    ("GET", "/jobs/{job_id}"): Action.SEE_BOARD,
    ("POST", "/jobs/{job_id}/withdraw"): Action.WITHDRAW_JOB,
    ("POST", "/jobs/{job_id}/reopen"): Action.REOPEN_JOB,
    ("POST", "/absences"): Action.REPORT_ABSENCE,
    ("POST", "/absences/{absence_id}/end"): Action.REPORT_ABSENCE,
    # The map
    ("GET", "/map/style.json"): Open.TO_THE_SIGNED_IN,
    ("GET", "/map/tiles/{z}/{x}/{y}"): Open.TO_THE_SIGNED_IN,
    ("GET", "/map/routes.geojson"): Action.SEE_BOARD,
    # One worker's day
    ("GET", "/phone"): Action.SEE_OWN_DAY,
    ("GET", "/phone/sw.js"): Open.TO_ALL,  # a script without data; a sign-in page in its place would break it
    ("POST", "/phone/outcomes"): Action.REPORT_OUTCOME,
    ("POST", "/api/v1/phone/outcomes"): Action.REPORT_OUTCOME,
    # Savings and evidence
    ("GET", "/savings"): Action.SEE_SAVINGS,
    ("GET", "/savings.csv"): Action.SEE_SAVINGS,
    ("GET", "/evidence"): Action.SEE_EVIDENCE,
    ("GET", "/evidence/{job_id}"): Action.SEE_EVIDENCE,
    ("GET", "/evidence.csv"): Action.EXPORT_EVIDENCE,
    ("GET", "/evidence.json"): Action.EXPORT_EVIDENCE,
}

STATIC = "/static/"


def rule_for(method: str, path: str) -> Rule | None:
    """The rule of the door that a request knocks at; None: there is no such door."""
    method = "GET" if method == "HEAD" else method
    if not path.isprintable():  # no address of ours has such characters, and PostgreSQL chokes on NUL
        return None
    if method == "GET" and path.startswith(STATIC):
        return Open.TO_ALL
    exact = DOORS.get((method, path))
    if exact is not None:
        return exact
    for (asked, _), (pattern, rule) in _patterns().items():
        if asked == method and pattern.fullmatch(path):
            return rule
    return None


def methods_of(path: str) -> frozenset[str]:
    """The methods this path has doors for: none at all means there is no such page."""
    return frozenset(method for method in ("GET", "POST") if rule_for(method, path) is not None)


@cache
def _patterns() -> dict[tuple[str, str], tuple[re.Pattern[str], Rule]]:
    return {
        (method, template): (_pattern(template), rule) for (method, template), rule in DOORS.items() if "{" in template
    }


def _pattern(template: str) -> re.Pattern[str]:
    """Each `{name}` stands for a piece without a slash, as in the routes."""
    pieces = re.split(r"\{[a-z_]+\}", template)
    return re.compile("[^/]+".join(re.escape(piece) for piece in pieces))
