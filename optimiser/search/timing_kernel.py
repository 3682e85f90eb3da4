"""All routes together: the least fixed point of earliest starts over routes and couplings, and the plan's total."""

from optimiser.arrays.flat import BIG
from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import INFEASIBLE, OWED, PAID, evaluate, fair_change, run, service_s
from optimiser.search.segment_kernel import fill_segments

TOUCHED = 0
DIRTY = 1


@piece
def mark_dirty(s, x, shift):
    """Puts the shift on the list of routes to time anew."""
    if s.route[shift].dirty == 0:
        s.route[shift].dirty = 1
        x.dirty_list[x.counts[DIRTY]] = shift
        x.counts[DIRTY] += 1


@kernel
def remember(s, x, shift):
    """Copies the route before its first change."""
    if s.route[shift].touched == 1:
        return
    s.route[shift].touched = 1
    x.touched_list[x.counts[TOUCHED]] = shift
    x.counts[TOUCHED] += 1
    x.saved_route[shift] = s.route[shift]
    for i in range(s.route[shift].length):
        node = s.sequence[shift, i]
        x.saved_stop[shift, i].stop = s.stop[shift, i]
        x.saved_stop[shift, i].node = node
        if node < len(s.call):
            x.saved_stop[shift, i].lower = s.call[node].lower
            x.saved_stop[shift, i].pin = s.call[node].pin
            x.saved_stop[shift, i].held = s.call[node].held


@piece
def touch(s, x, shift):
    """Notes the route before its first change, and marks it as one to time anew."""
    remember(s, x, shift)
    mark_dirty(s, x, shift)


@piece
def count_use(a, s, visit, shift, sign):
    """Adds (sign 1) or takes off (-1) what a visit uses of the shift and of a lending agreement, and its worth."""
    for resource in range(a.use.shape[1]):
        s.used[shift, resource] += sign * a.use[visit, resource]
    if a.pair[shift, visit].agreement >= 0:
        s.lent[a.pair[shift, visit].agreement] += sign
    for tier in range(4):
        s.total[tier] -= sign * a.visit[visit].unserved[tier]


@kernel
def take_out(a, s, x, visit):
    """Marks a served visit as left out; `compact` then drops it from the sequence."""
    shift = s.call[visit].route_of
    touch(s, x, shift)
    s.call[visit].route_of = -1
    s.call[visit].pin = -1
    s.call[visit].lower = 0
    count_use(a, s, visit, shift, -1)


@kernel
def put_in(a, s, visit, shift):
    """Counts a visit as served by the shift; its place in the sequence is the caller's business."""
    s.call[visit].route_of = shift
    count_use(a, s, visit, shift, 1)


@kernel
def compact(a, s, shift):
    """Drops from the sequence what is no longer on the route; a route without visits has no breaks either."""
    visits = len(a.visit)
    kept = 0
    work = 0
    for i in range(s.route[shift].length):
        node = s.sequence[shift, i]
        if node >= visits or s.call[node].route_of == shift:
            s.sequence[shift, kept] = node
            kept += 1
            work += node < visits
    s.route[shift].length = kept if work > 0 else 0


@kernel
def close(a, s, x):
    """Adds to the dirty routes all that couplings tie to them; returns a bound on the rounds of `fix`."""
    visits = len(a.visit)
    coupled = 0
    windows = 0
    at = 0
    while at < x.counts[DIRTY]:
        shift = x.dirty_list[at]
        at += 1
        for i in range(s.route[shift].length):
            visit = s.sequence[shift, i]
            if visit >= visits or a.visit[visit].coupling_from == a.visit[visit].coupling_to:
                continue
            coupled += 1
            windows += a.visit[visit].window_to - a.visit[visit].window_from
            for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
                coupling = a.link[k]
                for other in (a.coupling[coupling].first, a.coupling[coupling].second):
                    if s.call[other].route_of >= 0:
                        # Its times may change, so it has to be put back too if this comes to nothing.
                        touch(s, x, s.call[other].route_of)
    return (coupled + 1) * (windows + 2)


@piece
def push(a, s, coupling):
    """Raises the lower bound that a coupling asks for; whether it changed anything."""
    first = a.coupling[coupling].first
    second = a.coupling[coupling].second
    if s.call[first].route_of < 0 or s.call[second].route_of < 0:
        return False
    changed = False
    if s.call[second].pin < s.call[first].pin + a.coupling[coupling].min:
        s.call[second].lower = max(s.call[second].lower, s.call[first].pin + a.coupling[coupling].min)
        changed = True
    if a.coupling[coupling].max < BIG and s.call[first].pin < s.call[second].pin - a.coupling[coupling].max:
        s.call[first].lower = max(s.call[first].lower, s.call[second].pin - a.coupling[coupling].max)
        changed = True
    return changed


@kernel
def note_times(a, s, x, shift):
    """Copies the earliest times of a route from x.row."""
    visits = len(a.visit)
    for i in range(s.route[shift].length):
        s.stop[shift, i].start = x.row[i].start
        s.stop[shift, i].finish = x.row[i].finish
        visit = s.sequence[shift, i]
        if visit < visits and a.visit[visit].coupling_from < a.visit[visit].coupling_to:
            s.call[visit].pin = x.row[i].start
            s.call[visit].held = x.row[i].held


@kernel
def bound_by_others(a, s, visit):
    """Sets the lower bound of a coupled visit from those on routes that are not to be timed anew.

    Only from those that nothing holds back: what holds back the others may be this very visit.
    """
    s.call[visit].lower = 0
    for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
        c = a.coupling[a.link[k]]
        other = c.second if c.first == visit else c.first
        route = s.call[other].route_of
        if route < 0 or s.route[route].dirty == 1 or s.call[other].held == 1:
            continue
        if c.second == visit:
            s.call[visit].lower = max(s.call[visit].lower, s.call[other].pin + c.min)
        elif c.max < BIG:
            s.call[visit].lower = max(s.call[visit].lower, s.call[other].pin - c.max)


@kernel
def fix_alone(a, s, x):
    """Times the dirty routes if that can be done without moving a coupled visit; otherwise nothing is settled yet."""
    visits = len(a.visit)
    for d in range(x.counts[DIRTY]):
        shift = x.dirty_list[d]
        for i in range(s.route[shift].length):
            visit = s.sequence[shift, i]
            if visit < visits and a.visit[visit].coupling_from < a.visit[visit].coupling_to:
                if s.call[visit].pin < 0:
                    return False
                bound_by_others(a, s, visit)
        if run(a, s, x, shift, s.sequence[shift], s.route[shift].length, a.shift[shift].starts) < 0:
            return False
        for i in range(s.route[shift].length):
            visit = s.sequence[shift, i]
            if visit < visits and s.call[visit].pin >= 0 and s.call[visit].pin != x.row[i].start:
                return False
        note_times(a, s, x, shift)
    return True


@kernel
def fix_together(a, s, x):
    """The least fixed point over the dirty routes and those tied to them; False when there is none.

    Starts only ever move later (Bellman-Ford on max-plus bounds), so more rounds than the bound mean a positive cycle.
    """
    visits = len(a.visit)
    bound = close(a, s, x)
    for d in range(x.counts[DIRTY]):
        shift = x.dirty_list[d]
        for i in range(s.route[shift].length):
            if s.sequence[shift, i] < visits:
                s.call[s.sequence[shift, i]].lower = 0
    for _ in range(bound):
        for d in range(x.counts[DIRTY]):
            shift = x.dirty_list[d]
            if run(a, s, x, shift, s.sequence[shift], s.route[shift].length, a.shift[shift].starts) < 0:
                return False
            note_times(a, s, x, shift)
        changed = False
        for d in range(x.counts[DIRTY]):
            shift = x.dirty_list[d]
            for i in range(s.route[shift].length):
                visit = s.sequence[shift, i]
                if visit < visits:
                    for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
                        changed = push(a, s, a.link[k]) or changed
        if not changed:
            return True
    return False


@kernel
def book(a, s, x, shift):
    """Writes the cost in x.out into the state: the route's, its workers' loads and the plan's total."""
    s.total[3] += fair_change(a, s, shift, x.out[PAID])
    for tier in range(4):
        s.total[tier] += x.out[tier] - s.route[shift].objective[tier]
        s.route[shift].objective[tier] = x.out[tier]
    for k in range(a.shift[shift].workers_from, a.shift[shift].workers_to):
        s.load[a.link[k]] += x.out[PAID] - s.route[shift].paid
    s.route[shift].paid = x.out[PAID]


@kernel
def find_latest(a, s, x, shift):
    """Fills the latest starts of a route from the end of the shift backwards; x.row has to hold its places."""
    table, windows, rests, travel, rows, stops = a.visit, a.window, a.rest, a.travel, x.row, s.stop
    visits = len(table)
    h = a.shift[shift]
    leave = h.hard_end
    there = h.end_place
    setup = 0
    for i in range(s.route[shift].length - 1, -1, -1):
        node = s.sequence[shift, i]
        here = rows[i].where
        if here >= 0 and there >= 0:
            leave -= travel[h.mode, here, there].seconds
        if here != there:
            leave -= setup
        if node >= visits:
            leave = min(leave - rests[node - visits].duration, rests[node - visits].latest)
            setup = 0
        else:
            v = table[node]
            latest = leave - service_s(v, h)
            leave = -1
            for row in range(v.window_from, v.window_to):
                if windows[row].earliest <= latest:
                    leave = min(latest, windows[row].latest)
            if s.call[node].pin >= 0:
                leave = min(leave, s.call[node].pin)
            setup = v.setup
        stops[shift, i].latest = leave
        there = here


@kernel
def price_dirty(a, s, x, fine, owed_is_fine):
    """Prices the dirty routes if their times are `fine`; clears the list. False: not fine, or a rule is broken."""
    for d in range(x.counts[DIRTY]):
        # Their loads are set aside first: two of these routes may share a worker, whose cap both together must keep.
        shift = x.dirty_list[d]
        for tier in range(4):
            x.out[tier] = s.route[shift].objective[tier]
        x.out[PAID] = 0
        book(a, s, x, shift)
    if fine:
        for d in range(x.counts[DIRTY]):
            shift = x.dirty_list[d]
            code = evaluate(a, s, x, shift, s.sequence[shift], s.route[shift].length, False)
            if code == INFEASIBLE or (code == OWED and not owed_is_fine):
                fine = False
                break
            fill_segments(a, s, x, shift)
            find_latest(a, s, x, shift)
            book(a, s, x, shift)
    for d in range(x.counts[DIRTY]):
        s.route[x.dirty_list[d]].dirty = 0
    x.counts[DIRTY] = 0
    return fine


@kernel
def retime(a, s, x, owed_is_fine):
    """Times and prices every dirty route and those tied to it; clears the list. False: no timing keeps the rules.

    Where coupled visits hold each other back in a ring, what is found may be later than the least fixed point; a plan
    to be kept goes through `retime_exactly`.
    """
    fine = fix_alone(a, s, x) or fix_together(a, s, x)
    return price_dirty(a, s, x, fine, owed_is_fine)


@kernel
def retime_exactly(a, s, x):
    """Times and prices the whole plan anew by the definition; False: no timing keeps the rules."""
    for shift in range(len(a.shift)):
        if s.route[shift].length > 0:
            touch(s, x, shift)
    return price_dirty(a, s, x, fix_together(a, s, x), False)


@kernel
def commit(a, s, x, shift, nodes, count):
    """Makes `nodes` the route of a shift that is timed with coupled visits pinned, so that no other route changes."""
    for i in range(count):
        s.sequence[shift, i] = nodes[i]
    s.route[shift].length = count
    run(a, s, x, shift, s.sequence[shift], count, a.shift[shift].starts)
    note_times(a, s, x, shift)
    find_latest(a, s, x, shift)
    fill_segments(a, s, x, shift)
    evaluate(a, s, x, shift, s.sequence[shift], count, False)
    book(a, s, x, shift)


@kernel
def forget_touched(s, x):
    """What was changed stays."""
    for t in range(x.counts[TOUCHED]):
        s.route[x.touched_list[t]].touched = 0
    x.counts[TOUCHED] = 0


@kernel
def restore_touched(a, s, x):
    """Puts every touched route back as it was before its first change, times and all."""
    visits = len(a.visit)
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        for i in range(s.route[shift].length):
            visit = s.sequence[shift, i]
            if visit < visits and s.call[visit].route_of == shift:
                s.call[visit].route_of = -1
                s.call[visit].pin = -1
                s.call[visit].lower = 0
                count_use(a, s, visit, shift, -1)
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        saved = x.saved_route[shift]
        s.route[shift].length = saved.length
        s.route[shift].unpaid = saved.unpaid
        for i in range(saved.length):
            node = x.saved_stop[shift, i].node
            s.sequence[shift, i] = node
            s.stop[shift, i] = x.saved_stop[shift, i].stop
            if node < visits:
                put_in(a, s, node, shift)
                s.call[node].lower = x.saved_stop[shift, i].lower
                s.call[node].pin = x.saved_stop[shift, i].pin
                s.call[node].held = x.saved_stop[shift, i].held
        for tier in range(4):
            x.out[tier] = saved.objective[tier]
        x.out[PAID] = saved.paid
        book(a, s, x, shift)
    forget_touched(s, x)
