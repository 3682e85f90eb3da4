"""Skills and lending agreements that begin or end while a shift is out."""

from typing import Any

import pytest

from optimiser.problem import HeldSkill, Lending, Problem, RequiredSkill, Window
from tests.optimiser.search.planned import cost_of, left_out, planned, stop_of
from tests.optimiser.toy import problem, shift, visit, worker

LENT = Lending(id="deal", lender="council", borrower="trust", kinds=("gutter",))


def skilled(from_s: int, until_s: int | None, **changes: Any) -> Problem:
    """Ann holds gas for a part of her day, and the visit asks for it."""
    held = HeldSkill(name="gas", valid_from_s=from_s, valid_until_s=until_s)
    return problem(visit(skills=(RequiredSkill(name="gas"),), **changes), workers=(worker(skills=(held,)),))


def test_a_visit_waits_until_the_skill_is_held() -> None:
    assert stop_of(planned(skilled(2_000, None)), "v").start_s == 2_000


def test_a_visit_is_over_when_the_skill_runs_out() -> None:
    assert stop_of(planned(skilled(0, 700)), "v").finish_s == 700
    assert left_out(planned(skilled(0, 699))) == {"v"}


def test_no_departure_moves_a_visit_out_of_what_is_held() -> None:
    later = visit("later", 2, windows=(Window(earliest_s=5_000, latest_s=6_000),))
    day = skilled(0, 1_000)
    found = planned(problem(*day.visits, later, workers=day.workers))
    assert stop_of(found, "v").finish_s <= 1_000
    assert left_out(found) == set()


def test_skills_of_two_people_do_not_make_one_service() -> None:
    held = [HeldSkill(name="gas", valid_until_s=400), HeldSkill(name="gas", valid_from_s=400)]
    crew = (worker("ann", skills=(held[0],)), worker("bob", skills=(held[1],)))
    day = problem(
        visit(skills=(RequiredSkill(name="gas"),)), workers=crew, shifts=(shift("two", workers=("ann", "bob")),)
    )
    assert stop_of(planned(day), "v").start_s == 400


def lent(*agreements: Lending, **changes: Any) -> Problem:
    """A visit of the trust's for Ann of the council."""
    one = visit(organisation="trust", kind="gutter", **changes)
    return problem(one, shifts=(shift(organisation="council", upence_per_m=1),), lending=agreements)


@pytest.mark.parametrize(("from_s", "until_s", "start_s"), [(2_000, None, 2_000), (0, 101, 100), (100, 102, 100)])
def test_a_lent_visit_starts_while_the_agreement_holds(from_s: int, until_s: int | None, start_s: int) -> None:
    found = planned(lent(Lending(**(fields_of(LENT) | {"from_s": from_s, "until_s": until_s}))))
    assert stop_of(found, "v").start_s == start_s


def test_an_agreement_that_ends_before_anyone_is_there_lends_nobody() -> None:
    assert left_out(planned(lent(Lending(**(fields_of(LENT) | {"until_s": 100}))))) == {"v"}


def test_the_agreement_that_counts_is_the_one_the_checker_finds() -> None:
    soon = Lending(**(fields_of(LENT) | {"id": "soon", "until_s": 1_000, "charge_upence": 5_000}))
    then = Lending(**(fields_of(LENT) | {"id": "then", "charge_upence": 3}))
    day = lent(soon, then)
    found = planned(day)
    assert stop_of(found, "v").start_s >= 1_000
    assert cost_of(day, found).cash.charges == 3


def fields_of(agreement: Lending) -> dict[str, Any]:
    return {name: getattr(agreement, name) for name in ("id", "lender", "borrower", "kinds")}
