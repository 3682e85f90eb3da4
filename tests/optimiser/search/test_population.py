"""Whose place a child takes."""

import numpy as np

from optimiser.search.crossover import Individual
from optimiser.search.population import Population


def plan(cost: int) -> Individual:
    return Individual(np.zeros((1, 1), dtype=np.int64), np.zeros(1, dtype=np.int64), (0, 0, 0, cost))


def population(*costs: int) -> tuple[Population, list[Individual]]:
    found, plans = Population(), [plan(cost) for cost in costs]
    for one in plans:
        found.add(one)
    return found, plans


def costs(found: Population) -> list[int]:
    return sorted(one.total[3] for one in found.individuals)


def test_there_are_no_parents_until_two_plans_differ() -> None:
    found, _ = population(5, 5)
    assert found.parents(np.random.default_rng(1)) is None
    found.add(plan(6))
    drawn = found.parents(np.random.default_rng(1))
    assert drawn is not None
    assert {one.total[3] for one in drawn} == {5, 6}


def test_the_better_parent_is_more_often_the_one_to_be_changed() -> None:
    found, _ = population(5, 6)
    random = np.random.default_rng(1)
    first = [drawn[0].total[3] for drawn in (found.parents(random) for _ in range(400)) if drawn]
    assert 250 < first.count(5) < 350


def test_a_child_takes_the_place_of_the_worse_parent_it_outdoes() -> None:
    found, plans = population(4, 6, 9)
    found.offer(plan(5), (plans[0], plans[1]))
    assert costs(found) == [4, 5, 9]
    found, plans = population(4, 6, 9)
    found.offer(plan(3), (plans[0], plans[1]))
    assert costs(found) == [3, 4, 9]


def test_a_child_worse_than_its_parents_takes_the_place_of_the_worst() -> None:
    found, plans = population(4, 6, 9)
    found.offer(plan(7), (plans[0], plans[1]))
    assert costs(found) == [4, 6, 7]


def test_a_child_that_is_worse_than_all_or_there_already_takes_nobodys_place() -> None:
    found, plans = population(4, 6, 9)
    found.offer(plan(10), (plans[0], plans[1]))
    found.offer(plan(4), (plans[1], plans[2]))
    assert costs(found) == [4, 6, 9]


def test_a_child_whose_parents_are_gone_takes_the_place_of_the_worst_it_outdoes() -> None:
    found, plans = population(4, 6, 9)
    found.forget(plans[1])
    found.offer(plan(5), (plans[1], plans[0]))
    assert costs(found) == [4, 5]
