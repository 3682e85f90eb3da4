"""A rule that makes no sense is refused when it is made."""

from dataclasses import replace
from datetime import time, timedelta

import pytest

from tests.dispatch.intake.two_bins import FULL, QUIET


@pytest.mark.parametrize("at_least", [float("nan"), float("inf")])
def test_a_threshold_that_is_no_number_is_refused(at_least: float) -> None:
    with pytest.raises(ValueError, match="'full': at_least"):
        replace(FULL, at_least=at_least)


def test_a_reading_that_is_a_step_of_its_own_ladder_is_refused() -> None:
    with pytest.raises(ValueError, match="own ladder"):
        replace(QUIET, failed_first=("quiet_h",))


def test_a_template_that_closes_as_it_opens_is_refused() -> None:
    with pytest.raises(ValueError, match="not after opens"):
        replace(QUIET.template, closes=time(7, 30))


def test_a_template_with_only_one_end_is_refused() -> None:
    with pytest.raises(ValueError, match="both opens and closes"):
        replace(QUIET.template, closes=None)


def test_a_template_that_takes_no_time_is_refused() -> None:
    with pytest.raises(ValueError, match="duration"):
        replace(FULL.template, duration=timedelta(0))
