"""Keeps the order of importance of a network's nodes on disk: at half a million it takes a quarter of a minute."""

from pathlib import Path

import numpy as np
import numpy.typing as npt

from optimiser.roads.network import Network
from optimiser.roads.order import Rank, is_order, node_order
from optimiser.roads.say import Say
from optimiser.roads.whole_file import ABANDONED_S, write_whole


def stored_order(network: Network, file: Path, say: Say) -> Rank:
    """`node_order` from the file, or made and put into it; a file or a disk that is no good is said."""
    known = _read(file, network.graph.nodes, say)
    if known is not None:
        return known
    rank = node_order(network)
    try:
        write_whole(file, lambda out: np.savez(out, rank=rank.astype(np.int32)), abandoned_s=ABANDONED_S)
    except OSError as error:
        say(f"The order of streets by {network.mode} could not be stored in {file.parent} ({error}).")
    return rank


def _read(file: Path, nodes: int, say: Say) -> Rank | None:
    if not file.exists():
        return None
    try:
        with file.open("rb") as raw, np.load(raw, allow_pickle=False) as stored:
            rank: npt.NDArray[np.int32] = stored["rank"]
        if rank.dtype != np.int32 or not is_order(rank, nodes):
            raise ValueError("no order of these nodes")
        return rank.astype(np.int64)
    except Exception:  # a damaged archive fails in NumPy, zipfile, zlib or the parser of its headers, in any way
        say(f"The stored order of streets {file} is broken and is made again.")
        return None
