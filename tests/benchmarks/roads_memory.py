"""How much memory a matrix takes, in a process that has the stored network and nothing of the map."""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from optimiser.roads import Network, Snapped, travel_matrix
from optimiser.roads.network import DTYPES
from optimiser.roads.say import quiet
from optimiser.roads.store import read_stored
from tests.benchmarks.errors import CannotRun
from tests.benchmarks.results import Line
from tests.benchmarks.roads_ready import ready_hierarchy

OWN = Path("/proc/self")
FORGET_PEAK = "5"  # see proc_pid_clear_refs(5)


def matrix_memory(stored: Path, snapped: Snapped) -> Line:
    """MiB: `arrays_mb` of the network and the matrix of these places, `before_matrix_mb` and `peak_mb` of a process.

    It is a new one, as a fork would have our memory too. It has loaded the network and made its hierarchy ready:
    `before_matrix_mb` is what it holds then, `peak_mb` the most while the matrix is made. Both are with Python and its
    libraries, and None where the system does not let a process forget its peak (Linux does).

    Raises CannotRun when the file is no network.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        found = pool.submit(_measured, stored, snapped).result()
    if found is None:
        raise CannotRun(f"the network stored as {stored} cannot be read again; run the benchmark once more")
    return found


def _measured(stored: Path, snapped: Snapped) -> Line | None:
    network = read_stored(stored, quiet)
    if network is None:
        return None
    hierarchy = ready_hierarchy(network)
    before_mb = _held_mb("VmRSS") if _forget_peak() else None
    matrix = travel_matrix(network, snapped, engine=hierarchy)
    peak_mb = None if before_mb is None else _held_mb("VmHWM")
    nbytes = _nbytes(network) + matrix.seconds.nbytes + matrix.metres.nbytes + matrix.mixture.nbytes
    return {"arrays_mb": round(nbytes / 2**20), "before_matrix_mb": before_mb, "peak_mb": peak_mb}


def _nbytes(network: Network) -> int:
    return sum(getattr(network, name).nbytes for name in DTYPES)


def _forget_peak() -> bool:
    """Whether the most memory that this process has held is counted anew from now on."""
    try:
        (OWN / "clear_refs").write_text(FORGET_PEAK, encoding="ascii")
    except OSError:
        return False
    return True


def _held_mb(field: str) -> int:
    """A field of the process's own status, which is in KiB."""
    lines = (OWN / "status").read_text(encoding="utf-8").splitlines()
    (kib,) = (line.split()[1] for line in lines if line.startswith(f"{field}:"))
    return round(int(kib) / 1024)
