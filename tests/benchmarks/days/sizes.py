"""Which days there are: their names, and how much of what is drawn for each."""

from dataclasses import dataclass

# An ordinary Tuesday in November, as in the demo.
NUMBERS = (1, 2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """`towns` 1: the fixtures' own town and its streets; more: so many towns of a made-up county.

    `days` of the fixtures are pooled in each town, and jobs and workers drawn from them. `streams` are the kinds of
    round that have a crew, by town in turn: a small place has not got all three.
    """

    jobs: int
    workers: int
    towns: int
    days: int
    streams: tuple[frozenset[str], ...]
    modes: frozenset[str]


LITTER, REFUSE, RECYCLING = "litter_round", "refuse_round", "recycling_round"
_IN_TURN = (frozenset({LITTER, REFUSE}), frozenset({LITTER}), frozenset({LITTER, RECYCLING}), frozenset({LITTER}))
_ALL_MODES = frozenset({"car", "lorry", "bicycle", "foot"})

SIZES = (
    Size(jobs=50, workers=8, towns=1, days=1, streams=(frozenset({LITTER}),), modes=_ALL_MODES),
    Size(jobs=100, workers=12, towns=1, days=1, streams=(frozenset({LITTER}),), modes=_ALL_MODES),
    Size(jobs=300, workers=33, towns=1, days=2, streams=(frozenset({LITTER, REFUSE, RECYCLING}),), modes=_ALL_MODES),
    Size(jobs=1_000, workers=106, towns=4, days=2, streams=_IN_TURN, modes=_ALL_MODES),
    # Two modes only: each is two matrices of some 4,000 x 4,000.
    Size(jobs=5_000, workers=500, towns=20, days=2, streams=_IN_TURN, modes=frozenset({"car", "bicycle"})),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """One day to draw. The second and third days have been published before; the third has rush hours."""

    size: Size
    number: int

    @property
    def name(self) -> str:
        """Such as `day-0100-1`."""
        return f"day-{self.size.jobs:04}-{self.number}"

    @property
    def published(self) -> bool:
        """Whether people have been told of an earlier plan."""
        return self.number >= 2

    @property
    def rush_hours(self) -> bool:
        """Whether speeds depend on the time of day."""
        return self.number >= 3


DRAWINGS = {
    drawing.name: drawing for drawing in (Drawing(size=size, number=number) for size in SIZES for number in NUMBERS)
}
