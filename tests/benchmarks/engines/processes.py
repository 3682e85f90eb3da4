"""One peer on each core: processes that run at the same time, tell the best so far, and are killed when time is up."""

import contextlib
import multiprocessing
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

# For what is under way when time is up: handing over the answer, and a step that cannot be broken off.
GRACE_S = 0.5
GRACE_SHARE = 0.05

Found = TypeVar("Found")
# Told the best so far; may be called any number of times.
Tell = Callable[[Found], None]


class PeerFailed(Exception):
    """A peer gave no answer at all; the message has its own words, or says that time was up."""


@dataclass(frozen=True, slots=True)
class Clock:
    """When an engine's seconds are over. The clock of the machine, so that all processes read the same."""

    until: float

    @classmethod
    def of(cls, seconds: float) -> "Clock":
        """So many seconds from now."""
        return cls(time.monotonic() + seconds)

    @property
    def left_s(self) -> float:
        """Seconds left, not below 0."""
        return max(0.0, self.until - time.monotonic())


@dataclass(slots=True)
class _Runner(Generic[Found]):
    process: Any
    pipe: Connection
    best: Found | None = None
    trouble: str = ""


def run_together(
    work: Callable[..., None], tasks: Sequence[tuple[Any, ...]], clock: Clock, seconds: float
) -> list[Found]:
    """Runs `work(tell, *task)` in a process for each task; the last thing told by each that told anything.

    Past the time, and a little grace, they are killed, which loses nothing that was told. Raises PeerFailed when none
    told anything. `work` has to be a function of a module.
    """
    # Forked, so that the Problem is shared rather than copied and what is imported stays imported (see apart.py).
    context = multiprocessing.get_context("fork")
    runners: list[_Runner[Found]] = []
    try:
        for task in tasks:
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_run, args=(there, work, task), daemon=True)
            process.start()
            there.close()
            runners.append(_Runner(process, here))
        _listen(runners, clock.until + GRACE_S + GRACE_SHARE * seconds)
    finally:
        for runner in runners:
            runner.process.kill()
            runner.process.join()
            runner.pipe.close()
    told = [runner.best for runner in runners if runner.best is not None]
    if not told:
        trouble = next((runner.trouble for runner in runners if runner.trouble), "it found nothing in the time it had")
        raise PeerFailed(trouble)
    return told


def _listen(runners: list[_Runner[Found]], until: float) -> None:
    open_pipes = {runner.pipe: runner for runner in runners}
    while open_pipes and time.monotonic() < until:
        for pipe in wait(list(open_pipes), timeout=max(0.0, until - time.monotonic())):
            if not isinstance(pipe, Connection):
                continue
            runner = open_pipes[pipe]
            try:
                kind, what = pipe.recv()
            except EOFError:
                del open_pipes[pipe]
                continue
            if kind == "found":
                runner.best = what
            else:
                runner.trouble = what


def _run(pipe: Connection, work: Callable[..., None], task: tuple[Any, ...]) -> None:
    try:
        work(lambda found: pipe.send(("found", found)), *task)
    except BaseException as error:  # whatever ends a peer is told in its own words; a panic in Rust is no Exception
        trouble = "".join(traceback.format_exception_only(error)).strip()
        with contextlib.suppress(BrokenPipeError):
            pipe.send(("trouble", trouble))
    finally:
        pipe.close()
