"""Which tags tell anything about travel, and what is alike in them: what they say is worked out once for each kind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from optimiser.roads.access import ACCESS_KEYS, CONTRAFLOW_KEYS, LANE_ONE_WAY_KEYS, LIMITS_UNLESS, ONE_WAY_KEYS
from optimiser.roads.size import HEIGHTS, LENGTHS, OWN_LIMITS, WEIGHTS, WIDTHS

# Of ways: what access, directions, sizes and speeds are told by.
WAY_TAGS = frozenset(
    (
        *("highway", "service", "area", "junction", "oneway", "maxspeed", "maxspeed:type", "motorroad"),
        *ACCESS_KEYS,
        *(*HEIGHTS, *WIDTHS, *LENGTHS, *WEIGHTS, *(f"{key}:{who}" for key in OWN_LIMITS for who in ("goods", "hgv"))),
        *LIMITS_UNLESS,
        *(*(key for keys in ONE_WAY_KEYS.values() for key in keys), *CONTRAFLOW_KEYS, *LANE_ONE_WAY_KEYS),
    )
)
# Of nodes on them: what stands there, and whom it lets through.
NODE_TAGS = WAY_TAGS | {"barrier", "locked", "crossing", "crossing:signals", "traffic_signals"}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Alike:
    """Of n ways or nodes: kind int64[n], a row of `kinds`, which are the tags that matter, each combination once.

    The 8,965 ways of Newport have 388 of them.
    """

    kind: npt.NDArray[np.int64]
    kinds: Sequence[Mapping[str, str]]

    def only(self, rows: npt.NDArray[np.int64]) -> "Alike":
        """These ways or nodes, in this order; a kind may then have none."""
        return Alike(kind=self.kind[rows], kinds=self.kinds)


class Kinds:
    """Combinations of tags as they come up, so that no list of all ways or nodes with their tags need be kept."""

    def __init__(self, that_matter: frozenset[str] = WAY_TAGS) -> None:
        self._that_matter = that_matter
        self._number: dict[frozenset[tuple[str, str]], int] = {}

    def number_of(self, tags: Iterable[tuple[str, str]]) -> int:
        """The row of these (key, value) pairs among all combinations; those with other keys are left out."""
        return self._number.setdefault(
            frozenset(pair for pair in tags if pair[0] in self._that_matter), len(self._number)
        )

    def alike(self, kind: npt.NDArray[np.int64]) -> Alike:
        """Ways or nodes of these kinds, by the numbers that they were given."""
        return Alike(kind=kind, kinds=[dict(sorted(pairs)) for pairs in self._number])


def alike(tags: Iterable[Iterable[tuple[str, str]]], that_matter: frozenset[str] = WAY_TAGS) -> Alike:
    """Of the (key, value) pairs of each; those with other keys are left out."""
    kinds = Kinds(that_matter)
    return kinds.alike(np.array([kinds.number_of(of) for of in tags], dtype=np.int64))
