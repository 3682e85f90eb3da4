"""What the engine must reach, in one place: limits on what was measured, and peers it may not be worse than."""

from dataclasses import dataclass

from tests.benchmarks.report.programme import ORTOOLS, PEERS

ALL = "all"
GAP = "gap_percent"
TIERS = "tiers"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What one number of a section must be. `section` is the name of an Entry.

    `part` is a class, in `live`, `scaling` and `anytime` an instance, or ALL. `measure` is GAP (mean, percent), TIERS
    (of days: tier by tier, then avoidable cost, each the mean), or any field of a line, of which the largest counts;
    `first_plan_s` is always taken from `scaling`. Engines `beside` are compared on the files that both have run.
    """

    section: str
    part: str = ALL
    measure: str = GAP
    at_most: float | None = None
    beside: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.at_most is None and not self.beside:
            raise ValueError(f"the target for {self.section} asks for nothing; give at_most or beside")
        if self.measure == TIERS and self.at_most is not None:
            raise ValueError(f"the target for {self.section} limits tiers by a number; give beside instead")
        if self.measure not in (GAP, TIERS) and self.beside:
            raise ValueError(f"the target for {self.section} compares {self.measure} with peers; give at_most instead")


TARGETS = (
    Target(section="solomon", beside=PEERS),
    Target(section="homberger-200", beside=("pyvrp",)),
    Target(section="homberger-1000-type-1", beside=("pyvrp",)),
    Target(section="homberger-1000-type-2", beside=("pyvrp",)),
    Target(section="days-100", measure=TIERS, beside=ORTOOLS),
    Target(section="days-300", measure=TIERS, beside=ORTOOLS),
    Target(section="days-1000", measure=TIERS, beside=ORTOOLS),
)
