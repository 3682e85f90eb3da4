"""How long and how far one leg is, at the hour it is begun."""

from collections.abc import Sequence
from itertools import pairwise

from optimiser.problem import Problem, SpeedPeriod


def leg_s(problem: Problem, mode: str, origin: int | None, destination: int | None, leave_s: int) -> int:
    """Seconds from `origin` to `destination` when leaving at `leave_s`; 0 when either is None (an open end)."""
    if origin is None or destination is None:
        return 0
    travel = problem.travel[mode]
    free_s = int(travel.seconds[origin, destination])
    if travel.profile is None:
        return free_s
    return _at_speeds(free_s, problem.profiles[int(travel.profile[origin, destination])].periods, leave_s)


def leg_m(problem: Problem, mode: str, origin: int | None, destination: int | None) -> int:
    """Metres from `origin` to `destination`, the same at any hour; 0 when either is None (an open end)."""
    if origin is None or destination is None:
        return 0
    return int(problem.travel[mode].metres[origin, destination])


def _at_speeds(free_s: int, periods: Sequence[SpeedPeriod], leave_s: int) -> int:
    """Integrates the speed (Ichoua et al. 2003, 10.1016/S0377-2217(02)00147-9) in whole numbers.

    The leg is 1000 units of work for each free-flow second; a period of p permille does p units a second. It is over
    after the smallest whole number of seconds in which all the work is done.
    """
    work = 1000 * free_s
    now_s = leave_s
    for period, following in pairwise(periods):
        if following.from_s <= now_s:
            continue
        done = (following.from_s - now_s) * period.permille
        if done >= work:
            return now_s - leave_s + _divide_up(work, period.permille)
        work -= done
        now_s = following.from_s
    return now_s - leave_s + _divide_up(work, periods[-1].permille)


def _divide_up(number: int, by: int) -> int:
    return -(-number // by)
