"""Plans as durable workflows of DBOS: the workflow's id is the request's, and a killed one goes on where it was.

DBOS is one for a process; this is the only file that knows it. Nothing of it leaves the machine: no Conductor key is
given, and telemetry is off unless asked for.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

from dbos import DBOS, SetWorkflowID, StepOptions

from dispatch.domain.errors import TryLater
from dispatch.worker.plan_making import PlanMaking
from dispatch.worker.run_child import Ending
from dispatch.worker.take_up import Standing
from dispatch.worker.why_not import why_not

P = ParamSpec("P")
R = TypeVar("R")
log = logging.getLogger(__name__)

QUEUE = "plans"
# Change it when the steps below change their order or results: what is under way with the old one begins again.
STEPS_VERSION = "plan-steps-2"
# A plan whose making ends the whole process every time is given up.
MOST_STARTS = 20
UNDER_WAY = frozenset({"ENQUEUED", "PENDING", "DELAYED"})
# How soon a plan that was asked for begins.
POLL_S = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class DurableOptions:
    """`system_url`: DBOS's own tables, on SQLite in a file of their own. What an executor held goes on when one of the
    same id starts, so that each process has a fixed id that no other has."""

    system_url: str
    executor_id: str
    steps_version: str = STEPS_VERSION


class DurablePlans:
    """Queued plans. At most one at a time is made in a process; one instance in a process."""

    def __init__(self, making: PlanMaking, options: DurableOptions) -> None:
        self._steps_version = options.steps_version
        DBOS(
            config={
                "name": "allround",
                "system_database_url": options.system_url,
                "executor_id": options.executor_id,
                "application_version": options.steps_version,
                "enable_otlp": False,
                "log_level": "ERROR",
                "sys_db_pool_size": 5,
            }
        )
        self._workflow = _registered(making)

    def launch(self) -> None:
        """Takes up what a former process of this id left, and whatever waits."""
        DBOS.launch()
        DBOS.register_queue(QUEUE, worker_concurrency=1, polling_interval_sec=POLL_S, on_conflict="always_update")

    def enqueue(self, request_id: str) -> None:
        """Harmless when it is queued, running or finished already."""
        with SetWorkflowID(request_id):
            DBOS.enqueue_workflow(QUEUE, self._workflow, request_id)

    def standing(self, request_id: str) -> Standing | None:
        """None: it was never queued here."""
        status = DBOS.get_workflow_status(request_id)
        if status is None:
            return None
        return Standing(
            over=status.status not in UNDER_WAY,
            in_line=status.status == "ENQUEUED" and status.app_version == self._steps_version,
            executor_id=status.executor_id or "",
        )

    def begin_again(self, request_id: str) -> None:
        """From the first step: the files of what was done may be on another machine."""
        DBOS.delete_workflow(request_id)
        self.enqueue(request_id)

    def destroy(self) -> None:
        """Lets go of everything; what is under way stays so for the next start."""
        DBOS.destroy(destroy_registry=True)


def _registered(making: PlanMaking) -> Callable[[str], str]:
    @DBOS.workflow(name="make_plan", max_recovery_attempts=MOST_STARTS)
    def make_plan(request_id: str) -> str:
        with making.at_work(request_id):
            step = _Steps(making)
            try:
                ending = _make(making, step, request_id)
            except Exception as error:
                making.go_on()  # a step that fails because storage was closed is no failure of the plan
                log.error("request %s: %s", request_id, type(error).__name__)
                step("give_up", making.give_up, request_id, Ending.FAILED.value, why_not(error))
                ending = Ending.FAILED.value
            if ending != Ending.DONE:  # otherwise what it saves is counted from its files, which go after that
                step("tidy", making.tidy, request_id)
            return ending

    return make_plan


def _make(making: PlanMaking, step: "_Steps", request_id: str) -> str:
    if not step("begin", making.begin, request_id):
        return "nothing to do"
    made = step("draft", making.draft, request_id)
    if made["ending"] != Ending.DONE:
        step("give_up", making.give_up, request_id, made["ending"], made["problem"])
        return made["ending"]
    plan_id = step("keep", making.keep, request_id, made["folder"])
    if plan_id is None:
        return Ending.CANCELLED.value
    return Ending.DONE.value


class _Steps:
    """Runs one step after another; a step's result is kept, and it is not done again."""

    def __init__(self, making: PlanMaking) -> None:
        self._making = making

    def __call__(self, name: str, do: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
        self._making.go_on()
        options = StepOptions(
            name=name,
            # Busy storage is tried again for half a minute; nothing else is.
            retries_allowed=True,
            max_attempts=6,
            interval_seconds=1.0,
            backoff_rate=2.0,
            should_retry=lambda error: isinstance(error, TryLater),
        )
        result: R = DBOS.run_step(options, do, *args, **kwargs)
        return result
