"""The hash of a network changes with everything in it."""

from dataclasses import fields, replace

import numpy as np
import pytest

from optimiser.roads import Mode, Network
from optimiser.roads.digest import network_digest

from .doors import TOWN


def test_the_same_network_has_the_same_hash() -> None:
    assert network_digest(TOWN) == network_digest(replace(TOWN, lon=TOWN.lon.copy()))


@pytest.mark.parametrize("field", [field.name for field in fields(Network)])
def test_whatever_is_changed_it_changes(field: str) -> None:
    changed, value = replace(TOWN), getattr(TOWN, field)
    other: object
    if isinstance(value, np.ndarray):
        last = ~value[-1:] if value.dtype == np.bool_ else value[-1:] + 1
        other = np.append(value[:-1], last) if len(value) else np.ones(1, dtype=value.dtype)
    else:
        other = Mode.FOOT if field == "mode" else value + type(value)("1")
    object.__setattr__(changed, field, other)  # most such networks would be refused
    assert network_digest(changed) != network_digest(TOWN)
