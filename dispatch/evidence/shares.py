"""Whole numbers split in proportion, so that the shares sum to exactly what was split."""

from collections.abc import Mapping


def split(amount: int, weights: Mapping[str, int]) -> dict[str, int]:
    """`amount` by `weights` (largest remainders get what rounding leaves); evenly when all weights are 0.

    Raises ValueError when there is nobody to split among.
    """
    if not weights:
        raise ValueError("there is nobody to split among; give at least one weight")
    total = sum(weights.values())
    if total == 0:
        return split(amount, dict.fromkeys(weights, 1))
    shares = {name: amount * weight // total for name, weight in weights.items()}
    by_remainder = sorted(weights, key=lambda name: (-(amount * weights[name] % total), name))
    for name in by_remainder[: amount - sum(shares.values())]:
        shares[name] += 1
    return shares
