"""One route: its times by the one definition of timing, whether they break a rule, and what it costs.

Timing of a route on its own: every stop starts as early as the one before, its windows and its `lower` bound (from
couplings) allow; then the departure moves as late as it can without moving the end, a coupled visit, or anything into
lateness, and the stops follow. `optimiser/README.md` tells the whole definition.

In the kernels `v` is the record of a visit and `h` of a shift. Tables are taken out of Arrays once at the top of each
kernel: taking one out counts a reference, which in a loop costs more than the work.
"""

from optimiser.arrays.flat import BIG
from optimiser.search.jit import kernel, piece

INFEASIBLE = 0
FITS = 1
OWED = 2  # fits, but for a break that is owed and not on the route

# Places in Scratch.out
PAID = 4
DEPART = 5
END = 6


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
def service_s(v, h):
    """Seconds the visit takes this shift."""
    return (v.duration * h.permille + 999) // 1000


@kernel
def run(a, s, x, shift, nodes, count, depart):
    """Earliest times of all stops when leaving at `depart`, into x.row.

    Returns the end of the route, or -1 when a window or the end of the shift is missed.
    """
    table, windows, rests, travel, calls, rows = a.visit, a.window, a.rest, a.travel, s.call, x.row
    visits = len(table)
    h = a.shift[shift]
    mode = h.mode
    here = h.start_place
    now = depart
    for i in range(count):
        node = nodes[i]
        if node < visits:
            v = table[node]
            there = v.place
            if here >= 0:
                now += travel[mode, here, there].seconds
            rows[i].arrive = now
            if here != there:
                now += v.setup
            own = opens(windows, v, now)
            now = own if calls[node].lower <= own else opens(windows, v, calls[node].lower)
            if now == BIG:
                return -1
            rows[i].held = now > own
            rows[i].start = now
            now += service_s(v, h)
        else:
            r = rests[node - visits]
            there = here if r.place < 0 else r.place
            if here >= 0:
                now += travel[mode, here, there].seconds
            rows[i].arrive = now
            now = max(now, r.earliest)
            if now > r.latest:
                return -1
            rows[i].start = now
            now += r.duration
        here = there
        rows[i].where = here
        rows[i].finish = now
    if here >= 0 and h.end_place >= 0:
        now += travel[mode, here, h.end_place].seconds
    if now > h.hard_end:
        return -1
    return now


@piece
def unharmed_until(windows, steps, v, h, start):
    """How late a visit that now starts at `start` may start and be no later against its window, dues and promises.

    A coupled visit stays where it is: the other side of the coupling does not move with it.
    """
    limit = start
    if v.coupling_to == v.coupling_from:
        limit = max(v.promised_latest, start)
        for row in range(v.window_from, v.window_to):
            if windows[row].earliest <= start <= windows[row].latest:
                limit = min(limit, windows[row].latest)
        for row in range(v.late_from, v.late_to):
            due = steps[row].over
            if steps[row].on_finish == 1:
                due -= service_s(v, h)
            limit = min(limit, max(due, start))
        if v.published_start >= 0 and start <= v.published_start + v.published_tolerance:
            limit = min(limit, v.published_start + v.published_tolerance)
    return limit


@kernel
def latest_depart(a, shift, nodes, count, x):
    """The latest departure that leaves the end of the route, and all that must not move, where it is."""
    table, windows, steps, rests, travel, rows = a.visit, a.window, a.step, a.rest, a.travel, x.row
    visits = len(table)
    h = a.shift[shift]
    mode = h.mode
    moment = rows[count - 1].start
    for i in range(count - 1, -1, -1):
        here = h.start_place if i == 0 else rows[i - 1].where
        there = rows[i].where
        node = nodes[i]
        if node < visits:
            v = table[node]
            moment = min(moment, unharmed_until(windows, steps, v, h, rows[i].start))
            if here != there:
                moment -= v.setup
        else:
            moment = min(moment, rests[node - visits].latest)
        if here >= 0 and there >= 0:
            moment -= travel[mode, here, there].seconds
        if i > 0:
            moment -= rows[i - 1].finish - rows[i - 1].start
    return moment


@kernel
def evaluate(a, s, x, shift, nodes, count, pinned):
    """Times (in x.row) and cost (in x.out) of a route; INFEASIBLE, FITS or OWED.

    `pinned`: coupled visits have to keep the start they have, so that no other route is affected.
    """
    table, calls, rows, out = a.visit, s.call, x.row, x.out
    visits = len(table)
    h = a.shift[shift]
    for k in range(7):
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
    result = FITS
    paid = end - depart
    rests = a.rest
    for rest in range(h.break_from, h.break_to):
        taken = False
        for i in range(count):
            taken = taken or nodes[i] == visits + rest
        if taken:
            if rests[rest].paid == 0:
                paid -= rests[rest].duration
        elif depart < rests[rest].latest < end:
            result = OWED
    paid = max(paid, h.guaranteed)
    for k in range(h.workers_from, h.workers_to):
        worker = a.link[k]
        if s.load[worker] - s.route[shift].paid + paid > a.worker[worker].max_load:
            return INFEASIBLE
    out[PAID] = paid
    out[DEPART] = depart
    out[END] = end
    out[3] = paid * h.upence_per_s + max(0, end - h.ends) * h.overtime_upence_per_s
    return result if price(a, x, shift, nodes, count) <= h.max_driving else INFEASIBLE


@kernel
def price(a, x, shift, nodes, count):
    """Adds to x.out what distance and visits cost: their own price on this shift, lateness, broken promises.

    Returns seconds of driving.
    """
    table, steps, pairs, travel, rows, out = a.visit, a.step, a.pair, a.travel, x.row, x.out
    visits = len(table)
    h = a.shift[shift]
    driving = 0
    metres = 0
    here = h.start_place
    for i in range(count + 1):
        there = rows[i].where if i < count else h.end_place
        if here >= 0 and there >= 0:
            driving += travel[h.mode, here, there].seconds
            metres += travel[h.mode, here, there].metres
        here = there
        if i == count or nodes[i] >= visits:
            continue
        v = table[nodes[i]]
        start = rows[i].start
        out[3] += pairs[shift, nodes[i]].extra
        for row in range(v.late_from, v.late_to):
            late = (rows[i].finish if steps[row].on_finish == 1 else start) - steps[row].over
            if late > 0:
                out[steps[row].tier] += late * steps[row].rate
        if start > v.promised_latest:
            out[2] += v.promised_points
        if v.published_start >= 0 and abs(start - v.published_start) > v.published_tolerance:
            out[3] += v.moved_upence
    out[3] += metres * h.upence_per_m
    return driving


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
