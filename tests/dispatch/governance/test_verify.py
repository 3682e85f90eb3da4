"""Whoever changes the log behind the program's back is found out."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import Executable, Table, delete, insert, update

from dispatch.adapters.audit_head import AuditHeadFile
from dispatch.adapters.database.packed import pack
from dispatch.adapters.database.tables import audit, outcomes, plans
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.fact import outcome_fact, publication_fact
from dispatch.domain.outcome import Outcome, OutcomeKind
from dispatch.governance.sealer import chain_hash, seal
from dispatch.governance.verify import ERASE, verify
from tests.dispatch.adapters.database.small_world import AT_SIX, PROGRAM
from tests.dispatch.adapters.database.toy_revisions import COUNCIL, PLAN, asked_and_made
from tests.dispatch.governance.sealed_log import DeadHead, KilledError, SealedLog

ENTRY, SEAL, FACT = audit.audit_entry, audit.audit_seal, audit.audit_fact
ARRIVED = Outcome(
    id="o1", organisation_id="council", job_id="CALL", worker_id="ann", plan_id="p1", kind=OutcomeKind.ARRIVED,
    happened_at=AT_SIX, received_at=AT_SIX,
)  # fmt: skip


def test_an_untouched_log_is_sound(log: SealedLog) -> None:
    log.write("job C")
    verdict = log.verify()
    assert verdict.problems == ()
    assert (verdict.entries, verdict.seals, verdict.unsealed, verdict.not_noted) == (7, 3, 1, 0)


def test_an_empty_log_is_sound(log: SealedLog) -> None:
    for table in (FACT, SEAL, ENTRY):
        log.tamper(delete(table))
    log.head_path.unlink()
    assert log.verify().problems == ()


@pytest.mark.parametrize("column", ["actor_id", "role", "purpose", "action", "subject", "organisation_id"])
def test_an_entry_that_was_changed_is_found(log: SealedLog, column: str) -> None:
    log.tamper(update(ENTRY).where(ENTRY.c.number == 4).values({column: "somebody else"}))
    assert log.problem() == "An entry of 3 to 4 (seal 2) was changed after it was sealed."


def test_an_entry_whose_time_was_changed_is_found(log: SealedLog) -> None:
    log.tamper(update(ENTRY).where(ENTRY.c.number == 1).values(at=AT_SIX - timedelta(microseconds=1)))
    assert "seal 1) was changed" in log.problem()


def test_an_entry_that_was_removed_is_found(log: SealedLog) -> None:
    log.tamper(delete(ENTRY).where(ENTRY.c.number == 3))
    assert log.problem() == "Entries under seal 2 are missing: 1, the first of them 3."


def test_a_removed_entry_before_the_next_seal_is_found_too(log: SealedLog) -> None:
    log.write("job C", "job D")
    log.tamper(delete(ENTRY).where(ENTRY.c.number == 7))
    assert log.problem() == "Entry 7 is missing among those not sealed yet."


@pytest.mark.parametrize("number", [0, -5])
def test_an_entry_put_in_before_the_first_is_found(log: SealedLog, number: int) -> None:
    log.tamper(insert(ENTRY).values(forged(number)))
    assert log.problem() == f"Entry {number} stands before the first of the log: it was put in later."


def test_an_entry_put_in_by_moving_the_others_on_is_found(log: SealedLog) -> None:
    for number in (6, 5):
        log.tamper(update(ENTRY).where(ENTRY.c.number == number).values(number=number + 1))
    log.tamper(insert(ENTRY).values(forged(5)))
    assert log.problem() == "An entry of 5 to 6 (seal 3) was changed after it was sealed."


def test_a_seal_removed_at_the_end_is_found_by_the_record_outside(log: SealedLog) -> None:
    log.tamper(delete(SEAL).where(SEAL.c.number == 3))
    log.tamper(delete(ENTRY).where(ENTRY.c.number > 4))
    assert log.problem() == "Seal 3 was noted outside the database and is not in it: entries were removed."


def test_a_seal_removed_in_the_middle_is_found(log: SealedLog) -> None:
    log.tamper(delete(SEAL).where(SEAL.c.number == 2))
    assert set(log.verify().problems) == {
        "Seal 2 was noted outside the database and is not in it: entries were removed.",
        "Seal 3 does not follow the one before it.",
    }


def test_an_entry_changed_and_its_seal_made_anew_is_found_by_the_record_outside(log: SealedLog) -> None:
    log.tamper(update(ENTRY).where(ENTRY.c.number == 5).values(subject="job X"))
    with log.store.begin(PROGRAM) as work:
        last = tuple(work.audit.seals())[-1]
        anew = chain_hash(last.previous_hash, work.audit.entries(5, 6))
    log.tamper(update(SEAL).where(SEAL.c.number == 3).values(hash=anew))
    assert log.problem() == "Seal 3 is not the one noted outside the database: it was made anew."


def test_a_seal_whose_time_was_changed_is_found(log: SealedLog) -> None:
    log.tamper(update(SEAL).where(SEAL.c.number == 2).values(sealed_at=AT_SIX))
    assert "Seal 2 is not the one noted" in log.problem()


def test_a_seal_forged_over_more_entries_than_there_can_be_is_found_at_once(log: SealedLog) -> None:
    log.tamper(update(SEAL).where(SEAL.c.number == 3).values(last=10**15))
    assert any("Entries under seal 3 are missing" in one for one in log.verify().problems)


def test_a_record_outside_that_was_cut_off_is_found(log: SealedLog) -> None:
    log.cut_head(1)
    assert log.problem().startswith("2 seals from 2 on are not in the record outside the database")


def test_a_record_outside_that_is_gone_is_found(log: SealedLog) -> None:
    log.head_path.unlink()
    assert log.problem().startswith("3 seals from 1 on are not in the record")


def test_a_record_outside_that_was_scribbled_over_is_found(log: SealedLog) -> None:
    log.head_path.write_bytes(log.head_path.read_bytes().replace(b'"number"', b'"nummer"', 1))
    assert any("is damaged" in one for one in log.verify().problems)


def test_a_kill_between_sealing_and_noting_is_no_tampering_and_is_put_right_by_the_next_sealing(
    log: SealedLog,
) -> None:
    log.write("job C")
    with pytest.raises(KilledError):
        seal(log.store, DeadHead(log.head), AT_SIX)
    between = log.verify()
    assert (between.problems, between.seals, between.not_noted) == ((), 4, 1)
    log.seal()
    assert log.verify().not_noted == 0
    assert [one.number for one in AuditHeadFile(log.head_path).noted()] == [1, 2, 3, 4]


def test_a_line_of_the_record_that_a_kill_cut_short_is_written_again(log: SealedLog) -> None:
    log.head_path.write_bytes(log.head_path.read_bytes()[:-20])
    assert log.verify().problems == ()
    log.write("job C")
    log.seal()
    verdict = log.verify()
    assert (verdict.problems, verdict.not_noted, verdict.seals) == ((), 0, 4)


def test_a_fact_that_was_changed_is_found(log: SealedLog) -> None:
    report(log)
    assert log.verify().facts == 1
    log.tamper(update(outcomes.outcome).values(kind="done"))
    assert log.problem() == "The outcome o1 is not what entry 7 of the log vouches for: it was changed."


def test_a_fact_not_sealed_yet_is_vouched_for_as_well(log: SealedLog) -> None:
    report(log, sealed=False)
    log.tamper(update(outcomes.outcome).values(worker_id="ben"))
    assert "outcome o1" in log.problem()


def test_a_fact_that_was_taken_out_is_found(log: SealedLog) -> None:
    report(log)
    log.tamper(delete(outcomes.outcome))
    assert log.problem() == "The outcome o1 that entry 7 of the log vouches for is gone: it was taken out."


def test_salts_that_were_taken_out_so_that_nothing_can_be_compared_are_found(log: SealedLog) -> None:
    report(log)
    log.tamper(delete(FACT))
    assert log.problem().startswith(
        "Whether the outcome o1 is what entry 7 of the log vouches for can no longer be told"
    )


def test_a_salt_that_was_hung_on_another_subject_is_found(log: SealedLog) -> None:
    report(log)
    log.tamper(update(FACT).values(subject="unicorn 7"))
    assert "The outcome o1 that entry 7" in log.problem()


@pytest.mark.parametrize("gone", [(FACT,), (outcomes.outcome,), (FACT, outcomes.outcome)])
def test_a_fact_that_was_erased_by_order_is_counted_and_breaks_nothing(log: SealedLog, gone: tuple[Table, ...]) -> None:
    report(log)
    with log.store.begin(PROGRAM) as work:
        work.audit.write(ERASE, "outcome o1", organisation_id="council")
    for table in gone:
        log.tamper(delete(table))
    verdict = log.verify()
    assert (verdict.problems, verdict.facts, verdict.erased) == ((), 0, 1)


def test_an_order_to_erase_holds_for_its_own_subject_and_for_what_was_there_before_it(log: SealedLog) -> None:
    with log.store.begin(PROGRAM) as work:
        work.audit.write(ERASE, "outcome o1", organisation_id="council")
    report(log)
    with log.store.begin(PROGRAM) as work:
        work.audit.write(ERASE, "outcome o2", organisation_id="council")
    log.tamper(delete(outcomes.outcome))
    assert "The outcome o1 that entry 8" in log.problem()


VISIT = plans.visit


@pytest.mark.parametrize(
    "tampering",
    [
        update(VISIT).values(starts_at=AT_SIX),
        update(VISIT).values(finishes_at=AT_SIX),
        update(VISIT).where(VISIT.c.worker_id == "fiona").values(worker_id="zoe"),
        update(VISIT).values(job_id="OTHER"),
        delete(VISIT).where(VISIT.c.worker_id == "fiona"),
        update(plans.plan_revision).values(published_by="somebody else"),
    ],
)
def test_a_publication_is_vouched_for_by_the_very_rows_that_evidence_is_read_from(
    log: SealedLog, tampering: Executable
) -> None:
    publish(log)
    assert log.verify().problems == ()
    assert log.verify().facts == 1
    log.tamper(tampering)
    assert log.problem() == "The plan p1 is not what entry 7 of the log vouches for: it was changed."


def test_a_publication_whose_plan_was_changed_is_found_though_its_visits_are_whole(log: SealedLog) -> None:
    publish(log)
    other = pack(DayPlan, replace(PLAN, days=PLAN.days[:1]))
    log.tamper(update(plans.plan_revision).values(plan=other))
    assert "plan p1 is not what" in log.problem()


def test_a_publication_that_was_taken_back_behind_the_program_s_back_is_found(log: SealedLog) -> None:
    publish(log)
    log.tamper(update(plans.plan_revision).values(published_at=None))
    assert log.problem() == "The plan p1 that entry 7 of the log vouches for is gone: it was taken out."


def test_progress_is_told_seal_by_seal(log: SealedLog) -> None:
    told: list[tuple[int, int]] = []
    verify(log.store, log.head, lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]


def report(log: SealedLog, *, sealed: bool = True) -> None:
    """An outcome that the log vouches for."""
    with log.store.begin(PROGRAM) as work:
        work.outcomes.add(ARRIVED)
        work.audit.write("report from a visit", "outcome o1", organisation_id="council", fact=outcome_fact(ARRIVED))
    if sealed:
        log.seal()


def publish(log: SealedLog) -> None:
    """A plan as it is published, with the entry that vouches for it."""
    asked_and_made(log.store)
    with log.store.begin(COUNCIL) as work:
        work.plans.publish("p1", "sam", AT_SIX)
        work.audit.write("publish a plan", "plan p1", fact=publication_fact("p1", PLAN, "sam", AT_SIX))
    log.seal()


def forged(number: int) -> dict[str, object]:
    """An entry nobody wrote."""
    return {
        "number": number,
        "organisation_id": "council",
        "at": AT_SIX,
        "actor_id": "nobody",
        "role": "manager",
        "purpose": "review",
        "action": "look at it",
        "subject": "job X",
        "fact_hash": "",
    }
