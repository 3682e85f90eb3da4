"""Networks made from numbers alone."""

import random

import numpy as np

from optimiser.roads import Mode, Network


def network(n: int, edges: list[tuple[int, int, int, int]], mode: Mode = Mode.CAR) -> Network:
    """n junctions a hundredth of a degree apart on a square.

    Edges are (tail, head, centiseconds, metres) and drawn straight.
    """
    side = max(1, round(n**0.5))
    lon = np.array([0.01 * (i % side) for i in range(n)]) + 1
    lat = np.array([0.01 * (i // side) for i in range(n)]) + 1
    tail, head, centiseconds, metres = np.array(edges, dtype=np.int32).reshape(-1, 4).T
    ends = np.column_stack([tail, head]).ravel()
    return Network(
        mode=mode,
        source="by hand",
        map_sha256="",
        lon=lon,
        lat=lat,
        tail=tail,
        head=head,
        centiseconds=centiseconds,
        metres=metres,
        line_start=np.arange(0, 2 * len(tail) + 1, 2, dtype=np.int32),
        line_lon=lon[ends],
        line_lat=lat[ends],
    )


def random_grid(seed: int, side: int = 9) -> Network:
    """A grid with one-way streets, loops, parallel edges and many equally fast paths of different metres."""
    draw = random.Random(seed)
    edges = []
    for i in range(side * side):
        neighbours = [i + 1] * ((i + 1) % side > 0) + [i + side] * (i + side < side * side)
        for j in neighbours:
            there_and_back = [(i, j), (j, i)] if draw.random() < 0.7 else [draw.choice([(i, j), (j, i)])]
            for a, b in there_and_back * draw.choice([1, 1, 1, 2]):
                edges.append((a, b, draw.randint(1, 6), draw.randint(0, 900)))
        if draw.random() < 0.1:
            edges.append((i, i, 1, 1))
    return network(side * side, edges)
