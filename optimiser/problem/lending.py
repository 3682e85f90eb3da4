"""Which work may cross from one organisation to another: without an agreement, nothing does."""

from dataclasses import dataclass

from optimiser.problem.units import Count, Id, Micropence, Name, Part, Seconds, UpencePerSecond
from optimiser.problem.visit import RequiredSkill


@dataclass(frozen=True, slots=True, kw_only=True)
class Lending(Part):
    """Shifts of `lender` may do visits of `borrower` whose kind is listed, starting within [from_s, until_s).

    Where several agreements fit a visit and a shift, the first in the Problem's order is the one that counts.
    """

    id: Id
    lender: Name
    borrower: Name
    kinds: tuple[Name, ...]
    # Asked of the lent shift on top of what the visit itself asks.
    skills: tuple[RequiredSkill, ...] = ()
    # Cash: what the borrower pays per visit and per second of service.
    charge_upence: Micropence = 0
    charge_upence_per_s: UpencePerSecond = 0
    max_visits: Count | None = None
    from_s: Seconds = 0
    until_s: Seconds | None = None
