"""Working days against the published calendar of England and Wales."""

from datetime import date, timedelta

import pytest

from dispatch.domain.working_days import add_working_days, bank_holidays, easter_sunday, is_working_day


@pytest.mark.parametrize("easter", [date(2019, 4, 21), date(2024, 3, 31), date(2026, 4, 5), date(2038, 4, 25)])
def test_easter_falls_where_the_calendar_has_it(easter: date) -> None:
    assert easter_sunday(easter.year) == easter


def test_the_eight_bank_holidays_of_2026_with_boxing_day_moved_to_monday() -> None:
    assert bank_holidays(2026) == {
        date(2026, 1, 1),
        date(2026, 4, 3),
        date(2026, 4, 6),
        date(2026, 5, 4),
        date(2026, 5, 25),
        date(2026, 8, 31),
        date(2026, 12, 25),
        date(2026, 12, 28),
    }


def test_christmas_on_a_saturday_is_made_up_for_on_monday_and_boxing_day_on_tuesday() -> None:
    assert {date(2027, 12, 27), date(2027, 12, 28)} <= bank_holidays(2027)
    assert not is_working_day(date(2027, 12, 28))
    assert is_working_day(date(2027, 12, 29))


def test_ten_working_days_from_a_monday_end_two_weeks_later() -> None:
    assert add_working_days(date(2026, 11, 9), 10) == date(2026, 11, 23)


def test_a_period_that_starts_on_a_friday_does_not_count_the_weekend() -> None:
    assert add_working_days(date(2026, 11, 20), 1) == date(2026, 11, 23)


def test_a_period_over_easter_does_not_count_friday_or_monday() -> None:
    assert add_working_days(date(2026, 4, 2), 1) == date(2026, 4, 7)


def test_every_year_has_eight_bank_holidays_on_weekdays() -> None:
    for year in range(2000, 2100):
        holidays = bank_holidays(year)
        assert len(holidays) == 8
        assert all(day.weekday() < 5 for day in holidays)


def test_no_working_days_end_on_the_day_itself() -> None:
    assert add_working_days(date(2026, 11, 21), 0) == date(2026, 11, 21)
    assert not is_working_day(date(2026, 11, 21) + timedelta(days=1))
