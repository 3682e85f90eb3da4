"""Changes of who may do it and with what: skills, permission, locks, lending, tools, parts and room."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from optimiser.arrays.flat import BIG, Table
from optimiser.explain.case import Case
from optimiser.explain.change import Change, with_shift, with_visit, with_worker
from optimiser.explain.explanation import Kind
from optimiser.problem import Amount, HeldSkill, Lending, Lock, Problem, Shift, Visit, Worker


def changes_of_people(case: Case) -> Iterator[Change]:
    """For each kind the shift that would then serve it best: only shifts with nothing else in the way by themselves."""
    by_kind: dict[Kind, list[tuple[int, Change]]] = {}
    for row, (shift, crew) in enumerate(zip(case.problem.shifts, case.crews, strict=True)):
        found = list(_wanting(case, shift, crew))
        if len(found) == 1 and found[0] is not None:
            by_kind.setdefault(found[0].kind, []).append((row, found[0]))
    for kind, changes in by_kind.items():
        tables = case.only_on([row for row, _ in changes])
        if kind in (Kind.PARTS, Kind.ROOM):
            tables |= _boundless(case)
        with case.what_if(**tables):
            for option in case.ways(2):
                number = case.shift_of(option)[0]
                yield from (change for row, change in changes if row == number)
    yield from _lending_caps(case)
    yield from _aboard(case)


def _wanting(case: Case, shift: Shift, crew: tuple[Worker, ...]) -> Iterator[Change | None]:
    """Everything that keeps the shift from the visit whatever the hour; None for what no change here can mend."""
    visit = case.visit
    yield from _skills(visit, crew)
    if len(shift.workers) < visit.crew:
        yield None
    yield from _permission(visit, shift, crew)
    if visit.lock.shift not in (None, shift.id) or visit.lock.worker not in (None, *shift.workers):
        lifted = Lock(start_s=visit.lock.start_s)
        yield Change(
            kind=Kind.UNLOCKED,
            amount=1,
            unit="locks",
            of=visit.id,
            sentence=f"it could be served by {', '.join(shift.workers)} if it were not locked to somebody else",
            relaxed=lambda problem: with_visit(problem, visit.id, lock=lifted),
        )
    yield from _agreement(case.problem, visit, shift)
    yield from _carried(visit, shift)


def _skills(visit: Visit, crew: tuple[Worker, ...]) -> Iterator[Change | None]:
    for need in visit.skills:
        best = max(
            ((held.level, -row) for row, worker in enumerate(crew) for held in worker.skills if held.name == need.name),
            default=(0, 0),
        )
        if best[0] >= need.level:
            # Whether it is held at that hour is for the trial to find.
            continue
        worker = crew[-best[1]]
        skills = (*worker.skills, HeldSkill(name=need.name, level=need.level))
        yield Change(
            kind=Kind.SKILL,
            amount=need.level - best[0],
            unit="levels",
            of=worker.id,
            sentence=f"it could be served if {worker.id} held {need.name} at level {need.level}",
            relaxed=partial(with_worker, name=worker.id, skills=skills),
        )


def _permission(visit: Visit, shift: Shift, crew: tuple[Worker, ...]) -> Iterator[Change | None]:
    allowed = visit.allowed_workers
    barred = [
        name
        for name in shift.workers
        if name in visit.forbidden_workers or (allowed is not None and name not in allowed)
    ]
    for name in barred:
        changes: dict[str, Any] = {
            "forbidden_workers": tuple(one for one in visit.forbidden_workers if one != name),
            "allowed_workers": None if allowed is None else tuple(dict.fromkeys((*allowed, name))),
        }
        yield Change(
            kind=Kind.ALLOWED,
            amount=1,
            unit="workers",
            of=name,
            sentence=f"it could be served if {name} were allowed to come",
            relaxed=partial(with_visit, name=visit.id, **changes),
        )
    known = {one for worker in crew for one in worker.knows}
    unknown = [one for one in visit.must_know if one not in known]
    if unknown:
        worker = crew[0]
        knows = (*worker.knows, *unknown)
        yield Change(
            kind=Kind.ALLOWED,
            amount=1,
            unit="workers",
            of=worker.id,
            sentence=f"it could be served if {worker.id} were introduced to {', '.join(unknown)}",
            relaxed=lambda problem: with_worker(problem, worker.id, knows=knows),
        )


def _agreement(problem: Problem, visit: Visit, shift: Shift) -> Iterator[Change]:
    if visit.organisation == shift.organisation or any(
        one.lender == shift.organisation and one.borrower == visit.organisation and visit.kind in one.kinds
        for one in problem.lending
    ):
        return
    names = {one.id for one in problem.lending}
    new = Lending(
        id=next(name for name in (f"new agreement {k}" for k in range(1, len(names) + 2)) if name not in names),
        lender=shift.organisation,
        borrower=visit.organisation,
        kinds=(visit.kind,),
        max_visits=1,
    )
    lender, borrower = shift.organisation or "the one organisation", visit.organisation or "the other"
    yield Change(
        kind=Kind.AGREEMENT,
        amount=1,
        unit="visits",
        of=shift.organisation or visit.organisation,
        sentence=f"it could be served if {lender} lent to {borrower} for {visit.kind or 'this kind of visit'}",
        relaxed=lambda problem: replace(problem, lending=(*problem.lending, new)),
    )


def _carried(visit: Visit, shift: Shift) -> Iterator[Change | None]:
    missing = [name for name in visit.tools if name not in shift.tools]
    for name in missing:
        yield Change(
            kind=Kind.TOOL,
            amount=1,
            unit="tools",
            of=shift.id,
            sentence=f"it could be served if {', '.join(shift.workers)} carried {name}",
            relaxed=lambda problem: with_shift(problem, shift.id, tools=(*shift.tools, *missing)),
        )
    yield from _short(Kind.PARTS, shift, visit.parts, visit.parts)
    yield from _short(Kind.ROOM, shift, visit.loads, visit.loads)


def _short(kind: Kind, shift: Shift, own: tuple[Amount, ...], all_in: tuple[Amount, ...]) -> Iterator[Change]:
    """A change for each amount that a visit has and of which more would then be in all than the shift can carry."""
    field = "stock" if kind == Kind.PARTS else "capacities"
    has = {amount.of: amount.quantity for amount in getattr(shift, field)}
    total = {amount.of: amount.quantity for amount in all_in}
    for amount in own:
        limit = has.get(amount.of, 0 if kind == Kind.PARTS else BIG)
        short = total[amount.of] - limit
        if short > 0 and amount.quantity > 0:
            what = f"{short} more of {amount.of} aboard" if kind == Kind.PARTS else f"room for {short} more {amount.of}"
            carried = tuple(
                Amount(of=name, quantity=number) for name, number in {**has, amount.of: total[amount.of]}.items()
            )
            now: dict[str, Any] = {field: carried}
            yield Change(
                kind=kind,
                amount=short,
                unit=amount.of,
                of=shift.id,
                sentence=f"it could be served if {', '.join(shift.workers)} had {what}",
                relaxed=partial(with_shift, name=shift.id, **now),
            )


def _lending_caps(case: Case) -> Iterator[Change]:
    arrays = case.space.arrays
    if not len(arrays.agreement_cap):
        return
    with case.what_if(agreement_cap=np.full_like(arrays.agreement_cap, BIG)):
        options = case.ways()
    for option in options[:1]:
        number = int(arrays.pair["agreement"][case.shift_of(option)[0], case.number])
        if number < 0:
            continue
        agreement = case.problem.lending[number]
        if agreement.max_visits is None:
            continue
        more = replace(agreement, max_visits=agreement.max_visits + 1)
        yield Change(
            kind=Kind.LENDING_CAP,
            amount=1,
            unit="visits",
            of=agreement.id,
            sentence=f"it could be served if agreement {agreement.id} carried one visit more",
            relaxed=partial(_with_agreement, more=more),
        )


def _with_agreement(problem: Problem, more: Lending) -> Problem:
    return replace(problem, lending=tuple(more if one.id == more.id else one for one in problem.lending))


def _boundless(case: Case) -> dict[str, Table]:
    """Tables in which every shift has room and parts without end."""
    arrays = case.space.arrays
    return {name: np.full_like(getattr(arrays, name), BIG) for name in ("room", "stock", "full")}


def _aboard(case: Case) -> Iterator[Change]:
    """What is short on a shift because of the work it has already."""
    visit = case.visit
    if not visit.parts and not visit.loads:
        return
    with case.what_if(**_boundless(case)):
        options = case.ways()
    visits = {one.id: one for one in case.problem.visits}
    for shift in dict(case.shift_of(option) for option in options).values():
        on_it = [
            visits[stop.ref]
            for route in case.plan.routes
            if route.shift == shift.id
            for stop in route.stops
            if stop.kind == "visit"
        ]
        changes: list[Change] = []
        for kind, field in ((Kind.PARTS, "parts"), (Kind.ROOM, "loads")):
            total: Counter[str] = Counter()
            for one in (*on_it, visit):
                for amount in getattr(one, field):
                    total[amount.of] += amount.quantity
            all_in = tuple(Amount(of=name, quantity=quantity) for name, quantity in total.items())
            changes += _short(kind, shift, getattr(visit, field), all_in)
        if len(changes) == 1:
            yield changes[0]
