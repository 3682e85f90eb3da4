"""Choosing the fixed subset of a suite that `--sample` runs, without chance and without looking at results."""

# At most 40 minutes with three seeds: so many instances at 60 seconds, and at 10.
AT_60_S = 13
AT_10_S = 80


def evenly(names: list[str], at_most: int) -> list[str]:
    """At most so many of the names, spread evenly over their sorted order; all of them where they are no more."""
    ordered = sorted(names)
    if len(ordered) <= at_most:
        return ordered
    return [ordered[(2 * number + 1) * len(ordered) // (2 * at_most)] for number in range(at_most)]
