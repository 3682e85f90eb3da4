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
    `first_plan_s` is always taken from `scaling`. Engines `beside` are compared on the files that both have run. With
    `cheaper_percent`, avoidable cost has to be so much below that of the best of them, the tiers no worse.
    """

    section: str
    part: str = ALL
    measure: str = GAP
    at_most: float | None = None
    beside: tuple[str, ...] = ()
    cheaper_percent: float = 0.0

    def __post_init__(self) -> None:
        if self.at_most is None and not self.beside:
            raise ValueError(f"the target for {self.section} asks for nothing; give at_most or beside")
        if self.measure == TIERS and self.at_most is not None:
            raise ValueError(f"the target for {self.section} limits tiers by a number; give beside instead")
        if self.measure != TIERS and self.cheaper_percent:
            raise ValueError(f"the target for {self.section} asks for cheaper days; give {TIERS} as its measure")
        if self.measure not in (GAP, TIERS) and self.beside:
            raise ValueError(f"the target for {self.section} compares {self.measure} with peers; give at_most instead")


TARGETS = (
    Target(section="solomon", at_most=0.25, beside=PEERS),
    Target(section="homberger-200", at_most=0.4, beside=("pyvrp",)),
    Target(section="homberger-1000-type-1", at_most=2.0, beside=("pyvrp",)),
    Target(section="homberger-1000-type-2", at_most=2.0, beside=("pyvrp",)),
    Target(section="sdvrptw", at_most=0.8),
    Target(section="mdvrptw", at_most=0.8),
    Target(section="trsp", at_most=1.0),
    *(Target(section="hhcrsp", part=patients, at_most=0.3) for patients in ("10", "25", "50", "75")),
    Target(section="hhcrsp", part="100", at_most=1.5),
    Target(section="hhcrsp", part="200", at_most=3.0),
    Target(section="hhcrsp", part="300", at_most=3.0),
    Target(section="days-100", measure=TIERS, beside=ORTOOLS, cheaper_percent=10.0),
    Target(section="days-300", measure=TIERS, beside=ORTOOLS, cheaper_percent=10.0),
    Target(section="days-1000", measure=TIERS, beside=ORTOOLS, cheaper_percent=10.0),
    Target(section="days-5000", measure="peak_mb", at_most=2000.0),
    Target(section="days-5000", measure="first_plan_s", at_most=10.0),
    Target(section="live", part="day-0300-1", measure="p99_ms", at_most=20.0),
    Target(section="live", part="day-5000-1", measure="p99_ms", at_most=100.0),
)
