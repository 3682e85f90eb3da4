"""The engine: ruin and recreate in compiled kernels over flat arrays."""

from optimiser.search import compile_cache

# Before any module with a kernel is imported: Numba fixes the folder when a kernel is defined.
compile_cache.use_cache()
