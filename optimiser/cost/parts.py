"""What a plan costs: three tiers of points, then money in named parts that sum exactly."""

from dataclasses import astuple, dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Cash:
    """Money that changes hands, in micropence. `charges` are what borrowers pay to lenders."""

    paid_time: int = 0
    overtime: int = 0
    mileage: int = 0
    charges: int = 0

    @property
    def upence(self) -> int:
        """All parts together."""
        return sum(astuple(self))

    def __add__(self, other: "Cash") -> "Cash":
        return Cash(
            paid_time=self.paid_time + other.paid_time,
            overtime=self.overtime + other.overtime,
            mileage=self.mileage + other.mileage,
            charges=self.charges + other.charges,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Preferences:
    """What people would rather have, priced in micropence so that it can be weighed; never cash and never a saving."""

    preference: int = 0
    continuity: int = 0
    wasted_specialist: int = 0
    variety: int = 0
    fairness: int = 0
    stability: int = 0

    @property
    def upence(self) -> int:
        """All parts together."""
        return sum(astuple(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalties:
    """The price, in micropence, of lateness and of visits left out, as far as they are in the cost tier."""

    lateness: int = 0
    largest_lateness: int = 0
    unserved: int = 0

    @property
    def upence(self) -> int:
        """All parts together."""
        return sum(astuple(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """Points in `safety`, `statute` and `promise`, and micropence in the rest."""

    safety: int = 0
    statute: int = 0
    promise: int = 0
    cash: Cash = Cash()
    preferences: Preferences = Preferences()
    penalties: Penalties = Penalties()

    @property
    def cash_upence(self) -> int:
        """Money that changes hands: the only part that may be called a saving."""
        return self.cash.upence

    @property
    def cost_upence(self) -> int:
        """Cash, preferences and penalties together: the last tier of the objective."""
        return self.cash.upence + self.preferences.upence + self.penalties.upence

    @property
    def objective(self) -> tuple[int, int, int, int]:
        """What is minimised, compared from left to right: a lower tier never buys a higher one."""
        return (self.safety, self.statute, self.promise, self.cost_upence)
