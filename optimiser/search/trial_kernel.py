"""Trying one or two visits out on a plan in which coupled visits may move: what it would cost, and nothing is changed.

A visit more on a route only ever moves starts later, so the times the plan has are bounds for the times it then has.
From the routes that change, what is pushed is passed on: a coupled visit that starts later raises the bound of the
other side of its coupling, whose route is then run again, until nothing moves (the least fixed point above the present
starts, as in timing_kernel.py). Only the routes so reached are priced. `commit_trial` then makes the plan what was
tried out.
"""

from optimiser.arrays.flat import BIG
from optimiser.search.break_kernel import put_at
from optimiser.search.change_kernel import compact, number_stops, put_in, set_length, take_out, touch
from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import FITS, LARGEST, PAID, evaluate, fair_change, run, service_s, weigh
from optimiser.search.settle_kernel import complete
from optimiser.search.timing_kernel import close, note_times, price_dirty, retime

# Places in Scratch.trial
STAMP = 0
CHANGED = 1  # routes that get a visit more
PUT = 2  # visits put in
REACHED = 3  # routes that are timed anew
NOTED = 4  # visits of which it is noted what they were like
HEAD = 5  # of the queue of routes to run
TAIL = 6

# Weight of what cannot be.
NEVER = 1e300
# Visits that hold each other back in a ring push each other for ever; no plan of use needs more runs.
MOST_RUNS = 200


@piece
def lateness(a, weights, visit, start, finish):
    """What a visit's lateness weighs when it starts and finishes at these seconds."""
    weight = 0.0
    for row in range(a.visit[visit].late_from, a.visit[visit].late_to):
        late = (finish if a.step[row].on_finish == 1 else start) - a.step[row].over
        if late > 0:
            tier = a.step[row].tier
            weight += float(late * a.step[row].rate) * (1.0 if tier == 3 else weights[tier])
    return weight


@kernel
def lowest(a, s, visit):
    """The least start that couplings with served visits ask of this one."""
    low = 0
    for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
        c = a.coupling[a.link[k]]
        if c.second == visit and s.route_of[c.first] >= 0:
            low = max(low, s.call[c.first].pin + c.min)
        elif c.first == visit and s.route_of[c.second] >= 0 and c.max < BIG:
            low = max(low, s.call[c.second].pin - c.max)
    return low


@piece
def begin_trial(x):
    """Forgets what was tried last."""
    x.trial[CHANGED] = 0
    x.trial[PUT] = 0


@kernel
def add_to_trial(a, s, x, visit, shift, at):
    """Puts a visit at a position of the route as it then is in the trial. False: the route would be too long."""
    row = 0
    while row < x.trial[CHANGED] and x.changed[row].shift != shift:
        row += 1
    if row == x.trial[CHANGED]:
        x.trial[CHANGED] += 1
        x.changed[row].shift = shift
        x.changed[row].count = s.route[shift].length
        for i in range(s.route[shift].length):
            x.tried[row, i] = s.sequence[shift, i]
    count = x.changed[row].count
    if count + 1 + a.shift[shift].break_to - a.shift[shift].break_from > s.sequence.shape[1]:
        return False
    put_at(x.tried[row], count, at, visit)
    x.changed[row].count = count + 1
    put = x.trial[PUT]
    x.trial[PUT] += 1
    x.put[put].visit = visit
    x.put[put].shift = shift
    x.put[put].lower = lowest(a, s, visit)
    return True


@piece
def note(s, x, visit):
    """Notes what a visit is like before the trial first changes it."""
    if x.noted_at[visit] != x.trial[STAMP]:
        x.noted_at[visit] = x.trial[STAMP]
        row = x.trial[NOTED]
        x.trial[NOTED] += 1
        x.noted[row].visit = visit
        x.noted[row].lower = s.call[visit].lower
        x.noted[row].pin = s.call[visit].pin
        x.noted[row].held = s.call[visit].held


@piece
def enqueue(x, shift):
    """Puts a route on the queue of those to run, unless it is there."""
    if x.reach[shift].queued != x.trial[STAMP]:
        x.reach[shift].queued = x.trial[STAMP]
        x.queue[x.trial[TAIL]] = shift
        x.trial[TAIL] = (x.trial[TAIL] + 1) % len(x.queue)


@piece
def raise_lower(s, x, visit, lower):
    """Asks of a visit that it starts no earlier, and of its route that it is run again."""
    note(s, x, visit)
    s.call[visit].lower = max(s.call[visit].lower, lower)
    enqueue(x, s.route_of[visit])


@piece
def changed_row(x, shift):
    """The row of x.tried with the shift's route in the trial, or -1: it is as it was."""
    found = -1
    for row in range(x.trial[CHANGED]):
        if x.changed[row].shift == shift:
            found = row
    return found


@piece
def fresh_marks(x):
    """Nothing is reached, noted or queued."""
    x.trial[STAMP] += 1
    x.trial[REACHED] = 0
    x.trial[NOTED] = 0
    x.trial[HEAD] = 0
    x.trial[TAIL] = 0


@kernel
def moved(a, s, x, visit, start, held):
    """Notes a coupled visit's new start and pushes those it is tied to."""
    note(s, x, visit)
    s.call[visit].pin = start
    s.call[visit].held = held
    for k in range(a.visit[visit].coupling_from, a.visit[visit].coupling_to):
        c = a.coupling[a.link[k]]
        if s.route_of[c.first] < 0 or s.route_of[c.second] < 0:
            continue
        if s.call[c.second].pin < s.call[c.first].pin + c.min:
            raise_lower(s, x, c.second, s.call[c.first].pin + c.min)
        if c.max < BIG and s.call[c.first].pin < s.call[c.second].pin - c.max:
            raise_lower(s, x, c.first, s.call[c.second].pin - c.max)


@kernel
def pass_on(a, s, x, weights, least, limit):
    """Runs the changed routes and all that they push, into s.call. False: a rule is broken, or it weighs `limit`.

    The changed routes alone are known to weigh at least so much; 0: nothing is known.
    """
    visits = len(a.visit)
    weight = max(least, 0.0)
    runs = 0
    for row in range(x.trial[CHANGED]):
        enqueue(x, x.changed[row].shift)
    while x.trial[HEAD] != x.trial[TAIL]:
        shift = x.queue[x.trial[HEAD]]
        x.trial[HEAD] = (x.trial[HEAD] + 1) % len(x.queue)
        x.reach[shift].queued = 0
        runs += 1
        if runs > MOST_RUNS or x.closed[shift] == 1:
            return False
        if x.reach[shift].reached != x.trial[STAMP]:
            x.reach[shift].reached = x.trial[STAMP]
            x.reach_list[x.trial[REACHED]] = shift
            x.trial[REACHED] += 1
        row = changed_row(x, shift)
        nodes = s.sequence[shift] if row < 0 else x.tried[row]
        count = s.route[shift].length if row < 0 else x.changed[row].count
        if run(a, s, x, shift, nodes, count, a.shift[shift].starts) < 0:
            return False
        for i in range(count):
            visit = nodes[i]
            if visit >= visits or a.visit[visit].coupling_from == a.visit[visit].coupling_to:
                continue
            pin = s.call[visit].pin
            start = x.row[i].start
            if start == pin:
                continue
            if pin >= 0:
                if x.frozen[a.visit[visit].bundle] == 1:
                    return False
                if row < 0 or least <= 0.0:
                    own = service_s(a.visit[visit], a.shift[shift])
                    weight += lateness(a, weights, visit, start, start + own)
                    weight -= lateness(a, weights, visit, pin, pin + own)
                    if weight >= limit:
                        return False
            moved(a, s, x, visit, start, x.row[i].held)
    return True


@kernel
def price_trial(a, s, x, weights):
    """What the routes reached cost more than they do now; NEVER if one breaks a rule."""
    weight = 0.0
    largest = 0
    for k in range(x.trial[REACHED]):
        shift = x.reach_list[k]
        row = changed_row(x, shift)
        nodes = s.sequence[shift] if row < 0 else x.tried[row]
        count = s.route[shift].length if row < 0 else x.changed[row].count
        if evaluate(a, s, x, shift, nodes, count, False) != FITS:
            return NEVER
        out = x.out
        old = s.route[shift].objective
        money = out[3] - old[3] + fair_change(a, s, shift, out[PAID])
        weight += weigh(weights, out[0] - old[0], out[1] - old[1], out[2] - old[2], money)
        largest = max(largest, out[LARGEST])
    if a.largest_rate[0] > 0:
        before = 0
        for shift in range(len(a.shift)):
            before = max(before, s.route[shift].largest)
            if x.reach[shift].reached != x.trial[STAMP]:
                largest = max(largest, s.route[shift].largest)
        weight += float(a.largest_rate[0] * (largest - before))
    return weight


@kernel
def complete_trial(a, s, x, weights):
    """Adds the breaks and calls that the changed routes want. False: they fit nowhere."""
    for row in range(x.trial[CHANGED]):
        shift = x.changed[row].shift
        if a.shift[shift].may_add == 1:
            nodes, count = x.tried[row], x.changed[row].count
            code = evaluate(a, s, x, shift, nodes, count, False)
            count = complete(a, s, x, weights, shift, nodes, count, False, code)
            if count < 0:
                return False
            x.changed[row].count = count
    return True


@kernel
def weigh_trial(a, s, x, weights, least, limit):
    """What the trial adds to the objective; NEVER if it breaks a rule, or perhaps if that is `limit` or more."""
    fresh_marks(x)
    for put in range(x.trial[PUT]):
        visit = x.put[put].visit
        note(s, x, visit)
        s.route_of[visit] = x.put[put].shift
        s.call[visit].lower = max(s.call[visit].lower, x.put[put].lower)
    weight = NEVER
    if complete_trial(a, s, x, weights) and pass_on(a, s, x, weights, least, limit):
        weight = price_trial(a, s, x, weights)
    for k in range(x.trial[NOTED]):
        visit = x.noted[k].visit
        s.call[visit].lower = x.noted[k].lower
        s.call[visit].pin = x.noted[k].pin
        s.call[visit].held = x.noted[k].held
    for put in range(x.trial[PUT]):
        s.route_of[x.put[put].visit] = -1
    return weight


@kernel
def commit_trial(a, s, x, weights):
    """Makes the plan what was weighed last, which has to be possible. False, and it is as it was: a load is too much.

    No route may be waiting to be timed anew.
    """
    for k in range(x.trial[REACHED]):
        touch(s, x, x.reach_list[k])
    for row in range(x.trial[CHANGED]):
        shift = x.changed[row].shift
        for i in range(x.changed[row].count):
            s.sequence[shift, i] = x.tried[row, i]
        set_length(a, s, x, shift, x.changed[row].count)
        number_stops(a, s, shift, 0)
    for put in range(x.trial[PUT]):
        put_in(a, s, x.put[put].visit, x.put[put].shift)
        s.call[x.put[put].visit].lower = x.put[put].lower
    fresh_marks(x)
    fine = pass_on(a, s, x, weights, 0.0, NEVER)
    if fine:
        for k in range(x.trial[REACHED]):
            shift = x.reach_list[k]
            run(a, s, x, shift, s.sequence[shift], s.route[shift].length, a.shift[shift].starts)
            note_times(a, s, x, shift)
    if price_dirty(a, s, x, fine, False):
        return True
    take_back(a, s, x)
    return False


@kernel
def take_back(a, s, x):
    """Takes out again what was put in last. False: the rest cannot be timed."""
    for row in range(x.trial[CHANGED]):
        touch(s, x, x.changed[row].shift)
    close(a, s, x)  # the routes that were pushed have to fall back
    for put in range(x.trial[PUT]):
        take_out(a, s, x, x.put[put].visit)
    for row in range(x.trial[CHANGED]):
        compact(a, s, x, x.changed[row].shift)
    return retime(a, s, x, True)
