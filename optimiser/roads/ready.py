"""A network with what is made of it to answer questions: made when it is first needed, and once."""

from functools import cached_property
from pathlib import Path

from optimiser.roads.hierarchy import Hierarchy
from optimiser.roads.network import Network
from optimiser.roads.order import Rank, node_order
from optimiser.roads.order_file import stored_order
from optimiser.roads.say import Say, quiet
from optimiser.roads.snap import Streets


class Ready:
    """The streets of a network and its hierarchy, which takes two seconds for 65,000 junctions and much memory.

    What takes most of the two seconds is kept in `order_file` (None: nowhere). Two threads that ask at the same moment
    may make them twice, and both are right.
    """

    def __init__(self, network: Network, *, order_file: Path | None = None, say: Say = quiet) -> None:
        self.network = network
        self._order_file = order_file
        self._say = say

    @cached_property
    def streets(self) -> Streets:
        """To find where places join the network."""
        return Streets(self.network)

    @cached_property
    def order(self) -> Rank:
        """Of the nodes of its graph; whoever asks for it now spares those that come later most of the time."""
        if self._order_file is None:
            return node_order(self.network)
        return stored_order(self.network, self._order_file, self._say)

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """To find times, metres and paths."""
        return Hierarchy(self.network, rank=self.order)
