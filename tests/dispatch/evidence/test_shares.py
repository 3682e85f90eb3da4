"""Shares sum to exactly what was split."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dispatch.evidence.shares import split


def test_what_rounding_leaves_goes_to_the_largest_remainders() -> None:
    assert split(10, {"a": 1, "b": 1, "c": 1}) == {"a": 4, "b": 3, "c": 3}
    assert split(100, {"a": 1, "b": 3}) == {"a": 25, "b": 75}


def test_without_any_weight_it_is_split_evenly() -> None:
    assert split(9, {"a": 0, "b": 0}) == {"a": 5, "b": 4}


def test_nobody_to_split_among_is_refused() -> None:
    with pytest.raises(ValueError, match="at least one weight"):
        split(1, {})


@given(
    st.integers(min_value=0, max_value=10**15),
    st.dictionaries(st.text(min_size=1, max_size=3), st.integers(min_value=0, max_value=10**6), min_size=1),
)
def test_shares_always_sum_to_the_whole(amount: int, weights: dict[str, int]) -> None:
    shares = split(amount, weights)
    assert sum(shares.values()) == amount
    assert min(shares.values()) >= 0
