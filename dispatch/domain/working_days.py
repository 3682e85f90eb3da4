"""Working days as English law counts them: not Saturday, Sunday or a bank holiday in England and Wales."""

from datetime import date, timedelta

_SATURDAY = 5


def easter_sunday(year: int) -> date:
    """Gregorian Easter (Meeus, Astronomical Algorithms, 2nd edition, chapter 8)."""
    golden, (century, in_century) = year % 19, divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    quarter, quarter_rest = divmod(in_century, 4)
    to_sunday = (32 + 2 * century_rest + 2 * quarter - epact - quarter_rest) % 7
    late_moon = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late_moon + 114, 31)
    return date(year, month, day + 1)


def bank_holidays(year: int) -> frozenset[date]:
    """The eight of every year (Banking and Financial Dealings Act 1971) with their substitute days.

    One-off holidays, such as a coronation, are not known here.
    """
    easter = easter_sunday(year)
    holidays = {
        easter - timedelta(days=2),
        easter + timedelta(days=1),
        _monday_from(date(year, 5, 1)),
        _monday_from(date(year, 5, 25)),
        _monday_from(date(year, 8, 25)),
    }
    for fixed in (date(year, 1, 1), date(year, 12, 25), date(year, 12, 26)):
        day = fixed
        while day.weekday() >= _SATURDAY or day in holidays:
            day += timedelta(days=1)
        holidays.add(day)
    return frozenset(holidays)


def is_working_day(day: date) -> bool:
    """Whether a statutory period counts this day."""
    return day.weekday() < _SATURDAY and day not in bank_holidays(day.year)


def add_working_days(start: date, count: int) -> date:
    """The last day of a period of `count` working days that begins on the day after `start`."""
    day = start
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def _monday_from(day: date) -> date:
    return day + timedelta(days=-day.weekday() % 7)
