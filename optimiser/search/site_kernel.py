"""Where calls at sites go: only where something would not be aboard, at the cheapest place in the route."""

from optimiser.search.aboard_kernel import first_lacking
from optimiser.search.break_kernel import drop_at, put_at, weight_of
from optimiser.search.jit import kernel, piece
from optimiser.search.leg_kernel import leave_by, leg_s
from optimiser.search.route_kernel import A_SITE, INFEASIBLE, WANTS, evaluate, rest_from, run, service_s


@piece
def closes_by(windows, w, moment):
    """The last second up to `moment` that lies in a window of `w`; -1 if there is none."""
    found = -1
    for row in range(w.window_from, w.window_to):
        if windows[row].earliest <= moment:
            found = min(moment, windows[row].latest)
    return found


@kernel
def find_slack(a, s, x, shift, nodes, count, pinned):
    """Fills x.row with the earliest times of a route that fits and x.late with the latest starts that still fit."""
    run(a, s, x, shift, nodes, count, a.shift[shift].starts)
    visits = len(a.visit)
    h = a.shift[shift]
    rows = x.row
    leave = h.hard_end
    there = h.end_place
    setup = 0
    for i in range(count - 1, -1, -1):
        node = nodes[i]
        here = rows[i].where
        if here != there:
            leave -= setup
        leave = leave_by(a, h, here, there, leave)
        if node < visits:
            v = a.visit[node]
            leave = closes_by(a.window, v, leave - service_s(v, h))
            if pinned and s.call[node].pin >= 0:
                leave = min(leave, s.call[node].pin)
            setup = v.setup
        else:
            r = a.rest[node - visits]
            leave = min(leave - r.duration, r.latest)
            setup = 0
        x.late[i] = leave
        there = here


@piece
def in_time(a, x, shift, nodes, count, at, site):
    """Whether a call at a site may fit before a position, by the times that `find_slack` found, left in x.early."""
    visits = len(a.visit)
    h = a.shift[shift]
    r = a.rest[site]
    here = h.start_place if at == 0 else x.place[at - 1]
    now = h.starts if at == 0 else x.early[at - 1]
    now = rest_from(a, r, now + leg_s(a, h, here, r.place, now))
    fits = now <= r.latest
    now += r.duration
    if at == count:
        fits = fits and now + leg_s(a, h, r.place, h.end_place, now) <= h.hard_end
    elif nodes[at] < visits or a.rest[nodes[at] - visits].place >= 0:
        # A break without a place of its own comes along to the site; there the route itself has to tell.
        there = x.place[at]
        now += leg_s(a, h, r.place, there, now)
        if nodes[at] < visits and there != r.place:
            now += a.visit[nodes[at]].setup
        fits = fits and now <= x.late[at]
    return fits


@kernel
def helps(a, shift, site, visit):
    """Whether a call at the site brings anything that the visit needs."""
    for k in range(a.site[site].full_from, a.site[site].full_to):
        if 0 < a.use[visit, k] <= a.full[shift, k]:
            return True
    for k in range(a.needs.shape[1]):  # noqa: SIM110 because Numba has no any()
        if a.needs[visit, k] > a.carries[shift, k] and a.offers[site, k] == 1:
            return True
    return False


@kernel
def place_sites(a, s, x, weights, shift, nodes, count, pinned):
    """Puts calls at sites, as few as it can and where the route then costs least, until nothing is lacking.

    Changes `nodes`. Returns the new length, or -1 when nothing helps. x has to hold the times and cost of `nodes`, in
    which every rule of time is kept, and does afterwards.
    """
    visits = len(a.visit)
    first_site = len(a.rest) - len(a.site)
    h = a.shift[shift]
    while x.out[WANTS] & A_SITE != 0:
        if count == s.sequence.shape[1]:
            return -1
        lacking = first_lacking(a, x, shift, nodes, count)
        visit = nodes[lacking]
        find_slack(a, s, x, shift, nodes, count, pinned)
        for i in range(count):
            x.early[i] = x.row[i].finish
            x.place[i] = x.row[i].where
        best = 0.0
        best_at = -1
        best_node = -1
        best_lacking = lacking
        for at in range(lacking, -1, -1):
            for k in range(h.site_from, h.site_to):
                site = a.link[k]
                if not helps(a, shift, site, visit) or not in_time(a, x, shift, nodes, count, at, first_site + site):
                    continue
                put_at(nodes, count, at, visits + first_site + site)
                code = evaluate(a, s, x, shift, nodes, count + 1, pinned)
                then = count + 1
                if code != INFEASIBLE and x.out[WANTS] & A_SITE != 0:
                    then = first_lacking(a, x, shift, nodes, count + 1) - 1
                drop_at(nodes, count + 1, at)
                if code == INFEASIBLE or then < best_lacking:
                    continue
                weight = weight_of(a, s, x, weights, shift)
                if then > best_lacking or (best_at >= 0 and weight < best):
                    best = weight
                    best_at = at
                    best_node = visits + first_site + site
                    best_lacking = then
        if best_at < 0:
            return -1
        put_at(nodes, count, best_at, best_node)
        count += 1
        evaluate(a, s, x, shift, nodes, count, pinned)
    return count


@kernel
def calls_on(a, nodes, count):
    """How many calls at sites there are."""
    first_site = len(a.visit) + len(a.rest) - len(a.site)
    calls = 0
    for i in range(count):
        calls += nodes[i] >= first_site
    return calls


@kernel
def call_may_move(a, s, shift, visit, at):
    """Whether a call may have to come, or to come earlier, for a visit put in at `at`; one before it stays."""
    h = a.shift[shift]
    if h.site_from == h.site_to or a.visit[visit].needy == 0:
        return False
    first_site = len(a.visit) + len(a.rest) - len(a.site)
    for i in range(at):
        if s.sequence[shift, i] >= first_site:
            return False
    for k in range(a.needs.shape[1]):
        if a.needs[visit, k] > a.carries[shift, k]:
            return True
    for k in range(a.use.shape[1]):
        if a.use[visit, k] > 0 and s.used[shift, k] + a.use[visit, k] > a.stock[shift, k]:
            return True
    return False
