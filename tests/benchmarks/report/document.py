"""The document: the page written by hand (page.md) with every section, table and plot put in where it is named."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks.errors import CannotRun
from tests.benchmarks.report.day_section import day_section
from tests.benchmarks.report.gap_section import gap_section
from tests.benchmarks.report.markdown import code, listed, number, table
from tests.benchmarks.report.newest import Newest
from tests.benchmarks.report.other_sections import anytime_section, live_section, scaling_section
from tests.benchmarks.report.pictures import (
    Picture,
    anytime_picture,
    day_picture,
    gap_picture,
    scaling_picture,
)
from tests.benchmarks.report.programme import Entry
from tests.benchmarks.report.targets import ALL, GAP, TIERS, Target
from tests.benchmarks.report.verdict import Verdict, first_plans, verdict
from tests.benchmarks.results import Line

PAGE = Path(__file__).with_name("page.md")
# Beside the document.
PLOTS = "benchmarks"
# `{{section solomon}}` on a line of its own.
NAMED = re.compile(r"^\{\{(.*)\}\}$", re.MULTILINE)
MEASURES = {GAP: "mean gap", TIERS: "safety / statute / promise / avoidable £"}

Section = Callable[[Entry, Sequence[Line], Sequence[Verdict]], str]
OTHER_SECTIONS: Mapping[str, Section] = {
    "live": live_section,
    "scaling": scaling_section,
    "anytime": anytime_section,
}
# Of suites not named here, gaps.
PICTURES: Mapping[str, Callable[[Sequence[Entry], Sequence[Line]], Picture]] = {
    "days": day_picture,
    "scaling": scaling_picture,
    "anytime": anytime_picture,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The whole text, and the pictures it shows by name. Those of which nothing was measured are not among them."""

    text: str
    pictures: Mapping[str, Picture]


def document(
    results: Newest,
    *,
    programme: Sequence[Entry],
    targets: Sequence[Target],
    machine: Sequence[tuple[str, str]],
    page: str,
) -> Document:
    """Puts together what there is. Raises CannotRun where the page names what does not exist."""
    lines = results.lines
    entries = {entry.name: entry for entry in programme}
    verdicts = [verdict(target, entries, lines) for target in targets]
    pictures = _pictures(programme, lines)
    pieces = {
        "sources": _sources(results, programme),
        "machine": table(("machine and versions", ""), machine),
        "targets": _targets(verdicts),
        **{f"section {entry.name}": _section(entry, lines, verdicts) for entry in programme},
        **{f"plot {entry.plot}": _plot(entry.plot, pictures) for entry in programme if entry.plot},
    }

    def piece(match: re.Match[str]) -> str:
        if match[1] not in pieces:
            raise CannotRun(f"{PAGE.name} names {match[1]!r}; there are {', '.join(pieces)}")
        return pieces[match[1]]

    text = re.sub(r"\n{3,}", "\n\n", NAMED.sub(piece, page))
    return Document(text=text.rstrip("\n") + "\n", pictures=pictures)


def _section(entry: Entry, lines: Sequence[Line], verdicts: Sequence[Verdict]) -> str:
    seeds = "one seed" if entry.seeds == 1 else f"up to {entry.seeds} seeds"
    files = "" if entry.only == "*" else f", files {code(entry.only)}"
    about = f"{entry.seconds:g} s a run, {seeds}{files}."
    within = entry.of(lines)
    if not within:
        return f"{about}\n\nNot measured."
    if entry.suite == "days":
        told = day_section(entry, within, verdicts, first_plans(entry, lines))
    else:
        told = OTHER_SECTIONS.get(entry.suite, gap_section)(entry, within, verdicts)
    return f"{about}\n\n{told}"


def _pictures(programme: Sequence[Entry], lines: Sequence[Line]) -> dict[str, Picture]:
    pictures = {}
    for name in dict.fromkeys(entry.plot for entry in programme if entry.plot):
        entries = [entry for entry in programme if entry.plot == name and entry.of(lines)]
        if entries:
            pictures[name] = PICTURES.get(entries[0].suite, gap_picture)(entries, lines)
    return pictures


def _plot(name: str, pictures: Mapping[str, Picture]) -> str:
    return f"![Plot of the tables of {name}]({PLOTS}/{name}.svg)" if name in pictures else ""


def _targets(verdicts: Iterable[Verdict]) -> str:
    rows = [
        (
            one.target.section if one.target.part == ALL else f"{one.target.section}, {one.target.part}",
            MEASURES.get(one.target.measure, one.target.measure),
            one.runs,
            one.ours,
            one.must_reach,
            one.answer,
        )
        for one in verdicts
    ]
    return (
        table(("section", "measure", "files × seeds", "ours", "must reach", "reached"), rows)
        if rows
        else "No targets are set."
    )


def _sources(results: Newest, programme: Sequence[Entry]) -> str:
    """Dates and versions of the runs that are shown, and what was left out."""
    shown = [line for entry in programme for line in entry.of(results.lines)]
    rows = []
    for engine in sorted(results.versions):
        dates = sorted(line["date"][:10] for line in shown if line["engine"] == engine and "date" in line)
        machines = sorted({line["machine"] for line in shown if line["engine"] == engine and "machine" in line})
        runs = sum(line["engine"] == engine for line in shown)
        rows.append(
            (
                code(engine),
                results.versions[engine],
                number(runs, 0),
                " to ".join(dict.fromkeys((dates[0], dates[-1]))) if dates else "–",
                number(results.older.get(engine, 0), 0),
                "; ".join(machines) or "not told",
            )
        )
    text = table(
        ("engine", "version", "runs shown", "measured on", "runs of older versions, left out", "machines"), rows
    )
    besides = len(results.lines) - len(shown)
    if besides:
        suites = sorted({line["suite"] for line in results.lines} - {line["suite"] for line in shown})
        whose = f" (among them all of {listed([code(suite) for suite in suites])})" if suites else ""
        text += f"\n\n{besides:,} runs with other files, seconds or seeds than this page holds were left out{whose}."
    return text
