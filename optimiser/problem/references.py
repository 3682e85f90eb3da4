"""Ids are used once, and whatever is named exists."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from optimiser.problem.problem import Problem


def names_that_fail(problem: "Problem") -> Iterator[str]:
    """Ids used twice, and names of workers, shifts and visits that do not exist."""
    workers = {worker.id for worker in problem.workers}
    shifts = {shift.id for shift in problem.shifts}
    visits = {visit.id for visit in problem.visits}
    for label, ids in (
        ("workers", [worker.id for worker in problem.workers]),
        ("shifts", [shift.id for shift in problem.shifts]),
        ("visits", [visit.id for visit in problem.visits]),
        ("sites", [site.id for site in problem.sites]),
        ("lending", [agreement.id for agreement in problem.lending]),
    ):
        for name, count in Counter(ids).items():
            if count > 1:
                yield f"{label} has {count} entries with the id {name!r}; ids are used once"

    for shift in problem.shifts:
        yield from _unknown(f"shifts[{shift.id}].workers", shift.workers, workers, "worker")
    for visit in problem.visits:
        at = f"visits[{visit.id}]"
        yield from _unknown(f"{at}.allowed_workers", visit.allowed_workers or (), workers, "worker")
        yield from _unknown(f"{at}.forbidden_workers", visit.forbidden_workers, workers, "worker")
        yield from _unknown(f"{at}.worker_costs", (cost.worker for cost in visit.worker_costs), workers, "worker")
        yield from _unknown(f"{at}.lock.worker", (visit.lock.worker,), workers, "worker")
        yield from _unknown(f"{at}.lock.shift", (visit.lock.shift,), shifts, "shift")
        if visit.published:
            yield from _unknown(f"{at}.published.worker", (visit.published.worker,), workers, "worker")
    for number, coupling in enumerate(problem.couplings):
        yield from _unknown(f"couplings[{number}]", (coupling.first, coupling.second), visits, "visit")
    for number, group in enumerate(problem.groups):
        yield from _unknown(f"groups[{number}]", group.visits, visits, "visit")
    for site in problem.sites:
        yield from _unknown(f"sites[{site.id}].shifts", site.shifts or (), shifts, "shift")


def _unknown(where: str, names: Iterable[str | None], known: set[str], kind: str) -> Iterator[str]:
    for name in names:
        if name is not None and name not in known:
            yield f"{where} names {name!r}, and there is no such {kind}; add it or correct the name"
