"""Changes under annealing that strings taken out and put back do not make.

Two shifts swap all they do, one gives all that is behind a stop to a shift without a route, or a visit left out takes
the place of a lesser one.
"""

from optimiser.search.bound_kernel import first_open
from optimiser.search.change_kernel import ABSENT
from optimiser.search.exchange_kernel import exchange_within, replace
from optimiser.search.jit import kernel
from optimiser.search.random_kernel import draw, draw_below

# How often the other is a shift without a route, where there is one.
IDLE = 0.5

# In how many places of others a visit left out is tried each time. Nearly all are turned down at sight.
PLACES = 64


@kernel
def swap_routes(a, s, x, weights, desk, changed, most):
    """Swaps all that two shifts do which are not alike, if that adds at most so much; whether it did.

    Visit by visit the work of a whole route never finds its way to a shift that stands idle: the first of them would
    have to pay for the way there alone.
    """
    one = s.route_of[draw_below(x.random, len(a.visit))]
    kin = draw_below(x.random, len(s.idle))
    two = s.idle[kin]
    if two < 0 or draw(x.random) >= IDLE:
        two = a.link[a.kin[kin].first + draw_below(x.random, a.kin[kin].last - a.kin[kin].first)]
    if one < 0 or a.shift[one].kin == kin or x.closed[one] + x.closed[two] > 0:
        return False
    low, begin = first_open(a, s, one), first_open(a, s, two)
    count, other = s.route[one].length, s.route[two].length
    if not exchange_within(a, s, x, weights, desk, one, low, count, two, begin, other, most):
        return False
    changed[len(changed) - 1] += 1
    changed[one] = changed[two] = changed[len(changed) - 1]
    return True


@kernel
def split_route(a, s, x, weights, desk, changed, most):
    """Gives all from a stop on to a shift without a route, if that adds at most so much; whether it did.

    Visit by visit a plan hardly ever comes to have a route more: the first would have to pay for the way there and back
    alone, and the others go where the way is paid for. Cut where a long route comes by its depot, it costs little.
    """
    visit = draw_below(x.random, len(a.visit))
    one = s.route_of[visit]
    two = s.idle[draw_below(x.random, len(s.idle))]
    if one < 0 or two < 0 or x.closed[one] == 1:
        return False
    at = s.call[visit].at
    if at <= first_open(a, s, one):
        return False
    if not exchange_within(a, s, x, weights, desk, one, at, s.route[one].length, two, 0, 0, most):
        return False
    changed[len(changed) - 1] += 1
    changed[one] = changed[two] = changed[len(changed) - 1]
    return True


@kernel
def take_a_place(a, s, x, weights, desk, changed):
    """Puts some visit left out in the place of one that is served, if that is better; whether it did.

    Every other place is a neighbour's, the rest are anywhere on a shift that is able to do the visit: where those with
    a skill are short, who counts least among all they do is seldom a neighbour.
    """
    visit = s.absent[draw_below(x.random, s.tally[ABSENT])]
    able = a.visit[visit].able_to - a.visit[visit].able_from
    if able == 0:
        return False
    for k in range(PLACES):
        if k % 2 == 0 and x.near.shape[1] > 0:
            other = x.near[visit, draw_below(x.random, x.near.shape[1])]
            shift = s.route_of[other]
            at = s.call[other].at
        else:
            shift = a.link[a.visit[visit].able_from + draw_below(x.random, able)]
            at = draw_below(x.random, max(1, s.route[shift].length))
        if shift < 0 or x.closed[shift] == 1 or not first_open(a, s, shift) <= at < s.route[shift].length:
            continue
        if s.sequence[shift, at] < len(a.visit) and replace(a, s, x, weights, desk, visit, shift, at):
            changed[len(changed) - 1] += 1
            changed[shift] = changed[len(changed) - 1]
            return True
    return False
