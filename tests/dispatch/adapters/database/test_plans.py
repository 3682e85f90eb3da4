"""Revisions of a day: numbered drafts, one of which holds, and what each promised."""

import gzip
import json
from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.adapters.database.packed import pack, unpack
from dispatch.domain.actor import Actor
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.errors import NotFound
from dispatch.domain.promised import Promised
from dispatch.domain.states import PlanState
from dispatch.ports.store import Store
from tests.dispatch.adapters.database.at_once import at_once
from tests.dispatch.adapters.database.small_world import PROGRAM
from tests.dispatch.adapters.database.toy_revisions import (
    COUNCIL,
    LANDLORD,
    PLAN,
    STRANGER,
    asked_and_made,
    call,
    published,
    revision,
    worker_day,
)
from tests.dispatch.planning.tiny_day import WINTER_DAY, at


class PowerCut(Exception):
    """In the middle of a unit of work."""


TOMORROW = WINTER_DAY + timedelta(days=1)


def test_a_draft_comes_back_as_it_was_with_the_next_number_of_its_day(store: Store) -> None:
    first, second = asked_and_made(store), asked_and_made(store, "p2", savings={"cash_pence": 1.5, "ways": ["alone"]})
    elsewhen = asked_and_made(store, "p3", date=TOMORROW)
    assert [first.number, second.number, elsewhen.number] == [1, 2, 1]
    with store.begin(COUNCIL) as work:
        assert [work.plans.get(each.id) for each in (first, second, elsewhen)] == [first, second, elsewhen]
        assert work.plans.revisions("council", WINTER_DAY) == (first, second)
        assert work.plans.last_date("council") == TOMORROW
        assert work.plans.last_date("landlord") is None


def test_a_plan_of_before_it_was_known_what_is_cut_off_is_read_with_nothing_cut_off() -> None:
    older = json.loads(gzip.decompress(pack(DayPlan, PLAN)))
    del older["cut_off"]
    assert unpack(DayPlan, gzip.compress(json.dumps(older).encode())) == replace(PLAN, cut_off=())


def test_whatever_is_added_is_a_draft(store: Store) -> None:
    added = asked_and_made(store, state=PlanState.PUBLISHED, published_by="nobody", published_at=at("07:00"))
    assert (added.state, added.published_by, added.published_at) == (PlanState.DRAFT, None, None)


def test_a_second_draft_of_one_request_is_the_first(store: Store) -> None:
    first = asked_and_made(store)
    with store.begin(PROGRAM) as work:
        assert (
            work.plans.add(revision("p9", request_id="r1", plan=DayPlan(days=(), left_out=(), violations=()))) == first
        )
        assert work.plans.get("p9") is None


def test_two_drafts_of_a_day_made_at_the_same_moment_have_two_numbers(store: Store) -> None:
    def make(plan_id: str) -> int:
        with store.begin(PROGRAM) as work:
            return work.plans.add(revision(plan_id)).number

    assert sorted(at_once(lambda: make("p1"), lambda: make("p2"))) == [1, 2]


def test_one_request_finished_twice_at_the_same_moment_has_one_draft(store: Store) -> None:
    def make(plan_id: str) -> str:
        with store.begin(PROGRAM) as work:
            return work.plans.add(revision(plan_id, request_id="r1")).id

    assert len(set(at_once(lambda: make("p1"), lambda: make("p2")))) == 1


def test_publishing_makes_a_draft_the_one_that_holds(store: Store) -> None:
    draft = asked_and_made(store)
    assert published(store, at_clock="07:30")
    held = replace(draft, state=PlanState.PUBLISHED, published_by=COUNCIL.id, published_at=at("07:30"))
    with store.begin(COUNCIL) as work:
        assert work.plans.published("council", WINTER_DAY) == held
        assert work.plans.draft("council", WINTER_DAY) is None
        assert work.plans.published("council", TOMORROW) is None


def test_a_plan_is_published_once(store: Store) -> None:
    asked_and_made(store)
    assert published(store)
    assert not published(store)
    assert not published(store, "no-such-plan")


def test_a_revision_supersedes_the_plan_it_is_based_on(store: Store) -> None:
    asked_and_made(store)
    published(store)
    asked_and_made(store, "p2", based_on="p1")
    assert published(store, "p2")
    with store.begin(COUNCIL) as work:
        states = [each.state for each in work.plans.revisions("council", WINTER_DAY)]
        held = work.plans.published("council", WINTER_DAY)
    assert states == [PlanState.SUPERSEDED, PlanState.PUBLISHED]
    assert held
    assert held.id == "p2"


def test_a_draft_made_before_another_was_published_is_refused_and_changes_nothing(store: Store) -> None:
    asked_and_made(store)
    asked_and_made(store, "p2")
    published(store)
    assert not published(store, "p2")
    asked_and_made(store, "p3", based_on="p1")
    asked_and_made(store, "p4", based_on="p1")
    assert published(store, "p4")
    assert not published(store, "p3")
    with store.begin(COUNCIL) as work:
        states = [each.state for each in work.plans.revisions("council", WINTER_DAY)]
        assert [each.plan_id for each in work.plans.visits_of_job("CALL")] == ["p1", "p4"]
    assert states == [PlanState.SUPERSEDED, PlanState.DRAFT, PlanState.DRAFT, PlanState.PUBLISHED]


def test_a_draft_based_on_a_plan_that_never_held_is_refused(store: Store) -> None:
    asked_and_made(store)
    asked_and_made(store, "p2", based_on="p1")
    assert not published(store, "p2")


def test_of_two_drafts_published_at_the_same_moment_one_wins(store: Store) -> None:
    asked_and_made(store)
    asked_and_made(store, "p2")
    assert sorted(at_once(lambda: published(store, "p1"), lambda: published(store, "p2"))) == [False, True]
    with store.begin(COUNCIL) as work:
        states = sorted(each.state for each in work.plans.revisions("council", WINTER_DAY))
    assert states == [PlanState.DRAFT, PlanState.PUBLISHED]


def test_a_draft_published_and_discarded_at_the_same_moment_is_one_of_both(store: Store) -> None:
    asked_and_made(store)

    def discarded() -> bool:
        with store.begin(COUNCIL) as work:
            return work.plans.discard("p1", at("07:30"))

    was_published, was_discarded = at_once(lambda: published(store), discarded)
    assert was_published is not was_discarded
    with store.begin(COUNCIL) as work:
        assert (work.plans.published("council", WINTER_DAY) is not None) is was_published


def test_publishing_that_fails_half_way_leaves_nothing(store: Store) -> None:
    asked_and_made(store)

    def publish_and_break() -> None:
        with store.begin(COUNCIL) as work:
            assert work.plans.publish("p1", COUNCIL.id, at("07:30"))
            raise PowerCut

    with pytest.raises(PowerCut):
        publish_and_break()
    with store.begin(COUNCIL) as work:
        assert work.plans.published("council", WINTER_DAY) is None
        assert work.plans.visits_of_job("CALL") == ()
    assert published(store)


def test_only_a_draft_is_discarded(store: Store) -> None:
    asked_and_made(store)
    asked_and_made(store, "p2")
    published(store)
    with store.begin(COUNCIL) as work:
        assert not work.plans.discard("p1", at("07:40"))
        assert work.plans.discard("p2", at("07:40"))
        assert not work.plans.discard("p2", at("07:40"))
    assert not published(store, "p2")


def test_a_discarded_draft_is_not_published(store: Store) -> None:
    asked_and_made(store)
    with store.begin(COUNCIL) as work:
        assert work.plans.discard("p1", at("07:20"))
        assert not work.plans.publish("p1", COUNCIL.id, at("07:30"))
        assert work.plans.published("council", WINTER_DAY) is None


def test_the_draft_of_a_day_is_the_latest_made_after_the_plan_that_holds(store: Store) -> None:
    asked_and_made(store)
    asked_and_made(store, "p2")
    with store.begin(COUNCIL) as work:
        assert (work.plans.draft("council", WINTER_DAY) or revision()).id == "p2"
    published(store, "p2")
    with store.begin(COUNCIL) as work:
        assert work.plans.draft("council", WINTER_DAY) is None  # p1 is a draft still, but an old one
    asked_and_made(store, "p3", based_on="p2")
    with store.begin(COUNCIL) as work:
        assert (work.plans.draft("council", WINTER_DAY) or revision()).id == "p3"


def test_savings_are_written_once(store: Store) -> None:
    asked_and_made(store)
    with store.begin(PROGRAM) as work:
        work.plans.set_savings("p1", {"cash_pence": 1})
        work.plans.set_savings("p1", {"cash_pence": 2})
        found = work.plans.get("p1")
    assert found
    assert found.savings == {"cash_pence": 1}


def test_a_worker_has_the_plan_that_holds_also_with_nothing_to_do(store: Store) -> None:
    asked_and_made(store)
    with store.begin(COUNCIL) as work:
        assert work.plans.published_for_worker("ann", WINTER_DAY) is None
    published(store)
    asked_and_made(store, "p2", based_on="p1", plan=DayPlan(days=(worker_day("ann"),), left_out=(), violations=()))
    with store.begin(COUNCIL) as work:
        for worker in ("ann", "ben", "fiona"):
            assert (work.plans.published_for_worker(worker, WINTER_DAY) or revision()).id == "p1"
            assert work.plans.published_for_worker(worker, TOMORROW) is None
        assert work.plans.published_for_worker("gus", WINTER_DAY) is None
    published(store, "p2")
    with store.begin(COUNCIL) as work:
        assert (work.plans.published_for_worker("ann", WINTER_DAY) or revision()).id == "p2"
        assert work.plans.published_for_worker("ben", WINTER_DAY) is None


def test_what_was_promised_stays_known_when_a_later_revision_says_otherwise(store: Store) -> None:
    asked_and_made(store)
    published(store, at_clock="07:30")
    moved = DayPlan(days=(worker_day("ben", call("CALL", "10:30")),), left_out=(), violations=())
    asked_and_made(store, "p2", based_on="p1", plan=moved)
    with store.begin(COUNCIL) as work:
        assert len(work.plans.visits_of_job("CALL")) == 1  # a draft promises nothing
    published(store, "p2", at_clock="09:00")
    first = Promised(plan_id="p1", number=1, job_id="CALL", published_by=COUNCIL.id, published_at=at("07:30"),
                     worker_ids=("ann",), starts_at=at("08:30"), finishes_at=at("09:00"))  # fmt: skip
    second = replace(first, plan_id="p2", number=2, published_at=at("09:00"), worker_ids=("ben",),
                     starts_at=at("10:30"), finishes_at=at("11:00"))  # fmt: skip
    with store.begin(COUNCIL) as work:
        assert work.plans.visits_of_job("CALL") == (first, second)
        assert work.plans.visits_of_job("GAS") == ()
        assert [each.job_id for each in work.plans.promised(("SECOND", "CALL", "GAS"))] == ["SECOND", "CALL", "CALL"]


def test_a_job_for_two_people_or_a_crew_promises_them_all(store: Store) -> None:
    pair = DayPlan(days=(worker_day("ann", call("LIFT", "09:00")), worker_day("ben", call("LIFT", "09:01")),
                         worker_day("cat dan", call("BINS", "09:00"))), left_out=(), violations=())  # fmt: skip
    asked_and_made(store, plan=pair)
    published(store)
    with store.begin(COUNCIL) as work:
        (lift,), (bins,) = work.plans.visits_of_job("LIFT"), work.plans.visits_of_job("BINS")
    assert (lift.worker_ids, lift.starts_at, lift.finishes_at) == (("ann", "ben"), at("09:00"), at("09:31"))
    assert bins.worker_ids == ("cat", "dan")


def test_whoever_works_in_a_plan_sees_it_and_nobody_else_does(store: Store) -> None:
    draft = asked_and_made(store)
    published(store)
    with store.begin(LANDLORD) as work:
        assert (work.plans.get("p1") or draft).plan == PLAN
        assert work.plans.published("council", WINTER_DAY)
        assert work.plans.published_for_worker("fiona", WINTER_DAY)
        assert work.plans.visits_of_job("ALARM")
    with store.begin(STRANGER) as work:
        assert work.plans.get("p1") is None
        assert work.plans.published("council", WINTER_DAY) is None
        assert work.plans.draft("council", WINTER_DAY) is None
        assert work.plans.revisions("council", WINTER_DAY) == ()
        assert work.plans.published_for_worker("ann", WINTER_DAY) is None
        assert work.plans.visits_of_job("CALL") == ()
        assert work.plans.last_date("council") is None


@pytest.mark.parametrize("actor", [STRANGER, LANDLORD], ids=["a stranger", "a member"])
def test_nobody_but_the_host_changes_a_plan_or_adds_one(store: Store, actor: Actor) -> None:
    asked_and_made(store)
    assert not published(store, by=actor)
    with store.begin(actor) as work:
        assert not work.plans.discard("p1", at("07:30"))
        work.plans.set_savings("p1", {"cash_pence": 1})
    with pytest.raises(NotFound), store.begin(actor) as work:
        work.plans.add(revision("p2"))
    with store.begin(COUNCIL) as work:
        found = work.plans.get("p1")
    assert found
    assert (found.state, found.savings) == (PlanState.DRAFT, None)
