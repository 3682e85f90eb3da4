"""In whatever order, batches and mishaps signals are taken in, the jobs are those that the rules ask for."""

import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
from dispatch.domain.actor import system
from dispatch.domain.signal import Signal
from dispatch.intake.take_in import take_in
from tests.databases import SetClock
from tests.dispatch.intake.bad_luck import DyingStore, Killed
from tests.dispatch.intake.small_council import keep_all, settle
from tests.dispatch.intake.test_triage_properties import some_readings
from tests.dispatch.intake.two_bins import LONDON, NOW, sort_out

TRIAGE = system("triage")
# By job type and UPRN: the ids of the signals that caused it.
Asked = dict[tuple[str, str], frozenset[str]]


@dataclass(frozen=True, slots=True)
class Arrival:
    """A signal comes in; then triage may be killed at the end of its unit, and may run to the end."""

    signal: Signal
    twice: bool
    killed: bool
    batch: int  # 0: nobody triages now


@st.composite
def arrivals(draw: st.DrawFn) -> list[Arrival]:
    """Some readings in any order, each at its own second after six, some twice; at the end triage runs."""
    found = []
    for number, signal in enumerate(draw(some_readings().flatmap(st.permutations))):
        received = NOW + timedelta(seconds=number)
        batch = draw(st.sampled_from([0, 1, 3, 100]))
        found.append(Arrival(replace(signal, received_at=received), draw(st.booleans()), draw(st.booleans()), batch))
    return found


@contextmanager
def fresh_store(template: Path) -> Iterator[SqlStore]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template, Path(folder) / "allround.db")
        database = open_database("", var=Path(folder))
        try:
            store = SqlStore(database, SetClock())
            settle(store)
            yield store
        finally:
            database.close()


def taken_in(store: SqlStore, arrived: list[Arrival]) -> Asked:
    for number, each in enumerate(arrived, start=1):
        now = each.signal.received_at
        keep_all(store, [each.signal] * (2 if each.twice else 1))
        if each.killed:
            with suppress(Killed):
                take_in(DyingStore(store, after=1), TRIAGE, now, LONDON, max(1, each.batch))
        last = number == len(arrived)
        while (each.batch or last) and take_in(store, TRIAGE, now, LONDON, each.batch or 100).triaged:
            pass
    with store.begin(TRIAGE) as work:
        records = work.jobs.caused_at(["1", "2", "7"])
    asked = {(each.job.type, each.job.place.uprn): frozenset(each.job.cause.signal_ids) for each in records}
    assert len(asked) == len(records)
    return asked


def asked_for(arrived: list[Arrival]) -> Asked:
    """By the pure rules alone: what they ask for whenever triage runs, added up."""
    asked: dict[tuple[str, str], frozenset[str]] = defaultdict(frozenset)
    for number, each in enumerate(arrived, start=1):
        if each.batch or number == len(arrived):
            known = (one.signal for one in arrived[:number])
            for job in sort_out(*known, now=each.signal.received_at).new:
                asked[job.type, job.place.uprn] |= set(job.cause.signal_ids)
    return dict(asked)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arrivals())
def test_order_batches_repetitions_and_kills_make_no_difference(sqlite_template: Path, arrived: list[Arrival]) -> None:
    with fresh_store(sqlite_template) as store:
        assert taken_in(store, arrived) == asked_for(arrived)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(some_readings(), st.data())
def test_readings_that_came_late_and_shuffled_ask_for_what_they_would_have_in_order(
    sqlite_template: Path, signals: list[Signal], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(signals))
    late = [Arrival(replace(each, received_at=NOW), False, True, 0) for each in shuffled]
    in_order = {(job.type, job.place.uprn): frozenset(job.cause.signal_ids) for job in sort_out(*signals).new}
    with fresh_store(sqlite_template) as store:
        assert taken_in(store, late) == in_order
