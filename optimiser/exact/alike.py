"""Which shifts are one another's equal, so that a route of one is a route of the other."""

from dataclasses import replace

from optimiser.problem import Problem, Who


def alike(problem: Problem) -> list[int]:
    """For each shift the number of the first shift that is its equal (often itself).

    Equal shifts have the same hours, places, rates and breaks, and crews that differ in nothing the Problem speaks of.
    A shift or worker that something names (a lock, a site, a preference), and a worker with several shifts, has no
    equal; and nobody has while couplings ask who comes.
    """
    if any(tie.who != Who.ANY for tie in problem.couplings):
        return list(range(len(problem.shifts)))
    workers = {worker.id: worker for worker in problem.workers}
    out: dict[str, int] = {}
    for shift in problem.shifts:
        for name in shift.workers:
            out[name] = out.get(name, 0) + 1
    named = _named(problem) | {name for name, times in out.items() if times > 1}
    first: dict[str, int] = {}
    found = []
    for number, shift in enumerate(problem.shifts):
        if shift.id in named or named & set(shift.workers):
            found.append(number)
            continue
        crew = [replace(workers[name], id="x") for name in shift.workers]
        # Parts are of plain values, so that what they look like is what they are.
        look = repr((replace(shift, id="x", workers=("x",)), crew))
        found.append(first.setdefault(look, number))
    return found


def _named(problem: Problem) -> set[str]:
    """Every shift and worker that a visit or a site names. (A name both may have only costs an equal.)"""
    named: set[str] = set()
    for visit in problem.visits:
        named.update(visit.allowed_workers or (), visit.forbidden_workers)
        named.update(cost.worker for cost in visit.worker_costs)
        named.update(name for name in (visit.lock.worker, visit.lock.shift) if name is not None)
        if visit.published:
            named.add(visit.published.worker)
    for site in problem.sites:
        named.update(site.shifts or ())
    return named
