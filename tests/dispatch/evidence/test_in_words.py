"""The result as people say it."""

from typing import Any

import pytest

from dispatch.evidence.in_words import (
    by_hand_sentence,
    done_in_one_only,
    gain_words,
    hours,
    kilometres,
    pounds,
    saving_sentence,
)


def summary(**saving: int) -> dict[str, Any]:
    counted = {"cash_pence": 12_345, "travel_s": 3900, "distance_m": 0, "co2e_g": 2500, "jobs_compared": 245}
    return {
        "saving": {**counted, **saving},
        "compared_cash_pence": 246_900,
        "alone": {"cash_pence": 999_999},  # with jobs that are not compared: no percentage is of this
        "saving_by_hand": {**counted, **saving},
        "jobs_gained_by_hand": ["A"],
        "jobs_lost_by_hand": [],
    }


def test_amounts_read_as_people_write_them() -> None:
    assert pounds(123_456) == "£1,234.56"
    assert pounds(-5) == "-£0.05"
    assert hours(3900) == "1 h 05 min"
    assert kilometres(12_345) == "12.3 km"


def test_a_duration_under_an_hour_is_said_in_minutes_alone() -> None:
    assert hours(120) == "2 min"
    assert hours(3569) == "59 min"
    assert hours(3570) == "1 h 00 min"  # rounds up to the hour
    assert hours(-120) == "-2 min"
    assert hours(-3900) == "-1 h 05 min"
    assert hours(-20) == "0 min"  # no sign before nothing


def test_the_saving_is_one_sentence_with_its_jobs_money_and_percent() -> None:
    assert saving_sentence(summary()) == (
        "Over the same 245 jobs, planning all services together cost £123.45 less (5.0 %) than every service planning "
        "alone with the same planner, 1 h 05 min less on the way and 2.5 kg less CO2e."
    )


def test_longer_travel_is_said_and_not_hidden() -> None:
    assert ", 10 min more on the way" in saving_sentence(summary(travel_s=-600))


def test_a_loss_is_told_as_it_is() -> None:
    assert "together cost £123.45 more (5.0 %) than every service" in saving_sentence(summary(cash_pence=-12_345))
    assert "jobs: £123.45 more, " in by_hand_sentence(summary(cash_pence=-12_345))


@pytest.mark.parametrize("pence", [49, 0, -49])
def test_under_half_a_pound_either_way_saved_nothing(pence: int) -> None:
    assert "together saved nothing against every service" in saving_sentence(summary(cash_pence=pence))
    assert "jobs: nothing saved, " in by_hand_sentence(summary(cash_pence=pence))


def test_from_half_a_pound_on_the_amount_is_told() -> None:
    assert "cost £0.50 less (0.0 %)" in saving_sentence(summary(cash_pence=50))
    assert "cost £0.50 more (0.0 %)" in saving_sentence(summary(cash_pence=-50))


def test_carbon_is_told_whichever_way_it_goes() -> None:
    for sentence in (saving_sentence, by_hand_sentence):
        assert "and 2.5 kg less CO2e." in sentence(summary())
        assert "and 2.5 kg more CO2e." in sentence(summary(co2e_g=-2500))


def test_what_reads_as_nothing_is_the_same_and_neither_less_nor_more() -> None:
    for grams in (40, 0, -40):
        assert "and the same CO2e." in saving_sentence(summary(co2e_g=grams))
    assert ", the same time on the way and" in by_hand_sentence(summary(travel_s=-20))


def words(alone: int, together: int, *, gains: bool) -> str:
    return gain_words({"cash_pence_alone": alone, "cash_pence_together": together, "gains": gains})


def test_a_service_gains_or_pays_more() -> None:
    assert words(10_000, 9_000, gains=True) == "£10.00"
    assert words(10_000, 10_300, gains=False) == "pays £3.00 more"


def test_less_than_half_a_percent_is_shown_as_within_chance() -> None:
    assert words(94_607, 94_222, gains=False) == "£3.85, within chance"
    assert words(18_376, 18_467, gains=False) == "£0.91 more, within chance"


def test_only_under_half_a_pound_is_nothing() -> None:
    assert words(20_000, 19_951, gains=False) == "gains nothing"
    assert words(20_000, 20_049, gains=False) == "gains nothing"
    assert words(20_000, 19_950, gains=False) == "£0.50, within chance"
    assert words(20_000, 20_050, gains=False) == "£0.50 more, within chance"


def test_jobs_that_only_one_plan_does_are_told_apart_from_the_amounts() -> None:
    assert done_in_one_only([], []) == "Both do the same jobs."
    assert done_in_one_only(["A"], []) == "1 more job is done, not counted in these amounts."
    assert "2 done only in the new plan, 1 only in the old" in done_in_one_only(["A", "B"], ["C"])
    assert by_hand_sentence(summary()).endswith("1 more job is done, not counted in these amounts.")
