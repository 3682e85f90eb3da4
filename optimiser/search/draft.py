"""A plan made by hand: visits appended to routes one by one, timed by the same definition as any other."""

from collections.abc import Mapping

from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.search.door_kernel import append, exactly, put_back, times_of
from optimiser.search.workspace import Workspace


class Draft:
    """Routes that grow at their ends. Breaks that become owed are placed where they cost least."""

    def __init__(self, problem: Problem) -> None:
        self._space = Workspace(problem)

    def try_append(self, visits: Mapping[str, str]) -> int | None:
        """Appends visits (by shift id) to the ends of those routes together.

        Returns the start of the first in seconds; None, and nothing changed, if a rule forbids it.
        """
        space = self._space
        tables = (space.arrays, space.state, space.scratch)
        for shift, visit in visits.items():
            number = space.visit_number[visit]
            served = space.state.route_of[number] >= 0
            if served or not append(*tables, space.weights, number, space.shift_number[shift]):
                put_back(*tables)
                return None
        if not exactly(*tables):
            return None
        shift, visit = next(iter(visits.items()))
        row = space.shift_number[shift]
        times_of(*tables, row)
        at = space.state.sequence[row, : space.state.route["length"][row]].tolist().index(space.visit_number[visit])
        return int(space.scratch.row["start"][at])

    def place_of(self, shift: str) -> int | None:
        """Where the route stands after its last stop (its start place while it is empty); None at an open start."""
        space = self._space
        row = space.shift_number[shift]
        for node in reversed(space.state.sequence[row, : space.state.route["length"][row]].tolist()):
            if node < len(space.arrays.visit):
                return int(space.arrays.visit["place"][node])
            if space.arrays.rest["place"][node - len(space.arrays.visit)] >= 0:
                return int(space.arrays.rest["place"][node - len(space.arrays.visit)])
        start = int(space.arrays.shift["start_place"][row])
        return start if start >= 0 else None

    def free_at(self, shift: str) -> int:
        """When the last stop of the route is over; the start of the shift while it is empty."""
        row = self._space.shift_number[shift]
        length = int(self._space.state.route["length"][row])
        if length == 0:
            return int(self._space.arrays.shift["starts"][row])
        return int(self._space.state.stop["finish"][row, length - 1])

    def plan(self) -> Plan:
        """The routes so far; whatever was not appended is left out."""
        return self._space.plan()
