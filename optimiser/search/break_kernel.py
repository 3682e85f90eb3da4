"""Where breaks go: only where one is owed or a rest from driving is due, at the cheapest place in the route."""

from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import (
    A_BREAK,
    A_REST,
    FITS,
    INFEASIBLE,
    LARGEST,
    OWED,
    PAID,
    STRETCH,
    WANTS,
    evaluate,
    fair_change,
    largest_change,
    run,
    weigh,
)


@piece
def weight_of(a, s, x, weights, shift):
    """What x.out costs more than the route of the shift costs now."""
    out = x.out
    old = s.route[shift].objective
    return weigh(
        weights,
        out[0] - old[0],
        out[1] - old[1],
        out[2] - old[2],
        out[3] - old[3] + fair_change(a, s, shift, out[PAID]) + largest_change(a, s, shift, out[LARGEST]),
    )


@piece
def put_at(nodes, count, at, node):
    """Makes room for a node at a position of `nodes` and puts it there."""
    for i in range(count, at, -1):
        nodes[i] = nodes[i - 1]
    nodes[at] = node


@piece
def drop_at(nodes, count, at):
    """Closes the gap of a position; `count` is the length before."""
    for i in range(at, count - 1):
        nodes[i] = nodes[i + 1]


@kernel
def worth_trying(a, s, x, shift, nodes, count, rest):
    """First and last position at which a break may be taken; x.row has to hold the final times of the route without it.

    Before `first` stands a stop that is over anyway when the break may begin: resting after it is never worse, unless
    it is a rest from driving. After `last` it would be too late even if the route ran as early as it can.
    """
    first = 0
    if a.rest[rest].resets == 0:
        while first < count and x.row[first].finish <= a.rest[rest].earliest:
            first += 1
    run(a, s, x, shift, nodes, count, a.shift[shift].starts)
    last = 0
    while last < count and x.row[last].finish <= a.rest[rest].latest:
        last += 1
    return first, last


@kernel
def place_breaks(a, s, x, weights, shift, nodes, count, pinned, want):
    """Puts each missing break that the route wants where it then costs least, changing `nodes`; returns the new length.

    x has to hold the times and cost of `nodes`, and does afterwards. `want` is A_BREAK (those that are owed) or A_REST
    (those that cut a stretch of driving, the longest one most).
    """
    visits = len(a.visit)
    for rest in range(a.shift[shift].break_from, a.shift[shift].break_to):
        if x.out[WANTS] & want == 0 or count == s.sequence.shape[1]:
            break
        here = want == A_REST and a.rest[rest].resets == 0
        for i in range(count):
            here = here or nodes[i] == visits + rest
        if here:
            continue
        stretch = x.out[STRETCH]
        best = 0.0
        best_at = -1
        best_code = INFEASIBLE
        best_stretch = stretch
        first, last = worth_trying(a, s, x, shift, nodes, count, rest)
        for at in range(first, last + 1):
            put_at(nodes, count, at, visits + rest)
            code = evaluate(a, s, x, shift, nodes, count + 1, pinned)
            drop_at(nodes, count + 1, at)
            if code == INFEASIBLE or (want == A_REST and x.out[STRETCH] >= stretch):
                continue
            if code == FITS or want == A_BREAK:
                x.out[STRETCH] = 0  # how long the stretches are is all the same then
            weight = weight_of(a, s, x, weights, shift)
            better = x.out[STRETCH] < best_stretch or (x.out[STRETCH] == best_stretch and weight < best)
            if best_at < 0 or (code == FITS and best_code == OWED) or (code == best_code and better):
                best = weight
                best_at = at
                best_code = code
                best_stretch = x.out[STRETCH]
        if best_at >= 0:  # otherwise it is perhaps another break that is wanted
            put_at(nodes, count, best_at, visits + rest)
            count += 1
        evaluate(a, s, x, shift, nodes, count, pinned)
    return count
