"""A hierarchy that questions can be timed on."""

import numpy as np

from optimiser.roads import Hierarchy, Network
from optimiser.roads.graph import Counted


def ready_hierarchy(network: Network, *, threads: int = 2) -> Hierarchy:
    """It makes what tables need when the first is asked for; here that is of one junction."""
    hierarchy, one = Hierarchy(network, threads=threads), np.zeros(1, dtype=np.int32)
    for what in Counted:
        list(hierarchy.blocks(one, one, what))
    return hierarchy
