"""One route: its times by the one definition of timing, whether they break a rule, and what it costs.

Timing of a route on its own: every stop starts as early as the one before, its windows and its `lower` bound (from
couplings) allow; then the departure moves as late as it can without moving the end, a coupled visit, or anything into
lateness, and the stops follow. `optimiser/README.md` tells the whole definition.

In the kernels `v` is the record of a visit, `r` of a break or site and `h` of a shift.
"""

from optimiser.arrays.flat import BIG
from optimiser.search.aboard_kernel import first_lacking
from optimiser.search.jit import kernel, piece
from optimiser.search.leg_kernel import leave_by, leg_s

INFEASIBLE = 0
FITS = 1
OWED = 2  # fits, but for breaks or calls at sites that it wants and has not

# Places in Scratch.out
PAID = 4
DEPART = 5
END = 6
LARGEST = 7  # the largest lateness on the route
WANTS = 8  # what an OWED route wants: the sum of the three below
STRETCH = 9  # the most seconds driven without a rest
SIZE = 10

A_BREAK = 1  # one is owed
A_SITE = 2  # something is not aboard when it is needed
A_REST = 4  # it drives too long without one


@piece
def opens(windows, v, moment):
    """The first second at or after `moment` at which service may start; BIG if there is none."""
    found = BIG
    for row in range(v.window_from, v.window_to):
        if moment <= windows[row].latest:
            found = max(moment, windows[row].earliest)
            break
    return found


@piece
def opens_for(a, h, shift, node, v, moment):
    """The first second at or after `moment` at which this shift may start the visit; BIG if there is none."""
    if h.parted == 1 and a.pair[shift, node].parted >= 0:
        found = opens(a.window, a.span[a.pair[shift, node].parted], moment)
    else:
        found = opens(a.window, v, moment)
    return found


@piece
def closes(windows, w, start):
    """The last second of the window of `w` that `start` lies in."""
    limit = start
    for row in range(w.window_from, w.window_to):
        if windows[row].earliest <= start <= windows[row].latest:
            limit = windows[row].latest
    return limit


@piece
def rest_from(a, r, moment):
    """The first second at or after `moment` at which a break or a call may begin; after r.latest if none is left."""
    begin = max(moment, r.earliest)
    if r.window_from < r.window_to:
        begin = opens(a.window, r, begin)
    return begin


@piece
def service_s(v, h):
    """Seconds the visit takes this shift."""
    return (v.duration * h.permille + 999) // 1000


@kernel
def run(a, s, x, shift, nodes, count, depart):
    """Earliest times of all stops when leaving at `depart`, into x.row.

    Returns the end of the route, or -1 when a window or the end of the shift is missed.
    """
    table, rests, calls, rows = a.visit, a.rest, s.call, x.row
    visits = len(table)
    h = a.shift[shift]
    here = h.start_place
    now = depart
    if count == 0:
        return now  # nobody goes from the start to the end place for nothing
    for i in range(count):
        node = nodes[i]
        if node < visits:
            v = table[node]
            there = v.place
            now += leg_s(a, h, here, there, now)
            rows[i].arrive = now
            if here != there:
                now += v.setup
            own = opens_for(a, h, shift, node, v, now)
            now = own if calls[node].lower <= own else opens_for(a, h, shift, node, v, calls[node].lower)
            if now == BIG:
                return -1
            rows[i].held = now > own
            rows[i].start = now
            now += service_s(v, h)
        else:
            r = rests[node - visits]
            there = here if r.place < 0 else r.place
            now += leg_s(a, h, here, there, now)
            rows[i].arrive = now
            now = rest_from(a, r, now)
            if now > r.latest:
                return -1
            rows[i].start = now
            now += r.duration
        here = there
        rows[i].where = here
        rows[i].finish = now
    now += leg_s(a, h, here, h.end_place, now)
    if now > h.hard_end:
        return -1
    return now


@piece
def unharmed_until(a, v, h, shift, node, start):
    """How late a visit that now starts at `start` may start and be no later against its window, dues and promises.

    A coupled visit stays where it is: the other side of the coupling does not move with it.
    """
    limit = start
    if v.coupling_to == v.coupling_from:
        limit = max(v.promised_latest, start)
        if h.parted == 1 and a.pair[shift, node].parted >= 0:
            limit = min(limit, closes(a.window, a.span[a.pair[shift, node].parted], start))
        else:
            limit = min(limit, closes(a.window, v, start))
        for row in range(v.late_from, v.late_to):
            due = a.step[row].over
            if a.step[row].on_finish == 1:
                due -= service_s(v, h)
            limit = min(limit, max(due, start))
        if v.published_start >= 0 and start <= v.published_start + v.published_tolerance:
            limit = min(limit, v.published_start + v.published_tolerance)
    return limit


@kernel
def latest_depart(a, shift, nodes, count, x):
    """The latest departure that leaves the end of the route, and all that must not move, where it is."""
    table, rests, rows = a.visit, a.rest, x.row
    visits = len(table)
    h = a.shift[shift]
    moment = rows[count - 1].start
    for i in range(count - 1, -1, -1):
        here = h.start_place if i == 0 else rows[i - 1].where
        there = rows[i].where
        node = nodes[i]
        if node < visits:
            v = table[node]
            moment = min(moment, unharmed_until(a, v, h, shift, node, rows[i].start))
            if here != there:
                moment -= v.setup
        else:
            r = rests[node - visits]
            moment = min(moment, r.latest)
            if r.window_from < r.window_to:
                moment = min(moment, closes(a.window, r, rows[i].start))
        moment = leave_by(a, h, here, there, moment)
        if i > 0:
            moment -= rows[i - 1].finish - rows[i - 1].start
    return moment


@kernel
def evaluate(a, s, x, shift, nodes, count, pinned):
    """Times (in x.row) and cost (in x.out) of a route; INFEASIBLE, FITS or OWED.

    `pinned`: coupled visits have to keep the start they have, so that no other route is affected.
    """
    calls, rows, out = s.call, x.row, x.out
    visits = len(a.visit)
    h = a.shift[shift]
    for k in range(SIZE):
        out[k] = 0
    if count == 0:
        out[3] = h.guaranteed * h.upence_per_s
        return FITS
    end = run(a, s, x, shift, nodes, count, h.starts)
    if end < 0:
        return INFEASIBLE
    if pinned:
        for i in range(count):
            if nodes[i] < visits and calls[nodes[i]].pin >= 0 and calls[nodes[i]].pin != rows[i].start:
                return INFEASIBLE
    depart = latest_depart(a, shift, nodes, count, x)
    if depart > h.starts:
        run(a, s, x, shift, nodes, count, depart)
    else:
        depart = h.starts
    paid = end - depart
    wants = 0
    rests = a.rest
    for rest in range(h.break_from, h.break_to):
        taken = False
        for i in range(count):
            taken = taken or nodes[i] == visits + rest
        if taken:
            if rests[rest].paid == 0:
                paid -= rests[rest].duration
        elif depart < rests[rest].latest < end:
            wants = A_BREAK
    paid = max(paid, h.guaranteed)
    for k in range(h.workers_from, h.workers_to):
        worker = a.link[k]
        if s.load[worker] - s.route[shift].paid + paid > a.worker[worker].max_load:
            return INFEASIBLE
    out[PAID] = paid
    out[DEPART] = depart
    out[END] = end
    out[3] = paid * h.upence_per_s + max(0, end - h.ends) * h.overtime_upence_per_s
    if price(a, x, shift, nodes, count) > h.max_driving:
        return INFEASIBLE
    if h.site_from < h.site_to and first_lacking(a, x, shift, nodes, count) < count:
        wants += A_SITE
    if out[STRETCH] > h.max_continuous:
        if h.break_from == h.break_to:
            return INFEASIBLE
        wants += A_REST
    out[WANTS] = wants
    return FITS if wants == 0 else OWED


@kernel
def price(a, x, shift, nodes, count):
    """Adds to x.out what distance and visits cost: their own price on this shift, lateness, broken promises.

    Notes the largest lateness and the longest stretch of driving too. Returns seconds of driving.
    """
    table, steps, pairs, travel, rows, out = a.visit, a.step, a.pair, a.travel, x.row, x.out
    visits = len(table)
    h = a.shift[shift]
    driving = 0
    rested = 0  # the driving up to the last rest
    metres = 0
    here = h.start_place
    leave = out[DEPART]
    for i in range(count + 1):
        there = rows[i].where if i < count else h.end_place
        if here >= 0 and there >= 0:
            driving += (rows[i].arrive if i < count else out[END]) - leave
            metres += travel[h.mode, here, there].metres
        here = there
        if i == count:
            break
        leave = rows[i].finish
        if nodes[i] >= visits:
            if a.rest[nodes[i] - visits].resets == 1:
                out[STRETCH] = max(out[STRETCH], driving - rested)
                rested = driving
            continue
        v = table[nodes[i]]
        start = rows[i].start
        out[3] += pairs[shift, nodes[i]].extra
        for row in range(v.late_from, v.late_to):
            late = (rows[i].finish if steps[row].on_finish == 1 else start) - steps[row].over
            if late > 0:
                out[steps[row].tier] += late * steps[row].rate
                out[LARGEST] = max(out[LARGEST], late)
        if start > v.promised_latest:
            out[2] += v.promised_points
        if v.published_start >= 0 and abs(start - v.published_start) > v.published_tolerance:
            out[3] += v.moved_upence
    out[STRETCH] = max(out[STRETCH], driving - rested)
    out[3] += metres * h.upence_per_m
    return driving


@kernel
def largest_change(a, s, shift, largest):
    """How the price of the plan's largest lateness changes when the shift's becomes `largest`."""
    rate = a.largest_rate[0]
    now = s.route[shift].largest
    if rate == 0 or largest == now:
        return 0
    others = 0
    for other in range(len(a.shift)):
        if other != shift:
            others = max(others, s.route[other].largest)
    return rate * (max(others, largest) - max(others, now))


@piece
def fair_change(a, s, shift, paid):
    """How the price of its workers' loads changes when the shift's paid time becomes `paid`."""
    change = 0
    for k in range(a.shift[shift].workers_from, a.shift[shift].workers_to):
        worker = a.link[k]
        for row in range(a.worker[worker].fair_from, a.worker[worker].fair_to):
            over = a.step[row].over
            load = s.load[worker]
            change += a.step[row].rate * (max(0, load - s.route[shift].paid + paid - over) - max(0, load - over))
    return change


@piece
def weigh(weights, zero, one, two, three):
    """A difference of objectives as one number in which a lower tier cannot buy a higher one."""
    return weights[0] * zero + weights[1] * one + weights[2] * two + three


@kernel
def better(one, other):
    """Whether the first total comes before the second, tier by tier."""
    for tier in range(4):
        if one[tier] != other[tier]:
            return one[tier] < other[tier]
    return False
