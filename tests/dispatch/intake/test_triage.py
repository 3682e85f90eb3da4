"""Readings to jobs: the latest decides, causes are named, an open job is joined."""

from dataclasses import replace
from datetime import UTC, datetime, time

import pytest

from dispatch.domain.job import CauseKind
from dispatch.intake.triage import triage
from tests.dispatch.intake.two_bins import FULL, HOME, LONDON, MARKET, MILL_LANE, NOW, reading, sort_out


def test_a_bin_just_at_the_threshold_is_emptied() -> None:
    (job,) = sort_out(reading("a", 1, 75.0)).new
    assert job.type == "empty"
    assert job.place.uprn == "1"
    assert job.cause.kind is CauseKind.SENSOR
    assert job.cause.signal_ids == ("a",)
    assert job.cause.rule == "full: at least 75 % full"


def test_a_bin_just_under_the_threshold_is_left() -> None:
    assert sort_out(reading("a", 1, 74.99)).new == ()


def test_a_bin_that_was_full_but_has_been_emptied_is_left() -> None:
    assert sort_out(reading("full", 2, 90.0), reading("emptied", 1, 5.0)).new == ()


def test_a_full_reading_that_arrives_after_the_emptying_was_heard_of_changes_nothing() -> None:
    emptied, late = reading("emptied", 2, 5.0), reading("full", 5, 90.0, late_h=4)
    assert late.received_at > emptied.received_at
    assert sort_out(emptied, late).new == ()


def test_the_unbroken_run_of_full_readings_is_named_as_the_cause() -> None:
    (job,) = sort_out(reading("c", 1, 90), reading("a", 3, 60), reading("z", 4, 80), reading("b", 2, 80)).new
    assert job.cause.signal_ids == ("b", "c")


def test_a_reading_sent_twice_is_named_once_as_first_received() -> None:
    first, again = reading("x-again", 1, 80), reading("a", 1, 80, late_h=0.5)
    (job,) = sort_out(again, first).new
    assert job.cause.signal_ids == ("x-again",)


def test_a_reading_not_yet_received_is_not_known() -> None:
    assert sort_out(reading("a", 1, 90, late_h=2)).new == ()


def test_a_device_whose_clock_runs_ahead_does_not_outlast_a_later_reading() -> None:
    ahead = replace(reading("full", 3, 90), observed_at=datetime(2027, 1, 1, tzinfo=UTC))
    assert sort_out(ahead, reading("emptied", 1, 5)).new == ()


def test_a_reading_without_a_time_of_measuring_counts_from_its_receipt() -> None:
    silent = replace(reading("emptied", 1, 5), observed_at=None)
    assert sort_out(reading("full", 2, 90), silent).new == ()


def test_of_two_values_at_one_instant_the_higher_decides() -> None:
    assert len(sort_out(reading("low", 1, 5), reading("high", 1, 90)).new) == 1


def test_an_open_job_for_the_same_bin_is_joined_not_doubled() -> None:
    (job,) = sort_out(reading("a", 2, 80)).new
    later = sort_out(reading("a", 2, 80), reading("b", 1, 85), reading("m", 1, 95, of=MARKET), open_jobs=(job,))
    (joined,) = later.joined
    assert joined == replace(job, cause=replace(job.cause, signal_ids=("a", "b")))
    assert [new.place.uprn for new in later.new] == ["2"]


def test_triage_run_again_on_the_same_readings_changes_nothing() -> None:
    signals = (reading("a", 2, 80), reading("m", 1, 95, of=MARKET))
    first = sort_out(*signals)
    again = sort_out(*signals, open_jobs=first.new)
    assert (again.new, again.joined) == ((), ())


def test_jobs_come_in_the_order_of_the_watched_things() -> None:
    found = sort_out(reading("m", 1, 95, of=MARKET), reading("a", 1, 80))
    assert [job.cause.reference for job in found.new] == ["BIN-1", "BIN-2"]


def test_readings_nobody_watches_or_that_are_no_numbers_are_listed_not_dropped() -> None:
    stray = replace(reading("stray", 1, 90), uprn="99")
    endless = reading("endless", 1, float("inf"))
    nothing = reading("nothing", 1, float("nan"))
    found = sort_out(stray, endless, nothing)
    assert found.new == ()
    assert found.not_understood == ("endless", "nothing", "stray")


def test_triage_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        sort_out(now=NOW.replace(tzinfo=None))


def test_a_quiet_home_is_not_visited_before_anyone_has_rung_up() -> None:
    assert sort_out(reading("q", 1, 9.0, of=HOME, quantity="quiet_h")).new == ()


def test_a_quiet_home_is_not_visited_while_the_keyholder_is_still_to_be_asked() -> None:
    found = sort_out(reading("q", 2, 9.5, of=HOME, quantity="quiet_h"), reading("rang", 1, 0, of=HOME, quantity="call"))
    assert found.new == ()


def test_a_quiet_home_where_the_call_was_answered_is_not_visited() -> None:
    found = sort_out(
        reading("q", 2, 9.5, of=HOME, quantity="quiet_h"),
        reading("rang", 1, 1, of=HOME, quantity="call"),
        reading("key", 1, 0, of=HOME, quantity="keyholder"),
    )
    assert found.new == ()


def test_a_call_that_failed_before_the_home_fell_quiet_does_not_count() -> None:
    found = sort_out(
        reading("rang", 3, 0, of=HOME, quantity="call"),
        reading("key", 3, 0, of=HOME, quantity="keyholder"),
        reading("q", 2, 9.5, of=HOME, quantity="quiet_h"),
    )
    assert found.new == ()


def test_a_quiet_home_where_call_and_keyholder_failed_is_visited_and_all_three_are_named() -> None:
    (job,) = sort_out(
        reading("key", 1, 0, of=HOME, quantity="keyholder"),
        reading("q", 2, 9.5, of=HOME, quantity="quiet_h"),
        reading("rang", 1.5, 0, of=HOME, quantity="call"),
    ).new
    assert job.household_id == "HH-7"
    assert job.cause.signal_ids == ("q", "rang", "key")
    assert [(window.opens_at, window.closes_at) for window in job.windows] == [
        (datetime(2026, 11, 23, 7, 30, tzinfo=UTC), datetime(2026, 11, 23, 11, tzinfo=UTC))
    ]


def test_a_job_found_after_its_hours_are_over_is_for_the_next_morning() -> None:
    signals = (
        reading("q", 2, 9.5, of=HOME, quantity="quiet_h"),
        reading("rang", 1.5, 0, of=HOME, quantity="call"),
        reading("key", 1, 0, of=HOME, quantity="keyholder"),
    )
    (job,) = sort_out(*signals, now=datetime(2026, 11, 23, 12, tzinfo=UTC)).new
    assert job.windows[0].opens_at == datetime(2026, 11, 24, 7, 30, tzinfo=UTC)


def test_a_rule_for_the_hour_that_the_clock_leaves_out_stops_nobody() -> None:
    night = replace(FULL, id="night", template=replace(FULL.template, type="sweep", opens=time(1, 30),
                                                       closes=time(2, 15)))  # fmt: skip
    at = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
    heard = [replace(reading(of.ref, 0, 90, of=of), observed_at=at, received_at=at) for of in (MILL_LANE, MARKET)]
    found = triage(heard, rules=(night, FULL), watched=(MILL_LANE, MARKET), open_jobs=(), now=at, zone=LONDON)
    assert [(job.type, job.place.uprn) for job in found.new] == [("sweep", "1"), ("empty", "1"), ("sweep", "2"),
                                                                ("empty", "2")]  # fmt: skip
    assert found.failed == ()
