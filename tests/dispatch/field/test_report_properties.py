"""Reports come in any order and any number of times: each is stored once, and the job ends the same."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
from dispatch.domain.actor import Actor, Role
from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from dispatch.domain.states import JobState
from dispatch.field.report import Report
from dispatch.field.report_outcome import report_outcome
from tests.databases import SetClock
from tests.dispatch.adapters.database.small_world import PROGRAM
from tests.web.stored_day import StoredDay
from tests.web.stored_town import at

Sent = tuple[int, str, OutcomeKind, int]  # number, who, what, minutes after ten
JOB = "CARE-4"  # for Ann and Ben together
TOLD = st.lists(
    st.tuples(st.sampled_from(("ann", "ben")), st.sampled_from(list(OutcomeKind)), st.integers(0, 120)),
    min_size=1,
    max_size=5,
)


@pytest.fixture(scope="module")
def published(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with a published day, to be copied."""
    folder = tmp_path_factory.mktemp("published")
    shutil.copy(sqlite_template, folder / "allround.db")
    database = open_database("", var=folder)
    clock = SetClock()
    StoredDay(SqlStore(database, clock), clock).publish()
    database.close()
    return folder / "allround.db"


@contextmanager
def copied(published: Path) -> Iterator[SqlStore]:
    with TemporaryDirectory() as folder:
        shutil.copy(published, Path(folder) / "allround.db")
        database = open_database("", var=Path(folder))
        try:
            yield SqlStore(database, lambda: at("13:00"))
        finally:
            database.close()


def worker(who: str) -> Actor:
    return Actor(
        id=who, name=who, organisation_id="council", role=Role.FIELD_WORKER, worker_id=who,
        organisations=frozenset({"council", "landlord"}),
    )  # fmt: skip


def outcome_of(published: Path, sent: Sequence[Sent]) -> tuple[JobState, set[tuple[str, datetime]]]:
    """Where the job stands after all of them came in, one a second from one o'clock on, and what is stored."""
    with copied(published) as store:
        for seconds, (number, who, kind, minutes) in enumerate(sent):
            now = at("13:00") + timedelta(seconds=seconds)
            report = Report(
                id=f"report-{number}-of-this",
                job_id=JOB,
                kind=kind,
                reason=CouldNotReason.OTHER if kind is OutcomeKind.COULD_NOT else None,
                happened_at=at("10:00") + timedelta(minutes=minutes),
                sent_at=now,
            )
            report_outcome(store, worker(who), report, now)
        with store.begin(PROGRAM) as work:
            record = work.jobs.get(JOB)
            told = work.outcomes.of_jobs((JOB,))
    assert record is not None
    assert len(told) == len({one.id for one in told})
    return record.state, {(one.id, one.happened_at) for one in told}


@settings(max_examples=25, deadline=None)
@given(told=TOLD, data=st.data())
def test_order_and_repetition_of_reports_do_not_matter(
    published: Path, told: list[tuple[str, OutcomeKind, int]], data: st.DataObject
) -> None:
    once = [(number, *one) for number, one in enumerate(told)]
    again = data.draw(st.permutations([*once, *data.draw(st.lists(st.sampled_from(once), max_size=3))]))
    state, stored = outcome_of(published, once)
    assert outcome_of(published, again) == (state, stored)
    kinds = {kind for _, _, kind, _ in once}
    expected = next(
        want for kind, want in ((OutcomeKind.DONE, JobState.DONE), (OutcomeKind.COULD_NOT, JobState.COULD_NOT),
                                (OutcomeKind.ARRIVED, JobState.STARTED)) if kind in kinds
    )  # fmt: skip
    assert state is expected
    assert len(stored) == len(once)
