"""`python -m optimiser` from outside: what it prints, what it writes, its exit codes and its complaints."""

import io
import json
import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft202012Validator

from optimiser import cli
from optimiser.plan import Plan, plan_from_json, plan_to_json
from optimiser.problem import Lock, Problem, problem_to_json, travel_arrays
from tests.optimiser.exact.days import small_day
from tests.optimiser.toy import ann_serves, at_visit, plan, problem, route, serves, shift, visit, worker

DAY = problem(visit("v"), visit("w", 2), shifts=(shift(upence_per_s=1_000_000),))


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How a command ended: its exit code, what it printed and what it complained of."""

    code: int
    out: str
    error: str


class Door:
    """Runs commands the way a shell does, in this process; files are named within `folder`."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._monkeypatch, self._capsys = folder, monkeypatch, capsys

    def write(self, name: str, content: Problem | Plan | str | bytes) -> str:
        """Puts a file there; answers its path."""
        path = self.folder / name
        if isinstance(content, Problem):
            content = problem_to_json(content)
        if isinstance(content, Plan):
            content = plan_to_json(content)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    def run(self, *words: str) -> Told:
        """Runs `python -m optimiser WORDS`."""
        self._monkeypatch.setattr(sys, "argv", ["optimiser", *words])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        seen = self._capsys.readouterr()
        return Told(code=int(ended.value.code or 0), out=seen.out, error=seen.err)


@pytest.fixture
def door(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Door:
    return Door(tmp_path, monkeypatch, capsys)


def both_by_ann() -> Plan:
    """The best plan of DAY: 1,600 seconds at a penny each."""
    return plan(route("ann", 0, at_visit("v", 100, 100, 700), at_visit("w", 800, 800, 1_400), end_s=1_600))


def with_travel_file(name: str) -> str:
    """DAY in JSON, with the matrices said to be in that file."""
    document = json.loads(problem_to_json(DAY))
    return json.dumps({**document, "travel": {"file": name}})


def archive() -> bytes:
    """The matrices of DAY as an .npz file."""
    written = io.BytesIO()
    np.savez(written, **travel_arrays(DAY))
    return written.getvalue()


# solve and check


def test_solve_writes_a_plan_that_check_passes(door: Door) -> None:
    day, out = door.write("day.json", DAY), str(door.folder / "plan.json")
    told = door.run("solve", day, "--out", out, "--iterations", "20")
    assert told.code == 0
    # Both in 1,600 seconds at a penny each.
    assert told.out.splitlines() == [
        "served    2 of 2 visits on 1 routes",
        "points    safety 0, statute 0, promise 0",
        "cash      £16.00",
        "violations 0",
    ]
    again = door.run("check", day, out)
    assert (again.code, again.out) == (0, told.out)
    assert sorted(path.name for path in door.folder.iterdir()) == ["day.json", "plan.json"]


def test_the_same_seed_and_iterations_write_the_same_file(door: Door) -> None:
    day = door.write("day.json", DAY)
    for name in ("one", "two"):
        door.run("solve", day, "--out", str(door.folder / name), "--iterations", "20", "--seed", "3")
    assert (door.folder / "one").read_bytes() == (door.folder / "two").read_bytes()


def test_solve_tells_what_is_left_out_and_why(door: Door) -> None:
    day = door.write("day.json", problem(visit("v"), visit("w", crew=2)))
    told = door.run("solve", day, "--out", str(door.folder / "plan.json"), "--iterations", "5")
    assert told.code == 0
    assert "left out  w: no shift with the skills has the 2 people it needs together" in told.out


def test_solve_can_begin_from_a_plan(door: Door) -> None:
    day, first = door.write("day.json", DAY), door.write("first.json", plan(*ann_serves().routes, unserved=["w"]))
    told = door.run("solve", day, "--out", str(door.folder / "plan.json"), "--iterations", "5", "--start", first)
    assert told.code == 0
    assert plan_from_json((door.folder / "plan.json").read_bytes()).served == {"v", "w"}


def test_check_fails_a_plan_that_breaks_a_rule_and_says_which(door: Door) -> None:
    day, broken = door.write("day.json", problem(visit(crew=2))), door.write("plan.json", ann_serves())
    told = door.run("check", day, broken)
    assert told.code == 1
    assert "BROKEN    " in told.out
    assert told.out.splitlines()[-1] == "violations 1"


def test_check_fails_a_plan_of_another_day_without_a_price(door: Door) -> None:
    told = door.run("check", door.write("day.json", problem(visit("x"))), door.write("plan.json", ann_serves()))
    assert told.code == 1
    assert "cash" not in told.out


def test_a_travel_file_beside_the_problem_is_read(door: Door) -> None:
    door.write("streets.npz", archive())
    day = door.write("day.json", with_travel_file("streets.npz"))
    told = door.run("check", day, door.write("plan.json", plan(*ann_serves().routes, unserved=["w"])))
    assert (told.code, told.error) == (0, "")


def test_it_works_as_a_module_from_a_shell(door: Door) -> None:
    day = door.write("day.json", problem(visit()))
    command = [sys.executable, "-m", "optimiser", "check", day, door.write("plan.json", ann_serves())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 because the command is ours
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("served    1 of 1 visits")


# prove

# Two visits on one way, at a pound a kilometre: £2 and £6 for two who go there, £6 for one.
ON_ONE_WAY = problem(
    visit("near", 1),
    visit("far", 3),
    workers=(worker("ann"), worker("bob")),
    shifts=(shift("ann", upence_per_m=100_000), shift("bob", upence_per_m=100_000)),
)
TWO_GO = plan(serves("ann", "near"), route("bob", 0, at_visit("far", 300, 300, 900), end_s=1_200))


def test_prove_writes_a_better_plan_which_is_then_proved_as_it_is(door: Door) -> None:
    day, poor, out = door.write("day.json", ON_ONE_WAY), door.write("plan.json", TWO_GO), str(door.folder / "best.json")
    told = door.run("prove", day, poor, "--out", out)
    assert (told.code, told.error) == (0, "")
    assert told.out.splitlines()[:2] == [
        "A better plan was found: it costs £6.00, the one given £8.00.",
        "Proved: no plan is better than the one found.",
    ]
    assert told.out.splitlines()[-1] == f"The better plan is in {out}."
    assert "cash      £6.00" in door.run("check", day, out).out
    again = door.run("prove", day, out, "--out", str(door.folder / "none.json"))
    assert again.code == 0
    assert again.out.startswith("Proved: no plan is better. This one costs £6.00.\n")
    assert sorted(path.name for path in door.folder.iterdir()) == ["best.json", "day.json", "plan.json"]


def test_a_better_plan_that_is_not_to_be_written_leaves_the_one_given_unproved(door: Door) -> None:
    told = door.run("prove", door.write("day.json", ON_ONE_WAY), door.write("plan.json", TWO_GO))
    assert told.code == 1
    assert told.out.startswith("A better plan was found: ")
    assert "--out BETTER.json" in told.out.splitlines()[-1]


def test_prove_without_time_says_that_nothing_is_proved(door: Door) -> None:
    told = door.run("prove", door.write("day.json", DAY), door.write("plan.json", both_by_ann()), "--seconds", "0")
    assert (told.code, told.error) == (1, "")
    assert told.out.startswith("Not proved: ")
    assert "this one costs £16.00.\n" in told.out
    assert "--seconds" in told.out


def test_what_proofs_do_not_cover_is_told_by_its_feature(door: Door) -> None:
    day = problem(visit(lock=Lock(shift="ann", rank=0, start_s=100)))
    told = door.run("prove", door.write("day.json", day), door.write("plan.json", ann_serves()))
    assert (told.code, told.out) == (2, "")
    assert told.error.splitlines() == [
        "Nothing can be proved of this day; proofs are for small days without what this one has:",
        "  - work has started",
    ]


def test_nothing_is_proved_of_a_plan_that_breaks_a_rule(door: Door) -> None:
    day, broken = door.write("day.json", problem(visit(crew=2))), door.write("plan.json", ann_serves())
    told = door.run("prove", day, broken)
    assert (told.code, told.out) == (2, "")
    first, rule = told.error.splitlines()
    assert first == "Nothing can be proved of a plan that breaks rules; mend it, or plan anew:"
    assert rule.startswith("  - enough_people: ")


@pytest.mark.parametrize(("out", "told"), [("nowhere/best.json", "the folder it should go into"), (".", "a folder")])
def test_where_a_better_plan_cannot_go_is_told_before_proving(door: Door, out: str, told: str) -> None:
    day, there = door.write("day.json", ON_ONE_WAY), door.write("plan.json", TWO_GO)
    assert told in complaint(door.run("prove", day, there, "--out", str(door.folder / out)))


def test_files_that_cannot_be_read_are_told_by_prove_as_by_check(door: Door) -> None:
    day, gone = door.write("day.json", DAY), str(door.folder / "gone.json")
    for words in ([gone, day], [day, gone], [day, day], [door.write("half.json", "{"), day]):
        told = door.run("prove", *words)
        assert told == door.run("check", *words)
        assert told.code == 2


def test_ctrl_c_ends_a_proof_with_one_plain_line(door: Door) -> None:
    day = small_day(1, visits=4)
    files = [door.write("day.json", day), door.write("plan.json", plan(unserved=[one.id for one in day.visits]))]
    ours, theirs = pty.openpty()  # a terminal, as only there is anything shown before the end
    command = [sys.executable, "-m", "optimiser", "prove", *files]
    with subprocess.Popen(  # noqa: S603 because the command is ours
        command, stdout=subprocess.PIPE, stderr=theirs, env={**os.environ, "TERM": "xterm"}, start_new_session=True
    ) as running:
        os.close(theirs)
        until(ours, "Proving, 60 s at most")
        os.killpg(running.pid, signal.SIGINT)
        seen = until(ours, None)
        assert running.stdout
        assert running.stdout.read() == b""
    assert running.returncode == 130
    assert "Stopped. Nothing is proved, and nothing was written." in seen
    assert "Traceback" not in seen


def until(terminal: int, wanted: str | None) -> str:
    """What a terminal shows until that; with None, until everybody who could write to it is gone."""
    seen = ""
    with suppress(OSError):  # how Linux tells that nobody is left
        while wanted is None or wanted not in seen:
            some = os.read(terminal, 10_000).decode()
            if not some:
                break
            seen += some
    assert wanted is None or wanted in seen
    return seen


def test_only_prove_loads_or_tools(door: Door) -> None:
    there = "import sys, optimiser.cli; print('ortools' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", there], capture_output=True, text=True, check=True)  # noqa: S603 because the command is ours
    assert done.stdout == "False\n"


# schema


@pytest.mark.parametrize("of", ["problem", "plan"])
def test_schema_prints_a_schema_that_its_own_form_keeps(door: Door, of: str) -> None:
    told = door.run("schema", of)
    assert told.code == 0
    form = {"problem": problem_to_json(DAY), "plan": plan_to_json(ann_serves())}[of]
    Draft202012Validator(json.loads(told.out)).validate(json.loads(form))


def test_schema_of_anything_else_is_refused(door: Door) -> None:
    told = door.run("schema", "map")
    assert told.code == 2
    assert "give problem or plan" in told.error


# What is wrong with files


def complaint(told: Told) -> str:
    """The one complaint of a command that was refused: no traceback, and a remedy after a semicolon."""
    assert told.code == 2
    assert told.out == ""
    assert "Traceback" not in told.error
    lines = [line for line in told.error.splitlines() if line != "This Problem cannot be used:"]
    assert len(lines) == 1
    return lines[0].removeprefix("  - ")


def test_a_missing_problem_is_told_by_its_name(door: Door) -> None:
    gone = str(door.folder / "gone.json")
    told = complaint(door.run("check", gone, gone))
    assert told == f"{gone}: No such file or directory; give a file that can be read or written"


def test_a_missing_plan_is_told_by_its_name(door: Door) -> None:
    gone = str(door.folder / "gone.json")
    assert complaint(door.run("check", door.write("day.json", DAY), gone)).startswith(gone)


def test_a_folder_in_place_of_a_problem_is_told(door: Door) -> None:
    assert "give a file" in complaint(door.run("check", str(door.folder), "plan.json"))


def test_a_plan_that_cannot_be_written_is_told(door: Door) -> None:
    out = str(door.folder / "nowhere" / "plan.json")
    told = door.run("solve", door.write("day.json", DAY), "--out", out, "--iterations", "1")
    assert told.code == 2
    assert "nowhere" in told.error
    assert told.error.endswith("the folder it should go into does not exist; give a file that can be read or written\n")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "this is not JSON"),
        ("", "this is not JSON"),
        (b"\xff\xfe\x00", "this is not JSON"),
        ("[1]", "the file holds no object"),
        ("{}", "schema is missing or unknown; give 1"),
        ('{"schema": 2}', "schema is missing or unknown; give 1"),
    ],
)
def test_what_is_no_problem_is_told(door: Door, content: str | bytes, told: str) -> None:
    refused = door.run("check", door.write("day.json", content), door.write("plan.json", ann_serves()))
    assert refused.code == 2
    assert told in refused.error
    assert "Traceback" not in refused.error


@pytest.mark.parametrize(
    ("content", "told"),
    [("{", "this is not JSON"), ("{}", "schema is missing or unknown; give 1"), ('{"schema": 1}', "this is no Plan")],
)
def test_what_is_no_plan_is_told(door: Door, content: str, told: str) -> None:
    refused = door.run("check", door.write("day.json", DAY), door.write("plan.json", content))
    assert refused.code == 2
    assert told in refused.error


def test_all_that_is_wrong_with_a_problem_is_told_at_once(door: Door) -> None:
    document = json.loads(problem_to_json(DAY))
    document["visits"][0]["place"] = 9
    document["shifts"][0]["mode"] = "boat"
    refused = door.run("check", door.write("day.json", json.dumps(document)), door.write("plan.json", ann_serves()))
    assert refused.code == 2
    assert "for 2 reasons" in refused.error
    assert "visits[v].place is 9" in refused.error
    assert "shifts[ann].mode is 'boat'" in refused.error


@pytest.mark.parametrize("name", ["../x.npz", "/etc/x.npz", "deep/x.npz", "x.json", ".."])
def test_a_travel_file_that_is_not_beside_the_problem_is_not_opened(door: Door, name: str) -> None:
    folder = door.folder / "deep"
    folder.mkdir()
    for place in (door.folder, folder):
        (place / "x.npz").write_bytes(archive())
    day = folder / "day.json"
    day.write_text(with_travel_file(name))
    told = complaint(door.run("check", str(day), door.write("plan.json", ann_serves())))
    assert told == f"travel.file is {name!r}; give the name of an .npz file beside the Problem"


def refused_travel(door: Door, content: bytes | None) -> Told:
    """Checks against a day whose travel file holds this (None: there is none)."""
    if content is not None:
        door.write("x.npz", content)
    return door.run("check", door.write("day.json", with_travel_file("x.npz")), door.write("plan.json", ann_serves()))


def array_alone() -> bytes:
    """One array as an .npy file."""
    written = io.BytesIO()
    np.save(written, np.zeros((2, 2), dtype=np.int32))
    return written.getvalue()


def pickled() -> bytes:
    """An .npz file whose array can only be read by running what it holds."""
    written = io.BytesIO()
    np.savez(written, **{"car.seconds": np.array([{}], dtype=object)})  # type: ignore[arg-type] # because the stubs mistake names for options
    return written.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"not an archive",
        pickled(),
        archive()[:200],
        array_alone(),
    ],
    ids=["missing", "empty", "text", "pickled", "cut off", "one array"],
)
def test_a_travel_file_that_is_no_archive_of_arrays_is_told(door: Door, content: bytes | None) -> None:
    told = refused_travel(door, content)
    assert told.code == 2
    assert "travel.file 'x.npz' cannot be read as an .npz file of arrays" in told.error
    assert "Traceback" not in told.error


def test_a_travel_file_without_what_is_needed_is_told_by_mode(door: Door) -> None:
    written = io.BytesIO()
    np.savez(written, **{"car.seconds": np.zeros((4, 4), dtype=np.int32)})  # type: ignore[arg-type] # because the stubs mistake names for options
    assert complaint(refused_travel(door, written.getvalue())) == "travel.car.metres is missing; it is required"


def test_started_work_that_cannot_go_on_is_told(door: Door) -> None:
    day = door.write("day.json", problem(visit(lock=Lock(shift="ann", rank=0, start_s=1))))
    told = door.run("solve", day, "--out", str(door.folder / "plan.json"), "--iterations", "1")
    assert told.code == 2
    assert "the started work of shifts ann" in told.error
    assert "Traceback" not in told.error
    assert not (door.folder / "plan.json").exists()


@pytest.mark.parametrize("limit", ["--iterations", "--seconds"])
def test_a_limit_of_nothing_still_gives_a_plan(door: Door, limit: str) -> None:
    told = door.run("solve", door.write("day.json", DAY), "--out", str(door.folder / "plan.json"), limit, "0")
    assert told.code == 0


def test_a_plan_of_another_day_to_begin_from_does_no_harm(door: Door) -> None:
    day, other = door.write("day.json", problem(visit("x"))), door.write("first.json", ann_serves())
    told = door.run("solve", day, "--out", str(door.folder / "plan.json"), "--iterations", "5", "--start", other)
    assert told.code == 0


def test_a_command_without_its_files_is_refused_with_its_usage(door: Door) -> None:
    told = door.run("check")
    assert told.code == 2
    assert "PROBLEM.json" in told.error
