"""Holding the leash of a planning process, with small programs in its place."""

import sys
import threading
from pathlib import Path

import pytest

from dispatch.worker.child_files import ExitCode, Progress
from dispatch.worker.run_child import Ended, Ending, Stopping, child_environment, run_child
from tests.dispatch.worker.small_work import Watched

TELLS = "import json; print(json.dumps({'percent': 40, 'doing': 'Thinking'}), flush=True)\n"
WAITS = "import sys; sys.stdin.read(7)\n"
STUBBORN = "import time\nwhile True: time.sleep(60)\n"


def never(_: Progress | None) -> bool:
    return False


class Told:
    """Keeps what it is told, and never cancels."""

    def __init__(self) -> None:
        self.progress: list[Progress] = []

    def __call__(self, now: Progress | None) -> bool:
        if now is not None:
            self.progress.append(now)
        return False


def run(folder: Path, program: str, **changes: object) -> Ended:
    folder.mkdir(exist_ok=True)
    plain = {"watch": never, "stopping": threading.Event(), "longest_s": 600.0}
    command = (sys.executable, "-c", program)
    return run_child(folder, **{**plain, "command": command, **changes})  # type: ignore[arg-type] # the caller's


def test_progress_is_told_and_the_end_is_seen(tmp_path: Path) -> None:
    told = Told()
    ended = run(tmp_path, TELLS, watch=told)
    assert ended == Ended(ending=Ending.DONE)
    assert told.progress == [Progress(percent=40, doing="Thinking")]


def test_lines_that_are_no_progress_are_passed_over(tmp_path: Path) -> None:
    told = Told()
    program = "print('hello'); print('[]'); print('{}'); print('null')\n" + TELLS
    assert run(tmp_path, program, watch=told).ending is Ending.DONE
    assert told.progress == [Progress(percent=40, doing="Thinking")]


def test_why_it_refused_is_read_from_its_folder(tmp_path: Path) -> None:
    (tmp_path / "problem.txt").write_text("The map is torn.")
    ended = run(tmp_path, f"raise SystemExit({ExitCode.REFUSED})")
    assert ended == Ended(ending=Ending.FAILED, problem="The map is torn.")


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("raise SystemExit(7)", "status 7"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "perhaps for want of memory"),
    ],
)
def test_a_crash_is_told_with_what_to_do(tmp_path: Path, program: str, says: str) -> None:
    ended = run(tmp_path, program)
    assert ended.ending is Ending.FAILED
    assert says in ended.problem
    assert "Ask for the plan again" in ended.problem


@pytest.mark.parametrize("program", [TELLS + WAITS, TELLS + STUBBORN])
def test_cancelled_it_is_gone_whether_it_listens_or_not(tmp_path: Path, program: str) -> None:
    seen: list[Watched] = []
    tells_its_number = f"import os; open({str(tmp_path / 'pid')!r}, 'w').write(str(os.getpid()))\n" + program

    def watch(now: Progress | None) -> bool:
        if now is not None:
            seen.append(Watched(int((tmp_path / "pid").read_text())))
        return now is not None

    assert run(tmp_path, tells_its_number, watch=watch) == Ended(ending=Ending.CANCELLED)
    seen[0].assert_ends()


def test_one_that_closed_its_output_is_let_out_in_peace(tmp_path: Path) -> None:
    # As an interpreter on its way out: a word to cancel would be obeyed, and a whole draft thrown away.
    program = (
        "import os, select, sys\nos.close(1)\n"
        f"told, _, _ = select.select([0], [], [], 1.5)\nos._exit({ExitCode.CANCELLED} if told else {ExitCode.DONE})"
    )
    assert run(tmp_path, program) == Ended(ending=Ending.DONE)


def test_its_own_children_go_with_it(tmp_path: Path) -> None:
    seen: list[Watched] = []
    program = (
        "import subprocess, sys, os\n"
        f"child = subprocess.Popen([sys.executable, '-c', {STUBBORN!r}])\n"
        f"open({str(tmp_path / 'pid')!r}, 'w').write(str(child.pid))\n" + TELLS + STUBBORN
    )

    def watch(now: Progress | None) -> bool:
        if now is not None:
            seen.append(Watched(int((tmp_path / "pid").read_text())))
        return now is not None

    run(tmp_path, program, watch=watch)
    seen[0].assert_ends()


def test_when_this_program_ends_the_work_is_left_and_not_failed(tmp_path: Path) -> None:
    stopping = threading.Event()
    stopping.set()
    with pytest.raises(Stopping):
        run(tmp_path, STUBBORN, stopping=stopping)


def test_one_that_takes_too_long_is_ended(tmp_path: Path) -> None:
    ended = run(tmp_path, STUBBORN, longest_s=0.0)
    assert ended.ending is Ending.FAILED
    assert "took longer" in ended.problem


def test_it_has_one_core_and_not_the_database_s_password() -> None:
    environ = child_environment({"ALLROUND_DATABASE_URL": "postgresql://me:secret@there/db", "HOME": "/home"})
    assert "secret" not in str(environ)
    assert environ["NUMBA_NUM_THREADS"] == "1"
    assert environ["HOME"] == "/home"
