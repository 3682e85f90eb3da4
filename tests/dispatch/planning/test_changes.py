"""What a revision changes, person by person."""

from dataclasses import replace

from dispatch.domain.day_plan import LeftOut
from dispatch.planning.changes import ChangeKind, changes
from tests.dispatch.planning.tiny_day import at
from tests.dispatch.planning.told import out, plan, visit


def test_a_visit_that_goes_to_another_is_lost_by_one_and_gained_by_the_other() -> None:
    before = plan(out("ann", visit("J", "08:05"), visit("K", "08:35")), out("ben", visit("L", "08:05")))
    after = plan(out("ann", visit("J", "08:05")), out("ben", visit("L", "08:05"), visit("K", "09:00")))
    ann, ben = changes(before, after).workers
    (lost,) = ann.changes
    assert (lost.kind, lost.job_id, lost.was_at, lost.others) == (ChangeKind.LOST, "K", at("08:35"), ("ben",))
    (gained,) = ben.changes
    assert (gained.kind, gained.job_id, gained.is_at, gained.others) == (ChangeKind.GAINED, "K", at("09:00"), ("ann",))


def test_whoever_keeps_day_and_times_is_listed_as_unchanged() -> None:
    before = plan(out("ann", visit("J", "08:05")), out("ben", visit("L", "08:05")))
    found = changes(before, plan(out("ann", visit("J", "08:45")), out("ben", visit("L", "08:05"))))
    ann, ben = found.workers
    (moved,) = ann.changes
    assert (moved.kind, moved.was_at, moved.is_at) == (ChangeKind.MOVED, at("08:05"), at("08:45"))
    assert (ann.unchanged, ben.unchanged, found.nothing) == (False, True, False)


def test_another_order_is_told() -> None:
    before = plan(out("ann", visit("J", "08:05"), visit("K", "08:35")))
    (ann,) = changes(before, plan(out("ann", visit("K", "08:05"), visit("J", "08:35")))).workers
    assert ann.reordered
    assert [change.kind for change in ann.changes] == [ChangeKind.MOVED, ChangeKind.MOVED]


def test_new_left_out_and_gone_jobs_are_told_apart() -> None:
    before = plan(out("ann", visit("J", "08:05"), visit("K", "08:35")))
    left_out = (LeftOut(job_id="J", service_id="care", reason="No time."),)
    found = changes(before, replace(plan(out("ben", visit("new", "08:05"))), left_out=left_out))
    assert (found.newly_planned, found.newly_left_out, found.gone) == (("new",), ("J",), ("K",))


def test_the_first_plan_is_new_to_everybody_and_the_same_plan_to_nobody() -> None:
    one = plan(out("ann", visit("J", "08:05")))
    assert changes(None, one).newly_planned == ("J",)
    assert changes(one, one).nothing


def test_times_that_became_known_are_no_change() -> None:
    before, after = plan(out("ann", visit("J", "08:05"))), plan(out("ann", visit("J", "08:12")))
    assert changes(before, after, since=at("09:00")).nothing
    assert not changes(before, after, since=at("08:00")).nothing


def test_what_a_crew_did_is_not_taken_from_the_member_who_fell_ill_since() -> None:
    crew = out("ann", visit("J", "08:05"), visit("K", "11:00"))
    before = plan(replace(crew, worker_ids=("ann", "ben")))
    after = plan(replace(crew, worker_ids=("ben",)))
    ann = next(one for one in changes(before, after, since=at("10:00")).workers if one.worker_id == "ann")
    assert [(change.kind, change.job_id) for change in ann.changes] == [(ChangeKind.LOST, "K")]
