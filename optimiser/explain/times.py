"""Changes of time that may admit a visit: its windows, its appointment, lags between tied visits, overtime, loads."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial

from optimiser.arrays.flat import BIG
from optimiser.arrays.visits import open_windows
from optimiser.explain.case import Case, least
from optimiser.explain.change import Change, with_shift, with_visit, with_worker
from optimiser.explain.explanation import Kind
from optimiser.problem import Coupling, Problem, Window

MINUTE_S = 60
# Nobody is asked to move a visit by more than a working day, or to work more than this much longer.
WIDEST_MIN = 480
OVERTIME_MIN = 240
SHIFTS_TRIED = 3


def changes_of_time(case: Case) -> Iterator[Change]:
    """Each kind with the least number of minutes that is enough, the rest of the plan being as it is."""
    for later in (True, False):
        yield from _window(case, later=later)
    yield from _promise(case)
    yield from _lags(case)
    yield from _overtime(case)
    yield from _load_caps(case)


def _minutes(case: Case, most: int, tables: Callable[[int], dict[str, object]]) -> int | None:
    """The fewest minutes for which there is a way by the tables that so many make."""

    def enough(minutes: int) -> bool:
        with case.what_if(**tables(minutes)):  # type: ignore[arg-type] # because the tables are made by the caller
            return case.fits()

    return least(0, most, enough)


def widened(windows: tuple[Window, ...], by_s: int, *, later: bool, horizon_s: int) -> tuple[Window, ...]:
    """Each window opened earlier or closed later, those that then meet joined."""
    joined: list[Window] = []
    for one in windows:
        earliest_s = one.earliest_s if later else max(0, one.earliest_s - by_s)
        latest_s = min(horizon_s, one.latest_s + by_s) if later else one.latest_s
        if joined and earliest_s <= joined[-1].latest_s:
            joined[-1] = Window(earliest_s=joined[-1].earliest_s, latest_s=max(latest_s, joined[-1].latest_s))
        else:
            joined.append(Window(earliest_s=earliest_s, latest_s=max(earliest_s, latest_s)))
    return tuple(joined)


def _window(case: Case, *, later: bool) -> Iterator[Change]:
    visit, horizon_s = case.visit, case.problem.horizon_s
    if not visit.windows or visit.lock.start_s is not None or (case.late and later):
        return  # to be later is no way to be in time

    def windows(minutes: int) -> tuple[Window, ...]:
        return widened(visit.windows, minutes * MINUTE_S, later=later, horizon_s=horizon_s)

    def tables(minutes: int) -> dict[str, object]:
        opened = open_windows(replace(visit, windows=windows(minutes)), horizon_s)
        return dict(case.windowed(opened)) if opened else {}

    minutes = _minutes(case, WIDEST_MIN, tables)
    if minutes is not None:
        yield Change(
            kind=Kind.WINDOW,
            amount=minutes,
            unit="minutes",
            of=visit.id,
            sentence=f"it could be served if it might start up to {minutes} minutes {'later' if later else 'earlier'}",
            relaxed=lambda problem: with_visit(problem, visit.id, windows=windows(minutes)),
        )


def _promise(case: Case) -> Iterator[Change]:
    visit, promised = case.visit, case.visit.promised
    if promised is None or visit.lock.start_s is not None:
        return

    def moved(minutes: int) -> dict[str, object]:
        return {"promised": replace(promised, earliest_s=max(0, promised.earliest_s - minutes * MINUTE_S))}

    def tables(minutes: int) -> dict[str, object]:
        opened = open_windows(replace(visit, **moved(minutes)), case.problem.horizon_s)  # type: ignore[arg-type] # because moved makes a Promise
        return dict(case.windowed(opened)) if opened else {}

    minutes = _minutes(case, WIDEST_MIN, tables)
    if minutes is not None:
        yield Change(
            kind=Kind.PROMISE,
            amount=minutes,
            unit="minutes",
            of=visit.id,
            sentence=f"it could be served if its appointment were {minutes} minutes earlier",
            relaxed=lambda problem: with_visit(problem, visit.id, **moved(minutes)),
        )


def loosened(tie: Coupling, by_s: int) -> Coupling:
    """The coupling with its least lag less and its most lag more."""
    most_s = None if tie.max_lag_s is None else tie.max_lag_s + by_s
    return replace(tie, min_lag_s=max(0, tie.min_lag_s - by_s), max_lag_s=most_s)


def _lags(case: Case) -> Iterator[Change]:
    rows = [
        row
        for row, tie in enumerate(case.problem.couplings)
        if case.visit.id in (tie.first, tie.second) and (tie.min_lag_s or tie.max_lag_s is not None)
    ]
    for row in rows:
        tie = case.problem.couplings[row]

        def tables(minutes: int, row: int = row) -> dict[str, object]:
            couplings = case.space.arrays.coupling.copy()
            couplings["min"][row] = max(0, int(couplings["min"][row]) - minutes * MINUTE_S)
            if couplings["max"][row] < BIG:
                couplings["max"][row] += minutes * MINUTE_S
            return {"coupling": couplings}

        minutes = _minutes(case, WIDEST_MIN, tables)
        if minutes is None:
            continue
        other = tie.second if tie.first == case.visit.id else tie.first

        def relaxed(problem: Problem, row: int = row, by_s: int = minutes * MINUTE_S) -> Problem:
            ties = problem.couplings
            return replace(problem, couplings=(*ties[:row], loosened(ties[row], by_s), *ties[row + 1 :]))

        yield Change(
            kind=Kind.LAG,
            amount=minutes,
            unit="minutes",
            of=other,
            sentence=f"it could be served if the time between it and {other} might differ by {minutes} minutes more",
            relaxed=relaxed,
        )


def _overtime(case: Case) -> Iterator[Change]:
    def tables(shifts: list[int], minutes: int) -> dict[str, object]:
        hours = case.space.arrays.shift.copy()
        hours["hard_end"][shifts] += minutes * MINUTE_S
        return {"shift": hours}

    everyone = list(range(len(case.problem.shifts)))
    with case.what_if(**tables(everyone, OVERTIME_MIN)):  # type: ignore[arg-type] # because these are tables
        promising = dict.fromkeys(case.shift_of(option)[0] for option in case.ways())
    for number in list(promising)[:SHIFTS_TRIED]:
        shift = case.problem.shifts[number]
        minutes = _minutes(case, OVERTIME_MIN, partial(tables, [number]))
        if minutes is None:
            continue
        more_s = minutes * MINUTE_S

        def relaxed(problem: Problem, name: str = shift.id, more_s: int = more_s) -> Problem:
            now = next(one for one in problem.shifts if one.id == name)
            ends_s = now.ends_s + now.overtime_limit_s + more_s
            longer = replace(problem, horizon_s=max(problem.horizon_s, ends_s))
            return with_shift(longer, name, overtime_limit_s=now.overtime_limit_s + more_s)

        yield Change(
            kind=Kind.OVERTIME,
            amount=minutes,
            unit="minutes",
            of=shift.id,
            sentence=f"it could be served if {', '.join(shift.workers)} might work {minutes} minutes longer",
            relaxed=relaxed,
        )


def _load_caps(case: Case) -> Iterator[Change]:
    capped = {worker.id: worker.max_load_s for worker in case.problem.workers if worker.max_load_s is not None}
    for name in sorted(capped):
        row = next(row for row, worker in enumerate(case.problem.workers) if worker.id == name)

        def tables(minutes: int, row: int = row) -> dict[str, object]:
            workers = case.space.arrays.worker.copy()
            workers["max_load"][row] += minutes * MINUTE_S
            return {"worker": workers}

        minutes = _minutes(case, WIDEST_MIN, tables)
        if minutes is None:
            continue
        cap_s = (capped[name] or 0) + minutes * MINUTE_S
        yield Change(
            kind=Kind.LOAD_CAP,
            amount=minutes,
            unit="minutes",
            of=name,
            sentence=f"it could be served if {name} might work {minutes} minutes more in all",
            relaxed=partial(with_worker, name=name, max_load_s=cap_s),
        )
