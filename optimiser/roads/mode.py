"""The ways to get about for which a street network is made."""

from enum import StrEnum


class Mode(StrEnum):
    """How somebody travels. A van is one of 3.5 tonnes, a lorry one that empties bins (see `speeds.toml`)."""

    CAR = "car"
    VAN = "van"
    LORRY = "lorry"
    BICYCLE = "bicycle"
    FOOT = "foot"


# Who sits at a wheel and drives on the road.
DRIVEN = frozenset({Mode.CAR, Mode.VAN, Mode.LORRY})
