"""What is simple enough for segments alone, and which shifts are alike: facts that save the search work."""

import numpy as np

from optimiser.arrays.aboard import Aboard
from optimiser.arrays.flat import BIG, Int, Shelf, Table, record, table

KIN = record("first", "last")

# Fields of a shift's record that say where else something stands rather than what the shift is like.
PLACES_IN_TABLES = ("break_from", "break_to", "workers_from", "workers_to", "kin", "plain", "by_way")


def plain_visits(visit: Table) -> Int:
    """[visit] 1 where a segment says all about its times and costs: one window, no dues, promises or couplings."""
    found: Int = (
        (visit["window_to"] - visit["window_from"] == 1)
        & (visit["late_from"] == visit["late_to"])
        & (visit["coupling_from"] == visit["coupling_to"])
        & (visit["promised_latest"] == BIG)
        & (visit["published_start"] < 0)
    ).astype(np.int64)
    return found


def plain_shifts(shift: Table) -> Int:
    """[shift] 1 where segments say all about a route of plain visits."""
    found: Int = (
        (shift["may_add"] == 0) & (shift["profiled"] == 0) & (shift["parted"] == 0) & (shift["max_continuous"] == BIG)
    ).astype(np.int64)
    return found


def shifts_by_way(shift: Table, worker: Table, links: Shelf) -> Int:
    """[shift] 1 where no time is paid for or limited but by the hours of the shift, so that only the way counts."""
    free = (worker["max_load"] == BIG) & (worker["fair_from"] == worker["fair_to"])
    crews = [links.rows[one["workers_from"] : one["workers_to"]] for one in shift]
    found: Int = (
        (shift["upence_per_s"] == 0)
        & (shift["overtime_upence_per_s"] == 0)
        & (shift["max_driving"] == BIG)
        & np.array([bool(free[crew].all()) for crew in crews], dtype=np.bool_)
    ).astype(np.int64)
    return found


def kin_table(
    shift: Table, rest: Table, worker: Table, step: Table, pair: Table, aboard: Aboard, links: Shelf
) -> tuple[Table, list[int]]:
    """Shifts that are alike in everything but their names, as lists on the shelf; and the kin of each shift.

    Of empty shifts that are alike, trying one is enough: a fleet of 250 equal vehicles is one kin.
    """
    own = [name for name in shift.dtype.names or () if name not in PLACES_IN_TABLES]
    on_shifts: dict[int, int] = {}
    for record_of in shift:
        for number in links.rows[record_of["workers_from"] : record_of["workers_to"]]:
            on_shifts[number] = on_shifts.get(number, 0) + 1
    members: dict[tuple[object, ...], list[int]] = {}
    for number, record_of in enumerate(shift):
        people = links.rows[record_of["workers_from"] : record_of["workers_to"]]
        key: tuple[object, ...] = (
            tuple(int(record_of[name]) for name in own),
            rest[record_of["break_from"] : record_of["break_to"]].tobytes(),
            tuple(
                (
                    int(worker["worked"][one]),
                    int(worker["max_load"][one]),
                    step[worker["fair_from"][one] : worker["fair_to"][one]].tobytes(),
                )
                for one in people
            ),
            pair[number].tobytes(),
            tuple(rows[number].tobytes() for rows in (aboard.room, aboard.stock, aboard.full, aboard.carries)),
            # Somebody with several shifts ties them together, which no other shift is like.
            number if any(on_shifts[one] > 1 for one in people) else -1,
        )
        members.setdefault(key, []).append(number)
    kin_of = [0] * len(shift)
    for kin, numbers in enumerate(members.values()):
        for number in numbers:
            kin_of[number] = kin
    return table(KIN, [links.add(numbers) for numbers in members.values()]), kin_of
