"""An installation is set up from a file: all of it or nothing, and again without harm."""

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dispatch.adapters.database.codec import to_json
from dispatch.adapters.set_up_file import read_set_up
from dispatch.domain.actor import Actor, Role, system
from dispatch.domain.errors import NotAllowed, Unusable
from dispatch.domain.job import Cause, CauseKind, Job
from dispatch.domain.organisation import Hub, Organisation, Service
from dispatch.domain.place import Place
from dispatch.domain.set_up import PlannedJob, SetUp
from dispatch.domain.time_window import TimeWindow
from dispatch.domain.worker import FieldWorker, TravelMode, WorkShift
from dispatch.intake.set_up import PutIn, set_up
from dispatch.ports.store import Store

OPERATOR = system("operator")
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = date(2026, 11, 24)
YARD = Place(uprn="990000000001", lon=-1.9, lat=52.6, paon="Yard", street="Mill Lane")
ANN = FieldWorker(id="ann", name="Ann Archer", organisation_id="council", service_id="care", skills=())
WHAT = SetUp(
    organisations=(Organisation(id="council", name="Northgate Council"),),
    services=(Service(id="care", name="Home care", organisation_id="council"),),
    hubs_of="council",
    hubs=(Hub(id="yard", name="The yard", place=YARD),),
    workers=(ANN,),
    shifts={
        DAY: (
            WorkShift(
                id="ann-1",
                worker_ids=("ann",),
                organisation_id="council",
                service_id="care",
                mode=TravelMode.CAR,
                start_place=YARD,
                end_place=YARD,
                hours=TimeWindow(NOW + timedelta(hours=20), NOW + timedelta(hours=28)),
                pay_pence_per_hour=1500,
            ),
        )
    },
    jobs=(
        PlannedJob(
            job=Job(
                id="CARE-1",
                service_id="care",
                organisation_id="council",
                type="care_visit",
                description="Morning call",
                place=YARD,
                duration=timedelta(minutes=30),
                cause=Cause(kind=CauseKind.PLANNED),
            ),
            due_on=DAY,
        ),
    ),
)


def test_everything_in_the_file_is_stored_and_putting_it_in_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "setting.json"
    file.write_text(to_json(SetUp, WHAT), encoding="utf-8")
    assert set_up(store, OPERATOR, read_set_up(file), NOW) == PutIn(things=4, shifts=1, new_jobs=1)
    assert set_up(store, OPERATOR, read_set_up(file), NOW) == PutIn(things=4, shifts=1, new_jobs=0)
    with store.reading(OPERATOR) as work:
        assert work.settings.workers() == (ANN,)
        assert [shift.id for shift in work.settings.shifts(DAY)] == ["ann-1"]
        assert [record.job.id for record in work.jobs.of_day(DAY)] == ["CARE-1"]


def test_every_reference_that_leads_nowhere_is_told_and_nothing_is_stored(store: Store) -> None:
    wrong = SetUp(services=WHAT.services, workers=WHAT.workers, shifts=WHAT.shifts, hubs=WHAT.hubs)
    with pytest.raises(Unusable) as refused:
        set_up(store, OPERATOR, wrong, NOW)
    assert refused.value.complaints == (
        "service 'care' names organisation 'council', and there is none",
        "worker 'ann' names organisation 'council', and there is none",
        "hubs_of is '', and there is no such organisation",
    )
    with store.reading(OPERATOR) as work:
        assert work.settings.services() == ()


def test_a_second_file_may_name_what_the_first_put_in(store: Store) -> None:
    set_up(store, OPERATOR, SetUp(organisations=WHAT.organisations, services=WHAT.services), NOW)
    assert set_up(store, OPERATOR, SetUp(workers=WHAT.workers), NOW).things == 1


def test_a_file_that_is_none_is_told_with_the_place_of_the_mistake(tmp_path: Path) -> None:
    file = tmp_path / "setting.json"
    file.write_text(json.dumps({"organisations": [{"id": "council"}]}), encoding="utf-8")
    with pytest.raises(Unusable, match=r"organisations\.0\.name: Field required"):
        read_set_up(file)
    file.write_text(json.dumps({"organisation": [], "services": []}), encoding="utf-8")
    with pytest.raises(Unusable, match="organisation: there is no such name"):
        read_set_up(file)
    file.write_text(to_json(SetUp, WHAT).replace('"paon"', '"number"'), encoding="utf-8")
    with pytest.raises(Unusable, match=r"hubs\.0\.place\.number: there is no such name"):
        read_set_up(file)
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(Unusable, match="no text in UTF-8"):
        read_set_up(file)


def test_no_signed_in_person_may_set_up(store: Store) -> None:
    person = Actor(
        id="p", name="P", organisation_id="council", role=Role.SCHEDULER, organisations=frozenset({"council"})
    )
    with pytest.raises(NotAllowed):
        set_up(store, person, WHAT, NOW)
