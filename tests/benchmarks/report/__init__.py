"""`optimiser/BENCHMARKS.md` and its plots, remade from results files: `python -m tests.benchmarks.report`."""
