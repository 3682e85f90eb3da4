"""Where breaks go: only when owed, at the cheapest place in the route."""

from optimiser.search.jit import kernel, piece
from optimiser.search.route_kernel import FITS, INFEASIBLE, OWED, PAID, evaluate, fair_change, run, weigh


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
        out[3] - old[3] + fair_change(a, s, shift, out[PAID]),
    )


@piece
def without_breaks(a, nodes, count, into):
    """Copies the visits alone; returns how many."""
    kept = 0
    for i in range(count):
        if nodes[i] < len(a.visit):
            into[kept] = nodes[i]
            kept += 1
    return kept


@kernel
def worth_trying(a, s, x, shift, nodes, count, rest):
    """First and last position at which a break may be taken; x.row has to hold the final times of the route without it.

    Before `first` stands a stop that is over anyway when the break may begin: resting after it is never worse. After
    `last` it would be too late even if the route ran as early as it can.
    """
    first = 0
    while first < count and x.row[first].finish <= a.rest[rest].earliest:
        first += 1
    run(a, s, x, shift, nodes, count, a.shift[shift].starts)
    last = 0
    while last < count and x.row[last].finish <= a.rest[rest].latest:
        last += 1
    return first, last


@kernel
def place_breaks(a, s, x, weights, shift, nodes, count, pinned):
    """Puts each break that is owed and missing where the route then costs least, changing `nodes`.

    Returns the new length, or -1 when one fits nowhere. x holds the times and cost of the result.
    """
    visits = len(a.visit)
    for rest in range(a.shift[shift].break_from, a.shift[shift].break_to):
        code = evaluate(a, s, x, shift, nodes, count, pinned)
        if code != OWED:
            break
        here = False
        for i in range(count):
            here = here or nodes[i] == visits + rest
        if here:
            continue
        best = 0.0
        best_at = -1
        best_code = INFEASIBLE
        first, last = worth_trying(a, s, x, shift, nodes, count, rest)
        for at in range(first, last + 1):
            for i in range(count, at, -1):
                nodes[i] = nodes[i - 1]
            nodes[at] = visits + rest
            code = evaluate(a, s, x, shift, nodes, count + 1, pinned)
            for i in range(at, count):
                nodes[i] = nodes[i + 1]
            if code == INFEASIBLE:
                continue
            weight = weight_of(a, s, x, weights, shift)
            if best_at < 0 or (code == FITS and best_code == OWED) or (code == best_code and weight < best):
                best = weight
                best_at = at
                best_code = code
        if best_at < 0:
            continue  # perhaps it is another break that is owed
        for i in range(count, best_at, -1):
            nodes[i] = nodes[i - 1]
        nodes[best_at] = visits + rest
        count += 1
    if evaluate(a, s, x, shift, nodes, count, pinned) != FITS:
        return -1
    return count


@kernel
def settle(a, s, x, weights, shift, nodes, count, pinned):
    """The cheaper of: breaks as they are with missing ones added, or all placed anew. Changes `nodes`; length or -1."""
    if a.shift[shift].break_to == a.shift[shift].break_from:
        return count if evaluate(a, s, x, shift, nodes, count, pinned) == FITS else -1
    bare = without_breaks(a, nodes, count, x.other)
    anew = place_breaks(a, s, x, weights, shift, x.other, bare, pinned)
    weight = weight_of(a, s, x, weights, shift)
    kept = place_breaks(a, s, x, weights, shift, nodes, count, pinned)
    if anew >= 0 and kept >= 0:
        now = weight_of(a, s, x, weights, shift)
        if weight > now or (weight == now and anew >= kept):
            anew = -1
    if anew >= 0:
        for i in range(anew):
            nodes[i] = x.other[i]
        kept = anew
    if kept >= 0:
        evaluate(a, s, x, shift, nodes, kept, pinned)
    return kept
