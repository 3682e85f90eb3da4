"""The kernels that Python calls on a plan in the making, one step at a time."""

from optimiser.search.anneal_kernel import BY_WORTH, recreate
from optimiser.search.bound_kernel import admissible, lag_bounds
from optimiser.search.change_kernel import forget_touched, put_in, remember, restore_touched
from optimiser.search.insert_kernel import insert_bundle, insert_tied, with_visit
from optimiser.search.jit import entry
from optimiser.search.route_kernel import OWED, evaluate
from optimiser.search.scan_kernel import scan_everywhere
from optimiser.search.settle_kernel import settle
from optimiser.search.timing_kernel import commit, retime_exactly
from optimiser.search.trial_kernel import NEVER


@entry
def times_of(a, s, x, shift):
    """Fills x.row and x.out with the final times of a route."""
    return evaluate(a, s, x, shift, s.sequence[shift], s.route[shift].length, False)


@entry
def fill_up(a, s, x, weights):
    """Puts in, without blinks, whatever still fits and is worth it, what counts most for the time it takes first."""
    if recreate(a, s, x, weights, 0.0, BY_WORTH, 0, s.total.copy(), NEVER):
        forget_touched(s, x)
    else:
        restore_touched(a, s, x)


@entry
def put_bundle(a, s, x, weights, bundle):
    """Puts in, without blinks, what is left out of a bundle, before anything else takes its place."""
    if insert_bundle(a, s, x, weights, 0.0, bundle):
        forget_touched(s, x)
    else:
        restore_touched(a, s, x)


@entry
def settle_all(a, s, x, weights, only_owed):
    """Places breaks and calls of every route (or only where one is wanted) anew; False when one wanted fits nowhere."""
    for shift in range(len(a.shift)):
        count = s.route[shift].length
        if count == 0 or a.shift[shift].may_add == 0:
            continue
        if only_owed and evaluate(a, s, x, shift, s.sequence[shift], count, False) != OWED:
            continue
        for i in range(count):
            x.nodes[i] = s.sequence[shift, i]
        count = settle(a, s, x, weights, shift, x.nodes, count, True)
        if count < 0:
            return False
        commit(a, s, x, shift, x.nodes, count)
    return True


@entry
def append(a, s, x, weights, visit, shift):
    """Adds a visit at the end of a route if every rule allows it; what was touched can still be put back."""
    if a.pair[shift, visit].able != 0 or not admissible(a, s, shift, visit):
        return False
    at = s.route[shift].length
    if at + 1 + a.shift[shift].break_to - a.shift[shift].break_from > s.sequence.shape[1]:
        return False
    if a.visit[visit].coupling_from < a.visit[visit].coupling_to:
        return insert_tied(a, s, x, weights, visit, shift, at)
    count = with_visit(a, s, x, weights, visit, shift, at)
    if count < 0:
        return False
    remember(s, x, shift)
    put_in(a, s, visit, shift)
    commit(a, s, x, shift, x.nodes, count)
    return True


@entry
def exactly(a, s, x):
    """Times the whole plan anew by the definition; False, and everything put back, if that breaks a rule."""
    fine = retime_exactly(a, s, x)
    if fine:
        forget_touched(s, x)
    else:
        restore_touched(a, s, x)
    return fine


@entry
def put_back(a, s, x):
    """Every touched route is as it was when `exactly` last said yes."""
    restore_touched(a, s, x)


@entry
def positions(a, s, x, weights, visit):
    """How many of (at most 16) positions could take the visit now, no tied visit moving; the cheapest in x.found[0]."""
    low, high = lag_bounds(a, s, visit)
    return scan_everywhere(a, s, x, weights, visit, low, high, 16)


@entry
def fits_alone(a, empty, x, weights, visit, shift):
    """Whether the shift could do the visit if it had nothing else to do; `empty` is a state without routes."""
    empty.call[visit].lower = 0
    return a.pair[shift, visit].able == 0 and with_visit(a, empty, x, weights, visit, shift, 0) >= 0
