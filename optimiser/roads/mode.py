"""The ways to get about for which a street network is made."""

from enum import StrEnum


class Mode(StrEnum):
    """How somebody travels; vans and lorries use the car network."""

    CAR = "car"
    BICYCLE = "bicycle"
    FOOT = "foot"
