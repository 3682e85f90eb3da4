"""Two tied visits put in together: positions of the one with positions of the other, both tried out at once."""

from optimiser.arrays.flat import BIG
from optimiser.search.bound_kernel import lag_bounds
from optimiser.search.change_kernel import TOGETHER
from optimiser.search.jit import kernel
from optimiser.search.leg_kernel import leg_s
from optimiser.search.route_kernel import opens_for, service_s
from optimiser.search.scan_kernel import scan_roughly
from optimiser.search.trial_kernel import NEVER, add_to_trial, begin_trial, lateness, weigh_trial

# Of one shift at most so many of the positions that are tried, so that there are some of others too.
OF_ONE_SHIFT = 4
# Of the pairs of positions, at most so many are tried out, the likeliest first.
MOST_TRIALS = 60


@kernel
def start_at(a, s, shift, visit, at, low):
    """The earliest start of a visit at a position, as the plan is; BIG if there is none."""
    h = a.shift[shift]
    v = a.visit[visit]
    here = h.start_place
    now = h.starts
    if at > 0:
        here = s.stop[shift, at - 1].place
        now = s.stop[shift, at - 1].finish
    now += leg_s(a, h, here, v.place, now)
    if here != v.place:
        now += v.setup
    return opens_for(a, h, shift, visit, v, max(now, low))


@kernel
def gather(a, s, x, weights, blink, visit, which, low):
    """Fills a row of x.placing with what segments say are the cheapest positions of a visit by itself; how many."""
    found = scan_roughly(a, s, x, weights, blink, visit, low, len(x.found))
    kept = 0
    for row in range(found):
        shift = x.found[row].shift
        beside = 0
        for other in range(kept):
            beside += x.placing[which, other].shift == shift
        if beside < OF_ONE_SHIFT and kept < x.placing.shape[1]:
            x.placing[which, kept].shift = shift
            x.placing[which, kept].at = x.found[row].at
            x.placing[which, kept].weight = x.found[row].weight
            x.placing[which, kept].start = start_at(a, s, shift, visit, x.found[row].at, low)
            kept += 1
    return kept


@kernel
def earliest_after(a, x, one, two, firsts):
    """The least start of the second by its lag after the first, wherever that goes."""
    low = 0
    for k in range(a.visit[one].coupling_from, a.visit[one].coupling_to):
        c = a.coupling[a.link[k]]
        if c.first == one and c.second == two:
            start = x.placing[0, 0].start
            for row in range(1, firsts):
                start = min(start, x.placing[0, row].start)
            low = max(low, start + c.min)
    return low


@kernel
def may_share(a, s, one, two, shift, other):
    """Whether two shifts may do two visits, as far as people, room and agreements go."""
    for k in range(a.visit[one].coupling_from, a.visit[one].coupling_to):
        c = a.coupling[a.link[k]]
        if c.first == two or c.second == two:
            shared = a.share_worker[shift, other]
            if (c.who == 1 and not shared) or (c.who == 2 and shared):
                return False
    if shift == other:
        for resource in range(a.room.shape[1]):
            if s.used[shift, resource] + a.use[one, resource] + a.use[two, resource] > a.room[shift, resource]:
                return False
    agreement = a.pair[shift, one].agreement
    return (
        agreement < 0 or agreement != a.pair[other, two].agreement or s.lent[agreement] + 1 < a.agreement_cap[agreement]
    )


@kernel
def waiting(a, weights, one, two, shift, other, start, beside):
    """What the two are later for by waiting for each other when they could start at `start` and `beside`."""
    first, second = start, beside
    for k in range(a.visit[one].coupling_from, a.visit[one].coupling_to):
        c = a.coupling[a.link[k]]
        if c.first == one and c.second == two:
            second = max(second, first + c.min)
            if c.max < BIG:
                first = max(first, second - c.max)
        elif c.first == two and c.second == one:
            first = max(first, second + c.min)
            if c.max < BIG:
                second = max(second, first - c.max)
    own = service_s(a.visit[one], a.shift[shift])
    his = service_s(a.visit[two], a.shift[other])
    weight = lateness(a, weights, one, first, first + own) - lateness(a, weights, one, start, start + own)
    return weight + lateness(a, weights, two, second, second + his) - lateness(a, weights, two, beside, beside + his)


@kernel
def weigh_pair(a, s, x, weights, one, two, row, beside, turned, limit):
    """What two positions of x.placing add together; NEVER if that breaks a rule or is `limit` or more.

    Where both are the same position, the second visit comes first if `turned` is 1.
    """
    first = x.placing[0, row]
    second = x.placing[1, beside]
    begin_trial(x)
    at = second.at
    if first.shift == second.shift and first.at + turned <= second.at:
        at += 1
    if not add_to_trial(a, s, x, one, first.shift, first.at) or not add_to_trial(a, s, x, two, second.shift, at):
        return NEVER
    return weigh_trial(a, s, x, weights, 0.0, limit)


@kernel
def scan_pair(a, s, x, weights, blink, one, two, ceiling):
    """Where two tied visits, both left out, cost least together, if less than `ceiling`.

    Answers (row, row, turned) of `weigh_pair`; row -1: nowhere.
    """
    low, _ = lag_bounds(a, s, one)
    firsts = gather(a, s, x, weights, blink, one, 0, low)
    if firsts == 0:
        return -1, -1, 0
    low, _ = lag_bounds(a, s, two)
    s.tally[TOGETHER] = 1 + one
    seconds = gather(a, s, x, weights, blink, two, 1, max(low, earliest_after(a, x, one, two, firsts)))
    s.tally[TOGETHER] = 0
    best = ceiling
    best_row = -1
    best_beside = -1
    best_turned = 0
    tried = 0
    for both in range(firsts + seconds - 1):
        for row in range(max(0, both + 1 - seconds), min(firsts, both + 1)):
            beside = both - row
            first = x.placing[0, row]
            second = x.placing[1, beside]
            least = first.weight + second.weight
            if first.shift == second.shift and abs(first.at - second.at) <= 1:
                least = max(first.weight, second.weight)  # they may share their ways
            if tried >= MOST_TRIALS or least >= best:
                continue
            if not may_share(a, s, one, two, first.shift, second.shift):
                continue
            wait = waiting(a, weights, one, two, first.shift, second.shift, first.start, second.start)
            if least + wait >= best:
                continue
            same = first.shift == second.shift and first.at == second.at
            for turned in range(1 + same):
                tried += 1
                weight = weigh_pair(a, s, x, weights, one, two, row, beside, turned, best)
                if weight < best:
                    best = weight
                    best_row = row
                    best_beside = beside
                    best_turned = turned
    return best_row, best_beside, best_turned
