"""When the coupled visits of a route that has no times yet may start, from its shift's table."""

from collections.abc import Sequence

from optimiser.exact.pool_route import TiedStart
from optimiser.exact.shift_table import ShiftTable


def tied_starts(table: ShiftTable, visits: Sequence[int], tied: set[int]) -> tuple[TiedStart, ...]:
    """As pool_route tells them; `visits` are numbers in the Problem, in an order that the shift can keep."""
    if tied.isdisjoint(visits):
        return ()
    at = [table.visits.index(visit) for visit in visits]
    end = len(table.visits)
    earliest, gaps, here, now_s = [], [], end, table.starts_s
    for there in at:
        gaps.append(table.gap_s[here][there])
        earliest.append(table.opens(there, now_s + gaps[-1]))
        now_s, here = earliest[-1] + table.service_s[there], there
    latest, leave_s = [], table.latest_end_s - table.gap_s[here][end]
    for there, gap_s in zip(reversed(at), reversed(gaps), strict=True):
        due_s = leave_s - table.service_s[there]
        latest.append(max(min(last, due_s) for first, last in table.windows[there] if first <= due_s))
        leave_s = latest[-1] - gap_s
    found: list[TiedStart] = []
    since_s = 0
    for visit, there, gap_s, first, last in zip(visits, at, gaps, earliest, reversed(latest), strict=True):
        since_s += gap_s
        if visit in tied:
            after_s = since_s if found else 0
            found.append(TiedStart(visit=visit, earliest_s=first, latest_s=last, after_s=after_s))
            since_s = 0
        since_s += table.service_s[there]
    return tuple(found)
