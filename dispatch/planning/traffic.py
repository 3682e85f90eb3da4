"""Traffic on the clock of one day: times of day become the seconds from which on speed is another."""

from collections.abc import Iterator, Mapping
from datetime import datetime, time, timedelta

from dispatch.domain.working_days import is_working_day
from dispatch.planning.horizon import Horizon
from dispatch.planning.travel_times import SpeedsByTime, TravelTimes
from optimiser.problem import SpeedPeriod, SpeedProfile, Travel

FULL_SPEED = 1_000
# On Saturdays, Sundays and bank holidays.
FULL_SPEED_ALL_DAY: SpeedsByTime = ((time(), FULL_SPEED),)


def travel_by_hour(times: TravelTimes, horizon: Horizon) -> tuple[Mapping[str, Travel], tuple[SpeedProfile, ...]]:
    """The travel and the profiles of a Problem of this horizon; none where every leg is at full speed throughout.

    After midnight the traffic of the next day follows.
    """
    profiled = any(travel.profile is not None for travel in times.travel.values())
    profiles = tuple(_profile(speeds, horizon) for speeds in times.traffic) if profiled else ()
    if any(period.permille != FULL_SPEED for profile in profiles for period in profile.periods):
        return times.travel, profiles
    return {mode: Travel(travel.seconds, travel.metres) for mode, travel in times.travel.items()}, ()


def _profile(speeds: SpeedsByTime, horizon: Horizon) -> SpeedProfile:
    periods: list[SpeedPeriod] = []
    for moment, permille in _changes(speeds, horizon):
        from_s = horizon.seconds(moment)
        # On the night when clocks go forward, a time that they leave out lies after the first that they show again.
        while periods and periods[-1].from_s >= from_s:
            periods.pop()
        if not periods or (periods[-1].permille != permille and from_s < horizon.length_s):
            periods.append(SpeedPeriod(from_s=from_s, permille=permille))
    return SpeedProfile(periods=tuple(periods))


def _changes(speeds: SpeedsByTime, horizon: Horizon) -> Iterator[tuple[datetime, int]]:
    """Moments in the zone of the horizon, day by day, and the speed from each on."""
    day, last = horizon.midnight.date(), horizon.moment(horizon.length_s).date()
    while day <= last:
        for at, permille in speeds if is_working_day(day) else FULL_SPEED_ALL_DAY:
            yield datetime.combine(day, at, tzinfo=horizon.midnight.tzinfo), permille
        day += timedelta(days=1)
