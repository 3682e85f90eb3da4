"""All routes of one shift worth looking at, by labels that grow stop by stop.

The elementary shortest path with resources (Feillet et al. 2004, 10.1002/net.20033), with duration as a resource of
two numbers, seconds at work and the latest departure, which together tell what waiting costs; and the enumeration of
every route whose reduced cost is below a limit (Baldacci et al. 2008, 10.1007/s10107-007-0178-5).
"""

import time
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np
import numpy.typing as npt

from optimiser.exact.shift_table import ShiftTable

SLOTS = 256  # of time, for the bound on what is still to come
NEVER = 2**61


class TooMany(Exception):
    """More routes than there is room or time for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A route: numbers of its visits in order, what it costs at least, its reduced cost, and its times in seconds."""

    visits: tuple[int, ...]
    upence: int
    reduced: int
    depart_s: int
    end_s: int
    paid_s: int


class PartialRoutes:
    """Finds routes of a shift. What they cost at least is exact where shift_table.plain says so."""

    def __init__(self, table: ShiftTable, ends: float, most: int) -> None:
        """`ends`: when to stop by time.monotonic(); `most`: how many labels, or routes, at most (else TooMany)."""
        self.table = table
        self._ends = ends
        self._most = most

    def cheapest(self, prizes: list[int], keep: int) -> list[Found]:
        """The cheapest routes by cost less the prizes of their visits, below 0; the very cheapest is among them."""
        found = self._grow(prizes, 0, best_only=True, same_set_only=False)
        return sorted(found, key=lambda route: (route.reduced, route.visits))[:keep]

    def below(self, prizes: list[int], limit: int, drop_dominated: bool) -> list[Found]:
        """Every route whose cost less its prizes is below `limit`.

        `drop_dominated`: of those with the same visits only the cheapest (where costs are exact).
        """
        found = self._grow(prizes, limit, best_only=False, same_set_only=drop_dominated)
        if not drop_dominated:
            return found
        best: dict[frozenset[int], Found] = {}
        for route in found:
            there = best.get(frozenset(route.visits))
            if there is None or (route.upence, route.visits) < (there.upence, there.visits):
                best[frozenset(route.visits)] = route
        return list(best.values())

    def _grow(self, prizes: list[int], limit: int, *, best_only: bool, same_set_only: bool) -> list[Found]:
        t = self.table
        count = len(t.visits)
        to_come, slot_s = self._to_come(prizes)
        rate, overtime = t.upence_per_s, t.overtime_upence_per_s
        idle = t.guaranteed_s * rate
        # (finish, path, last, visited, money less prizes, seconds at work, latest departure, load)
        heap: list[tuple[int, tuple[int, ...], int, int, int, int, int, tuple[int, ...]]] = [
            (t.starts_s, (), count, 0, 0, 0, t.latest_end_s, (0,) * len(t.room))
        ]
        kept: list[dict[int, list[tuple[int, int, int, int]]]] = [{} for _ in range(count)]
        open_sets: list[list[tuple[int, int, int, int, int]]] = [[] for _ in range(count)]
        found: list[Found] = []
        made = 0
        dominate = best_only or same_set_only
        while heap:
            finish, path, last, visited, money, work, latest, load = heappop(heap)
            if path:
                end = finish + t.gap_s[last][count]
                done = work + t.gap_s[last][count]
                if end <= t.latest_end_s:
                    paid = max(done, end - latest - t.unpaid_s, t.guaranteed_s)
                    total = money + t.leg_upence[last][count] + paid * rate - idle + max(0, end - t.ends_s) * overtime
                    if total < limit:
                        prize = sum(prizes[at] for at in path)
                        found.append(
                            Found(
                                visits=tuple(t.visits[at] for at in path),
                                upence=total + prize + idle,
                                reduced=total,
                                depart_s=min(latest, end - done),
                                end_s=end,
                                paid_s=paid,
                            )
                        )
                        if len(found) > self._most:
                            raise TooMany
            for at in range(count):
                if visited >> at & 1:
                    continue
                start = t.opens(at, finish + t.gap_s[last][at])
                if start < 0:
                    continue
                left = start + t.service_s[at]
                if left + t.gap_s[at][count] > t.latest_end_s:
                    continue
                carried = tuple(a + b for a, b in zip(load, t.use[at], strict=True))
                if any(a > b for a, b in zip(carried, t.room, strict=True)):
                    continue
                before = work + t.gap_s[last][at]
                worked = before + t.service_s[at]
                depart = min(latest, t.windows[at][-1][1] - before)
                cost = money + t.leg_upence[last][at] + t.own_upence[at] - prizes[at]
                cost += sum(max(0, start - after) * each for after, each in t.late[at])
                # What it comes to at least: time so far, never less than what is guaranteed, and the best to come.
                so_far = cost + max(worked, left - depart - t.unpaid_s) * rate - idle
                if so_far + int(to_come[at, left // slot_s]) >= limit:
                    continue
                if dominate:
                    mark = (left, cost + worked * rate, cost - depart * rate, cost)
                    if best_only:
                        if _beaten_by_less(open_sets[at], visited | 1 << at, mark):
                            continue
                    elif _beaten(kept[at].setdefault(visited | 1 << at, []), mark):
                        continue
                made += 1
                if made > 20 * self._most:
                    raise TooMany
                if made % 1024 == 0 and time.monotonic() > self._ends:
                    raise TooMany
                heappush(heap, (left, (*path, at), at, visited | 1 << at, cost, worked, depart, carried))
        return found

    def _to_come(self, prizes: list[int]) -> tuple[npt.NDArray[np.int64], int]:
        """[visit, slot of time it is left in] the least that the rest of the route adds; and the seconds of a slot.

        Visits may come back and times are rounded down, so this is a bound from below.
        """
        t = self.table
        count = len(t.visits)
        slot_s = -(-(t.latest_end_s + 1) // SLOTS)
        left = np.arange(SLOTS, dtype=np.int64) * slot_s
        gap = np.array(t.gap_s, dtype=np.int64)
        money = np.array(t.leg_upence, dtype=np.int64) + gap * t.upence_per_s
        add = np.array(
            [
                own + service * t.upence_per_s - prize
                for own, service, prize in zip(t.own_upence, t.service_s, prizes, strict=True)
            ],
            dtype=np.int64,
        )
        over = np.maximum(0, left[None, :] + gap[:count, count, None] - t.ends_s) * t.overtime_upence_per_s
        ended = money[:count, count, None] + over
        ended[left[None, :] + gap[:count, count, None] > t.latest_end_s] = NEVER
        # [from, to, slot]: the slot in which `to` is left; SLOTS stands for too late.
        after = np.full((count, count, SLOTS), SLOTS, dtype=np.int64)
        for here in range(count):
            for there in range(count):
                arrive = left + gap[here, there]
                start = np.full(SLOTS, -1, dtype=np.int64)
                for first, last in reversed(t.windows[there]):
                    start = np.where(arrive <= last, np.maximum(arrive, first), start)
                leave = start + t.service_s[there]
                fits = (start >= 0) & (leave <= t.latest_end_s) & (here != there)
                after[here, there, fits] = leave[fits] // slot_s
        best = np.concatenate([ended, np.full((count, 1), NEVER, dtype=np.int64)], axis=1)
        step = money[:count, :count, None] + add[None, :, None]
        index = np.arange(count)[None, :, None]
        for _ in range(count):
            onward = step + best[index, after]
            better = np.minimum(best[:, :SLOTS], np.where(after == SLOTS, NEVER, onward).min(axis=1))
            if (better == best[:, :SLOTS]).all():
                break
            best[:, :SLOTS] = better
        return best, slot_s


def _beaten(marks: list[tuple[int, int, int, int]], mark: tuple[int, int, int, int]) -> bool:
    """Whether one of the marks is no worse in everything; if not, `mark` takes the place of those it beats."""
    for other in marks:
        if other[0] <= mark[0] and other[1] <= mark[1] and other[2] <= mark[2] and other[3] <= mark[3]:
            return True
    marks[:] = [o for o in marks if not (mark[0] <= o[0] and mark[1] <= o[1] and mark[2] <= o[2] and mark[3] <= o[3])]
    marks.append(mark)
    return False


def _beaten_by_less(marks: list[tuple[int, int, int, int, int]], visited: int, mark: tuple[int, int, int, int]) -> bool:
    """The same, among partial routes that have been to no other visits than this one."""
    for other in marks:
        if (
            not other[0] & ~visited
            and other[1] <= mark[0]
            and other[2] <= mark[1]
            and other[3] <= mark[2]
            and other[4] <= mark[3]
        ):
            return True
    marks.append((visited, *mark))
    return False
