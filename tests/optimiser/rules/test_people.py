"""Who may come: enough people, allowed, not forbidden, and known there."""

from typing import Any

from optimiser.problem import Problem
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import ann_serves, problem, shift, visit, worker


def two_people(**visit_changes: Any) -> Problem:
    """Ann, known to Mrs Gray, and Bob out together, with a visit."""
    workers = (worker("ann", knows=("mrs gray",)), worker("bob"))
    return problem(visit(**visit_changes), workers=workers, shifts=(shift(workers=("ann", "bob")),))


def test_a_crew_of_just_enough_people_fits() -> None:
    assert broken(two_people(crew=2), ann_serves()) == []


def test_a_crew_one_short_does_not() -> None:
    assert broken(two_people(crew=3), ann_serves()) == ["enough_people"]


def test_a_crew_all_of_whom_are_allowed_may_come() -> None:
    assert broken(two_people(allowed_workers=("bob", "ann")), ann_serves()) == []


def test_a_crew_with_one_member_who_is_not_allowed_may_not() -> None:
    assert broken(two_people(allowed_workers=("ann",)), ann_serves()) == ["people_allowed"]


def test_someone_else_being_forbidden_does_no_harm() -> None:
    cat = (worker("ann"), worker("cat"))
    shifts = (shift("ann"), shift("cat"))
    assert broken(problem(visit(forbidden_workers=("cat",)), workers=cat, shifts=shifts), ann_serves()) == []


def test_a_crew_with_one_forbidden_member_may_not_come() -> None:
    assert broken(two_people(forbidden_workers=("bob",)), ann_serves()) == ["people_allowed"]


def test_one_known_face_is_enough() -> None:
    assert broken(two_people(must_know=("mrs gray",)), ann_serves()) == []


def test_a_crew_of_strangers_is_not() -> None:
    assert broken(two_people(must_know=("mrs gray", "the dog")), ann_serves()) == ["someone_is_known"]
