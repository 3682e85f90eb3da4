"""Everything that can be wrong with a Problem, found in one go, each as a sentence with its remedy."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from optimiser.problem.lag_cycles import contradicting_cycle
from optimiser.problem.ranges import out_of_range
from optimiser.problem.references import names_that_fail
from optimiser.problem.shape import misshapen
from optimiser.problem.shift import Shift
from optimiser.problem.tier import Tier
from optimiser.problem.totals import total_too_large
from optimiser.problem.visit import Visit, Window

if TYPE_CHECKING:
    from optimiser.problem.problem import Problem


def complaints(problem: "Problem") -> list[str]:
    """All complaints, in the order of the Problem's fields; empty when the Problem is sound."""
    found = list(misshapen(problem, ""))
    if found:
        return found  # the checks below rely on every value being of its type
    found = list(out_of_range(problem, ""))
    found += _travel(problem)
    # Of numbers that are out of range the sum says nothing new.
    too_large = [] if found else list(total_too_large(problem))
    return [
        *found,
        *_places(problem),
        *names_that_fail(problem),
        *_amounts(problem),
        *_workers(problem),
        *_shifts(problem),
        *_windows(problem),
        *_visits(problem),
        *_couplings(problem),
        *_lending(problem),
        *too_large,
    ]


def _travel(problem: "Problem") -> Iterator[str]:
    if not problem.travel:
        yield "travel is empty; give one matrix of seconds and metres for each travel mode"
    sizes = {mode: travel.size for mode, travel in problem.travel.items()}
    if len(set(sizes.values())) > 1:
        yield f"travel matrices differ in size ({sizes}); every mode needs the same places"
    for mode, travel in problem.travel.items():
        yield from travel.complaints(f"travel[{mode}]", len(problem.profiles))
    for number, profile in enumerate(problem.profiles):
        starts = [period.from_s for period in profile.periods]
        if not starts or starts[0] != 0 or sorted(set(starts)) != starts:
            yield f"profiles[{number}] has periods from {starts}; begin at 0 and go up"


def _places(problem: "Problem") -> Iterator[str]:
    """Modes and places that the matrices do not have; matrices that are missing altogether are complained of once."""
    size = min((travel.size for travel in problem.travel.values()), default=0)
    if not size and any(True for _ in _travel(problem)):
        return
    places: list[tuple[str, int | None]] = [(f"visits[{visit.id}].place", visit.place) for visit in problem.visits]
    places += [(f"sites[{site.id}].place", site.place) for site in problem.sites]
    for shift in problem.shifts:
        at = f"shifts[{shift.id}]"
        places += [(f"{at}.start_place", shift.start_place), (f"{at}.end_place", shift.end_place)]
        places += [(f"{at}.breaks[{rest.id}].place", rest.place) for rest in shift.breaks]
        if shift.mode not in problem.travel:
            yield f"{at}.mode is {shift.mode!r}; give one that has matrices: {', '.join(sorted(problem.travel))}"
    for where, place in places:
        if place is not None and place >= size:
            yield f"{where} is {place}; the travel matrices have {size} places, so give a number below that"


def _amounts(problem: "Problem") -> Iterator[str]:
    """A name given twice could mean the sum, the first or the last."""
    several = [(f"shifts[{shift.id}].capacities", shift.capacities) for shift in problem.shifts]
    several += [(f"shifts[{shift.id}].stock", shift.stock) for shift in problem.shifts]
    several += [(f"shifts[{shift.id}].full_stock", shift.full_stock or ()) for shift in problem.shifts]
    several += [(f"visits[{visit.id}].loads", visit.loads) for visit in problem.visits]
    several += [(f"visits[{visit.id}].parts", visit.parts) for visit in problem.visits]
    for where, amounts in several:
        for name, count in Counter(amount.of for amount in amounts).items():
            if count > 1:
                yield f"{where} names {name!r} {count} times; give one amount of it"


def _workers(problem: "Problem") -> Iterator[str]:
    at_work = {name for shift in problem.shifts for name in shift.workers}
    for worker in problem.workers:
        if worker.id not in at_work:
            yield f"workers[{worker.id}] has no shift; give them one or leave them out"
        for skill in worker.skills:
            if skill.valid_until_s is not None and skill.valid_until_s < skill.valid_from_s:
                yield (
                    f"workers[{worker.id}].skills[{skill.name}] ends at {skill.valid_until_s}, before it begins "
                    f"at {skill.valid_from_s}; swap valid_from_s and valid_until_s"
                )


def _shifts(problem: "Problem") -> Iterator[str]:
    by_worker: dict[str, list[Shift]] = {}
    for shift in problem.shifts:
        at = f"shifts[{shift.id}]"
        if not shift.workers:
            yield f"{at}.workers is empty; a shift needs at least one worker"
        if len(set(shift.workers)) < len(shift.workers):
            yield f"{at}.workers names someone twice; name each worker once"
        for name in set(shift.workers):
            by_worker.setdefault(name, []).append(shift)
        if shift.ends_s < shift.starts_s:
            yield f"{at} ends at {shift.ends_s}, before it starts at {shift.starts_s}; swap starts_s and ends_s"
        if shift.ends_s + shift.overtime_limit_s > problem.horizon_s:
            yield (
                f"{at} may last until {shift.ends_s + shift.overtime_limit_s} with its overtime, after the horizon "
                f"ends at {problem.horizon_s}; lengthen horizon_s"
            )
        if len({rest.id for rest in shift.breaks}) < len(shift.breaks):
            yield f"{at}.breaks has the same id twice; give each break of a shift an id of its own"
        for rest in shift.breaks:
            if rest.latest_s < rest.earliest_s:
                yield (
                    f"{at}.breaks[{rest.id}] must start by {rest.latest_s}, before it may at {rest.earliest_s}; "
                    "swap earliest_s and latest_s"
                )
    for name, shifts in by_worker.items():
        ordered = sorted(shifts, key=lambda shift: (shift.starts_s, shift.ends_s))
        before = ordered[0]
        for after in ordered[1:]:
            if after.starts_s < before.ends_s:
                yield (
                    f"shifts[{before.id}] and shifts[{after.id}] overlap, and {name!r} is on both; "
                    "move one or take the worker off it"
                )
            before = max(before, after, key=lambda shift: shift.ends_s)


def _window(where: str, earliest_s: int, latest_s: int, horizon_s: int) -> Iterator[str]:
    if latest_s < earliest_s:
        yield f"{where} ends at {latest_s}, before it starts at {earliest_s}; swap earliest_s and latest_s"
    elif earliest_s > horizon_s:
        yield f"{where} starts at {earliest_s}, after the horizon ends at {horizon_s}; move it or lengthen horizon_s"


def _windows(problem: "Problem") -> Iterator[str]:
    windows: list[tuple[str, tuple[Window, ...]]] = [(f"visits[{visit.id}]", visit.windows) for visit in problem.visits]
    windows += [(f"sites[{site.id}]", site.windows) for site in problem.sites]
    for where, several in windows:
        for number, window in enumerate(several):
            yield from _window(f"{where}.windows[{number}]", window.earliest_s, window.latest_s, problem.horizon_s)
        for before, after in pairwise(several):
            if after.earliest_s <= before.latest_s and before.earliest_s <= before.latest_s:
                yield f"{where}.windows overlap or are out of order; give them apart and in order of time"
    for visit in problem.visits:
        if visit.promised:
            promised = visit.promised
            at = f"visits[{visit.id}].promised"
            yield from _window(at, promised.earliest_s, promised.latest_s, problem.horizon_s)


def _visits(problem: "Problem") -> Iterator[str]:
    ranks: dict[str, list[int]] = {}
    for visit in problem.visits:
        at = f"visits[{visit.id}]"
        if visit.allowed_workers == ():
            yield f"{at}.allowed_workers is empty, so nobody may do it; leave it out to allow everyone"
        if visit.if_unserved.tier != Tier.COST and visit.if_unserved.points > 1_000_000:
            yield f"{at}.if_unserved.points is {visit.if_unserved.points}; outside the cost tier give at most 1000000"
        if visit.lock.rank is not None:
            if visit.lock.shift is None:
                yield f"{at}.lock.rank is {visit.lock.rank} without a lock.shift to be counted in; name the shift"
            else:
                ranks.setdefault(visit.lock.shift, []).append(visit.lock.rank)
        yield from _lock(problem, visit)
    for name, given in ranks.items():
        if sorted(given) != list(range(len(given))):
            yield f"the locked ranks of shift {name!r} are {sorted(given)}; give 0, 1, 2 ... without a gap"


def _lock(problem: "Problem", visit: Visit) -> Iterator[str]:
    if visit.lock.worker is None or visit.lock.shift is None:
        return
    crews = {shift.id: shift.workers for shift in problem.shifts}
    if visit.lock.worker not in crews.get(visit.lock.shift, (visit.lock.worker,)):
        yield (
            f"visits[{visit.id}].lock asks for worker {visit.lock.worker!r} on shift {visit.lock.shift!r}, "
            "and that worker is not on it; put them on it or leave one of the two out"
        )


def _couplings(problem: "Problem") -> Iterator[str]:
    sound = True
    for number, coupling in enumerate(problem.couplings):
        at = f"couplings[{number}]"
        if coupling.first == coupling.second:
            sound = False
            yield f"{at} ties {coupling.first!r} to itself; name two visits"
        if coupling.max_lag_s is not None and coupling.max_lag_s < coupling.min_lag_s:
            sound = False
            yield f"{at} allows a lag of at most {coupling.max_lag_s} but at least {coupling.min_lag_s}; swap them"
    if sound:
        cycle = contradicting_cycle(problem.couplings)
        if cycle:
            names = " -> ".join((*cycle, cycle[0]))
            yield f"couplings go round in a circle that no times can satisfy: {names}; take one of them out"
    for number, group in enumerate(problem.groups):
        if len(set(group.visits)) < max(2, len(group.visits)):
            yield f"groups[{number}] needs at least two different visits"


def _lending(problem: "Problem") -> Iterator[str]:
    for agreement in problem.lending:
        if agreement.until_s is not None and agreement.until_s < agreement.from_s:
            yield (
                f"lending[{agreement.id}] ends at {agreement.until_s}, before it begins at {agreement.from_s}; "
                "swap from_s and until_s"
            )
        if agreement.lender == agreement.borrower:
            yield f"lending[{agreement.id}] lends from {agreement.lender!r} to itself; name two organisations"
