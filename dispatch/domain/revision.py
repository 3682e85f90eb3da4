"""A stored revision of a day plan: a draft until a named person publishes it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from dispatch.domain.day_plan import DayPlan
from dispatch.domain.states import PlanState

# (lon, lat) points of a route along the streets
Line = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """Append-only: a change of the day is a new revision with `based_on` the one it revises.

    `savings` is the comparison with planning alone and by hand as plain values (None: not counted yet); `lines` are the
    routes' lines by shift id; `inputs_at` is the moment the work was read, so that what came later is known as such.
    """

    id: str
    organisation_id: str  # who hosts the planning
    date: date
    number: int  # 1, 2, ... within the day
    based_on: str | None
    request_id: str
    state: PlanState
    made_by: str
    made_at: datetime
    inputs_at: datetime
    published_by: str | None = None
    published_at: datetime | None = None
    plan: DayPlan
    lines: Mapping[str, Line] = field(default_factory=dict)
    savings: Mapping[str, Any] | None = None
    attribution: str = ""
