"""Pay and mileage as people write them, in the micropence the optimiser counts in."""

from fractions import Fraction

UPENCE_PER_PENNY = 1_000_000
SECONDS_PER_HOUR = 3600
METRES_PER_MILE = Fraction("1609.344")  # international mile, exact (Weights and Measures Act 1985, schedule 1)


def upence(pence: int) -> int:
    """Whole pence in micropence."""
    return pence * UPENCE_PER_PENNY


def upence_per_s(pence_per_hour: int) -> int:
    """Pence per hour as whole micropence per second, rounded: off by less than a penny in five hundred hours."""
    return round(Fraction(upence(pence_per_hour), SECONDS_PER_HOUR))


def upence_per_m(pence_per_mile: int) -> int:
    """Pence per mile as whole micropence per metre, rounded."""
    return round(upence(pence_per_mile) / METRES_PER_MILE)
