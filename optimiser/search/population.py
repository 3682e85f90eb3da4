"""The plans a search breeds from: who is drawn as a parent, and whose place a child takes."""

import numpy as np

from optimiser.search.crossover import Individual


class Population:
    """Plans of which no two cost the same, as plans of one cost are as good as always one plan."""

    def __init__(self) -> None:
        self.individuals: list[Individual] = []

    def add(self, newcomer: Individual) -> None:
        """Takes in a plan that no crossover made, unless it is there already."""
        if all(newcomer.total != one.total for one in self.individuals):
            self.individuals.append(newcomer)

    def parents(self, random: np.random.Generator) -> tuple[Individual, Individual] | None:
        """Two different plans, the one to be changed first, which is the better one three times in four.

        None while there are no two.
        """
        if len(self.individuals) < 2:
            return None
        one, other = (self.individuals[number] for number in random.choice(len(self.individuals), 2, replace=False))
        if one.total > other.total and random.random() < 0.5:
            one, other = other, one
        return one, other

    def offer(self, child: Individual, parents: tuple[Individual, Individual]) -> None:
        """Puts a child in the place of the worse parent it outdoes, else in that of the worst plan if it outdoes that.

        A child is much like its parents; in their place it leaves the others to be unlike it.
        """
        if any(child.total == one.total for one in self.individuals):
            return
        here = [one for one in self.individuals if any(one is parent for parent in parents)]
        # By the other search's child a parent may have been replaced already.
        outdone = [one for one in here if child.total < one.total] or [
            one for one in self.individuals if child.total < one.total
        ]
        if outdone:
            worst = max(outdone, key=lambda one: one.total)
            self.individuals = [child if one is worst else one for one in self.individuals]

    def forget(self, one: Individual) -> None:
        """Drops a plan."""
        self.individuals = [other for other in self.individuals if other is not one]
