"""Who searches where: shifts and visits dealt out so that neighbours stay together."""

import numpy as np
import numpy.typing as npt

from optimiser.arrays import Arrays
from optimiser.arrays.flat import Int
from optimiser.search.state import State

# With fewer routes or visits than this a part would be too small to gain anything within it.
FEWEST_ROUTES = 8
FEWEST_VISITS = 150
# With a larger share of coupled visits than this, nearly every route is tied to one of the other part and stands still.
MOST_TIED = 0.2


def worth_splitting(arrays: Arrays, state: State) -> bool:
    """Whether the plan is large enough for each search to have a part of its own."""
    visit = arrays.visit
    tied = int((visit["coupling_from"] < visit["coupling_to"]).sum())
    large = int((state.route["length"] > 0).sum()) >= FEWEST_ROUTES and len(visit) >= FEWEST_VISITS
    return large and tied <= MOST_TIED * len(visit)


def split(arrays: Arrays, state: State, parts: int, random: np.random.Generator) -> tuple[list[Int], list[Int]]:
    """(shifts [part][shift], visits left out [part][visit]) as 0 and 1, each in exactly one part.

    The routes are put in order of how far they are, on average, from a visit drawn at random, and that order is cut
    into stretches of equally many stops. Shifts of one worker stay together. Drawn anew each time, the borders move,
    so that no pair of routes is apart for long.
    """
    far = _distance_from(arrays, int(random.integers(len(arrays.visit))))
    lengths = state.route["length"]
    mean = np.empty(len(arrays.shift))
    for shift, (record, length) in enumerate(zip(arrays.shift, lengths.tolist(), strict=True)):
        nodes = state.sequence[shift, :length]
        places = arrays.visit["place"][nodes[nodes < len(arrays.visit)]]
        if len(places):
            mean[shift] = far[places].mean()
        elif record["start_place"] >= 0:
            mean[shift] = far[record["start_place"]]
        else:
            mean[shift] = 0.0
    # Empty shifts at one depot would all go to one part; a little noise deals them out.
    empty = lengths == 0
    mean[empty] = random.permutation(mean[empty]) if empty.any() else mean[empty]
    order = np.argsort(mean, kind="stable")
    part_of = np.zeros(len(arrays.shift), dtype=np.int64)
    used = order[lengths[order] > 0]
    stops = np.cumsum(lengths[used])
    part_of[used] = np.minimum(parts - 1, (stops - 1) * parts // max(int(stops[-1]) if len(stops) else 1, 1))
    idle = order[lengths[order] == 0]
    part_of[idle] = np.arange(len(idle)) % parts
    _keep_together(arrays, part_of)
    absent = state.route_of < 0
    border = np.median(far[arrays.visit["place"]])
    visit_part = (far[arrays.visit["place"]] > border).astype(np.int64) % parts
    return (
        [(part_of == part).astype(np.int64) for part in range(parts)],
        [(absent & (visit_part == part)).astype(np.int64) for part in range(parts)],
    )


def whole(arrays: Arrays, parts: int) -> tuple[list[Int], list[Int]]:
    """Everything to everybody."""
    return (
        [np.ones(len(arrays.shift), dtype=np.int64) for _ in range(parts)],
        [np.ones(len(arrays.visit), dtype=np.int64) for _ in range(parts)],
    )


def _distance_from(arrays: Arrays, visit: int) -> npt.NDArray[np.float64]:
    """[place] seconds from a visit, in the first mode of travel."""
    seconds: npt.NDArray[np.float64] = arrays.travel["seconds"][0][arrays.visit["place"][visit]].astype(np.float64)
    return seconds


def _keep_together(arrays: Arrays, part_of: Int) -> None:
    """Gives all shifts of one worker to the part of the first of them."""
    first: dict[int, int] = {}
    moved = True
    while moved:
        moved = False
        for shift, record in enumerate(arrays.shift):
            for worker in arrays.link[record["workers_from"] : record["workers_to"]].tolist():
                part = min(first.get(worker, int(part_of[shift])), int(part_of[shift]))
                moved = moved or part != part_of[shift] or part != first.get(worker, part)
                first[worker] = part_of[shift] = part
