"""Taking visits out: adjacent strings of stops from neighbouring routes (SISR).

Christiaens and Vanden Berghe 2020, Slack Induction by String Removals, 10.1287/trsc.2019.0914.
"""

from optimiser.search.bound_kernel import first_open
from optimiser.search.change_kernel import ABSENT, CENTRE, STOPS, TOUCHED, USED, clear_dirty, compact, take_out
from optimiser.search.jit import kernel
from optimiser.search.random_kernel import draw, draw_below
from optimiser.search.segment_kernel import refresh_plain
from optimiser.search.settle_kernel import settle
from optimiser.search.timing_kernel import commit, retime

# The paper's values: on average 10 visits removed, strings of at most 10, and the odds of keeping a middle part.
AVERAGE_REMOVED = 10.0
LONGEST_STRING = 10.0
SPLIT = 0.5
KEEP_MORE = 0.5

# How often room is made round a visit that is left out, if there is one.
ROUND_ABSENT = 0.1

# So often another visit is drawn as the centre where the first is on another search's route.
TRIES = 8


@kernel
def remove_string(a, s, x, shift, around):
    """Takes out a string of stops of the route that holds the visit `around`, perhaps sparing a part in its middle."""
    visits = len(a.visit)
    first = first_open(a, s, shift)
    free = s.route[shift].length - first
    length = 1 + int(draw(x.random) * min(float(free), LONGEST_STRING))
    length = min(length, free)
    spared = 0
    if 1 < length < free and draw(x.random) < SPLIT:
        spared = 1
        while length + spared < free and draw(x.random) < KEEP_MORE:
            spared += 1
    whole = length + spared
    at = s.call[around].at
    low = max(first, at - whole + 1)
    high = min(at, s.route[shift].length - whole)
    begin = low + draw_below(x.random, high - low + 1)
    keep_from = begin + draw_below(x.random, length + 1) if spared > 0 else -1
    for i in range(begin, begin + whole):
        if spared > 0 and keep_from <= i < keep_from + spared:
            continue
        node = s.sequence[shift, i]
        if node < visits and a.visit[node].fixed == 0 and x.frozen[a.visit[node].bundle] == 0:
            # Tied visits leave together, from whatever route they are on.
            bundle = a.visit[node].bundle
            for k in range(a.bundle[bundle].first, a.bundle[bundle].last):
                visit = a.link[k]
                if s.route_of[visit] >= 0 and a.visit[visit].fixed == 0:
                    take_out(a, s, x, visit)


@kernel
def make_room(a, s, x, visit):
    """Takes a string out of the route of some shift that is able to do a visit left out; how many routes: 0 or 1."""
    count = a.visit[visit].able_to - a.visit[visit].able_from
    if count == 0:
        return 0
    shift = a.link[a.visit[visit].able_from + draw_below(x.random, count)]
    length = s.route[shift].length
    if length == 0 or x.closed[shift] == 1:
        return 0
    other = s.sequence[shift, draw_below(x.random, length)]
    if other >= len(a.visit) or a.visit[other].fixed == 1:
        return 0
    remove_string(a, s, x, shift, other)
    return 1


@kernel
def ruin(a, s, x, weights):
    """Removes strings around a random visit. False when what remains cannot be timed, and has to be put back."""
    visits = len(a.visit)
    if s.tally[USED] == 0:
        return True
    average = min(LONGEST_STRING, s.tally[STOPS] / s.tally[USED])
    routes = int(draw(x.random) * (4.0 * AVERAGE_REMOVED / (1.0 + average) - 1.0) + 1.0)
    centre = draw_below(x.random, visits)
    for _ in range(TRIES):
        if s.route_of[centre] < 0 or x.closed[s.route_of[centre]] == 0:
            break
        centre = draw_below(x.random, visits)
    if s.tally[ABSENT] > 0 and draw(x.random) < ROUND_ABSENT:
        centre = s.absent[draw_below(x.random, s.tally[ABSENT])]
    x.counts[CENTRE] = centre
    ruined = make_room(a, s, x, centre) if s.route_of[centre] < 0 else 0
    for k in range(-1, x.near.shape[1]):
        if ruined >= routes:
            break
        visit = centre if k < 0 else x.near[centre, k]
        shift = s.route_of[visit]
        if shift < 0 or x.closed[shift] == 1 or s.route[shift].touched == 1 or a.visit[visit].fixed == 1:
            continue
        remove_string(a, s, x, shift, visit)
        ruined += 1
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        compact(a, s, x, shift)
        if s.route[shift].dirty == 0 and not refresh_plain(a, s, x, shift, 0):
            clear_dirty(s, x)
            return False
    if not retime(a, s, x, True):
        return False
    for t in range(x.counts[TOUCHED]):
        shift = x.touched_list[t]
        if a.shift[shift].may_add == 1 and s.route[shift].length > 0:
            for i in range(s.route[shift].length):
                x.nodes[i] = s.sequence[shift, i]
            count = settle(a, s, x, weights, shift, x.nodes, s.route[shift].length, True)
            if count < 0:
                return False
            commit(a, s, x, shift, x.nodes, count)
    return True
