"""The machine and the versions that results and the document name; nothing that tells whose machine it is."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("numpy", "numba", "ortools", "pyvrp", "pyvroom", "vrp-cli")


def machine(cpuinfo: Path = Path("/proc/cpuinfo")) -> list[tuple[str, str]]:
    """What and how much, as rows. Memory in GiB (2^30 bytes)."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return [
        ("processor", processor(cpuinfo)),
        ("cores", str(os.cpu_count())),
        ("memory, GiB", f"{memory / 2**30:.0f}"),
        ("Python", platform.python_version()),
        *((library, _version(library)) for library in LIBRARIES),
    ]


def in_short(cpuinfo: Path = Path("/proc/cpuinfo")) -> str:
    """What a run was made on, in a few words: it stands in the line of its result."""
    return f"{processor(cpuinfo)}, {os.cpu_count()} cores"


def processor(cpuinfo: Path) -> str:
    """The model that the file names first; its kind where it names none, as on ARM."""
    lines = cpuinfo.read_text(encoding="utf-8").splitlines() if cpuinfo.is_file() else []
    named = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(named, "") or platform.machine()


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "not installed"
