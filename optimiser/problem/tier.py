"""The tiers of the objective: a lower one never buys a higher one."""

from enum import StrEnum


class Tier(StrEnum):
    """In falling order of weight. Points of the first three are compared one tier after the other, then comes money."""

    SAFETY = "safety"  # critical visits: insulin, a person at risk
    STATUTE = "statute"  # legal clocks: a damp case, a notifiable infection
    PROMISE = "promise"  # appointments given, and other work by its priority
    COST = "cost"  # money; "points" are micropence here
