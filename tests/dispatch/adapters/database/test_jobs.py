"""Jobs: one at a place from its sensors, and moves that only the legal list allows."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.store import SqlStore
from dispatch.adapters.database.tables import jobs
from dispatch.domain.errors import NotFound, Unusable
from dispatch.domain.job import Cause, CauseKind, JobOrder
from dispatch.domain.states import CLOSED, JOB_MOVES, JobState
from dispatch.ports.store import Store
from tests.databases import SetClock, empty
from tests.dispatch.adapters.database.at_once import at_once
from tests.dispatch.adapters.database.small_world import (
    AT_SIX,
    COUNCIL,
    HOUSING,
    MONDAY,
    PROGRAM,
    job,
    record,
    scheduler,
    sensed,
)

LATER = AT_SIX + timedelta(hours=1)


def test_a_job_comes_back_as_it_was(store: Store) -> None:
    added = record(sensed("J1", "s1", "s2"))
    with store.begin(PROGRAM) as work:
        assert work.jobs.add(added)
    with store.begin(COUNCIL) as work:
        assert work.jobs.get("J1") == added
        assert work.jobs.get("J2") is None


def test_a_job_added_again_is_stored_once(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(job("J1", uprn="1")))
        assert not work.jobs.add(record(job("J1", uprn="2")))
        found = work.jobs.get("J1")
    assert found
    assert found.job.place.uprn == "1"


@pytest.mark.parametrize("state", sorted(JobState))
def test_a_further_sensed_job_of_a_type_at_a_place_waits_until_the_first_is_closed(
    store: Store, state: JobState
) -> None:
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(sensed("J1"), state=state))
        assert work.jobs.add(record(sensed("J2"))) is (state in CLOSED)


def test_a_sensed_job_of_another_type_or_at_another_place_is_another_job(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        assert work.jobs.add(record(sensed("J1")))
        assert work.jobs.add(record(sensed("J2", type_="mend_bin")))
        assert work.jobs.add(record(sensed("J3", uprn="2")))


def test_two_planned_calls_at_one_home_are_two_calls(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        assert work.jobs.add(record(job("J1")))
        assert work.jobs.add(record(job("J2")))


def test_of_two_sensed_jobs_added_at_the_same_moment_one_is_stored(store: Store) -> None:
    def add(job_id: str) -> bool:
        with store.begin(PROGRAM) as work:
            return work.jobs.add(record(sensed(job_id)))

    assert sorted(at_once(lambda: add("J1"), lambda: add("J2"))) == [False, True]


@pytest.mark.parametrize("target", sorted(JobState))
@pytest.mark.parametrize("source", sorted(JobState))
def test_a_job_moves_where_the_list_of_legal_moves_leads_and_nowhere_else(
    store: Store, source: JobState, target: JobState
) -> None:
    legal = target in JOB_MOVES[source]
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(job("J1"), state=source))
        assert work.jobs.move("J1", target, LATER, note="as told") is legal
        after = work.jobs.get("J1")
    assert after is not None
    assert after.state is (target if legal else source)
    assert after.changed_at == (LATER if legal else AT_SIX)
    assert after.note == ("as told" if legal else "")
    if legal:
        assert after.closed_at == (LATER if target in CLOSED else None)


def test_a_move_can_be_held_to_fewer_states_than_are_legal(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(job("J1")))
        assert not work.jobs.move("J1", JobState.DONE, LATER, only_from={JobState.STARTED})
        # Naming a state does not make the move legal.
        assert not work.jobs.move("J1", JobState.OPEN, LATER, only_from={JobState.OPEN})
        assert work.jobs.move("J1", JobState.DONE, LATER, only_from={JobState.OPEN})


def test_a_move_without_a_note_leaves_the_note(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(job("J1")))
        work.jobs.move("J1", JobState.WITHDRAWN, LATER, note="asked for twice")
        work.jobs.move("J1", JobState.DONE, LATER)
        found = work.jobs.get("J1")
    assert found
    assert found.note == "asked for twice"


def test_of_two_who_move_a_job_at_the_same_moment_one_wins(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(job("J1")))

    def withdraw() -> bool:
        with store.begin(COUNCIL) as work:
            return work.jobs.move("J1", JobState.WITHDRAWN, LATER, only_from={JobState.OPEN})

    assert sorted(at_once(withdraw, withdraw)) == [False, True]


def test_a_day_has_its_own_jobs_and_what_is_undated_or_overdue_and_not_closed(store: Store) -> None:
    before, after = MONDAY - timedelta(days=1), MONDAY + timedelta(days=1)
    with store.begin(PROGRAM) as work:
        for id_, state, due_on in (
            ("today", JobState.DONE, MONDAY),
            ("undated", JobState.OPEN, None),
            ("undated-done", JobState.DONE, None),
            ("overdue", JobState.COULD_NOT, before),
            ("overdue-done", JobState.DONE, before),
            ("tomorrow", JobState.OPEN, after),
        ):
            work.jobs.add(record(job(id_), state=state, due_on=due_on))
        assert [each.job.id for each in work.jobs.of_day(MONDAY)] == ["overdue", "today", "undated"]


def test_what_sensors_caused_at_a_place_is_the_unsettled_and_the_last_closed_of_each_type(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        for number, id_ in enumerate(("first", "second", "third")):
            work.jobs.add(record(sensed(id_)))
            if id_ != "third":
                work.jobs.move(id_, JobState.DONE, AT_SIX + timedelta(minutes=number))
        work.jobs.add(record(sensed("mended", type_="mend_bin"), state=JobState.DONE))
        work.jobs.add(record(sensed("elsewhere", uprn="2")))
        work.jobs.add(record(job("planned")))
        assert [each.job.id for each in work.jobs.caused_at(["1"])] == ["mended", "second", "third"]
        assert work.jobs.caused_at([]) == ()


def test_jobs_come_in_the_order_asked_for(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        for id_ in ("a", "B", "c"):
            work.jobs.add(record(job(id_)))
        assert [each.job.id for each in work.jobs.many(["c", "nobody", "a", "c"])] == ["c", "a"]
        # Capitals first, as in every list of ours, whatever the language of the machine.
        assert [each.job.id for each in work.jobs.of_day(MONDAY)] == ["B", "a", "c"]


def test_signals_that_joined_stay_whoever_writes_last(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(sensed("J1", "s1")))
        for joined in (("s1", "s2"), ("s1", "s3")):
            cause = Cause(kind=CauseKind.SENSOR, signal_ids=joined, rule="full")
            work.jobs.set_cause("J1", cause, LATER)
        found = work.jobs.get("J1")
        work.jobs.set_cause("nobody", Cause(kind=CauseKind.SENSOR), LATER)
    assert found
    assert found.job.cause.signal_ids == ("s1", "s2", "s3")
    assert found.job.cause.rule == "full"
    assert found.changed_at == LATER


def test_orders_are_found_between_the_jobs_asked_for_only(store: Store) -> None:
    pipe_then_wall = JobOrder(first_id="pipe", second_id="wall", least=timedelta(hours=1))
    wall_then_paint = JobOrder(first_id="wall", second_id="paint", least=timedelta(0), most=timedelta(days=2))
    with store.begin(COUNCIL) as work:
        work.jobs.add_orders("council", [pipe_then_wall, wall_then_paint, pipe_then_wall])
        assert work.jobs.orders({"pipe", "wall"}) == (pipe_then_wall,)
        assert work.jobs.orders({"pipe", "wall", "paint"}) == (pipe_then_wall, wall_then_paint)
    with store.begin(HOUSING) as work:
        assert work.jobs.orders({"pipe", "wall"}) == ()
        with pytest.raises(Unusable, match="another organisation"):
            work.jobs.add_orders("housing", [pipe_then_wall])


def test_another_organisations_jobs_are_neither_seen_nor_moved(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(sensed("J1", "s1")))
    with store.begin(HOUSING) as work:
        assert work.jobs.get("J1") is None
        assert work.jobs.many(["J1"]) == ()
        assert work.jobs.of_day(MONDAY) == ()
        assert work.jobs.caused_at(["1"]) == ()
        assert not work.jobs.move("J1", JobState.DONE, LATER)
        work.jobs.set_cause("J1", Cause(kind=CauseKind.SENSOR, signal_ids=("s9",)), LATER)
        with pytest.raises(NotFound):
            work.jobs.add(record(job("J2")))
    with store.begin(scheduler("housing", "council")) as work:
        assert work.jobs.get("J1") == record(sensed("J1", "s1"))


def test_a_unit_that_raises_keeps_nothing(store: Store) -> None:
    def half_done() -> None:
        with store.begin(PROGRAM) as work:
            work.jobs.add(record(sensed("J1", "s1")))
            raise KeyError("the other half")

    with pytest.raises(KeyError, match="the other half"):
        half_done()
    with store.begin(PROGRAM) as work:
        assert work.jobs.get("J1") is None


def test_a_job_that_is_held_is_as_it_is_and_only_for_who_may_see_it(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.jobs.add(record(job("J1")))
    with store.begin(COUNCIL) as work:
        assert work.jobs.hold("J1") == work.jobs.get("J1") == record(job("J1"))
        assert work.jobs.hold("J2") is None
    with store.begin(HOUSING) as work:
        assert work.jobs.hold("J1") is None


def test_nobody_else_changes_a_job_that_is_held_but_plans_may_refer_to_it(postgresql: Database) -> None:
    store = SqlStore(postgresql, SetClock())
    try:
        with store.begin(PROGRAM) as work:
            work.jobs.add(record(job("J1")))
        with store.begin(PROGRAM) as work, postgresql.engine.connect() as another:
            assert work.jobs.hold("J1")
            asked = select(jobs.job.c.id).where(jobs.job.c.id == "J1")
            assert another.execute(asked.with_for_update(nowait=True, read=True, key_share=True)).one()
            with pytest.raises(OperationalError, match="could not obtain lock"):
                another.execute(asked.with_for_update(nowait=True, key_share=True))
    finally:
        empty(postgresql)
