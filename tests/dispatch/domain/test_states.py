"""States and their moves are listed once, and the lists agree with each other.

That storage makes exactly these moves is in tests/dispatch/adapters/database.
"""

from collections.abc import Mapping
from enum import StrEnum

import pytest

from dispatch.domain.states import (
    CLOSED,
    JOB_MOVES,
    PLAN_MOVES,
    REQUEST_MOVES,
    TO_PLAN,
    UNFINISHED,
    UNSETTLED,
    JobState,
    PlanState,
    RequestState,
    from_states,
)


@pytest.mark.parametrize(
    ("states", "moves"), [(JobState, JOB_MOVES), (PlanState, PLAN_MOVES), (RequestState, REQUEST_MOVES)]
)
def test_every_state_has_its_moves_and_can_be_reached(
    states: type[StrEnum], moves: Mapping[StrEnum, frozenset[StrEnum]]
) -> None:
    assert set(moves) == set(states)
    first = next(iter(states))
    assert {target for targets in moves.values() for target in targets} | {first} == set(states)


def test_a_job_is_either_closed_or_unsettled() -> None:
    assert set(JobState) == CLOSED | UNSETTLED
    assert not CLOSED & UNSETTLED
    assert TO_PLAN < UNSETTLED


def test_what_is_done_is_done() -> None:
    assert JOB_MOVES[JobState.DONE] == frozenset()


def test_the_desk_can_take_away_or_put_back_what_the_field_never_ended() -> None:
    assert from_states(JobState.WITHDRAWN) == {JobState.OPEN, JobState.SCHEDULED, JobState.STARTED, JobState.COULD_NOT}
    assert from_states(JobState.OPEN) == {JobState.SCHEDULED, JobState.STARTED, JobState.COULD_NOT}


def test_a_report_from_the_field_counts_whatever_the_desk_did_meanwhile() -> None:
    assert from_states(JobState.DONE) == set(JobState) - {JobState.DONE}


def test_only_a_draft_is_published_and_only_what_was_published_is_superseded() -> None:
    assert [state for state, targets in PLAN_MOVES.items() if PlanState.PUBLISHED in targets] == [PlanState.DRAFT]
    assert [state for state, targets in PLAN_MOVES.items() if PlanState.SUPERSEDED in targets] == [PlanState.PUBLISHED]


def test_a_request_that_is_finished_stays_so_and_one_that_was_killed_is_taken_up_again() -> None:
    assert {state for state, targets in REQUEST_MOVES.items() if targets} == UNFINISHED
    assert RequestState.RUNNING in REQUEST_MOVES[RequestState.RUNNING]
