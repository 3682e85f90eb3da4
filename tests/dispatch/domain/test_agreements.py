"""Lending: what may cross, what never does."""

import pytest

from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.never_lent import is_never_lent


def agreement(
    *, lender_id: str = "charity", job_types: tuple[str, ...] = ("routine_check",), charge_pence: int = 0, cap: int = 1
) -> LendingAgreement:
    return LendingAgreement(
        id="A",
        lender_id=lender_id,
        borrower_id="council",
        job_types=job_types,
        charge_pence=charge_pence,
        daily_cap=cap,
    )


@pytest.mark.parametrize("job_type", ["personal_care", "nursing", "nursing_insulin", "gas", "gas_check"])
def test_personal_care_nursing_and_gas_never_cross(job_type: str) -> None:
    with pytest.raises(ValueError, match=f"'{job_type}' never crosses"):
        agreement(job_types=("routine_check", job_type))


@pytest.mark.parametrize("job_type", ["smoke_alarm", "gasket", "nursery_visit", "personal_carer_break"])
def test_a_type_that_only_sounds_alike_may_cross(job_type: str) -> None:
    assert not is_never_lent(job_type)
    assert agreement(job_types=(job_type,)).job_types == (job_type,)


def test_an_agreement_with_no_types_same_parties_negative_charge_and_no_cap_hears_all_of_it_at_once() -> None:
    with pytest.raises(ValueError, match="A") as complaint:
        agreement(lender_id="council", job_types=(), charge_pence=-1, cap=0)
    for word in ("same organisation", "job_types is empty", "charge_pence is -1", "daily_cap is 0"):
        assert word in str(complaint.value)
