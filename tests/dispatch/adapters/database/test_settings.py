"""Settings: each of one organisation; agreements and partnerships are seen by their parties."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from dispatch.domain.actor import Purpose
from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.device import Device, ReadAs, SignalSource
from dispatch.domain.errors import NotFound, Unusable
from dispatch.domain.household import Household
from dispatch.domain.organisation import Hub, Organisation, Service
from dispatch.domain.partnership import Partnership
from dispatch.domain.place import Place
from dispatch.domain.sharing import JobField, SharingAgreement
from dispatch.domain.skill import Skill
from dispatch.domain.threshold_rule import JobTemplate, ThresholdRule
from dispatch.domain.time_window import TimeWindow
from dispatch.domain.watched import Watched
from dispatch.domain.worker import FieldWorker, MealBreak, TravelMode, WorkShift
from dispatch.ports.store import Store
from tests.dispatch.adapters.database.small_world import AT_SIX, COUNCIL, HOUSING, MONDAY, PROGRAM, scheduler

DEPOT = Place(uprn="9", lon=0.0, lat=52.0, street="Mill Lane", postcode="ZY1 2AB")
WASTE = Service(id="waste", name="Waste", organisation_id="council")
RULE = ThresholdRule(
    id="full",
    watches="litter",
    quantity="fill_percent",
    at_least=75.0,
    sentence="at least 75 % full",
    template=JobTemplate(
        service_id="waste",
        organisation_id="council",
        type="empty",
        description="Empty",
        duration=timedelta(minutes=6),
        opens=time(7, 30),
        closes=time(11),
    ),
    failed_first=("call",),
)
SHIFT = WorkShift(
    id="W1-early",
    worker_ids=("W1",),
    organisation_id="council",
    service_id="waste",
    mode=TravelMode.LORRY,
    start_place=DEPOT,
    end_place=DEPOT,
    hours=TimeWindow(AT_SIX, AT_SIX + timedelta(hours=8)),
    breaks=(MealBreak(length=timedelta(minutes=30),
                      window=TimeWindow(AT_SIX + timedelta(hours=3), AT_SIX + timedelta(hours=5))),),
    capacities=(("litter_l", 9000),),
    pay_pence_per_hour=1500,
)  # fmt: skip
LENDING = LendingAgreement(id="L1", lender_id="council", borrower_id="housing", job_types=("empty",), daily_cap=3,
                           competence=(Skill("driving", 2),))  # fmt: skip
SHARING = SharingAgreement(id="S1", giver_id="council", receiver_id="housing", purposes=(Purpose.PLANNING,),
                           fields=(JobField.PLACE,), starts_on=MONDAY)  # fmt: skip
TOGETHER = Partnership(id="P1", name="Oldbridge together", host_id="council", member_ids=("council", "housing"))
DEVICE = Device(eui="0004A30B001C0530", organisation_id="council", source_id="council-tts", uprn="1",
                reads=(ReadAs(field="level", quantity="fill_percent", absent_value=0.0, scale=100.0),))  # fmt: skip
SOURCE = SignalSource(id="council-tts", organisation_id="council", kind="the-things-stack", token_hash="ab" * 32)


def test_everything_a_day_is_set_in_comes_back_as_it_was(store: Store) -> None:
    worker = FieldWorker(id="W1", name="Wren", organisation_id="council", service_id="waste",
                         skills=(Skill("lorry", 2),), known_households=("H1",))  # fmt: skip
    council = Organisation(id="council", name="Oldbridge Council")
    hub = Hub(id="depot", name="Depot", place=DEPOT)
    household = Household(id="H1", uprn="1", known_to=("waste",), shares=False)
    bin_ = Watched(ref="BIN-1", kind="litter", place=DEPOT)
    everything = (council, WASTE, hub, worker, household, bin_, RULE, LENDING, SHARING, TOGETHER, DEVICE, SOURCE)
    with store.begin(PROGRAM) as work:
        work.settings.put("council", everything)
        work.settings.put_shifts(MONDAY, [SHIFT])
    with store.begin(COUNCIL) as work:
        settings = work.settings
        assert settings.organisations() == (council,)
        assert settings.services() == (WASTE,)
        assert settings.hubs() == (hub,)
        assert settings.workers() == (worker,)
        assert settings.shifts(MONDAY) == (SHIFT,)
        assert settings.shifts(date(2026, 11, 24)) == ()
        assert settings.households() == (household,)
        assert settings.watched() == (bin_,)
        assert settings.rules() == (RULE,)
        assert settings.lending() == (LENDING,)
        assert settings.sharing() == (SHARING,)
        assert settings.partnership_of("council") == TOGETHER
        assert settings.device("council-tts", DEVICE.eui) == DEVICE
        assert settings.source_by_token("the-things-stack", SOURCE.token_hash) == SOURCE


def test_put_again_replaces(store: Store) -> None:
    renamed = Service(id="waste", name="Waste and recycling", organisation_id="council")
    longer = replace(SHIFT, overtime_limit=timedelta(hours=1))
    with store.begin(PROGRAM) as work:
        work.settings.put("council", [WASTE, DEVICE, SOURCE])
        work.settings.put("council", [renamed, DEVICE, SOURCE])
        work.settings.put_shifts(MONDAY, [SHIFT])
        work.settings.put_shifts(MONDAY, [longer])
        assert work.settings.services() == (renamed,)
        assert work.settings.shifts(MONDAY) == (longer,)


def test_lists_come_by_id_whatever_the_order_they_were_put_in(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.settings.put("council", [Organisation(id=each, name=each) for each in ("b", "a", "B", "10", "9")])
        assert [each.id for each in work.settings.organisations()] == ["10", "9", "B", "a", "b"]


def test_an_id_of_another_organisation_is_not_taken_over(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.settings.put("council", [WASTE, DEVICE, SOURCE])
        work.settings.put_shifts(MONDAY, [SHIFT])
    for thing in (WASTE, DEVICE, SOURCE):
        with pytest.raises(Unusable, match="another organisation's"), store.begin(PROGRAM) as work:
            work.settings.put("housing", [thing])
    with pytest.raises(Unusable, match="another organisation's"), store.begin(PROGRAM) as work:
        work.settings.put_shifts(MONDAY, [replace(SHIFT, organisation_id="housing")])
    with store.begin(HOUSING) as work:
        assert work.settings.services() == ()


def test_two_sources_of_a_kind_never_have_one_token(store: Store) -> None:
    twin = SignalSource(id="other", organisation_id="council", kind=SOURCE.kind, token_hash=SOURCE.token_hash)
    with store.begin(PROGRAM) as work:
        work.settings.put("council", [SOURCE])
        with pytest.raises(Unusable, match="give each its own"):
            work.settings.put("council", [twin])


def test_a_device_is_known_at_its_own_door_only(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.settings.put("council", [DEVICE, SOURCE])
        assert work.settings.device("another-door", DEVICE.eui) is None
        assert work.settings.device("council-tts", "FFFFFFFFFFFFFFFF") is None
        assert work.settings.source_by_token("chirpstack", SOURCE.token_hash) is None
        assert work.settings.source_by_token("the-things-stack", "cd" * 32) is None


def test_agreements_and_partnerships_are_seen_by_each_party_and_by_nobody_else(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.settings.put("council", [WASTE, RULE, LENDING, SHARING, TOGETHER])
    with store.begin(HOUSING) as work:
        assert work.settings.lending() == (LENDING,)
        assert work.settings.sharing() == (SHARING,)
        assert work.settings.partnership_of("housing") == TOGETHER
        assert work.settings.services() == ()
        assert work.settings.rules() == ()
    with store.begin(scheduler("health")) as work:
        assert work.settings.lending() == ()
        assert work.settings.sharing() == ()
        assert work.settings.partnership_of("council").member_ids == ("council",)
    with store.begin(scheduler("housing", "council")) as work:
        assert work.settings.services() == (WASTE,)


def test_a_party_that_left_sees_the_agreement_no_more(store: Store) -> None:
    alone = Partnership(id="P1", name="Oldbridge", host_id="council", member_ids=("council",))
    with store.begin(PROGRAM) as work:
        work.settings.put("council", [TOGETHER])
        work.settings.put("council", [alone])
    with store.begin(HOUSING) as work:
        assert work.settings.partnership_of("housing").host_id == "housing"


def test_an_organisation_in_no_partnership_is_its_own_host(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.settings.put("health", [Organisation(id="health", name="Community health")])
        alone = work.settings.partnership_of("health")
    assert (alone.host_id, alone.member_ids, alone.name) == ("health", ("health",), "Community health")


def test_another_organisations_settings_are_neither_seen_nor_written(store: Store) -> None:
    with store.begin(PROGRAM) as work:
        work.settings.put("council", [WASTE, RULE, DEVICE, SOURCE])
        work.settings.put_shifts(MONDAY, [SHIFT])
    with store.begin(HOUSING) as work:
        assert work.settings.services() == ()
        assert work.settings.rules() == ()
        assert work.settings.shifts(MONDAY) == ()
        assert work.settings.device("council-tts", DEVICE.eui) is None
        assert work.settings.source_by_token(SOURCE.kind, SOURCE.token_hash) is None
        with pytest.raises(NotFound):
            work.settings.put("council", [WASTE])
        with pytest.raises(NotFound):
            work.settings.put_shifts(MONDAY, [SHIFT])
