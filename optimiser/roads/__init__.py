"""Streets from an OpenStreetMap file as one network per travel mode, and times, metres and lines between places."""

from optimiser.roads.dijkstra import Dijkstra
from optimiser.roads.errors import (
    EmptyNetwork,
    LegTooLong,
    PlaceOutsideMap,
    RoadsError,
    Unreachable,
    UnreadableMap,
)
from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.legs import Line, leg_lines
from optimiser.roads.load import load_network, load_networks
from optimiser.roads.matrix import Engine, Matrix, travel_matrix
from optimiser.roads.mode import Mode
from optimiser.roads.network import Network
from optimiser.roads.snap import Snapped, Streets, cut_off, snap
from optimiser.roads.table import TravelTable
from optimiser.roads.table_store import StoredTable

__all__ = [
    "Dijkstra",
    "EmptyNetwork",
    "Engine",
    "Hierarchy",
    "LegTooLong",
    "Line",
    "Matrix",
    "Mode",
    "Network",
    "PlaceOutsideMap",
    "RoadsError",
    "Snapped",
    "StoredTable",
    "Streets",
    "TravelTable",
    "Unreachable",
    "UnreadableMap",
    "cut_off",
    "leg_lines",
    "load_network",
    "load_networks",
    "snap",
    "travel_matrix",
]
