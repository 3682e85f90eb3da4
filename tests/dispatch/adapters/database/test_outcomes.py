"""Facts from the field, kept as they were told, and absences."""

from dataclasses import replace

import pytest

from dispatch.domain.absence import Absence
from dispatch.domain.errors import NotFound
from dispatch.domain.outcome import CouldNotReason, Outcome, OutcomeKind, Standing
from dispatch.ports.store import Store
from tests.dispatch.adapters.database.at_once import at_once
from tests.dispatch.adapters.database.small_world import COUNCIL, HOUSING, PROGRAM
from tests.dispatch.planning.tiny_day import WINTER_DAY, at

ARRIVED = Outcome(id="o1", organisation_id="council", job_id="CALL", worker_id="ann", plan_id="p1",
                  kind=OutcomeKind.ARRIVED, happened_at=at("08:31"), received_at=at("08:32"))  # fmt: skip
COULD_NOT = replace(ARRIVED, id="o2", kind=OutcomeKind.COULD_NOT, reason=CouldNotReason.NO_ACCESS,
                    note="Nobody in – dog ✓\n<b>", standing=Standing.TAKEN_AWAY)  # fmt: skip
SICK = Absence(id="a1", organisation_id="council", worker_id="ann", on=WINTER_DAY, starts_at=at("09:00"),
               reported_by="sam", reported_at=at("08:50"))  # fmt: skip


def add(store: Store, *outcomes: Outcome) -> list[bool]:
    with store.begin(PROGRAM) as work:
        return [work.outcomes.add(each) for each in outcomes]


@pytest.mark.parametrize("told", [ARRIVED, COULD_NOT], ids=["arrived", "could not"])
def test_an_outcome_comes_back_as_it_was_told(store: Store, told: Outcome) -> None:
    assert add(store, told) == [True]
    with store.begin(COUNCIL) as work:
        assert work.outcomes.get(told.id) == told
        assert work.outcomes.get("o9") is None


def test_an_outcome_told_again_is_stored_once_and_stays_as_it_was_first(store: Store) -> None:
    assert add(store, ARRIVED, replace(ARRIVED, note="changed my mind")) == [True, False]
    with store.begin(COUNCIL) as work:
        assert work.outcomes.of_jobs(("CALL",)) == (ARRIVED,)


def test_an_outcome_told_twice_at_the_same_moment_is_stored_once(store: Store) -> None:
    assert sorted(at_once(lambda: add(store, ARRIVED), lambda: add(store, ARRIVED))) == [[False], [True]]


def test_outcomes_of_jobs_are_in_the_order_of_happening_however_they_came_in(store: Store) -> None:
    done = replace(ARRIVED, id="o0", kind=OutcomeKind.DONE, happened_at=at("09:00"), received_at=at("09:01"))
    late = replace(ARRIVED, id="o8", job_id="SECOND", happened_at=at("08:00"), received_at=at("12:00"))
    same_moment = replace(done, id="o4", job_id="SECOND", happened_at=at("08:00"), received_at=at("12:00"))
    elsewhere = replace(ARRIVED, id="o5", job_id="THIRD")
    add(store, same_moment, done, elsewhere, late, ARRIVED)
    with store.begin(COUNCIL) as work:
        assert work.outcomes.of_jobs(("CALL", "SECOND", "NONE")) == (late, same_moment, ARRIVED, done)
        assert work.outcomes.of_jobs(()) == ()


def test_outcomes_of_many_jobs_are_found_at_once(store: Store) -> None:
    add(store, ARRIVED)
    with store.begin(COUNCIL) as work:
        assert work.outcomes.of_jobs([*(f"J{number}" for number in range(70_000)), "CALL"]) == (ARRIVED,)


def test_an_absence_comes_back_as_it_was(store: Store) -> None:
    with store.begin(COUNCIL) as work:
        assert work.outcomes.add_absence(SICK)
        assert work.outcomes.absences(WINTER_DAY) == (SICK,)
        assert work.outcomes.absences(WINTER_DAY.replace(day=1)) == ()


def test_a_worker_is_absent_once_a_day(store: Store) -> None:
    other_day = replace(SICK, id="a3", on=WINTER_DAY.replace(day=25))
    with store.begin(COUNCIL) as work:
        assert work.outcomes.add_absence(SICK)
        assert not work.outcomes.add_absence(replace(SICK, id="a2", starts_at=at("11:00")))
        assert work.outcomes.add_absence(other_day)
        assert work.outcomes.absences(WINTER_DAY) == (SICK,)


def test_an_absence_is_taken_back_once_and_can_be_told_again(store: Store) -> None:
    with store.begin(COUNCIL) as work:
        work.outcomes.add_absence(SICK)
        assert work.outcomes.end_absence("a1")
        assert not work.outcomes.end_absence("a1")
        assert work.outcomes.absences(WINTER_DAY) == ()
        assert work.outcomes.add_absence(replace(SICK, id="a2"))


def test_absences_are_in_the_order_they_start(store: Store) -> None:
    ben = replace(SICK, id="a2", worker_id="ben", starts_at=at("08:00"))
    cat = replace(SICK, id="a0", worker_id="cat")
    with store.begin(COUNCIL) as work:
        for absence in (cat, SICK, ben):
            work.outcomes.add_absence(absence)
        assert work.outcomes.absences(WINTER_DAY) == (ben, SICK, cat)


def test_another_organisation_sees_and_changes_none_of_it(store: Store) -> None:
    add(store, ARRIVED)
    with store.begin(COUNCIL) as work:
        work.outcomes.add_absence(SICK)
    with store.begin(HOUSING) as work:
        assert work.outcomes.get("o1") is None
        assert work.outcomes.of_jobs(("CALL",)) == ()
        assert work.outcomes.absences(WINTER_DAY) == ()
        assert not work.outcomes.end_absence("a1")
    with pytest.raises(NotFound), store.begin(HOUSING) as work:
        work.outcomes.add(COULD_NOT)
    with pytest.raises(NotFound), store.begin(HOUSING) as work:
        work.outcomes.add_absence(replace(SICK, id="a2", worker_id="ben"))
    with store.begin(COUNCIL) as work:
        assert work.outcomes.absences(WINTER_DAY) == (SICK,)
