"""The result as people say it."""

from typing import Any

from dispatch.evidence.in_words import done_in_one_only, gain_words, hours, kilometres, pounds, saving_sentence


def summary(**saving: int) -> dict[str, Any]:
    counted = {"cash_pence": 12_345, "travel_s": 3900, "distance_m": 0, "co2e_g": 2500, "jobs_compared": 245}
    return {"saving": {**counted, **saving}, "alone": {"cash_pence": 246_900}}


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


def test_no_saving_is_said_plainly() -> None:
    assert "saved no money" in saving_sentence(summary(cash_pence=0))


def test_a_service_gains_gains_nothing_or_pays_more() -> None:
    def words(alone: int, together: int, *, gains: bool) -> str:
        return gain_words({"cash_pence_alone": alone, "cash_pence_together": together, "gains": gains})

    assert words(10_000, 9_000, gains=True) == "£10.00"
    assert words(10_000, 9_990, gains=False) == "gains nothing"
    assert words(10_000, 10_040, gains=False) == "gains nothing"
    assert words(10_000, 10_300, gains=False) == "pays £3.00 more"


def test_jobs_that_only_one_plan_does_are_told_apart_from_the_amounts() -> None:
    assert done_in_one_only({"gained": [], "lost": []}) == "Both do the same jobs."
    assert done_in_one_only({"gained": ["A"], "lost": []}) == "1 more job is done, not counted in these amounts."
    assert "2 done only in the new plan, 1 only in the old" in done_in_one_only({"gained": ["A", "B"], "lost": ["C"]})
