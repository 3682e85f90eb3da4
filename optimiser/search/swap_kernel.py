"""Changes under annealing that strings taken out and put back do not make.

Two shifts swap all they do, or one gives all that is behind a stop to a shift without a route.
"""

from optimiser.search.bound_kernel import first_open
from optimiser.search.exchange_kernel import exchange_within
from optimiser.search.jit import kernel
from optimiser.search.random_kernel import draw, draw_below

# How often the other is a shift without a route, where there is one.
IDLE = 0.5


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
