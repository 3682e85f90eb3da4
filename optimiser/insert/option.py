"""A way to put one visit, or two that are tied, into a plan, and all that it changes."""

from dataclasses import dataclass, field

from optimiser.cost import Cost


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Where and when a visit would be served. `rank` counts the visits before it on its route."""

    visit: str
    shift: str
    rank: int
    arrive_s: int
    start_s: int
    finish_s: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """A visit planned already whose start would change."""

    visit: str
    shift: str
    from_s: int
    to_s: int

    @property
    def by_s(self) -> int:
        """Seconds later; below 0 for earlier."""
        return self.to_s - self.from_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One way to serve what was asked about, in the order asked.

    `adds` is what the checker finds the plan to cost then, less what it finds now, part by part; `adds.objective` is
    what options are ranked by. An option is good for the plan it was found in, and for no later one.
    """

    placed: tuple[Placed, ...]
    moved: tuple[Moved, ...]
    adds: Cost
    # Which state of the warm plan it belongs to, and shift and position of each visit in the engine's numbers.
    state: int = field(repr=False)
    route: tuple[int, ...] = field(repr=False)
    at: tuple[int, ...] = field(repr=False)
