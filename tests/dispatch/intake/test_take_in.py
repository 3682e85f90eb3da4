"""Stored signals become jobs: once each, whatever comes late, twice, or between two of us."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from threading import Barrier

import pytest

from dispatch.domain.actor import Actor, Role, system
from dispatch.domain.errors import NotAllowed, TryLater
from dispatch.domain.job_record import JobRecord
from dispatch.domain.signal import Signal
from dispatch.domain.states import JobState
from dispatch.intake.take_in import Taken, take_in
from dispatch.ports.store import Store
from tests.dispatch.intake.bad_luck import ClosingStore, DyingStore, EntryLastStore, Killed, OvertakenStore
from tests.dispatch.intake.small_council import hours, keep_all, settle
from tests.dispatch.intake.two_bins import FULL, HOME, LONDON, MARKET, NOW, reading

TRIAGE = system("triage")


@pytest.fixture
def council(store: Store) -> Store:
    settle(store)
    return store


def take(store: Store, at: datetime = NOW, limit: int = 500) -> Taken:
    return take_in(store, TRIAGE, at, LONDON, limit)


def at_bin(store: Store, uprn: str = "1") -> tuple[JobRecord, ...]:
    with store.begin(TRIAGE) as work:
        return work.jobs.caused_at([uprn])


def close(store: Store, job_id: str, at: datetime, state: JobState = JobState.DONE) -> None:
    with store.begin(TRIAGE) as work:
        assert work.jobs.move(job_id, state, at)


def heard_at(signal: Signal, hour: float) -> Signal:
    """Measured and received so many hours after six."""
    return replace(signal, observed_at=hours(hour), received_at=hours(hour))


def test_a_full_bin_becomes_an_open_job_that_names_its_reading(council: Store) -> None:
    keep_all(council, [reading("a", 1, 90), reading("m", 1, 10, of=MARKET)])
    assert take(council) == Taken(new=("full-BIN-1-2026-11-23",), triaged=2)
    (record,) = at_bin(council)
    assert (record.state, record.due_on, record.added_at) == (JobState.OPEN, date(2026, 11, 23), NOW)
    assert record.job.cause.signal_ids == ("a",)
    assert at_bin(council, "2") == ()


def test_a_second_look_finds_nothing_more_to_do(council: Store) -> None:
    keep_all(council, [reading("a", 1, 90)])
    take(council)
    assert take(council) == Taken()


def test_a_further_reading_joins_the_open_job(council: Store) -> None:
    keep_all(council, [reading("a", 2, 80)])
    take(council)
    keep_all(council, [reading("b", 1, 90)])
    assert take(council) == Taken(joined=("full-BIN-1-2026-11-23",), triaged=1)
    (record,) = at_bin(council)
    assert record.job.cause.signal_ids == ("a", "b")


@pytest.mark.parametrize("state", [JobState.SCHEDULED, JobState.STARTED, JobState.COULD_NOT])
def test_a_job_that_somebody_is_sent_to_or_could_not_do_is_joined_as_well(council: Store, state: JobState) -> None:
    keep_all(council, [reading("a", 2, 80)])
    (made,) = take(council).new
    close(council, made, NOW, state)
    keep_all(council, [reading("b", 1, 90)])
    assert take(council).joined == (made,)
    (record,) = at_bin(council)
    assert record.state is state


def test_a_reading_from_before_the_emptying_that_arrives_after_it_makes_no_new_job(council: Store) -> None:
    keep_all(council, [reading("a", 2, 80)])
    (made,) = take(council).new
    close(council, made, hours(3))
    late = replace(reading("late", 0, 95), observed_at=hours(2.5), received_at=hours(4))
    keep_all(council, [late])
    assert take(council, hours(4)) == Taken(triaged=1)
    assert [record.job.id for record in at_bin(council)] == [made]


def test_a_reading_from_the_moment_of_the_emptying_is_settled_by_it_and_one_just_after_is_not(council: Store) -> None:
    keep_all(council, [reading("a", 2, 80)])
    (made,) = take(council).new
    close(council, made, hours(3))
    keep_all(council, [heard_at(reading("then", 0, 95), 3)])
    assert take(council, hours(4)).new == ()
    keep_all(council, [replace(reading("after", 0, 95), observed_at=hours(3) + timedelta(seconds=1),
                               received_at=hours(4))])  # fmt: skip
    assert take(council, hours(4)).new == ("full-BIN-1-2026-11-23-2",)


def test_a_bin_that_fills_again_on_the_same_day_gets_a_second_job_naming_only_the_new_reading(council: Store) -> None:
    keep_all(council, [reading("a", 1, 90)])
    (first,) = take(council).new
    close(council, first, hours(2))
    keep_all(council, [heard_at(reading("b", 0, 80), 5)])
    assert take(council, hours(5)).new == (f"{first}-2",)
    close(council, f"{first}-2", hours(6))
    keep_all(council, [heard_at(reading("c", 0, 80), 7)])
    assert take(council, hours(7)).new == (f"{first}-3",)
    with council.begin(TRIAGE) as work:
        third = work.jobs.get(f"{first}-3")
    assert third is not None
    assert third.job.cause.signal_ids == ("c",)


def test_a_job_taken_away_is_not_asked_for_again_by_the_same_readings(council: Store) -> None:
    keep_all(council, [reading("a", 1, 90)])
    (made,) = take(council).new
    close(council, made, hours(1), JobState.WITHDRAWN)
    keep_all(council, [replace(reading("late", 0.5, 95), received_at=hours(2))])
    assert take(council, hours(2)).new == ()


def test_a_job_taken_away_stays_away_for_as_long_as_the_bin_stays_full(council: Store) -> None:
    keep_all(council, [reading("a", 1, 90)])
    (made,) = take(council).new
    close(council, made, hours(1), JobState.WITHDRAWN)
    for hour in (2, 3, 4):
        keep_all(council, [heard_at(reading(f"full-{hour}", 0, 95), hour)])
        assert take(council, hours(hour)).new == ()
    keep_all(council, [heard_at(reading("low", 0, 10), 5)])
    assert take(council, hours(5)).new == ()
    keep_all(council, [heard_at(reading("again", 0, 80), 6)])
    assert take(council, hours(6)).new == (f"{made}-2",)


def test_after_a_job_was_taken_away_a_late_low_reading_shows_that_the_bin_has_filled_again(council: Store) -> None:
    keep_all(council, [reading("a", 1, 90)])
    (made,) = take(council).new
    close(council, made, hours(1), JobState.WITHDRAWN)
    keep_all(council, [heard_at(reading("full", 0, 95), 3)])
    assert take(council, hours(3)).new == ()
    keep_all(council, [replace(reading("low", 0, 10), observed_at=hours(2), received_at=hours(4))])
    assert take(council, hours(4)).new == (f"{made}-2",)


def test_a_bin_emptied_after_its_job_was_taken_away_asks_again_as_any_other(council: Store) -> None:
    keep_all(council, [reading("a", 1, 90)])
    (made,) = take(council).new
    close(council, made, hours(1), JobState.WITHDRAWN)
    close(council, made, hours(2))
    keep_all(council, [heard_at(reading("full", 0, 95), 3)])
    assert take(council, hours(3)).new == (f"{made}-2",)


def test_a_rule_that_fails_is_told_of_and_the_other_bins_are_emptied(
    council: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with council.begin(TRIAGE) as work:
        work.settings.put("council", [replace(FULL, id="endless", template=replace(
            FULL.template, type="sweep", opens=time(7), closes=time(11)))])  # fmt: skip
    keep_all(council, [reading("a", 1, 90)])
    at = datetime(9999, 12, 31, 23, tzinfo=NOW.tzinfo)  # tomorrow cannot be told
    assert [one[:4] for one in take(council, at).new] == ["full"]
    assert "rule 'endless' at 'BIN-1'" in caplog.text
    assert take(council, at) == Taken()


def test_a_call_answered_before_the_last_visit_does_not_count_for_the_next(council: Store) -> None:
    quiet, rang = reading("q", 3, 9.5, of=HOME, quantity="quiet_h"), reading("r", 2, 0, of=HOME, quantity="call")
    key = reading("k", 1, 0, of=HOME, quantity="keyholder")
    keep_all(council, [quiet, rang, key])
    (made,) = take(council).new
    close(council, made, hours(3))
    keep_all(council, [heard_at(reading("q2", 0, 10, of=HOME, quantity="quiet_h"), 14)])
    # Quiet again, but nobody has rung up since.
    assert take(council, hours(14)).new == ()


def test_a_job_whose_hours_are_over_is_due_on_the_day_of_its_window(council: Store) -> None:
    keep_all(council, [reading("q", 3, 9.5, of=HOME, quantity="quiet_h"), reading("r", 2, 0, of=HOME, quantity="call"),
                       reading("k", 1, 0, of=HOME, quantity="keyholder")])  # fmt: skip
    take(council, hours(6))
    (record,) = at_bin(council, "7")
    assert record.due_on == date(2026, 11, 24)


def test_a_job_found_after_midnight_in_summer_is_due_on_the_local_day(council: Store) -> None:
    at = datetime(2026, 7, 1, 23, 30, tzinfo=NOW.tzinfo)  # half past midnight in London
    keep_all(council, [replace(reading("a", 0, 90), observed_at=at, received_at=at)])
    take(council, at)
    (record,) = at_bin(council)
    assert record.due_on == date(2026, 7, 2)


def test_signals_nobody_watches_are_looked_at_once_and_told_of(council: Store) -> None:
    stray = replace(reading("stray", 1, 90), uprn="99")
    placeless = replace(reading("placeless", 1, 90), uprn="")
    keep_all(council, [stray, placeless])
    assert take(council) == Taken(triaged=2, not_understood=("placeless", "stray"))
    assert take(council) == Taken()


def test_batches_are_taken_oldest_first_until_nothing_is_left(council: Store) -> None:
    keep_all(council, [reading("a", 3, 80), reading("b", 2, 85), reading("m", 1, 90, of=MARKET)])
    assert [take(council, limit=1).triaged for _ in range(4)] == [1, 1, 1, 0]
    (record,) = at_bin(council)
    assert record.job.cause.signal_ids == ("a", "b")


def test_a_reading_stamped_ahead_of_our_clock_is_not_lost(council: Store) -> None:
    """Two of our processes, or one whose clock was set back: what is stored has been received."""
    ahead = replace(reading("a", 0, 90), observed_at=hours(1), received_at=hours(1))
    keep_all(council, [ahead])
    assert len(take(council, NOW).new) == 1


def test_a_batch_whose_unit_was_killed_is_taken_in_again(council: Store) -> None:
    keep_all(council, [reading("a", 1, 90)])
    with pytest.raises(Killed):
        take(DyingStore(council, after=1))
    assert at_bin(council) == ()
    assert len(take(council).new) == 1


def test_where_another_process_made_the_job_meanwhile_the_readings_join_it(council: Store) -> None:
    keep_all(council, [reading("a", 2, 80), reading("b", 1, 90)])
    assert take(OvertakenStore(council)).joined == ("theirs",)
    (record,) = at_bin(council)
    assert (record.job.id, set(record.job.cause.signal_ids)) == ("theirs", {"x", "a", "b"})


def test_readings_never_join_a_job_that_was_closed_meanwhile(council: Store) -> None:
    keep_all(council, [reading("a", 2, 80)])
    take(council)
    keep_all(council, [reading("b", 1, 90)])
    with pytest.raises(TryLater, match="closed at this moment"):
        take(ClosingStore(council))
    assert take(council).triaged == 1


def test_entries_are_written_when_all_else_is_done(council: Store) -> None:
    keep_all(council, [reading("a", 2, 80), reading("m", 1, 90, of=MARKET)])
    assert len(take(EntryLastStore(council)).new) == 2
    keep_all(council, [reading("b", 1, 90)])
    assert len(take(EntryLastStore(council)).joined) == 1


def test_two_triages_at_once_make_one_job(council: Store) -> None:
    keep_all(council, [reading("a", 2, 80), reading("b", 1, 90), reading("m", 1, 95, of=MARKET)])
    start = Barrier(2)

    def one(_: int) -> None:
        start.wait()
        while True:
            try:
                if take(council, limit=1).triaged == 0:
                    return
            except TryLater:
                continue

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(one, range(2)))
    assert [record.job.cause.signal_ids for record in at_bin(council)] == [("a", "b")]
    assert [record.job.cause.signal_ids for record in at_bin(council, "2")] == [("m",)]


def test_the_audit_log_names_every_job_made_or_joined(council: Store) -> None:
    keep_all(council, [reading("a", 2, 80)])
    (made,) = take(council).new
    keep_all(council, [reading("b", 1, 90)])
    take(council)
    with council.begin(TRIAGE) as work:
        entries = work.audit.find([f"job {made}"])
    assert [(entry.action, entry.organisation_id) for entry in entries] == [("turn signals into jobs", "council")] * 2


def test_nobody_but_the_program_triages(council: Store) -> None:
    scheduler = Actor(id="s", name="S", organisation_id="council", role=Role.SCHEDULER,
                      organisations=frozenset({"council"}))  # fmt: skip
    keep_all(council, [reading("a", 1, 90)])
    with pytest.raises(NotAllowed):
        take_in(council, scheduler, NOW, LONDON)
    assert len(take(council).new) == 1
