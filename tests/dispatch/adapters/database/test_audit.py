"""The audit log: numbers without gaps, seals, and facts as they are now."""

import hashlib
from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update

from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.tables import metadata
from dispatch.adapters.database.tables.audit import audit_counter, audit_entry, audit_fact
from dispatch.adapters.database.tables.messages import message as message_table
from dispatch.adapters.database.tables.outcomes import outcome as outcome_table
from dispatch.domain.audit import AuditEntry, Seal
from dispatch.domain.fact import message_fact, outcome_fact, publication_fact
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.dispatch.adapters.database.at_once import at_once
from tests.dispatch.adapters.database.small_world import AT_SIX, COUNCIL, HOUSING, PROGRAM, message
from tests.dispatch.adapters.database.test_outcomes import ARRIVED, COULD_NOT
from tests.dispatch.adapters.database.toy_revisions import PLAN, asked_and_made
from tests.dispatch.planning.tiny_day import at


class PowerCut(Exception):
    """In the middle of a unit of work."""


def write(store: Store, *subjects: str) -> None:
    with store.begin(COUNCIL) as work:
        for subject in subjects:
            work.audit.write("look at it", subject)


def numbers(store: Store) -> list[int]:
    with store.begin(PROGRAM) as work:
        return [entry.number for entry in work.audit.entries(1, 10_000)]


def test_an_entry_says_who_did_what_when_and_for_which_purpose(store: Store, clock: SetClock) -> None:
    clock.forward(timedelta(microseconds=7))
    with store.begin(COUNCIL) as work:
        work.audit.write("publish a plan", "plan p1")
        work.audit.write("publish a plan", "plan p2", organisation_id="housing")
        first = AuditEntry(number=1, at=AT_SIX + timedelta(microseconds=7), organisation_id="council",
                           actor_id="council-scheduler", role="scheduler", purpose="planning", action="publish a plan",
                           subject="plan p1")  # fmt: skip
        assert work.audit.entries(1, 2) == (first,)
    with store.begin(HOUSING) as work:
        assert [entry.subject for entry in work.audit.find(("plan p1", "plan p2"))] == ["plan p2"]


def test_numbers_have_no_gap_after_work_that_was_rolled_back(store: Store) -> None:
    def write_and_break() -> None:
        with store.begin(COUNCIL) as work:
            work.audit.write("look at it", "job LOST")
            raise PowerCut

    write(store, "job A", "job B")
    with pytest.raises(PowerCut):
        write_and_break()
    write(store, "job C")
    assert numbers(store) == [1, 2, 3]
    with store.begin(COUNCIL) as work:
        assert work.audit.find(("job LOST",)) == ()


def test_numbers_have_no_gap_when_many_write_at_once(store: Store) -> None:
    def write_some(name: str) -> None:
        for number in range(5):
            write(store, f"job {name}{number}")

    at_once(*(lambda name=name: write_some(name) for name in "ABCD"))
    assert numbers(store) == list(range(1, 21))


def test_the_number_of_a_deleted_entry_is_not_given_again(store: Store, database: Database) -> None:
    write(store, "job A", "job B")
    with database.engine.begin() as connection:
        connection.execute(delete(audit_entry).where(audit_entry.c.number == 2))
    write(store, "job C")
    assert numbers(store) == [1, 3]


def test_where_the_counter_was_lost_it_goes_on_after_the_last_entry(store: Store, database: Database) -> None:
    write(store, "job A", "job B")
    with database.engine.begin() as connection:
        connection.execute(delete(audit_counter))
    write(store, "job C")
    assert numbers(store) == [1, 2, 3]


def test_entries_are_found_by_their_subjects_in_order(store: Store) -> None:
    write(store, "job B", "job A", "job B", "job C")
    with store.begin(COUNCIL) as work:
        assert [entry.number for entry in work.audit.find(("job A", "job B"))] == [1, 2, 3]
        assert work.audit.find(()) == ()


def seal(number: int, first: int, last: int) -> Seal:
    return Seal(number=number, first=first, last=last, sealed_at=AT_SIX, previous_hash="p", hash=f"h{number}")


def test_seals_come_back_in_order_and_tell_what_is_left(store: Store) -> None:
    write(store, *"ABCDE")
    with store.begin(PROGRAM) as work:
        assert work.audit.last_seal() is None
        assert [entry.number for entry in work.audit.unsealed(2)] == [1, 2]
        assert work.audit.add_seal(seal(1, 1, 2))
        assert work.audit.add_seal(seal(2, 3, 4))
        assert tuple(work.audit.seals()) == (seal(1, 1, 2), seal(2, 3, 4))
        assert work.audit.last_seal() == seal(2, 3, 4)
        assert [entry.number for entry in work.audit.unsealed(10)] == [5]


def test_more_seals_than_are_read_at_once_all_come_back(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        for number in range(1, 1002):
            work.audit.add_seal(seal(number, number, number))
        assert [one.number for one in work.audit.seals()] == list(range(1, 1002))


def test_of_two_that_seal_at_the_same_moment_one_wins(store: Store) -> None:
    write(store, "A")

    def sealed() -> bool:
        with store.begin(PROGRAM) as work:
            return work.audit.add_seal(seal(1, 1, 1))

    assert sorted(at_once(sealed, sealed)) == [False, True]


def facts(store: Store) -> list[tuple[int, str, str]]:
    """(entry number, subject, content), each checked against the hash of its entry."""
    with store.begin(PROGRAM) as work:
        hashes = {entry.number: entry.fact_hash for entry in work.audit.entries(1, 10_000)}
        found = list(work.audit.facts())
    for number, _, salt, content in found:
        if content:
            assert hashlib.sha256((salt + content).encode()).hexdigest() == hashes[number]
    return [(number, subject, content) for number, subject, _, content in found]


def store_three_facts(store: Store) -> None:
    """A message, an outcome and a publication, with entries between that have no fact."""
    asked_and_made(store)
    with store.begin(PROGRAM) as work:
        work.messages.add(message("m 1"), ())
        work.audit.write(
            "take in a signal", "message m 1", organisation_id="council", fact=message_fact(message("m 1"))
        )
        work.audit.write("make a plan", "plan p1")
        work.outcomes.add(COULD_NOT)
        work.audit.write("report from a visit", "outcome o2", organisation_id="council", fact=outcome_fact(COULD_NOT))
    with store.begin(COUNCIL) as work:
        work.plans.publish("p1", "sam", at("07:30"))
        work.audit.write("publish a plan", "plan p1", fact=publication_fact("p1", PLAN, "sam", at("07:30")))


def test_facts_are_told_as_their_rows_are_now(store: Store) -> None:
    store_three_facts(store)
    assert facts(store) == [
        (1, "message m 1", message_fact(message("m 1"))),
        (3, "outcome o2", outcome_fact(COULD_NOT)),
        (4, "plan p1", publication_fact("p1", PLAN, "sam", at("07:30"))),
    ]


def test_a_fact_that_was_changed_no_longer_has_the_hash_of_its_entry(store: Store, database: Database) -> None:
    store_three_facts(store)
    with database.engine.begin() as connection:
        connection.execute(update(outcome_table).values(note="All went well"))
    with pytest.raises(AssertionError):
        facts(store)


def test_a_fact_that_is_gone_has_no_content(store: Store, database: Database) -> None:
    store_three_facts(store)
    with database.engine.begin() as connection:
        connection.execute(delete(message_table))
        connection.execute(delete(outcome_table))
    assert [(subject, bool(content)) for _, subject, content in facts(store)] == [
        ("message m 1", False),
        ("outcome o2", False),
        ("plan p1", True),
    ]


def test_erasing_a_salt_takes_the_fact_off_the_list_and_leaves_the_entry(store: Store, database: Database) -> None:
    store_three_facts(store)
    with database.engine.begin() as connection:
        connection.execute(delete(audit_fact).where(audit_fact.c.number == 3))
    assert [number for number, _, _ in facts(store)] == [1, 4]
    assert numbers(store) == [1, 2, 3, 4]


def test_a_plan_that_is_no_longer_published_and_things_unknown_have_no_content(store: Store) -> None:
    asked_and_made(store)
    with store.begin(PROGRAM) as work:
        work.audit.write("publish a plan", "plan p1", fact="said to be published")
        work.audit.write("look at it", "unicorn 7", fact="white")
        work.audit.write("look at it", "nothing", fact="at all")
    assert facts(store) == [(1, "plan p1", ""), (2, "unicorn 7", ""), (3, "nothing", "")]


def test_two_entries_of_one_fact_have_salts_of_their_own(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.outcomes.add(ARRIVED)
        for _ in range(2):
            work.audit.write("report from a visit", "outcome o1", fact=outcome_fact(ARRIVED))
        first, second = work.audit.facts()
        hashes = [entry.fact_hash for entry in work.audit.entries(1, 2)]
    assert (first[0], second[0]) == (1, 2)
    assert first[2] != second[2]
    assert hashes[0] != hashes[1]


def test_more_facts_than_are_read_at_once_are_all_told_once(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.outcomes.add(ARRIVED)
        for _ in range(501):
            work.audit.write("report from a visit", "outcome o1", fact=outcome_fact(ARRIVED))
    assert [number for number, _, _ in facts(store)] == list(range(1, 502))


def test_no_entry_holds_what_was_reported(store: Store, database: Database) -> None:
    store_three_facts(store)
    with database.engine.begin() as connection:
        for table in (each for each in metadata.sorted_tables if each.name.startswith("audit_")):
            assert "dog" not in repr(connection.execute(select(table)).all())
