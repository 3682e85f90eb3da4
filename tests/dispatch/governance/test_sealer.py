"""Entries are sealed once, in order, however often and by however many sealing is done."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.governance import sealer
from dispatch.governance.sealer import seal
from tests.dispatch.adapters.database.at_once import at_once
from tests.dispatch.adapters.database.small_world import AT_SIX, PROGRAM
from tests.dispatch.governance.sealed_log import SealedLog


def test_each_entry_is_under_one_seal_and_each_seal_names_the_one_before(log: SealedLog) -> None:
    with log.store.begin(PROGRAM) as work:
        seals = tuple(work.audit.seals())
    assert [(one.first, one.last) for one in seals] == [(1, 2), (3, 4), (5, 6)]
    assert [one.previous_hash for one in seals] == ["", seals[0].hash, seals[1].hash]
    assert log.head.noted() == seals


def test_sealing_again_with_nothing_new_makes_no_seal(log: SealedLog) -> None:
    assert log.seal() == 0
    assert log.verify().seals == 3


def test_many_entries_are_sealed_in_batches(log: SealedLog) -> None:
    with log.store.begin(PROGRAM) as work:
        for number in range(sealer.BATCH + 1):
            work.audit.write("look at it", f"job {number}")
    assert log.seal() == sealer.BATCH + 1
    verdict = log.verify()
    assert (verdict.seals, verdict.unsealed, verdict.problems) == (5, 0, ())


def test_two_who_seal_at_once_leave_a_sound_log(log: SealedLog) -> None:
    log.write("job C", "job D")
    at_once(lambda: seal(log.store, log.head, AT_SIX), lambda: seal(log.store, log.head, AT_SIX + timedelta(minutes=1)))
    log.seal()
    verdict = log.verify()
    assert (verdict.problems, verdict.unsealed) == ((), 0)


@pytest.mark.parametrize("field", ["action", "subject"])
def test_the_hash_tells_where_one_field_ends_and_the_next_begins(log: SealedLog, field: str) -> None:
    with log.store.begin(PROGRAM) as work:
        entry = work.audit.entries(1, 1)[0]
    moved = replace(entry, action=entry.action + '","', subject=entry.subject.removeprefix("job"))
    assert sealer.chain_hash("", [moved]) != sealer.chain_hash("", [entry])
    other = replace(entry, **{field: "other"})  # type: ignore[arg-type] # both fields are texts
    assert sealer.chain_hash("", [other]) != sealer.chain_hash("", [entry])
