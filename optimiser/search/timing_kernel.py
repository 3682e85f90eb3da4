"""All routes together: the least fixed point of earliest starts over routes and couplings, and the plan's total."""

from optimiser.arrays.flat import BIG
from optimiser.search.change_kernel import DIRTY, book, clear_dirty, is_plain, number_stops, set_length, touch
from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import INFEASIBLE, LARGEST, OWED, PAID, evaluate, run
from optimiser.search.segment_kernel import fill_segments, refresh_plain


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
                    if s.route_of[other] >= 0:
                        # Its times may change, so it has to be put back too if this comes to nothing.
                        touch(s, x, s.route_of[other])
    return (coupled + 1) * (windows + 2)


@piece
def push(a, s, coupling):
    """Raises the lower bound that a coupling asks for; whether it changed anything."""
    first = a.coupling[coupling].first
    second = a.coupling[coupling].second
    if s.route_of[first] < 0 or s.route_of[second] < 0:
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
        route = s.route_of[other]
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
        if is_plain(a, s, shift):
            continue
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
        if x.closed[x.dirty_list[d]] == 1:
            return False
    for d in range(x.counts[DIRTY]):
        shift = x.dirty_list[d]
        for i in range(s.route[shift].length):
            if s.sequence[shift, i] < visits:
                s.call[s.sequence[shift, i]].lower = 0
    for _ in range(bound):
        for d in range(x.counts[DIRTY]):
            shift = x.dirty_list[d]
            if is_plain(a, s, shift):
                continue
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
def forget_pins(a, s, x):
    """Coupled visits on dirty routes have no start any more: those left by a timing that failed hold for nothing.

    Otherwise `fix_alone` would find them again, each route by itself, and take that for the agreed times.
    """
    for d in range(x.counts[DIRTY]):
        shift = x.dirty_list[d]
        for i in range(s.route[shift].length):
            visit = s.sequence[shift, i]
            if visit < len(a.visit):
                s.call[visit].pin = -1


@kernel
def price_dirty(a, s, x, fine, owed_is_fine):
    """Prices the dirty routes if their times are `fine`; clears the list. False: not fine, or a rule is broken."""
    for d in range(x.counts[DIRTY]):
        # Their loads are set aside first: two of these routes may share a worker, whose cap both together must keep.
        shift = x.dirty_list[d]
        for tier in range(4):
            x.out[tier] = s.route[shift].objective[tier]
        x.out[PAID] = 0
        x.out[LARGEST] = 0
        book(a, s, x, shift)
    if not fine:
        forget_pins(a, s, x)
    if fine:
        for d in range(x.counts[DIRTY]):
            shift = x.dirty_list[d]
            if is_plain(a, s, shift):
                if not refresh_plain(a, s, x, shift, 0):
                    fine = False
                    break
                continue
            code = evaluate(a, s, x, shift, s.sequence[shift], s.route[shift].length, False)
            if code == INFEASIBLE or (code == OWED and not owed_is_fine):
                fine = False
                break
            fill_segments(a, s, x, shift)
            book(a, s, x, shift)
    clear_dirty(s, x)
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
        if s.route[shift].length > 0 and not is_plain(a, s, shift):
            touch(s, x, shift)
    return price_dirty(a, s, x, fix_together(a, s, x), False)


@kernel
def commit(a, s, x, shift, nodes, count):
    """Makes `nodes` the route of a shift that is timed with coupled visits pinned, so that no other route changes."""
    for i in range(count):
        s.sequence[shift, i] = nodes[i]
    set_length(a, s, x, shift, count)
    number_stops(a, s, shift, 0)
    run(a, s, x, shift, s.sequence[shift], count, a.shift[shift].starts)
    note_times(a, s, x, shift)
    fill_segments(a, s, x, shift)
    evaluate(a, s, x, shift, s.sequence[shift], count, False)
    book(a, s, x, shift)
