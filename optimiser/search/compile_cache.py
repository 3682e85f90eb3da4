"""Where Numba keeps compiled kernels: a folder named after everything that goes into them."""

import hashlib
import platform
from collections.abc import Sequence
from pathlib import Path

import llvmlite.binding as llvm
import numba

HERE = Path(__file__).parent


def cache_folder(sources: Path, root: Path, *, also: Sequence[Path] = ()) -> Path:
    """`root/<hash of every *.py in sources and of the files in also, the Numba version and the processor>`.

    Kernels that check their indices (NUMBA_BOUNDSCHECK) have a folder of their own.

    Numba's own cache looks only at the file a kernel stands in, so a kernel that calls another file's would go on
    giving the old answer after that file was edited. A new folder for each state of the sources cannot be stale.
    """
    digest = hashlib.sha256()
    for path in (*sorted(sources.glob("*.py")), *also):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    digest.update(f"{numba.__version__} {platform.python_version()} {llvm.get_host_cpu_name()}".encode())
    if numba.config.BOUNDSCHECK:  # type: ignore[attr-defined] # because Numba makes its settings at import
        digest.update(b"bounds")
    return root / digest.hexdigest()[:16]


def project_cache() -> Path:
    """`var/cache/numba` of a checkout; a folder in the user's cache where the package is installed elsewhere."""
    checkout = HERE.parents[1]
    if (checkout / "pyproject.toml").is_file():
        return checkout / "var" / "cache" / "numba"
    return Path.home() / ".cache" / "allround" / "numba"


def engine_folder() -> Path:
    """The folder of this engine as it stands now. Kernels hold the constants of arrays/flat.py as well."""
    return cache_folder(HERE, project_cache(), also=(HERE.parent / "arrays" / "flat.py",))


def use_cache() -> Path:
    """Points Numba at the folder; has to run before the first kernel is defined."""
    folder = engine_folder()
    numba.config.CACHE_DIR = str(folder)  # type: ignore[attr-defined] # because Numba makes its settings at import
    return folder
