"""What the document holds: each suite with its files, seconds, seeds and engines. More is a line more here."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from tests.benchmarks.engines import ENGINES
from tests.benchmarks.results import Line

OURS = "allround"
PEERS = tuple(name for name in ENGINES if name != OURS)
ORTOOLS = ("ortools-ils", "ortools-gls")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One section of the document, and the runs it needs. Entries with one `plot` share a picture.

    `classes` is what the names of classes stand for, `label` what the whole of the entry is called in the picture.
    """

    name: str
    suite: str  # or one of OTHERS
    only: str = "*"  # instances with names like this
    seconds: float
    seeds: int = 3  # 1 to so many
    engines: tuple[str, ...] = (OURS,)
    plot: str = ""
    label: str = "all files"
    classes: str = "class"

    def __post_init__(self) -> None:
        unknown = set(self.engines) - set(ENGINES)
        if unknown or OURS not in self.engines:
            raise ValueError(f"{self.name} is measured with {', '.join(self.engines)}; {OURS} and known ones are due")

    def covers(self, instance: str) -> bool:
        """Whether that is the name of one of its instances, or would be."""
        return fnmatchcase(instance, self.only)

    def of(self, lines: Iterable[Line]) -> list[Line]:
        """Those lines that are runs of this entry, of any engine."""
        return [
            line
            for line in lines
            if line["suite"] == self.suite
            and self.covers(line["instance"])
            and line["seconds"] == self.seconds
            and 1 <= line["seed"] <= self.seeds
        ]


# Homberger's names are CLASS_SIZE_NUMBER: `R1_10_3` is of type 1 (short routes), and has 1,000 customers.
PROGRAMME = (
    Entry(name="solomon", suite="solomon", seconds=10, engines=(OURS, *PEERS), plot="solomon"),
    Entry(
        name="homberger-200",
        suite="homberger",
        only="*_2_*",
        seconds=10,
        engines=(OURS, "pyvrp"),
        plot="homberger-200",
    ),
    Entry(
        name="homberger-1000-type-1",
        suite="homberger",
        only="*1_10_*",
        seconds=60,
        engines=(OURS, "pyvrp"),
        plot="homberger-1000",
        label="all of type 1",
    ),
    Entry(
        name="homberger-1000-type-2",
        suite="homberger",
        only="*2_10_*",
        seconds=60,
        engines=(OURS, "pyvrp"),
        plot="homberger-1000",
        label="all of type 2",
    ),
    Entry(name="sdvrptw", suite="sdvrptw", seconds=60, plot="sdvrptw"),
    Entry(name="mdvrptw", suite="mdvrptw", seconds=60, plot="mdvrptw"),
    Entry(name="trsp", suite="trsp", seconds=30, plot="trsp"),
    # The files of Mankowska et al.; those of Italian cities have other names.
    Entry(name="hhcrsp", suite="hhcrsp", only="Instanz*", seconds=60, plot="hhcrsp", classes="patients"),
    *(
        Entry(
            name=f"days-{jobs}",
            suite="days",
            only=f"day-{jobs:04}-*",
            seconds=seconds,
            engines=(OURS, *ORTOOLS),
            plot="days",
            label=f"{jobs} jobs",
        )
        for jobs, seconds in ((100, 10), (300, 30), (1000, 60))
    ),
    Entry(name="days-5000", suite="days", only="day-5000-*", seconds=60),
    Entry(name="live", suite="live", seconds=60, seeds=1),
    Entry(name="scaling", suite="scaling", seconds=15, seeds=1, plot="scaling"),
    Entry(name="anytime", suite="anytime", seconds=60, seeds=1, plot="anytime"),
)
