"""What became of a published day, counted by service."""

from datetime import timedelta

import pytest

from dispatch.domain.errors import NotAllowed
from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from dispatch.evidence.kept import Kept
from dispatch.evidence.so_far import Became, ServiceSoFar, so_far
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.web import stored_town as town
from tests.web.stored_day import StoredDay


def counted(day: StoredDay, who: str = "mo") -> dict[str, ServiceSoFar]:
    with day.store.begin(day.actor(who)) as work:
        return {one.service_id: one for one in so_far(work, "council", town.TODAY)}


@pytest.fixture
def day(store: Store, clock: SetClock) -> StoredDay:
    day = StoredDay(store, clock)
    day.draft()
    return day


def test_a_draft_promises_nothing(day: StoredDay) -> None:
    assert counted(day) == {}


def test_every_promised_job_is_counted_once(day: StoredDay) -> None:
    published = day.publish()
    promised = {entry.job_id for one in published.plan.days for entry in one.entries if entry.job_id}
    assert sum(one.promised for one in counted(day).values()) == len(promised)
    assert all(set(one.became) == {Became.NOT_REPORTED} for one in counted(day).values())
    assert all(not one.arrivals for one in counted(day).values())


def test_reports_move_a_job_on_and_its_arrival_is_judged(day: StoredDay) -> None:
    day.publish()
    day.morning("08:30", report=False)
    day.report("ann", "CARE-1", OutcomeKind.ARRIVED)  # told for two past eight
    day.report("ben", "CARE-2", OutcomeKind.COULD_NOT, CouldNotReason.NO_ACCESS)
    care = counted(day)["care"]
    assert care.became[Became.UNDER_WAY] == 1
    assert care.became[Became.COULD_NOT] == 1
    assert care.arrivals == {Kept.LATER: 1, Kept.NOT_KNOWN: 1}
    day.clock.forward(timedelta(minutes=20))
    day.report("ann", "CARE-1", OutcomeKind.DONE)
    assert counted(day)["care"].became[Became.DONE] == 1


def test_a_plan_published_after_an_arrival_does_not_make_it_punctual(day: StoredDay) -> None:
    day.publish()
    day.morning("08:30", report=False)
    day.report("ann", "CARE-1", OutcomeKind.ARRIVED)
    day.clock.forward(timedelta(minutes=1))
    day.revise()
    assert counted(day)["care"].arrivals[Kept.LATER] == 1


@pytest.mark.parametrize("who", ["olu", "ann"])
def test_it_is_for_managers_and_schedulers(day: StoredDay, who: str) -> None:
    day.publish()
    with pytest.raises(NotAllowed):
        counted(day, who)
