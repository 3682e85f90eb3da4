"""Runs a planning process and holds its leash: progress comes back, and it ends when told to or when this one does."""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

from dispatch.worker.child_files import ExitCode, Progress, read_problem
from dispatch.worker.leash import CANCEL

PLANNER = (sys.executable, "-m", "dispatch.worker.plan_child")
# How often progress is told and cancelling looked for.
LOOK_S = 0.5
# A kernel holds the interpreter for a fraction of a second; whoever does not end by then is killed.
GRACE_S = 0.8
# From closing its output to its end; the interpreter lets go of its libraries in between.
WAY_OUT_S = 30.0
THREADS = ("NUMBA_NUM_THREADS", "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

# Told the latest progress (None: nothing new); answers whether to cancel.
Watch = Callable[[Progress | None], bool]


class Ending(StrEnum):
    """How a planning process ended."""

    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """`problem` is a sentence for people (FAILED only)."""

    ending: Ending
    problem: str = ""


class Stopping(BaseException):
    """This program is ending: leave the work to the next start. No Exception, as nothing may take it for a failure."""


def run_child(
    folder: Path,
    watch: Watch,
    stopping: threading.Event,
    *,
    longest_s: float,
    command: Sequence[str] = PLANNER,
    environ: Mapping[str, str] | None = None,
) -> Ended:
    """Runs `command folder` to its end. Whatever happens here, the process and its children are gone afterwards.

    Raises Stopping when the event is set.
    """
    with (folder / "complaints.txt").open("wb") as complaints:
        process = subprocess.Popen(  # noqa: S603 # because the command is ours and the folder is named by us
            [*command, str(folder)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            env=child_environment(os.environ if environ is None else environ),
            start_new_session=True,  # a group of its own, so that it can be ended with its children
        )
    with process:
        try:
            asked_to_end = _follow(process, watch, stopping, longest_s)
            if asked_to_end is None:
                # Its output is closed and it is on its way out: a word now would change how it ended.
                with suppress(subprocess.TimeoutExpired):
                    process.wait(WAY_OUT_S)
        finally:
            _end(process)
    if asked_to_end is not None:
        return asked_to_end
    return _ended(process.returncode, folder)


def child_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """One core; and nothing of ours, which may hold the database's password."""
    return {name: value for name, value in environ.items() if not name.startswith("ALLROUND_")} | dict.fromkeys(
        THREADS, "1"
    )


def _follow(
    process: subprocess.Popen[bytes], watch: Watch, stopping: threading.Event, longest_s: float
) -> Ended | None:
    """Until the process ends by itself (None), or has to."""
    lines: queue.SimpleQueue[Progress | None] = queue.SimpleQueue()
    if process.stdout is None:
        raise ValueError("the process needs a pipe for its progress")
    threading.Thread(target=_read, args=(process.stdout, lines), daemon=True).start()
    last = time.monotonic() + longest_s
    while True:
        latest, ended = _latest(lines)
        if stopping.is_set():
            raise Stopping
        if watch(latest):
            return Ended(ending=Ending.CANCELLED)
        if ended:
            return None
        if time.monotonic() > last:
            minutes = round(longest_s / 60)
            return Ended(
                ending=Ending.FAILED,
                problem=f"Planning took longer than {minutes} minutes and was stopped. Ask for a quicker plan.",
            )


def _latest(lines: "queue.SimpleQueue[Progress | None]") -> tuple[Progress | None, bool]:
    """The latest progress of the next LOOK_S seconds, and whether the process closed its output before that."""
    latest: Progress | None = None
    until = time.monotonic() + LOOK_S
    while (left := until - time.monotonic()) > 0:
        try:
            one = lines.get(timeout=left)
        except queue.Empty:
            break
        if one is None:
            return latest, True
        latest = one
    return latest, False


def _read(stdout: IO[bytes], lines: "queue.SimpleQueue[Progress | None]") -> None:
    for line in stdout:
        # A line that is no progress is not worth a plan.
        with suppress(ValueError, KeyError, TypeError):
            found = json.loads(line)
            lines.put(Progress(percent=int(found["percent"]), doing=str(found["doing"])))
    lines.put(None)


def _end(process: subprocess.Popen[bytes]) -> None:
    """Politely, then by force; the whole group."""
    if process.stdin is not None and process.poll() is None:
        with suppress(BrokenPipeError):
            # Past the file's buffer, which would be written once more, and fail, when the file is closed.
            os.write(process.stdin.fileno(), CANCEL)
        with suppress(subprocess.TimeoutExpired):
            process.wait(GRACE_S)
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _ended(code: int, folder: Path) -> Ended:
    if code == ExitCode.DONE:
        return Ended(ending=Ending.DONE)
    if code == ExitCode.CANCELLED:
        return Ended(ending=Ending.CANCELLED)
    return Ended(ending=Ending.FAILED, problem=read_problem(folder) or _crashed(code))


def _crashed(code: int) -> str:
    how = f"signal {-code}" if code < 0 else f"status {code}"
    why = ", perhaps for want of memory" if code == -signal.SIGKILL else ""
    return f"The planning process broke off ({how}{why}). Ask for the plan again, or tell whoever runs Allround."
