"""What stands in the folder that a planning process works in, and how it is written and read."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from dispatch.adapters.database.codec import from_json, to_json
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.revision import Line
from dispatch.worker.save import save_bytes
from optimiser.plan import Plan, plan_from_json, plan_to_json

INPUTS, OPTIONS = "inputs.json", "options.json"
DRAFT, PLAN, ALONE, SAVINGS = "draft.json", "plan.json", "alone.json", "savings.json"
PROBLEM = "problem.txt"  # the sentence that says why there is no result


class ExitCode:
    """How a planning process ended; anything else is a crash."""

    DONE = 0
    REFUSED = 2  # problem.txt says why
    CANCELLED = 3
    PARENT_GONE = 4


class Mode(StrEnum):
    """What a planning process is to make."""

    DRAFT = "draft"
    COMPARE = "compare"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChildOptions:
    """`draft_folder` holds the draft to compare (COMPARE only); inputs are read from there as well."""

    mode: Mode
    map_file: Path | None
    roads_cache: Path | None
    iterations: int
    seed: int
    children: int = 0
    draft_folder: Path | None = None
    speeds_file: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What a draft's process hands back; the same fields as in Revision."""

    plan: DayPlan
    lines: dict[str, Line]
    attribution: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """One line of the process's standard output."""

    percent: int
    doing: str


def write_task(folder: Path, options: ChildOptions, inputs: PlanInputs | None) -> None:
    """Makes the folder and puts in what the process reads. Only this account may look: inputs name people."""
    folder.mkdir(parents=True, exist_ok=False, mode=0o700)
    if inputs is not None:
        save_bytes(folder / INPUTS, to_json(PlanInputs, inputs).encode())
    save_bytes(folder / OPTIONS, to_json(ChildOptions, options).encode())


def read_options(folder: Path) -> ChildOptions:
    """What the process was asked for."""
    return from_json(ChildOptions, (folder / OPTIONS).read_text(encoding="utf-8"))


def read_inputs(folder: Path) -> PlanInputs:
    """What the plan is made from."""
    return from_json(PlanInputs, (folder / INPUTS).read_text(encoding="utf-8"))


def write_draft(folder: Path, draft: Draft, plan: Plan, alone: dict[str, Plan]) -> None:
    """The draft comes last: where it is, everything is."""
    save_bytes(folder / PLAN, plan_to_json(plan).encode())
    texts = {service_id: plan_to_json(one) for service_id, one in alone.items()}
    save_bytes(folder / ALONE, to_json(dict[str, str], texts).encode())
    save_bytes(folder / DRAFT, to_json(Draft, draft).encode())


def read_draft(folder: Path) -> Draft:
    """Raises OSError where none was finished."""
    return from_json(Draft, (folder / DRAFT).read_text(encoding="utf-8"))


def read_plans(folder: Path) -> tuple[Plan, dict[str, Plan]]:
    """The draft as the engine made it, and the services' first plans alone."""
    texts: dict[str, str] = from_json(dict[str, str], (folder / ALONE).read_text(encoding="utf-8"))
    plan = plan_from_json((folder / PLAN).read_text(encoding="utf-8"))
    return plan, {service_id: plan_from_json(text) for service_id, text in texts.items()}


def read_problem(folder: Path) -> str:
    """The sentence, or nothing."""
    path = folder / PROBLEM
    return path.read_text(encoding="utf-8") if path.is_file() else ""
