"""The document is remade from results alone: its numbers are right, and nothing that went wrong is left out."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tests.benchmarks.errors import CannotRun
from tests.benchmarks.machine import machine
from tests.benchmarks.report.document import PAGE, Document, document
from tests.benchmarks.report.newest import newest
from tests.benchmarks.report.pictures import Curves, Dot, Dots
from tests.benchmarks.report.programme import PROGRAMME, Entry
from tests.benchmarks.report.targets import TARGETS, TIERS, Target
from tests.benchmarks.report.verdict import verdict
from tests.benchmarks.results import Line

SOLOMON = Entry(name="solomon", suite="solomon", seconds=10, engines=("allround", "pyvrp"), plot="solomon")
DAYS = Entry(name="days-100", suite="days", seconds=10, engines=("allround", "ortools-gls"), plot="days", label="100")
ENTRIES = {entry.name: entry for entry in (SOLOMON, DAYS)}


def run(instance: str = "R101", gap: float = 1.0, **changes: object) -> Line:
    """A run of our engine, served and feasible."""
    return {
        "suite": "solomon", "instance": instance, "engine": "allround", "seconds": 10.0, "seed": 1, "cost": 20.0,
        "best_known": 19.0, "gap_percent": gap, "feasible": True, "unserved": 0, "version": "1", "took_s": 9.9,
        "date": "2026-01-02T10:00:00+00:00", "peak_mb": 150, "group": instance[:2],
    } | changes  # fmt: skip


def day(tiers: Sequence[int] = (0, 0, 0), pence: float = 1000.0, **changes: object) -> Line:
    """A run on a rich day: there is no best known cost, and a tight day leaves something out."""
    fields = {"suite": "days", "best_known": None, "unserved": 1, "tiers": list(tiers), "avoidable_pence": pence}
    return run("day-0100-1", 100.0, **fields | {"group": "100"} | changes)


def remade(
    lines: Sequence[Line], targets: Sequence[Target] = (), programme: Sequence[Entry] = PROGRAMME, page: str = ""
) -> Document:
    return document(
        newest(lines),
        programme=programme,
        targets=targets,
        machine=[("cores", "2")],
        page=page or PAGE.read_text(encoding="utf-8"),
    )


def rows(lines: Sequence[Line], targets: Sequence[Target] = (), entry: Entry = SOLOMON) -> dict[str, dict[str, str]]:
    """The tables of an entry's section: cells by column, by what stands first in the row."""
    text = remade(lines, targets, [entry], f"{{{{section {entry.name}}}}}\n").text
    found: dict[str, dict[str, str]] = {}
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        head, _, *body = ([cell.strip() for cell in row.strip("|").split(" | ")] for row in table.splitlines())
        found |= {row[0].strip("`"): dict(zip(head, row, strict=True)) for row in body}
    return found


def test_of_one_run_the_newest_line_counts_whatever_file_it_is_in() -> None:
    old, new = run(gap=5.0), run(gap=2.0, date="2026-01-03T10:00:00+00:00")
    for lines in ([old, new], [new, old]):
        assert newest(lines).lines == (new,)


def test_of_each_engine_only_the_version_counts_that_ran_a_suite_last_and_the_others_are_told() -> None:
    lines = [
        run(version="2", date="2026-01-05T10:00:00+00:00"),
        run("R102", version="1"),
        run("R103", version="1"),
        run("R102", engine="pyvrp", version="1"),
    ]
    chosen = newest(lines)
    assert [(line["instance"], line["engine"]) for line in chosen.lines] == [("R101", "allround"), ("R102", "pyvrp")]
    assert chosen.older == {"allround": 2}
    text = remade(lines, page="{{sources}}\n").text
    assert "| `allround` | 2 | 1 | 0 | 2026-01-05 | 2 | not told |" in text
    assert "| `pyvrp` | 1 | 1 | 0 | 2026-01-02 | 0 | not told |" in text


def test_a_suite_that_the_newest_version_has_not_run_is_shown_as_the_one_before_ran_it() -> None:
    lines = [run(suite="tsp", version="2", date="2026-01-05T10:00:00+00:00"), run("R102", gap=1.0, version="1")]
    chosen = newest(lines)
    assert [chosen.is_earlier(line) for line in chosen.lines] == [True, False]
    assert chosen.older == {}
    page = "{{targets}}\n\n{{sources}}\n\n{{section solomon}}\n"
    target = Target(section="solomon", measure="gap_percent", at_most=2.0)
    text = remade(lines, [target], [SOLOMON], page).text
    assert "| yes (*) |" in text
    assert "(*) By an earlier version of ours" in text
    assert "| `allround` | 2 | 1 | 1 |" in text
    assert "`allround` is shown as its earlier version 1 ran them." in text
    again = remade([*lines, run("R102", version="2", date="2026-01-06T10:00:00+00:00")], [target], [SOLOMON], page).text
    assert "(*)" not in again
    assert "earlier version 1" not in again


def test_runs_that_the_document_does_not_hold_are_counted() -> None:
    text = remade([run(), run(seconds=2.0), run(seed=9), run(suite="tsp")], page="{{sources}}\n").text
    assert "3 runs with other files, seconds or seeds" in text
    assert "all of `tsp`" in text


def test_a_mean_is_over_seeds_and_then_over_files() -> None:
    lines = [run("R101", 1.0), run("R101", 3.0, seed=2, took_s=10.4, peak_mb=170), run("C201", 5.0)]
    row = rows(lines)["allround"]
    assert row["mean gap %"] == "3.50"  # and not 3.00: the mean of 2 and 5
    assert row["worst gap %"] == "5.00"
    assert row["files × seeds"] == "2 × 1 to 2"
    assert (row["longest s"], row["peak MB"]) == ("10.4", "170")


def test_classes_have_means_of_their_own_for_every_engine_in_natural_order() -> None:
    lines = [run("R101", 1.0), run("R102", 2.0), run("C201", 0.0), run("R101", 4.0, engine="pyvrp")]
    found = rows(lines)
    assert found["R1"] == {
        "class": "R1", "files": "2", "`allround` mean gap %": "1.50", "`pyvrp` mean gap %": "4.00",
    }  # fmt: skip
    assert found["C2"]["`pyvrp` mean gap %"] == "–"
    patients = [run("a", group="100"), run("b", group="25")]
    assert list(rows(patients)).index("25") < list(rows(patients)).index("100")


def test_a_suite_without_classes_is_told_by_file() -> None:
    lines = [{name: value for name, value in run("PR01", 2.5).items() if name != "group"}]
    assert rows(lines)["PR01"] == {"file": "PR01", "`allround` mean gap %": "2.50"}


def test_our_mean_on_a_peers_own_files_stands_beside_it_where_it_has_run_others() -> None:
    lines = [run("R101", 1.0), run("R102", 9.0), run("R101", 2.0, engine="pyvrp")]
    assert rows(lines)["pyvrp"]["ours on its files %"] == "1.00"
    assert "ours on its files %" not in rows([*lines, run("R102", 2.0, engine="pyvrp")])["pyvrp"]


def test_failed_runs_are_counted_named_and_part_of_the_mean() -> None:
    lines = [
        run("R101", 0.0),
        run("R102", 100.0, feasible=False, cost=None, error="OSError: cannot open '/home/ann/data/x.txt'"),
        run("R103", 100.0, feasible=False, complaints=["vehicle 1 carries 11"], complaints_in_all=3),
        run("R104", 100.0, seed=2, unserved=4),
    ]
    row = rows(lines)["allround"]
    assert row["mean gap %"] == "75.00"
    assert (row["infeasible"], row["errors"], row["unserved"]) == ("1", "1", "4")
    text = remade(lines).text
    assert "- `allround`, 3 runs: " in text
    assert "R102 (seed 1: `OSError: cannot open 'x.txt'`)" in text
    assert "R103 (seed 1: `3 rules broken, first: vehicle 1 carries 11`)" in text
    assert "R104 (seed 2: `4 required visits left out`)" in text
    assert "R101 (seed" not in text
    assert "/home/ann" not in text


def test_what_a_peer_cannot_be_told_is_counted_by_file() -> None:
    lines = [
        run("R101", engine="pyvrp", not_expressed=["breaks"]),
        run("R101", engine="pyvrp", seed=2, not_expressed=["breaks"]),
        run("R102", engine="pyvrp", not_expressed=["breaks", "sites"]),
    ]
    assert "- `pyvrp`: `breaks` (2), `sites` (1)" in remade(lines).text


@pytest.mark.parametrize(("gap", "answer"), [(1.5, "yes"), (1.51, "**no**")])
def test_a_limit_is_reached_up_to_itself(gap: float, answer: str) -> None:
    targets = [Target(section="solomon", at_most=1.5), Target(section="solomon", part="R1", at_most=1.5)]
    found = rows([run(gap=gap)], targets)
    for row in (found["allround"], found["R1"]):
        assert (row["must reach"], row["reached"]) == ("at most 1.50 %", answer)


def test_a_target_for_a_class_looks_at_that_class_alone() -> None:
    lines = [run("R101", 1.0), run("C101", 9.0)]
    assert verdict(Target(section="solomon", part="R1", at_most=2), ENTRIES, lines).reached
    assert not verdict(Target(section="solomon", at_most=2), ENTRIES, lines).reached


@pytest.mark.parametrize(("theirs", "reached"), [(1.5, True), (1.0, True), (0.9, False)])
def test_a_peer_is_compared_on_the_files_that_both_have_run(theirs: float, reached: bool) -> None:
    lines = [run("R101", 1.0), run("R102", 50.0), run("R101", theirs, engine="pyvrp"), run("C101", 0, engine="pyvrp")]
    found = verdict(Target(section="solomon", beside=("pyvrp",)), ENTRIES, lines)
    assert found.reached is reached
    assert found.must_reach == f"`pyvrp` {theirs:.2f} %"


def test_a_peer_that_was_not_measured_leaves_a_target_open_unless_another_is_better() -> None:
    target = Target(section="solomon", beside=("pyvrp", "vroom"))
    worse, better = run(gap=2.0, engine="pyvrp"), run(gap=0.5, engine="pyvrp")
    assert verdict(target, ENTRIES, [run(), worse]).reached is None
    assert "`vroom` not measured" in verdict(target, ENTRIES, [run(), worse]).must_reach
    assert verdict(target, ENTRIES, [run(), better]).reached is False
    assert verdict(target, ENTRIES, [better]).ours == "not measured"


@pytest.mark.parametrize(
    ("theirs", "reached"),
    [
        (day((0, 2, 0), 1.0), True),  # a statutory clock is above any cost
        (day((0, 1, 1), 1.0), True),
        (day((0, 1, 0), 900.0), False),
        (day((0, 1, 0), 1100.0), True),
        (day((0, 0, 9), 9000.0), False),
        (day((0, 0, 0), 1.0, feasible=False), True),  # a plan that breaks a rule has no tiers worth comparing
        ({key: value for key, value in day(error="killed").items() if key not in ("tiers", "avoidable_pence")}, True),
    ],
)
def test_days_are_compared_tier_by_tier_then_by_avoidable_cost(theirs: Line, reached: bool) -> None:
    target = Target(section="days-100", measure=TIERS, beside=("ortools-gls",))
    ours = day((0, 1, 0), 1000.0)
    assert verdict(target, ENTRIES, [ours, theirs | {"engine": "ortools-gls"}]).reached is reached


@pytest.mark.parametrize(
    ("tiers", "pence", "reached"),
    [
        ((0, 1, 0), 900.0, True),
        ((0, 1, 0), 901.0, False),
        ((0, 0, 9), 950.0, False),  # serving more does not make up for it
        ((0, 2, 0), 500.0, False),  # nor does saving make up for serving less
    ],
)
def test_days_may_have_to_be_cheaper_than_the_best_peer(tiers: Sequence[int], pence: float, reached: bool) -> None:
    target = Target(section="days-100", measure=TIERS, beside=("ortools-gls", "ortools-ils"), cheaper_percent=10.0)
    best = day((0, 1, 0), 1000.0, engine="ortools-gls")
    cheapest = day((0, 9, 0), 1.0, engine="ortools-ils")  # by leaving out more, so nobody has to be cheaper than that
    judged = verdict(target, ENTRIES, [day(tiers, pence), best, cheapest])
    assert judged.reached is reached
    assert judged.must_reach == "10 % cheaper than `ortools-gls` 0.0 / 1.0 / 0.0 / £10.00"


def test_a_days_table_has_means_of_tiers_and_pounds_and_visits_left_out_are_no_failure() -> None:
    lines = [day((1, 2, 3), 1000.0), day((1, 2, 6), 2000.0, seed=2, unserved=4), day(engine="ortools-gls", error="no")]
    found = rows(lines, entry=DAYS)
    ours = found["allround"]
    assert [ours[name] for name in ("safety", "statute", "promise", "avoidable £")] == ["1.0", "2.0", "4.5", "15.00"]
    assert (ours["infeasible"], ours["errors"], ours["unserved a run"]) == ("0", "0", "2.5")
    assert (found["ortools-gls"]["safety"], found["ortools-gls"]["errors"]) == ("–", "1")
    assert found["most memory, MB"]["measured"] == "150"
    assert found["first plan after, s"]["measured"] == "not measured"


def test_the_first_plan_of_a_day_is_taken_from_scaling() -> None:
    scaling = run("day-0100-1", suite="scaling", seconds=15.0, first_plan_s=0.25)
    targets = [Target(section="days-100", measure="first_plan_s", at_most=0.2)]
    row = rows([day(), scaling], targets, replace(DAYS, only="day-0100-*"))["first plan after, s"]
    assert (row["measured"], row["must reach"], row["reached"]) == ("0.25", "at most 0.20", "**no**")


def test_a_run_without_an_answer_does_not_keep_within_any_memory() -> None:
    target = Target(section="solomon", measure="peak_mb", at_most=200)
    killed = {name: value for name, value in run("R102", error="killed").items() if name != "peak_mb"}
    assert verdict(target, ENTRIES, [run()]).reached is True
    assert verdict(target, ENTRIES, [run(), killed]).reached is False
    assert verdict(target, ENTRIES, [run(peak_mb=201)]).reached is False


def test_targets_are_told_at_a_glance() -> None:
    text = remade([run(gap=1.25)], [Target(section="solomon", part="R1", at_most=2)], page="{{targets}}\n").text
    assert "| solomon, R1 | mean gap | 1 × 1 | 1.25 % | at most 2.00 % | yes |" in text


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"measure": TIERS, "at_most": 1.0},
        {"measure": "peak_mb", "beside": ("pyvrp",)},
        {"beside": ("pyvrp",), "cheaper_percent": 10.0},
    ],
)
def test_a_target_that_cannot_be_judged_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="give"):
        Target(section="solomon", **wrong)  # type: ignore[arg-type] # because these fields are wrong on purpose


def test_live_growth_and_gap_over_time_are_told() -> None:
    live = run(
        "day-0300-1", suite="live", seconds=60.0, visits=315, shifts=33, questions=200, p50_ms=2.1, p99_ms=31.17,
        worst_ms=44.0, cpu_p50_ms=2.0, cpu_p99_ms=30.0, one_p99_ms=8.0, pair_p99_ms=33.0, unplaced=1, complaints=0,
        load_s=0.5, load=1.2,
    )  # fmt: skip
    scaling = run(
        "R1_10_1", suite="scaling", seconds=15.0, family="homberger R1", visits=1000, shifts=250,
        us_per_iteration=61.26, first_plan_s=0.51, tables_mb=66.0,
    )  # fmt: skip
    anytime = run("R1_2_3", 0.75, suite="anytime", seconds=60.0, points=[[0.5, 9.0], [4.0, 2.0], [60.0, 0.75]])
    targets = [Target(section="live", part="day-0300-1", measure="p99_ms", at_most=50)]
    text = remade([live, scaling, anytime], targets).text
    assert "| day-0300-1 | 315 | 33 | 200 | 2.1 | 31.2 | p99_ms at most 50.00 | yes | 44.0 |" in text
    assert "| R1_10_1 | homberger R1 | 1,000 | 250 | 61.3 | 0.51 | 66.0 | 150 | none set | – |" in text
    assert "| R1_2_3 | 0.50 | 9.00 | 9.00 | 2.00 | 2.00 | 2.00 | 0.75 | none set | – |" in text


def test_pictures_hold_the_means_of_classes_and_of_all() -> None:
    made = remade([run("R101", 1.0), run("C101", 2.0), run("R101", 3.0, engine="pyvrp")], programme=[SOLOMON], page="x")
    picture = made.pictures["solomon"]
    assert isinstance(picture, Dots)
    assert picture.rows == ("C1", "R1", "all files")
    assert picture.series["allround"] == (Dot("C1", 2.0), Dot("R1", 1.0), Dot("all files", 1.5))
    assert picture.series["pyvrp"] == (Dot("R1", 3.0), Dot("all files", 3.0))


def test_a_picture_of_days_marks_what_must_not_be_compared_by_cost() -> None:
    other = day((0, 1, 0), 1250.0, engine="ortools-gls")
    picture = remade([day(), other], programme=[DAYS], page="x").pictures["days"]
    assert isinstance(picture, Dots)
    assert picture.series == {"allround": (Dot("100", 0.0),), "ortools-gls": (Dot("100", 25.0, hollow=True),)}


def test_a_picture_of_growth_has_each_family_in_order_of_size() -> None:
    lines = [
        run(name, suite="scaling", seconds=15.0, family="days", visits=visits, shifts=1, us_per_iteration=micros,
            first_plan_s=0.1, tables_mb=3.0)
        for name, visits, micros in (("b", 300, 90.0), ("a", 50, 40.0), ("c", 5000, None))
    ]  # fmt: skip
    picture = remade(lines, page="x").pictures["scaling"]
    assert isinstance(picture, Curves)
    assert picture.panels[0].series == {"days": ((50, 40.0), (300, 90.0))}
    assert picture.panels[1].series == {"days": ((50, 3.0), (300, 3.0), (5000, 3.0))}


def test_what_was_not_measured_says_so_and_shows_no_picture() -> None:
    made = remade([run()], TARGETS)
    assert set(made.pictures) == {"solomon"}
    assert made.text.count("Not measured.") == len(PROGRAMME) - 1
    assert made.text.count("](benchmarks/") == 1
    assert "| `vroom` | not measured | – |" in made.text
    assert "| days-100 | safety / statute / promise / avoidable £ | – | not measured |" in made.text


def test_the_page_has_a_place_for_all_of_the_programme_once() -> None:
    page = PAGE.read_text(encoding="utf-8")
    named = re.findall(r"^\{\{(.*)\}\}$", page, re.MULTILINE)
    due = {f"section {entry.name}" for entry in PROGRAMME} | {f"plot {entry.plot}" for entry in PROGRAMME if entry.plot}
    assert sorted(named) == sorted(due | {"machine", "sources", "targets"})
    assert {target.section for target in TARGETS} <= {entry.name for entry in PROGRAMME}


def test_a_page_that_names_what_is_not_there_is_refused() -> None:
    with pytest.raises(CannotRun, match="names 'section tsp'; there are sources"):
        remade([run()], page="{{section tsp}}\n")


def test_the_document_does_not_depend_on_the_order_of_results() -> None:
    lines = [
        run(f"{kind}10{number}", gap=number / 7, engine=engine, seed=seed)
        for kind in ("R", "RC", "C")
        for number in (1, 2, 10)
        for engine in ("pyvrp", "allround")
        for seed in (1, 2, 3)
    ]
    first = remade(lines, TARGETS)
    random.Random(1).shuffle(lines)
    assert remade(lines, TARGETS) == first


def test_the_machine_is_told_without_its_name(tmp_path: Path) -> None:
    cpuinfo = tmp_path / "cpuinfo"
    cpuinfo.write_text("processor\t: 0\nmodel name\t: Abacus 3000\n\nmodel name\t: Abacus 3000\n")
    told = dict(machine(cpuinfo))
    assert told["processor"] == "Abacus 3000"
    assert int(told["cores"]) >= 1
    assert set(told) == {
        "processor", "cores", "memory, GiB", "Python", "numpy", "numba", "ortools", "pyvrp", "pyvroom", "vrp-cli",
    }  # fmt: skip
    assert dict(machine(tmp_path / "nothing"))["processor"]


def test_the_machines_of_the_runs_are_told() -> None:
    lines = [run(machine="A, 2 cores"), run("R102", machine="B, 4 cores"), run("R103")]
    assert "| 3 | 0 | 2026-01-02 | 0 | A, 2 cores; B, 4 cores |" in remade(lines, page="{{sources}}\n").text
    assert "| 1 | 0 | 2026-01-02 | 0 | not told |" in remade([run()], page="{{sources}}\n").text
