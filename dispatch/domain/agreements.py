"""What may cross between organisations: lending agreements. Without one, nothing does."""

from dataclasses import dataclass

from dispatch.domain.never_lent import is_never_lent
from dispatch.domain.skill import Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class LendingAgreement:
    """Workers of `lender_id` may do the listed types of job that belong to `borrower_id`.

    `competence` is asked of the lent worker on top of the job's own skills; `charge_pence` is what the borrower pays
    for each job; `daily_cap` is the most jobs it may carry in a day. Raises ValueError with every complaint at once,
    also where a type is one that never crosses (personal care, nursing, gas).
    """

    id: str
    lender_id: str
    borrower_id: str
    job_types: tuple[str, ...]
    competence: tuple[Skill, ...] = ()
    charge_pence: int = 0
    daily_cap: int

    def __post_init__(self) -> None:
        complaints = []
        if self.lender_id == self.borrower_id:
            complaints.append("lender and borrower are the same organisation; within one, no agreement is needed")
        if not self.job_types:
            complaints.append("job_types is empty; name the types of job that may cross")
        complaints += [
            f"job type {each!r} never crosses between organisations; take it out of job_types"
            for each in self.job_types
            if is_never_lent(each)
        ]
        if self.charge_pence < 0:
            complaints.append(f"charge_pence is {self.charge_pence}; give 0 or more")
        if self.daily_cap < 1:
            complaints.append(f"daily_cap is {self.daily_cap}; give 1 or more, or end the agreement")
        if complaints:
            raise ValueError(f"lending agreement {self.id!r}: " + "; ".join(complaints))
