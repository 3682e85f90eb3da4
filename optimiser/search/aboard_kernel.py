"""What is aboard along a route: loads gathered, parts used up, tools at hand, and what calls at sites bring back."""

from optimiser.search.jit import kernel


@kernel
def first_lacking(a, x, shift, nodes, count):
    """The first position whose visit finds no room, part or tool aboard; `count` if there is none."""
    left, tools = x.left, x.tools
    resources = a.use.shape[1]
    kinds = a.needs.shape[1]
    visits = len(a.visit)
    first_site = visits + len(a.rest) - len(a.site)
    for k in range(resources):
        left[k] = a.stock[shift, k]
    for k in range(kinds):
        tools[k] = a.carries[shift, k]
    for i in range(count):
        node = nodes[i]
        if node < visits:
            for k in range(resources):
                left[k] -= a.use[node, k]
                if left[k] < 0:
                    return i
            for k in range(kinds):
                if tools[k] < a.needs[node, k]:
                    return i
        elif node >= first_site:
            site = node - first_site
            for k in range(a.site[site].full_from, a.site[site].full_to):
                left[k] = a.full[shift, k]
            for k in range(kinds):
                tools[k] = max(tools[k], a.offers[site, k])
    return count
