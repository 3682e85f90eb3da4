"""Skills a visit asks of the shift that serves it."""

import pytest

from optimiser.problem import HeldSkill, RequiredSkill
from tests.optimiser.rules.broken import broken
from tests.optimiser.toy import ann_serves, problem, shift, visit, worker

GAS_2 = (RequiredSkill(name="gas", level=2),)


@pytest.mark.parametrize("level", [2, 3])
def test_the_level_asked_for_or_a_higher_one_will_do(level: int) -> None:
    gas = HeldSkill(name="gas", level=level)
    assert broken(problem(visit(skills=GAS_2), workers=(worker(skills=(gas,)),)), ann_serves()) == []


def test_a_level_too_low_will_not() -> None:
    gas = HeldSkill(name="gas", level=1)
    assert broken(problem(visit(skills=GAS_2), workers=(worker(skills=(gas,)),)), ann_serves()) == ["skills_held"]


def test_another_skill_will_not() -> None:
    water = HeldSkill(name="water", level=9)
    assert broken(problem(visit(skills=GAS_2), workers=(worker(skills=(water,)),)), ann_serves()) == ["skills_held"]


def test_a_skill_valid_from_start_to_finish_will_do() -> None:
    gas = HeldSkill(name="gas", level=2, valid_from_s=100, valid_until_s=700)
    assert broken(problem(visit(skills=GAS_2), workers=(worker(skills=(gas,)),)), ann_serves()) == []


@pytest.mark.parametrize(("valid_from_s", "valid_until_s"), [(101, 700), (100, 699)])
def test_a_skill_that_begins_late_or_lapses_during_service_will_not(valid_from_s: int, valid_until_s: int) -> None:
    gas = HeldSkill(name="gas", level=2, valid_from_s=valid_from_s, valid_until_s=valid_until_s)
    assert broken(problem(visit(skills=GAS_2), workers=(worker(skills=(gas,)),)), ann_serves()) == ["skills_held"]


def test_each_skill_of_a_crew_may_be_held_by_another_member() -> None:
    asked = (RequiredSkill(name="gas"), RequiredSkill(name="water"))
    ann, bob = worker("ann", skills=(HeldSkill(name="gas"),)), worker("bob", skills=(HeldSkill(name="water"),))
    crew = shift(workers=("ann", "bob"))
    assert broken(problem(visit(skills=asked), workers=(ann, bob), shifts=(crew,)), ann_serves()) == []
    assert broken(problem(visit(skills=asked), workers=(ann,)), ann_serves()) == ["skills_held"]
