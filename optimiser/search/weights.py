"""Numbers the search steers by: tier weights, temperatures, and who is near whom."""

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.arrays import BIG, Arrays

Float = npt.NDArray[np.float64]
Int = npt.NDArray[np.int64]

# Enough for strings of ten stops from several routes around any visit.
NEIGHBOURS = 80
FAR = 1e15
# The temperature at the start, as a part of what the way to a visit costs on average in the best plan so far.
HOT = 2.5
# So many times cooler at the end with COLD_VISITS: in proportion to the visits with fewer, by their root with more.
LEAST_COLD, COLD, COLD_VISITS = 16.0, 33.0, 200
# So many visits at a time, so that thousands need no more memory than hundreds.
BLOCK = 256
# Bits of a number.
WORD = 64


@dataclass(frozen=True, slots=True)
class Guide:
    """What steers a search and is the same for all threads of it."""

    weights: Float  # [tier]
    near: npt.NDArray[np.int32]  # [visit, rank]
    beside: Int  # [visit, visit // 64] a bit for each visit: whether it is near the first
    able: npt.NDArray[np.bool_]  # [visit, shift] whether the shift may do the visit; as a scan reads it, visit by visit
    bulk: Float  # [visit, 2]


def guide(arrays: Arrays, near: npt.NDArray[np.int32]) -> Guide:
    """All of it, worked out from the tables and from who is near whom (`neighbours`)."""
    able = np.ascontiguousarray(arrays.pair["able"].T == 0)
    return Guide(tier_weights(arrays), near, _as_bits(near), able, bulk(arrays))


def _as_bits(near: npt.NDArray[np.int32]) -> Int:
    """Who is near whom, a bit for each two."""
    count = len(near)
    beside = np.zeros((count, -(-count // WORD) * WORD), dtype=np.bool_)
    beside[np.arange(count)[:, None], near] = True
    return np.packbits(beside, axis=1, bitorder="little").view(np.int64)


def bulk(arrays: Arrays) -> Float:
    """[visit, 2]: the share of a shift's room or time that a visit takes, and its mean seconds from where shifts start.

    Recreating in these orders is what SISR does with demand and with distance from the depot.
    """
    visit, shift = arrays.visit, arrays.shift
    room = np.where(arrays.room < BIG, arrays.room, 0).max(axis=0, initial=0)
    share = (arrays.use / np.maximum(room, 1)).max(axis=1, initial=0.0)
    hours = float((shift["ends"] - shift["starts"]).mean()) if len(shift) else 1.0
    start = shift["start_place"][shift["start_place"] >= 0]
    found = np.zeros((len(visit), 2))
    found[:, 0] = np.maximum(share, visit["duration"] / max(hours, 1.0))
    if len(start):
        places, counts = np.unique(start, return_counts=True)
        seconds = arrays.travel["seconds"][0][places][:, visit["place"]]
        found[:, 1] = np.average(seconds, axis=0, weights=counts)
    return found


def tier_weights(arrays: Arrays) -> Float:
    """Four factors such that no difference in a lower tier outweighs one point in a higher one.

    They only steer the search; which plan is best is decided tier by tier in whole numbers.
    """
    shift, visit, step = arrays.shift, arrays.visit, arrays.step
    longest_s = int(shift["hard_end"].max(initial=0))
    unserved = visit["unserved"].sum(axis=0, dtype=np.float64)
    late = np.array([float(step["rate"][step["tier"] == tier].sum()) * longest_s for tier in range(4)])
    money = float((shift["upence_per_s"] + shift["overtime_upence_per_s"]).sum()) * 2 * longest_s
    money += (
        float(shift["upence_per_m"].max(initial=0)) * float(arrays.travel["metres"].max(initial=0)) * 2 * len(visit)
    )
    money += float(arrays.pair["extra"].max(axis=0).sum()) if arrays.pair.size else 0.0
    money += float(arrays.largest_rate[0]) * longest_s
    money += float(visit["moved_upence"].sum()) + unserved[3] + late[3]
    promise = unserved[2] + late[2] + float(visit["promised_points"].sum())
    statute = unserved[1] + late[1]
    weights = np.ones(4)
    weights[2] = money + 1.0
    weights[1] = weights[2] * (promise + 1.0)
    weights[0] = weights[1] * (statute + 1.0)
    return weights


def neighbours(arrays: Arrays) -> npt.NDArray[np.int32]:
    """[visit, rank] the visits nearest to each in seconds and in time.

    Proximity is travel + 0.2 wait + 1.0 lateness, the smaller of both directions (Vidal et al. 2013,
    10.1016/j.cor.2012.07.018): on long lists of tight windows, distance alone was measured to be far weaker.
    """
    visit = arrays.visit
    count = len(visit)
    if count < 2:
        return np.zeros((count, 0), dtype=np.int32)
    keep = min(NEIGHBOURS, count - 1)
    found = np.zeros((count, keep), dtype=np.int32)
    opens, closes = _span(arrays)
    able = (arrays.pair["able"] == 0).astype(np.float32)
    for first in range(0, count, BLOCK):
        rows = np.arange(first, min(first + BLOCK, count))
        near = np.minimum(_proximity(arrays, opens, closes, rows, True), _proximity(arrays, opens, closes, rows, False))
        # Whom no shift could both visit can never be next to each other.
        near[able[:, rows].T @ able == 0.0] = FAR
        near[rows - first, rows] = np.inf
        found[rows] = np.argsort(near, axis=1, kind="stable")[:, :keep]
    return found


def _proximity(arrays: Arrays, opens: Float, closes: Float, rows: Int, onward: bool) -> Float:
    """[row, visit] what lies between leaving one and serving the other; `onward`: from the rows, else to them."""
    visit, place = arrays.visit, arrays.visit["place"]
    every = np.arange(len(visit))
    one, other = (rows[:, None], every[None, :]) if onward else (every[None, :], rows[:, None])
    travel = arrays.travel["seconds"][0][place[one], place[other]].astype(np.float64)
    leave = visit["duration"][one] + travel
    wait = np.maximum(0.0, opens[other] - leave - closes[one])
    late = np.maximum(0.0, opens[one] + leave - closes[other])
    near: Float = travel + 0.2 * wait + late
    return near


def _span(arrays: Arrays) -> tuple[Float, Float]:
    """First opening of each visit and its last closing or first due; the whole horizon for one that never opens."""
    opens, closes = np.zeros(len(arrays.visit)), np.full(len(arrays.visit), float(BIG))
    for number, visit in enumerate(arrays.visit):
        rows = arrays.window[visit["window_from"] : visit["window_to"]]
        if len(rows):
            opens[number], closes[number] = rows["earliest"].min(), rows["latest"].max()
        for late in arrays.step[visit["late_from"] : visit["late_to"]]:
            due = late["over"] - (visit["duration"] if late["on_finish"] else 0)
            closes[number] = max(opens[number], min(closes[number], due))
    return opens, closes


def temperatures(arrays: Arrays, sequence: Int, length: Int) -> tuple[float, float]:
    """(start, end) in micropence, for a search whose best plan so far has these routes.

    By what the way to a visit costs in that plan, as that is what changes of it are about: where routes are long and
    close together ways are short, however far apart the visits of a depot are. The end is where a plan of that size
    still moves: the best of what a small plan passes through lies well below where it is on average, so that cooling it
    on only freezes it; a large plan is never far from its average, and has to be cooled.
    """
    hot = max(HOT * way_to_a_visit(arrays, sequence, length), 1.0)
    count = len(arrays.visit)
    return hot, hot / max(LEAST_COLD, min(count * COLD / COLD_VISITS, COLD * math.sqrt(count / COLD_VISITS)))


def way_to_a_visit(arrays: Arrays, sequence: Int, length: Int) -> float:
    """Micropence that all legs of a plan cost together, for each visit on it; 0 where nothing is served.

    `sequence` [shift, position] and `length` [shift] as in State. Breaks and calls at sites are passed over.
    """
    shift, places = arrays.shift, arrays.visit["place"]
    served = (np.arange(sequence.shape[1]) < length[:, None]) & (sequence < len(places))
    on, _ = np.nonzero(served)
    if not len(on):
        return 0.0
    place = places[sequence[served]]
    last = np.append(on[1:] != on[:-1], True)
    first = np.append(True, last[:-1])
    here = np.where(first, shift["start_place"][on], np.append(-1, place[:-1]))
    onward, end = on[last], shift["end_place"][on[last]]
    legs = ((on, here, place), (onward, place[last], end))
    return sum(_cost_of_legs(arrays, *some) for some in legs) / len(on)


def _cost_of_legs(arrays: Arrays, on: Int, one: Int, other: Int) -> float:
    """Micropence of the legs of these shifts between these places; none from or to a place below 0."""
    known = (one >= 0) & (other >= 0)
    shift = arrays.shift[on[known]]
    legs = arrays.travel[shift["mode"], one[known], other[known]]
    return float((legs["seconds"] * shift["upence_per_s"] + legs["metres"] * shift["upence_per_m"]).sum())
