"""What a route has besides its visits: breaks and calls at sites, as few as it needs, where they cost least."""

from optimiser.arrays.flat import BIG
from optimiser.search.break_kernel import drop_at, place_breaks, put_at, weight_of
from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import A_BREAK, A_REST, FITS, INFEASIBLE, WANTS, evaluate
from optimiser.search.site_kernel import calls_on, place_sites


@piece
def bare(a, nodes, count, into):
    """Copies the visits alone; returns how many."""
    kept = 0
    for i in range(count):
        if nodes[i] < len(a.visit):
            into[kept] = nodes[i]
            kept += 1
    return kept


@kernel
def prune(a, s, x, weights, shift, nodes, count, pinned):
    """Drops breaks and calls that a route, which fits, fits without at no greater cost. Returns the new length.

    x has to hold the times and cost of `nodes`, and does afterwards.
    """
    weight = weight_of(a, s, x, weights, shift)
    tried_in_vain = False
    for at in range(count - 1, -1, -1):
        node = nodes[at]
        if node < len(a.visit):
            continue
        drop_at(nodes, count, at)
        if evaluate(a, s, x, shift, nodes, count - 1, pinned) == FITS:
            now = weight_of(a, s, x, weights, shift)
            if now <= weight:
                weight = now
                count -= 1
                tried_in_vain = False
                continue
        put_at(nodes, count - 1, at, node)
        tried_in_vain = True
    if tried_in_vain:
        evaluate(a, s, x, shift, nodes, count, pinned)
    return count


@kernel
def complete(a, s, x, weights, shift, nodes, count, pinned, code):
    """Adds the breaks and calls that the route wants, changing `nodes`; the new length, or -1 when that fails.

    x has to hold the times and cost of `nodes`, with `code` (see `evaluate`), and holds those of the result. Nothing is
    evaluated twice: of a hundred evaluations in an iteration most are of breaks that are being placed.
    """
    if code == INFEASIBLE:
        return -1
    h = a.shift[shift]
    if h.site_from < h.site_to:
        count = place_sites(a, s, x, weights, shift, nodes, count, pinned)
        if count < 0:
            return -1
    count = place_breaks(a, s, x, weights, shift, nodes, count, pinned, A_BREAK)
    if h.max_continuous < BIG:
        # A rest makes the day longer, so that another break may be owed.
        count = place_breaks(a, s, x, weights, shift, nodes, count, pinned, A_REST)
        count = place_breaks(a, s, x, weights, shift, nodes, count, pinned, A_BREAK)
    if x.out[WANTS] != 0:
        return -1
    if h.max_continuous < BIG or calls_on(a, nodes, count) > 1:
        count = prune(a, s, x, weights, shift, nodes, count, pinned)
    return count


@kernel
def settle(a, s, x, weights, shift, nodes, count, pinned):
    """The cheaper of: breaks and calls as they are with what is wanted added, or all placed anew.

    Changes `nodes`; the new length, or -1 when neither fits. x then holds the times and cost of the result.
    """
    visits = bare(a, nodes, count, x.other)
    anew = -1
    weight = 0.0
    if a.shift[shift].may_add == 1 and visits < count:
        code = evaluate(a, s, x, shift, x.other, visits, pinned)
        anew = complete(a, s, x, weights, shift, x.other, visits, pinned, code)
        weight = weight_of(a, s, x, weights, shift)
    code = evaluate(a, s, x, shift, nodes, count, pinned)
    if a.shift[shift].may_add == 0:
        return count if code == FITS else -1
    kept = complete(a, s, x, weights, shift, nodes, count, pinned, code)
    if visits < count and kept >= 0 and calls_on(a, nodes, kept) == 1:
        kept = prune(a, s, x, weights, shift, nodes, kept, pinned)
    if anew >= 0 and kept >= 0:
        now = weight_of(a, s, x, weights, shift)
        if weight > now or (weight == now and anew >= kept):
            anew = -1
    if anew >= 0:
        for i in range(anew):
            nodes[i] = x.other[i]
        kept = anew
        evaluate(a, s, x, shift, nodes, kept, pinned)
    return kept
