"""How kernels are compiled: those that only other kernels call need no doors to Python, and so compile much faster."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import numba
from numba.core.codegen import CPUCodeLibrary, JITCPUCodegen
from numba.np import arrayobj

# Numba's own annotations do not know all of its options.
_compile: Any = partial(numba.njit, error_model="numpy")
_unliteral: Any = numba.types.unliteral


def _link_entries_alone() -> None:
    """Leaves the code of a kernel as it is until an entry that calls it is linked and optimised as a whole.

    Numba links every function with all it calls and optimises them together, and then again as part of each function
    that calls it: measured on this engine, two thirds of the time to compile, for code that is never run as such.
    """
    libraries: Any = CPUCodeLibrary
    whole = libraries.finalize

    def finalize(library: Any) -> None:
        names = [one.name for one in library._final_module.functions if not one.is_declaration]
        if any("cpython" in name for name in names):
            library._linking_libraries = _all_below(library)
            whole(library)
        elif any(name.startswith(OURS) for name in names):
            library._raise_if_finalized()
            library._finalized = True
        else:
            whole(library)  # what Numba itself is made of

    generators: Any = JITCPUCodegen
    set_env = generators.set_env

    def set_env_of_entry(generator: Any, name: str, env: Any) -> None:
        # A kernel that is not linked has no place for what only Python code would need.
        if generator._engine.get_global_value_address(name):
            set_env(generator, name, env)

    libraries.finalize = finalize
    generators.set_env = set_env_of_entry


def _count_from_the_front_alone() -> None:
    """Takes an index in a kernel as it is: a number below 0 does not count from the end.

    Numba looks at every index for whether it is below 0, and reads a length in case it is; without that the same plans
    came in 11 to 16 % less time. That none is below 0 is shown by running the tests with NUMBA_BOUNDSCHECK=1.
    """
    usual: Any = arrayobj.fix_integer_index

    def fix_integer_index(context: Any, builder: Any, kind: Any, index: Any, size: Any) -> Any:
        if not builder.function.name.startswith(OURS):
            return usual(context, builder, kind, index, size)
        return context.cast(builder, index, kind, numba.types.intp if kind.signed else numba.types.uintp)

    arrayobj.fix_integer_index = fix_integer_index


# How the names of this package's functions begin once they are compiled (Itanium mangling).
OURS = "_ZN9optimiser"


def _all_below(library: Any) -> list[Any]:
    """What a function calls, what that calls, and so on; each once."""
    found: dict[Any, None] = {}
    left = list(library._linking_libraries)
    while left:
        one = left.pop()
        if one not in found:
            found[one] = None
            left.extend(one._linking_libraries)
    return list(found)


_link_entries_alone()
_count_from_the_front_alone()


def kernel(function: Callable[..., Any]) -> Any:
    """Compiles a function that only kernels call, and that makes no array of its own.

    References are not counted in it: whoever calls it holds its tables. A Packed counts none anyway
    (arrays/packed.py), but a fifth of a profile's samples lay in the calls that found that out.
    """
    return _compile_inside(function, _nrt=False)


def making_arrays(function: Callable[..., Any]) -> Any:
    """Compiles a function that only kernels call, and that makes arrays."""
    return _compile_inside(function, _nrt=True)


def _compile_inside(function: Callable[..., Any], *, _nrt: bool) -> Any:
    dispatcher: Any = _compile(no_cpython_wrapper=True, no_cfunc_wrapper=True, _nrt=_nrt)(function)
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
