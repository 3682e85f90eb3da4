"""A network with what is made of it to answer questions: made when it is first needed, and once."""

from functools import cached_property

from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.network import Network
from optimiser.roads.snap import Streets


class Ready:
    """The streets of a network and its hierarchy, which takes two seconds for 65,000 junctions and much memory.

    Two threads that ask at the same moment may make them twice, and both are right.
    """

    def __init__(self, network: Network) -> None:
        self.network = network

    @cached_property
    def streets(self) -> Streets:
        """To find where places join the network."""
        return Streets(self.network)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """To find times, metres and paths."""
        return Hierarchy(self.network)
