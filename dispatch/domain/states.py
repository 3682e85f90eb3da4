"""The legal states of jobs, plans, plan requests and visits, each listed once, with named groups and legal moves."""

from collections.abc import Mapping
from enum import StrEnum


class JobState(StrEnum):
    """Where a job stands."""

    OPEN = "open"  # nobody is sent yet
    SCHEDULED = "scheduled"  # in the published plan
    STARTED = "started"  # somebody has arrived
    DONE = "done"
    COULD_NOT = "could_not"  # somebody was there and could not; a person decides what next
    WITHDRAWN = "withdrawn"  # taken away


# A further signal joins a job of these; at most one of a type at a place.
UNSETTLED = frozenset({JobState.OPEN, JobState.SCHEDULED, JobState.STARTED, JobState.COULD_NOT})
# What a plan may still send somebody to.
TO_PLAN = frozenset({JobState.OPEN, JobState.SCHEDULED})
CLOSED = frozenset({JobState.DONE, JobState.WITHDRAWN})

JOB_MOVES: Mapping[JobState, frozenset[JobState]] = {
    JobState.OPEN: frozenset({JobState.SCHEDULED, JobState.WITHDRAWN, JobState.STARTED, JobState.DONE,
                              JobState.COULD_NOT}),
    JobState.SCHEDULED: frozenset({JobState.OPEN, JobState.STARTED, JobState.DONE, JobState.COULD_NOT,
                                   JobState.WITHDRAWN}),
    # Back or away by the desk only where the day it was started on is over and nobody told what became of it.
    JobState.STARTED: frozenset({JobState.DONE, JobState.COULD_NOT, JobState.OPEN, JobState.WITHDRAWN}),
    JobState.COULD_NOT: frozenset({JobState.OPEN, JobState.WITHDRAWN, JobState.DONE}),
    # Facts from the field win over the desk: work that was done is done, also where it had been taken away.
    JobState.WITHDRAWN: frozenset({JobState.DONE}),
    JobState.DONE: frozenset(),
}  # fmt: skip


def from_states(target: JobState) -> frozenset[JobState]:
    """The states from which `target` may be reached: what a conditional UPDATE asks for."""
    return frozenset(state for state, moves in JOB_MOVES.items() if target in moves)


class PlanState(StrEnum):
    """Where a revision of a day plan stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"  # a later revision was published
    DISCARDED = "discarded"


PLAN_MOVES: Mapping[PlanState, frozenset[PlanState]] = {
    PlanState.DRAFT: frozenset({PlanState.PUBLISHED, PlanState.DISCARDED}),
    PlanState.PUBLISHED: frozenset({PlanState.SUPERSEDED}),
    PlanState.SUPERSEDED: frozenset(),
    PlanState.DISCARDED: frozenset(),
}


class RequestState(StrEnum):
    """Where the making of a plan stands."""

    WAITING = "waiting"
    RUNNING = "running"
    READY = "ready"  # its draft is there
    FAILED = "failed"
    CANCELLED = "cancelled"


UNFINISHED = frozenset({RequestState.WAITING, RequestState.RUNNING})
REQUEST_MOVES: Mapping[RequestState, frozenset[RequestState]] = {
    RequestState.WAITING: frozenset({RequestState.RUNNING, RequestState.FAILED, RequestState.CANCELLED}),
    # Running to running: the process was killed and the work was taken up again.
    RequestState.RUNNING: frozenset({RequestState.RUNNING, RequestState.READY, RequestState.FAILED,
                                     RequestState.CANCELLED}),
    RequestState.READY: frozenset(),
    RequestState.FAILED: frozenset(),
    RequestState.CANCELLED: frozenset(),
}  # fmt: skip


class VisitState(StrEnum):
    """What a worker's phone and the board say of one visit; derived from outcomes, never stored."""

    EXPECTED = "expected"
    ARRIVED = "arrived"
    DONE = "done"
    COULD_NOT = "could_not"
    TAKEN_AWAY = "taken_away"
