"""A job's form that is sent twice, or again after the answer was lost, stores one job."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dispatch.adapters.database.store import SqlStore
from dispatch.planning.add_job import Added, add_job
from tests.dispatch.planning.office import HANNAH, SEVEN, SYSTEM, open_office
from tests.dispatch.planning.test_jobs_by_hand import CALL
from tests.dispatch.planning.tiny_day import LONDON, day


@pytest.fixture
def office(store: SqlStore) -> SqlStore:
    open_office(store, day())
    return store


def send(office: SqlStore, form_id: str = "desk-1") -> Added:
    return add_job(office, HANNAH, CALL, new_id=lambda: "new", now=SEVEN, zone=LONDON, form_id=form_id)


def test_the_second_time_tells_of_the_job_of_the_first(office: SqlStore) -> None:
    first, second = send(office), send(office)
    assert (first.again, second.again) == (False, True)
    assert first.record.job.id == second.record.job.id == "desk-1"
    with office.reading(SYSTEM) as work:
        entries = [one for one in work.audit.unsealed(100) if one.action == "add a job"]
    assert len(entries) == 1


def test_of_two_at_the_same_moment_one_is_stored(office: SqlStore) -> None:
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda _: send(office), range(2)))
    assert sorted(one.again for one in told) == [False, True]


def test_the_readable_id_of_a_rule_s_job_cannot_be_taken(office: SqlStore) -> None:
    assert send(office, "full-1-2026-11-25").record.job.id == "new"
