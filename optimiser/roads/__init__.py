"""Streets from an OpenStreetMap file as one network per travel mode, and times, metres and lines between places."""

from optimiser.roads.errors import (
    EmptyNetwork,
    LegTooLong,
    PlaceOutsideMap,
    RoadsError,
    Unreachable,
    UnreadableMap,
)
from optimiser.roads.legs import Line, leg_line, leg_lines
from optimiser.roads.load import load_network, load_networks
from optimiser.roads.matrix import Engine, Matrix, travel_matrix
from optimiser.roads.mode import Mode
from optimiser.roads.network import Network
from optimiser.roads.snap import Snapped, snap

__all__ = [
    "EmptyNetwork",
    "Engine",
    "LegTooLong",
    "Line",
    "Matrix",
    "Mode",
    "Network",
    "PlaceOutsideMap",
    "RoadsError",
    "Snapped",
    "Unreachable",
    "UnreadableMap",
    "leg_line",
    "leg_lines",
    "load_network",
    "load_networks",
    "snap",
    "travel_matrix",
]
