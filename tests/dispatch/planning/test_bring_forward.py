"""Work left over from another day keeps its times of day."""

from datetime import timedelta

from dispatch.planning.bring_forward import bring_forward
from tests.dispatch.planning.tiny_day import LONDON, WINTER_DAY, between, job

YESTERDAY = WINTER_DAY - timedelta(days=1)


def test_a_job_of_the_day_stays_as_it_is() -> None:
    today = job("J", windows=(between("08:00", "09:00"),), appointment=between("08:00", "08:30"))
    assert bring_forward(today, WINTER_DAY, LONDON) is today


def test_windows_of_another_day_move_to_the_same_times_also_across_a_clock_change() -> None:
    left_over = job("J", windows=(between("08:00", "09:00", YESTERDAY), between("14:00", "15:00", YESTERDAY)))
    assert bring_forward(left_over, WINTER_DAY, LONDON).windows == (
        between("08:00", "09:00"),
        between("14:00", "15:00"),
    )
    summer = WINTER_DAY.replace(month=3, day=29)
    moved = bring_forward(job("J", windows=(between("08:00", "09:00", summer - timedelta(days=1)),)), summer, LONDON)
    assert moved.windows == (between("08:00", "09:00", summer),)


def test_windows_of_two_days_that_fall_together_become_one() -> None:
    earlier = YESTERDAY - timedelta(days=1)
    left_over = job("J", windows=(between("08:00", "09:00", earlier), between("08:30", "10:00", YESTERDAY)))
    assert bring_forward(left_over, WINTER_DAY, LONDON).windows == (between("08:00", "10:00"),)


def test_an_appointment_of_another_day_binds_nobody_today() -> None:
    broken = job("J", appointment=between("08:00", "09:00", YESTERDAY))
    assert bring_forward(broken, WINTER_DAY, LONDON).appointment is None
