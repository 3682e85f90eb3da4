"""No kernel reads or writes beside a table.

Kernels take an index as it is (jit.py), so one below 0 or too large would not be noticed at once. Here they are
compiled with a check at every index, in a process and a cache of their own: such kernels are slower.
"""

import os
import subprocess
import sys
from pathlib import Path

ROUNDS = """
from optimiser.search.errors import LockedWorkBroken
from optimiser.solve import solve
from tests.optimiser.busy import busy
from tests.optimiser.search.test_local_search import assert_sound

for seed in range(150):
    assert_sound(busy(seed), seed)  # in day 136, a visit that is never open is left out
for seed in range(300):
    try:
        plan = solve(busy(seed), iterations=60, seed=seed)
        solve(busy(seed), iterations=20, seed=seed + 1, start=plan)
    except LockedWorkBroken:
        continue
print("all inside")
"""
# Named as a module of the engine, so that it is compiled as they are.
BESIDE = """
import importlib.util
import sys

spec = importlib.util.spec_from_file_location("optimiser.beside", sys.argv[1])
spec.loader.exec_module(importlib.util.module_from_spec(spec))
"""
KERNEL = """
import numpy as np
from optimiser.search.jit import entry, kernel

@kernel
def look(table, at):
    return table[at]

@entry
def look_from_outside(table, at):
    return look(table, at)

for at in (4, -1, 5):
    try:
        print(look_from_outside(np.arange(5), at))
    except IndexError:
        print("beside")
"""


def checked(source: str, *arguments: str) -> str:
    """What a fresh process prints that checks every index of a kernel."""
    command = [sys.executable, "-c", source, *arguments]
    environment = {**os.environ, "NUMBA_BOUNDSCHECK": "1"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)  # noqa: S603 because the command is ours
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_an_index_beside_the_table_is_found(tmp_path: Path) -> None:
    (tmp_path / "beside.py").write_text(KERNEL)
    assert checked(BESIDE, str(tmp_path / "beside.py")).split() == ["4", "beside", "beside"]


def test_busy_days_are_planned_inside_the_tables() -> None:
    assert checked(ROUNDS).strip() == "all inside"
