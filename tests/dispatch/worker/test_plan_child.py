"""The planning process itself, run as it is in earnest."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from dispatch.domain.outcome import Outcome, OutcomeKind
from dispatch.domain.plan_request import PlanInputs
from dispatch.worker.child_files import (
    SAVINGS,
    ChildOptions,
    ExitCode,
    Mode,
    read_draft,
    read_inputs,
    read_plans,
    read_problem,
    write_task,
)
from dispatch.worker.plan_child import NICENESS
from tests.dispatch.adapters.tiny_map import POCKET_POINTS, POCKET_WAY, POINTS, WAYS, write_map
from tests.dispatch.planning.tiny_day import MILL_LANE, day, job
from tests.dispatch.worker.small_work import ENDLESS, child_options, inputs, off_the_map, small_day


def start(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 (our own command)
        [sys.executable, "-m", "dispatch.worker.plan_child", str(folder)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def run(folder: Path, options: ChildOptions, made_from: PlanInputs | None) -> tuple[int, list[dict[str, object]]]:
    """Its exit status and what it told."""
    write_task(folder, options, made_from)
    with start(folder) as process:
        assert process.stdout is not None
        told = [json.loads(line) for line in process.stdout]
        return process.wait(), told


def test_a_draft_with_its_routes_and_progress_that_only_grows(tmp_path: Path) -> None:
    code, told = run(tmp_path / "draft", child_options(tmp_path), inputs())
    assert code == ExitCode.DONE
    percents = [int(str(one["percent"])) for one in told]
    assert percents == sorted(percents)
    assert percents[-1] == 100
    draft = read_draft(tmp_path / "draft")
    assert draft.plan.violations == ()
    done = {entry.job_id for one in draft.plan.days for entry in one.entries if entry.job_id}
    assert len(done) + len(draft.plan.left_out) == 10
    assert set(draft.lines) == {one.shift_id for one in draft.plan.days}
    assert all(len(line) >= 2 for line in draft.lines.values())
    assert set(read_plans(tmp_path / "draft")[1]) == {"care", "repairs"}


def test_a_draft_tells_who_is_walked_to_as_the_map_cuts_off_their_street(tmp_path: Path) -> None:
    estate = replace(MILL_LANE, uprn="995", lon=-1.8980, lat=52.5983)
    made_from = PlanInputs(day=day(job("CALL", place=estate), job("TEA", place=estate), job("NEAR")))
    osm = write_map(tmp_path / "pocket.osm", points=POINTS + POCKET_POINTS, ways=WAYS + POCKET_WAY)
    code, _ = run(tmp_path / "draft", child_options(tmp_path, map_file=osm), made_from)
    assert code == ExitCode.DONE, read_problem(tmp_path / "draft")
    (told,) = read_draft(tmp_path / "draft").plan.cut_off
    assert (told.uprn, told.walk_m, set(told.job_ids), told.shift_ids) == ("995", 189, {"CALL", "TEA"}, ())


def test_the_same_inputs_give_the_same_draft(tmp_path: Path) -> None:
    for name in ("one", "two"):
        run(tmp_path / name, child_options(tmp_path), inputs())
    assert read_draft(tmp_path / "one") == read_draft(tmp_path / "two")


def test_inputs_come_back_as_they_were(tmp_path: Path) -> None:
    write_task(tmp_path / "task", child_options(tmp_path), inputs())
    assert read_inputs(tmp_path / "task") == inputs()


def test_what_is_saved_is_counted_from_the_draft_s_folder(tmp_path: Path) -> None:
    run(tmp_path / "draft", child_options(tmp_path), inputs())
    compare = child_options(tmp_path, Mode.COMPARE, draft_folder=tmp_path / "draft")
    code, _ = run(tmp_path / "compare", compare, None)
    assert code == ExitCode.DONE
    savings = json.loads((tmp_path / "compare" / SAVINGS).read_text())
    assert savings["jobs"] == 10
    assert savings["violations"] == 0
    assert set(savings) >= {"by_hand", "alone", "together", "saving", "saving_by_hand", "by_service"}


def test_the_rest_of_a_day_is_planned_around_what_is_done(tmp_path: Path) -> None:
    run(tmp_path / "first", child_options(tmp_path), inputs())
    before = read_draft(tmp_path / "first").plan
    first = before.days[0].entries[0]
    assert first.job_id is not None
    done = Outcome(
        id="one", organisation_id="council", job_id=first.job_id, worker_id=before.days[0].worker_ids[0],
        plan_id="plan-1", kind=OutcomeKind.DONE, happened_at=first.finishes_at, received_at=first.finishes_at,
    )  # fmt: skip
    again = PlanInputs(day=small_day(), revises=before, now=first.finishes_at, outcomes=(done,))
    code, told = run(tmp_path / "again", child_options(tmp_path), again)
    assert code == ExitCode.DONE, read_problem(tmp_path / "again")
    assert "Planning the rest of the day" in {one["doing"] for one in told}
    after = read_draft(tmp_path / "again").plan
    assert after.violations == ()
    assert after.days[0].entries[0] == first
    assert set(read_draft(tmp_path / "again").lines) == {one.shift_id for one in after.days}


@pytest.mark.parametrize(
    ("content", "says"),
    [(None, "No map is set up"), ("", "missing.osm is not there"), ("this is no map", "Cannot read the map")],
)
def test_a_map_that_cannot_be_used_is_one_sentence(tmp_path: Path, content: str | None, says: str) -> None:
    path = None if content is None else tmp_path / "missing.osm"
    if path is not None and content:
        path.write_text(content)
    code, _ = run(tmp_path / "draft", child_options(tmp_path, map_file=path), inputs())
    assert code == ExitCode.REFUSED
    sentence = read_problem(tmp_path / "draft")
    assert says in sentence
    assert "\n" not in sentence
    assert not (tmp_path / "draft" / "draft.json").exists()


def test_a_place_off_the_map_is_named(tmp_path: Path) -> None:
    code, _ = run(tmp_path / "draft", child_options(tmp_path), off_the_map())
    assert code == ExitCode.REFUSED
    assert "Mill Lane" in read_problem(tmp_path / "draft")


def test_local_speeds_that_are_no_good_are_one_sentence_that_names_the_file(tmp_path: Path) -> None:
    local = tmp_path / "local.toml"
    local.write_text("[car]\nresidential = { limit_mph = 0 }\n")
    code, _ = run(tmp_path / "draft", child_options(tmp_path, speeds_file=local), inputs())
    assert code == ExitCode.REFUSED
    sentence = read_problem(tmp_path / "draft")
    assert sentence.startswith(f"Cannot use the speeds of {local}: car.residential.limit_mph must be between 1")
    assert "\n" not in sentence


def test_a_draft_has_the_traffic_of_its_hours_and_the_speeds_of_the_place(tmp_path: Path) -> None:
    """At a tenth of full speed from eight to noon; parking takes as long as ever."""
    local = tmp_path / "local.toml"
    standstill = '{ "00:00" = 100, "08:00" = 10, "12:00" = 100 }'
    local.write_text(f"[traffic]\nmain = {standstill}\nother = {standstill}\n")
    travel_s = {}
    for name, speeds in (("plain", None), ("slow", local)):
        code, _ = run(tmp_path / name, child_options(tmp_path, speeds_file=speeds), inputs())
        assert code == ExitCode.DONE, read_problem(tmp_path / name)
        plan = read_draft(tmp_path / name).plan
        assert plan.violations == ()
        away = [entry.travel_s for one in plan.days for entry in one.entries[:1] if entry.travel_s]
        travel_s[name] = min(away)
    # About half of the way's time is driven.
    assert 5 * travel_s["plain"] < travel_s["slow"] < 6 * travel_s["plain"]


def test_a_fault_is_told_without_what_it_was_about(tmp_path: Path) -> None:
    write_task(tmp_path / "draft", child_options(tmp_path), None)
    (tmp_path / "draft" / "inputs.json").write_text('{"day": "Mrs Miller, 2 Mill Lane"}')
    with start(tmp_path / "draft") as process:
        assert process.wait() == ExitCode.REFUSED
    sentence = read_problem(tmp_path / "draft")
    assert "fault" in sentence
    assert "Miller" not in sentence


def test_it_ends_when_it_is_told_to_cancel_and_leaves_no_draft(tmp_path: Path) -> None:
    write_task(tmp_path / "draft", child_options(tmp_path, iterations=ENDLESS), inputs())
    with start(tmp_path / "draft") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        assert os.getpriority(os.PRIO_PROCESS, process.pid) >= NICENESS
        process.stdin.write("cancel\n")
        process.stdin.flush()
        assert process.wait() == ExitCode.CANCELLED
    assert not (tmp_path / "draft" / "draft.json").exists()


def test_it_ends_when_its_parent_is_gone(tmp_path: Path) -> None:
    write_task(tmp_path / "draft", child_options(tmp_path, iterations=ENDLESS), inputs())
    with start(tmp_path / "draft") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        process.stdin.close()
        assert process.wait() == ExitCode.PARENT_GONE
