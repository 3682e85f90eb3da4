"""Where Numba keeps compiled kernels: a folder named after everything that goes into them."""

import hashlib
import platform
from pathlib import Path

import llvmlite.binding as llvm
import numba

HERE = Path(__file__).parent


def cache_folder(sources: Path, root: Path) -> Path:
    """`root/<hash of every *.py in sources, the Numba version and the processor>`.

    Numba's own cache looks only at the file a kernel stands in, so a kernel that calls another file's would go on
    giving the old answer after that file was edited. A new folder for each state of the sources cannot be stale.
    """
    digest = hashlib.sha256()
    for path in sorted(sources.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    digest.update(f"{numba.__version__} {platform.python_version()} {llvm.get_host_cpu_name()}".encode())
    return root / digest.hexdigest()[:16]


def project_cache() -> Path:
    """`var/cache/numba` of a checkout; a folder in the user's cache where the package is installed elsewhere."""
    checkout = HERE.parents[1]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "var" / "cache" / "numba"
    return Path.home() / ".cache" / "allround" / "numba"


def use_cache() -> Path:
    """Points Numba at the folder; has to run before the first kernel is defined."""
    folder = cache_folder(HERE, project_cache())
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined] # because Numba makes its settings at import
    return folder
