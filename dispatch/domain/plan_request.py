"""The making of a plan: who asked, how far it is, and everything it was made from."""

from dataclasses import dataclass
from datetime import date, datetime

from dispatch.domain.absence import Absence
from dispatch.domain.day import Day
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.outcome import Outcome
from dispatch.domain.states import RequestState


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRequest:
    """`based_on` is the published plan it revises (None: the first plan of the day). `progress` is 0 to 100."""

    id: str
    organisation_id: str  # who hosts the planning
    date: date
    state: RequestState = RequestState.WAITING
    asked_by: str
    asked_at: datetime
    based_on: str | None = None
    seed: int = 1
    iterations: int
    progress: int = 0
    doing: str = ""
    cancel_asked: bool = False
    problem: str = ""  # why it failed
    plan_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanInputs:
    """Everything a plan is made from, frozen when it was asked for, so that it can be made again.

    For the first plan of a day only `day`. A revision also has the published plan, the moment it is made for, what was
    reported so far and who is absent; `day` then has all jobs of the published plan and those that came since.
    """

    day: Day
    revises: DayPlan | None = None
    now: datetime | None = None
    outcomes: tuple[Outcome, ...] = ()
    absences: tuple[Absence, ...] = ()
    withdrawn_job_ids: tuple[str, ...] = ()
    # Somebody was there and could not, and a person put it back on the list: no report so far settles it.
    reopened_job_ids: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if (self.revises is None) != (self.now is None):
            raise ValueError("a revision needs both the plan it revises and the moment it is made for")
