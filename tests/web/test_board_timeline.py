"""Where things lie on the timeline, and what state a visit is shown in: by hand, without storage."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.domain.day_plan import Entry, EntryKind
from dispatch.domain.job_record import JobRecord
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind
from dispatch.domain.states import JobState, VisitState
from tests.web import stored_town as town
from web.pages.board_timeline import Scale, visit_state

NINE = town.at("09:00")
ENTRY = Entry(
    kind=EntryKind.JOB, job_id="CARE-1", uprn=town.MILL_LANE.uprn, lon=0, lat=0, arrives_at=NINE, starts_at=NINE,
    finishes_at=NINE + timedelta(minutes=30), travel_s=0, travel_m=0,
)  # fmt: skip
RECORD = JobRecord(job=town.JOBS[0], state=JobState.SCHEDULED, added_at=NINE, changed_at=NINE)


def outcome(kind: OutcomeKind, clock: str, worker: str = "ann") -> Outcome:
    reason = CouldNotReason.NO_ACCESS if kind is OutcomeKind.COULD_NOT else None
    return Outcome(
        id=f"{kind}-{clock}-{worker}", organisation_id="council", job_id="CARE-1", worker_id=worker, plan_id="p",
        kind=kind, reason=reason, happened_at=town.at(clock), received_at=town.at(clock),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("clock", "percent"), [("07:00", 0), ("08:00", 0), ("10:00", 25), ("16:00", 100), ("17:00", 100)]
)
def test_a_moment_is_so_many_hundredths_of_the_day_and_never_outside(clock: str, percent: float) -> None:
    assert Scale(begins_at=town.at("08:00"), ends_at=town.at("16:00")).percent(town.at(clock)) == percent


def test_a_visit_nobody_reported_is_to_do() -> None:
    assert visit_state(ENTRY, ("ann",), RECORD, ()) is VisitState.EXPECTED


@pytest.mark.parametrize(
    ("kinds", "state"),
    [
        ([OutcomeKind.ARRIVED], VisitState.ARRIVED),
        ([OutcomeKind.ARRIVED, OutcomeKind.DONE], VisitState.DONE),
        ([OutcomeKind.ARRIVED, OutcomeKind.COULD_NOT], VisitState.COULD_NOT),
    ],
)
def test_the_last_report_of_its_own_worker_counts(kinds: list[OutcomeKind], state: VisitState) -> None:
    told = [outcome(kind, f"09:{10 + number}") for number, kind in enumerate(kinds)]
    assert visit_state(ENTRY, ("ann",), RECORD, told) is state


def test_what_a_colleague_did_of_a_job_for_two_says_nothing_of_the_other_until_it_is_done() -> None:
    told = [outcome(OutcomeKind.ARRIVED, "09:05", "ben")]
    assert visit_state(ENTRY, ("ann",), RECORD, told) is VisitState.EXPECTED
    assert visit_state(ENTRY, ("ann",), replace(RECORD, state=JobState.DONE), told) is VisitState.DONE


def test_a_failure_says_nothing_of_a_later_visit_planned_because_it_was_put_back() -> None:
    told = [outcome(OutcomeKind.COULD_NOT, "08:30")]
    assert visit_state(ENTRY, ("ann",), RECORD, told) is VisitState.EXPECTED
    assert visit_state(ENTRY, ("ann",), replace(RECORD, state=JobState.COULD_NOT), told) is VisitState.COULD_NOT


def test_a_job_taken_away_is_shown_as_such() -> None:
    assert visit_state(ENTRY, ("ann",), replace(RECORD, state=JobState.WITHDRAWN), ()) is VisitState.TAKEN_AWAY
