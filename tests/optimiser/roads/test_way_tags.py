"""What is left out of a way's tags tells nothing, and ways that are alike are one kind."""

from collections.abc import Iterator
from random import Random

import pytest

from optimiser.roads.access import (
    BOUND,
    CLASSES,
    INVITED,
    ON_INVITATION,
    REFUSED,
    blocks,
    bound_only,
    direction,
    may_stop,
    may_use,
    paced_by,
)
from optimiser.roads.mode import Mode
from optimiser.roads.speeds import shipped_speeds
from optimiser.roads.way_tags import NODE_TAGS, WAY_TAGS, alike

ANYTHING = sorted(
    REFUSED | INVITED | BOUND | {"7.5", "1.2", "-1", "roundabout", "none @ delivery", "no @ (weight>1)", "opposite"}
)


class Watched(dict[str, str]):
    """Tags that remember which keys they were asked for."""

    def __init__(self, *tags: object) -> None:
        super().__init__(*tags)
        self.asked: set[str] = set()

    def __getitem__(self, key: str) -> str:
        self.asked.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.asked.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: str = "") -> str:  # type: ignore[override] # all that is asked for here is text
        self.asked.add(key)
        return super().get(key, default)

    def keys(self) -> Iterator[str]:  # type: ignore[override] # it gives none, to tell who asks
        raise AssertionError("all tags were asked for at once, and which of them count cannot be told")


@pytest.mark.parametrize("mode", Mode)
def test_whatever_a_way_is_asked_for_is_kept(mode: Mode) -> None:
    random, speeds = Random(5), shipped_speeds()
    asked: set[str] = set()
    roads = sorted(CLASSES[mode] | ON_INVITATION[mode])
    for _ in range(2_000):
        said = {key: random.choice(ANYTHING) for key in random.sample(sorted(WAY_TAGS), 6)}
        tags = Watched(said | {"highway": random.choice(roads)})
        size = speeds.size.get(mode)
        may_stop(tags)
        bound_only(tags, mode, size)
        direction(tags, mode)
        if may_use(tags, mode, size):
            copied = paced_by(dict(tags), mode)
            paced = Watched(copied)
            speeds.seconds_per_metre(paced, mode)
            asked |= paced.asked
        asked |= tags.asked
    assert asked <= WAY_TAGS
    assert len(asked) > 5  # or nothing was watched


@pytest.mark.parametrize("mode", Mode)
def test_whatever_a_barrier_is_asked_for_is_kept(mode: Mode) -> None:
    random, size = Random(6), shipped_speeds().size.get(mode)
    asked: set[str] = set()
    for _ in range(2_000):
        said = {key: random.choice(ANYTHING) for key in random.sample(sorted(NODE_TAGS), 4)}
        tags = Watched(said | {"barrier": random.choice(["gate", "bollard", "stile"])})
        blocks(tags, mode, size)
        asked |= tags.asked
    assert {"barrier", "access"} <= asked <= NODE_TAGS


def test_ways_that_differ_only_in_what_tells_nothing_are_one_kind() -> None:
    ways = [
        {"highway": "residential", "name": "High Street", "maxspeed": "20 mph"},
        {"highway": "residential", "name": "Low Street"},
        {"maxspeed": "20 mph", "lit": "yes", "highway": "residential"},
    ]
    found = alike(tags.items() for tags in ways)
    assert found.kind.tolist() == [0, 1, 0]
    assert found.kinds == [{"highway": "residential", "maxspeed": "20 mph"}, {"highway": "residential"}]
    assert found.only(found.kind[1:]).kind.tolist() == [1, 0]


def test_no_ways_have_no_kinds() -> None:
    assert alike([]).kind.shape == (0,)
