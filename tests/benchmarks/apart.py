"""Runs an engine in a process of its own: one that hangs, crashes or takes too long costs its line and no more.

The process is forked, so the Problem is shared rather than copied, and an engine that is warm stays warm.
"""

import multiprocessing
import os
import resource
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Protocol

from optimiser.problem import Problem
from tests.benchmarks.engine import Answer, Engine

# What an engine may take beyond its seconds before its answer no longer counts: a tenth, and two seconds.
ALLOWED_OVER = 0.1
ALLOWED_OVER_S = 2.0


class Waiting(Protocol):
    """Is called several times a second while an engine runs."""

    def __call__(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run: an answer, or the error in its stead; and the seconds it took, building included.

    `peak_mb` is the most memory that the engine's largest process held, the Problem included; None if it was killed.
    """

    answer: Answer | None
    error: str | None
    took_s: float
    peak_mb: int | None = None


def longest_s(seconds: float) -> float:
    """The longest that a run of so many seconds may take."""
    return seconds * (1 + ALLOWED_OVER) + ALLOWED_OVER_S


def solve_apart(engine: Engine, problem: Problem, seconds: float, seed: int, waiting: Waiting) -> Outcome:
    """Never raises for what the engine does. An engine that is late is killed with all the processes it started."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe(duplex=False)
    process = context.Process(target=_solve, args=(there, engine, problem, seconds, seed))
    begun = time.monotonic()
    process.start()
    there.close()
    try:
        while not here.poll(0.2):
            waiting()
            if time.monotonic() - begun > longest_s(seconds):
                took_s = time.monotonic() - begun
                return Outcome(None, f"no answer after {took_s:.1f} s, {seconds:g} s were given", took_s)
        outcome: Outcome = here.recv()
        return outcome
    except EOFError:
        process.join()
        return Outcome(None, f"the engine's process ended with code {process.exitcode}", time.monotonic() - begun)
    finally:
        # The group, as engines start processes too; there is none if the process has not come so far.
        with suppress(ProcessLookupError):
            os.killpg(process.pid or 0, signal.SIGKILL)
        process.kill()
        process.join()
        here.close()


def _solve(there: Connection, engine: Engine, problem: Problem, seconds: float, seed: int) -> None:
    os.setpgid(0, 0)
    begun = time.monotonic()
    try:
        answer = engine.solve(problem, seconds, seed)
    except Exception as error:  # whatever an engine raises is its result, and the next run goes on
        took_s = time.monotonic() - begun
        there.send(Outcome(None, f"{type(error).__name__}: {error}", took_s))
        return
    took_s = time.monotonic() - begun
    there.send(Outcome(answer, None, took_s, _peak_mb()))


def _peak_mb() -> int:
    """Of this process or the largest that it has waited for. Linux counts in KiB."""
    return max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) // 1024
