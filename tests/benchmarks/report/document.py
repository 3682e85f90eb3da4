"""The document: the page written by hand (page.md) with every section, table and plot put in where it is named."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
from tests.benchmarks.report.programme import OURS, Entry
from tests.benchmarks.report.targets import ALL, GAP, TIERS, Target
from tests.benchmarks.report.verdict import Verdict, first_plans, verdict
from tests.benchmarks.results import Line

PAGE = Path(__file__).with_name("page.md")
# Beside the document.
PLOTS = "benchmarks"
# `{{section solomon}}` on a line of its own.
NAMED = re.compile(r"^\{\{(.*)\}\}$", re.MULTILINE)
EARLIER = "(*)"
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
        "targets": _targets(verdicts, {name for name, entry in entries.items() if _earlier(results, entry, {OURS})}),
        **{f"section {entry.name}": _section(entry, results, verdicts) for entry in programme},
        **{f"plot {entry.plot}": _plot(entry.plot, pictures) for entry in programme if entry.plot},
    }

    def piece(match: re.Match[str]) -> str:
        if match[1] not in pieces:
            raise CannotRun(f"{PAGE.name} names {match[1]!r}; there are {', '.join(pieces)}")
        return pieces[match[1]]

    text = re.sub(r"\n{3,}", "\n\n", NAMED.sub(piece, page))
    return Document(text=text.rstrip("\n") + "\n", pictures=pictures)


def _earlier(results: Newest, entry: Entry, engines: Collection[str] = ()) -> dict[str, str]:
    """By engine, of these or (without any) of all, the earlier version by which the runs of an entry are."""
    return {
        line["engine"]: line["version"]
        for line in entry.of(results.lines)
        if results.is_earlier(line) and (not engines or line["engine"] in engines)
    }


def _section(entry: Entry, results: Newest, verdicts: Sequence[Verdict]) -> str:
    lines = results.lines
    seeds = "one seed" if entry.seeds == 1 else f"up to {entry.seeds} seeds"
    files = "" if entry.only == "*" else f", files {code(entry.only)}"
    about = f"{entry.seconds:g} s a run, {seeds}{files}."
    for engine, version in _earlier(results, entry).items():
        about += f" {code(engine)} is shown as its earlier version {version} ran them."
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


def _targets(verdicts: Iterable[Verdict], earlier: Collection[str]) -> str:
    """`earlier` are the sections that an earlier version of ours has run, and not the newest."""
    rows = [
        (
            one.target.section if one.target.part == ALL else f"{one.target.section}, {one.target.part}",
            MEASURES.get(one.target.measure, one.target.measure),
            one.runs,
            one.ours,
            one.must_reach,
            f"{one.answer} {EARLIER}" if one.target.section in earlier else one.answer,
        )
        for one in verdicts
    ]
    if not rows:
        return "No targets are set."
    text = table(("section", "measure", "files × seeds", "ours", "must reach", "reached"), rows)
    marked = any(one.target.section in earlier for one in verdicts)
    return f"{text}\n\n{EARLIER} By an earlier version of ours; the newest has not run it yet." if marked else text


def _sources(results: Newest, programme: Sequence[Entry]) -> str:
    """Dates and versions of the runs that are shown, and what was left out."""
    shown = [line for entry in programme for line in entry.of(results.lines)]
    rows = []
    for engine in sorted(results.versions):
        dates = sorted(line["date"][:10] for line in shown if line["engine"] == engine and "date" in line)
        machines = sorted({line["machine"] for line in shown if line["engine"] == engine and "machine" in line})
        mine = [line for line in shown if line["engine"] == engine]
        rows.append(
            (
                code(engine),
                results.versions[engine],
                number(len(mine), 0),
                number(sum(map(results.is_earlier, mine)), 0),
                " to ".join(dict.fromkeys((dates[0], dates[-1]))) if dates else "–",
                number(results.older.get(engine, 0), 0),
                "; ".join(machines) or "not told",
            )
        )
    text = table(
        (
            "engine", "newest version", "runs shown", "by earlier versions", "measured on", "left out, run again since",
            "machines",
        ),
        rows,
    )  # fmt: skip
    besides = len(results.lines) - len(shown)
    if besides:
        suites = sorted({line["suite"] for line in results.lines} - {line["suite"] for line in shown})
        whose = f" (among them all of {listed([code(suite) for suite in suites])})" if suites else ""
        text += f"\n\n{besides:,} runs with other files, seconds or seeds than this page holds were left out{whose}."
    return text
