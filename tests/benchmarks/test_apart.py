"""An engine runs in a process of its own, and whatever it does there costs its own line only."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from optimiser.plan import Plan
from optimiser.problem import Problem
from tests.benchmarks.apart import longest_s, solve_apart
from tests.benchmarks.fake_engine import FakeEngine
from tests.benchmarks.suites.distance_problem import distance_problem
from tests.benchmarks.suites.vrptw_text import read_vrptw_text
from tests.benchmarks.toy import VRPTW, driven

PROBLEM = distance_problem(read_vrptw_text(VRPTW))


def nobody_waits() -> None:
    """Nothing to show."""


def raises(problem: Problem) -> Plan:
    raise RuntimeError("no way in")


def dies(problem: Problem) -> Plan:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("still alive")


def sleeps(problem: Problem) -> Plan:
    time.sleep(600)
    raise AssertionError("nobody stopped it")


def test_the_answer_comes_back_with_the_seconds_it_took() -> None:
    plan = driven(PROBLEM, {"vehicle 1": ["1", "2"]})
    outcome = solve_apart(FakeEngine(lambda problem: plan, not_expressed=("breaks",)), PROBLEM, 1, 1, nobody_waits)
    assert outcome.answer is not None
    assert outcome.answer.plan == plan
    assert outcome.answer.not_expressed == ("breaks",)
    assert outcome.error is None
    assert 0 <= outcome.took_s < 60


def test_an_engine_that_raises_is_told_by_what_it_raised() -> None:
    outcome = solve_apart(FakeEngine(raises), PROBLEM, 1, 1, nobody_waits)
    assert (outcome.answer, outcome.error) == (None, "RuntimeError: no way in")


def test_an_engine_that_crashes_its_process_is_told() -> None:
    outcome = solve_apart(FakeEngine(dies), PROBLEM, 1, 1, nobody_waits)
    assert outcome.answer is None
    assert outcome.error == f"the engine's process ended with code -{int(signal.SIGKILL)}"


def test_an_engine_that_overruns_is_stopped_with_all_it_started(tmp_path: Path) -> None:
    started = tmp_path / "started"

    def starts_another_and_sleeps(problem: Problem) -> Plan:
        child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
        started.write_text(str(child.pid))
        return sleeps(problem)

    waited: list[int] = []
    outcome = solve_apart(FakeEngine(starts_another_and_sleeps), PROBLEM, 0.1, 1, lambda: waited.append(1))
    assert outcome.answer is None
    assert outcome.error is not None
    assert "0.1 s were given" in outcome.error
    assert waited
    assert gone(int(started.read_text()))


def gone(pid: int) -> bool:
    """Whether a process is no more, or is dead and only not yet asked for its code by whoever inherited it."""
    for _ in range(100):
        try:
            if Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
                return True
        except FileNotFoundError:
            return True
        time.sleep(0.05)
    return False


def test_a_tenth_and_two_seconds_are_allowed_beyond_the_limit() -> None:
    assert longest_s(60) == pytest.approx(68)
