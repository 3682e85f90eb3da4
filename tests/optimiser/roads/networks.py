"""Networks made from numbers alone."""

import random

import numpy as np

from optimiser.roads import Mode, Network, Snapped


def network(n: int, edges: list[tuple[int, int, int, int]], mode: Mode = Mode.CAR) -> Network:
    """n junctions a hundredth of a degree apart on a square.

    Edges are (tail, head, centiseconds, metres) and drawn straight. The first that leads back is an edge's twin.
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
        twin=np.array(twins(tail.tolist(), head.tolist()), dtype=np.int32),
        centiseconds=centiseconds,
        metres=metres,
        stopping=np.ones(len(tail), dtype=bool),
        line_start=np.arange(0, 2 * len(tail) + 1, 2, dtype=np.int32),
        line_lon=lon[ends],
        line_lat=lat[ends],
    )


def twins(tail: list[int], head: list[int]) -> list[int]:
    twin = [-1] * len(tail)
    for a in range(len(tail)):
        for b in range(a + 1, len(tail)):
            if twin[a] == twin[b] == -1 and (tail[a], head[a]) == (head[b], tail[b]):
                twin[a], twin[b] = b, a
    return twin


def places(at: Network, junctions: list[int], access_m: list[int] | None = None) -> Snapped:
    """Places at these junctions, each with coordinates of its own."""
    k = len(junctions)
    leaving = [np.flatnonzero(at.tail == junction) for junction in junctions]
    arriving = [np.flatnonzero(at.head == junction) for junction in junctions]
    return Snapped(
        names=tuple(f"place {i}" for i in range(k)),
        lon=np.arange(k, dtype=np.float64),
        lat=np.ones(k),
        edge=np.array([(a if len(a) else b)[0] for a, b in zip(leaving, arriving, strict=True)], dtype=np.int32),
        share=np.array([0.0 if len(a) else 1.0 for a in leaving]),
        access_m=np.array(access_m or [0] * k, dtype=np.int32),
    )


def on_street(at: Network, edges: list[int], shares: list[float]) -> Snapped:
    """Places on these edges, at these shares of their length, each with coordinates of its own."""
    k = len(edges)
    return Snapped(
        names=tuple(f"place {i}" for i in range(k)),
        lon=np.arange(k, dtype=np.float64),
        lat=np.ones(k),
        edge=np.array(edges, dtype=np.int32),
        share=np.array(shares),
        access_m=np.zeros(k, dtype=np.int32),
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
