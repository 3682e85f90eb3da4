"""How long one leg takes at the hour it is begun, and when it has to be begun to be there in time.

The same whole numbers as `plan/legs.py`: a leg is 1000 units of work for each free-flow second, and a period of p
permille does p units a second (Ichoua et al. 2003, 10.1016/S0377-2217(02)00147-9). Who leaves later never arrives
earlier.
"""

from optimiser.search.jit import kernel, piece


@piece
def leg_s(a, h, here, there, leave):
    """Seconds of the leg that shift `h` begins at `leave`; 0 from or to nowhere."""
    seconds = 0
    if here >= 0 and there >= 0:
        if h.profiled == 0:
            seconds = int(a.travel[h.mode, here, there].seconds)
        else:
            seconds = at_speeds(a, a.free[h.mode, here, there], leave)
    return seconds


@piece
def leave_by(a, h, here, there, arrive):
    """The last second at which the leg may be begun to be over at `arrive`."""
    leave = arrive
    if here >= 0 and there >= 0:
        if h.profiled == 0:
            leave -= a.travel[h.mode, here, there].seconds
        else:
            leave = back_at_speeds(a, a.free[h.mode, here, there], arrive)
    return leave


@kernel
def at_speeds(a, leg, leave):
    """Seconds until the work of the leg is done, from `leave` on."""
    work = 1000 * int(leg.seconds)
    now = leave
    row = a.profile[leg.profile, 0]
    last = a.profile[leg.profile, 1] - 1
    while row < last:
        ends = a.period[row + 1].begins
        if ends > now:
            done = (ends - now) * a.period[row].permille
            if done >= work:
                break
            work -= done
            now = ends
        row += 1
    permille = a.period[row].permille
    return now - leave + (work + permille - 1) // permille


@kernel
def back_at_speeds(a, leg, arrive):
    """The last second from which the work of the leg is done by `arrive`; before 0 it is as fast as at 0."""
    work = 1000 * int(leg.seconds)
    now = arrive
    first = a.profile[leg.profile, 0]
    row = a.profile[leg.profile, 1] - 1
    while row > first:
        begins = a.period[row].begins
        if begins < now:
            done = (now - begins) * a.period[row].permille
            if done >= work:
                break
            work -= done
            now = begins
        row -= 1
    permille = a.period[row].permille
    return now - (work + permille - 1) // permille
