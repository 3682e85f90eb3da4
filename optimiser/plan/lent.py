"""Whether a visit crosses to another organisation, and under which agreement."""

from optimiser.problem import Lending, Problem, Shift, Visit


def is_lent(shift: Shift, visit: Visit) -> bool:
    """Whether the shift and the visit belong to different organisations."""
    return shift.organisation != visit.organisation


def agreement_for(problem: Problem, shift: Shift, visit: Visit, start_s: int) -> Lending | None:
    """The first agreement, in the Problem's order, that lets this shift start this visit at `start_s`; None: none.

    Its skills and its number of visits are not looked at here: they are what the agreement asks, not what it is for.
    """
    for agreement in problem.lending:
        if (
            agreement.lender == shift.organisation
            and agreement.borrower == visit.organisation
            and visit.kind in agreement.kinds
            and agreement.from_s <= start_s
            and (agreement.until_s is None or start_s < agreement.until_s)
        ):
            return agreement
    return None
