"""What background work is told: how plans are made, and where DBOS keeps how far they are."""

from dataclasses import dataclass

from dispatch.config import Settings
from dispatch.worker.plan_making import PlanningOptions
from dispatch.worker.plan_workflow import DurableOptions

# SQLite takes one process, whose plans are its own whatever it is called.
ONLY_EXECUTOR = "allround-1"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerOptions:
    """For `Background`. `alone`: no other process can be at work on this database."""

    planning: PlanningOptions
    durable: DurableOptions
    alone: bool


def worker_options(settings: Settings) -> WorkerOptions:
    """Plans are worked on in var/plans."""
    return WorkerOptions(
        planning=PlanningOptions(
            folder=(settings.var / "plans").resolve(),
            map_file=settings.map_file,
            speeds_file=settings.speeds_file,
            roads_cache=settings.roads_cache,
            children=settings.children,
        ),
        durable=durable_options(settings),
        alone=not settings.database_url.startswith("postgres"),
    )


def durable_options(settings: Settings) -> DurableOptions:
    """SQLite: a file of their own, as DBOS opens it its own way. PostgreSQL: the schema `dbos` of our database."""
    if settings.database_url.startswith("postgres"):
        return DurableOptions(system_url=settings.database_url, executor_id=settings.executor_id)
    folder = settings.var.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    return DurableOptions(system_url=f"sqlite:///{folder / 'dbos.sqlite'}", executor_id=ONLY_EXECUTOR)
