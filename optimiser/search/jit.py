"""How kernels are compiled: those that only other kernels call need no doors to Python, and so compile much faster."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numba
from numba.core.codegen import CPUCodeLibrary

# Numba's own annotations do not know all of its options.
_compile: Any = partial(numba.njit, error_model="numpy")
_unliteral: Any = numba.types.unliteral


def _optimise_entries_alone() -> None:
    """Leaves the code of a kernel as it is until an entry that calls it is optimised as a whole.

    Numba optimises every function together with all it calls, and then again as part of each function that calls it:
    measured on this engine, a third of the time to compile, for code that is never run as such.
    """
    libraries: Any = CPUCodeLibrary
    whole = libraries._optimize_final_module

    def optimise(library: Any) -> None:
        if any("cpython" in one.name for one in library._final_module.functions if not one.is_declaration):
            whole(library)

    libraries._optimize_final_module = optimise


_optimise_entries_alone()


def kernel(function: Callable[..., Any]) -> Any:
    """Compiles a function that only kernels call."""
    dispatcher: Any = _compile(no_cpython_wrapper=True, no_cfunc_wrapper=True)(function)
    find = dispatcher.get_call_template

    # Left alone, Numba compiles `f(-1)`, `f(0)` and `f(i)` three times over, and all that f calls with it: measured on
    # this engine, four fifths of the time to compile.
    def find_plain(arguments: tuple[Any, ...], named: Mapping[str, Any]) -> Any:
        return find(tuple(_unliteral(one) for one in arguments), named)

    dispatcher.get_call_template = find_plain
    return dispatcher


def entry(function: Callable[..., Any]) -> Any:
    """Compiles a function that Python calls; other threads run meanwhile."""
    return _compile(cache=True, nogil=True)(function)


def piece(function: Callable[..., Any]) -> Any:
    """Compiles a small function into each kernel that calls it."""
    return kernel(function)
