"""What went wrong, by name: runs that count as a gap of 100 %, and what engines could not be told."""

import re
from collections.abc import Sequence

from tests.benchmarks.report.markdown import code, listed
from tests.benchmarks.report.tally import by_file, failed, of_engine
from tests.benchmarks.results import Line

# Of a reason as much as tells which it is.
LONGEST_REASON = 120


def failures(lines: Sequence[Line], engines: Sequence[str]) -> str:
    """A list of every failed run with its reason, engine by engine; empty where there is none."""
    told = [_of_one(engine, [line for line in of_engine(lines, engine) if failed(line)]) for engine in engines]
    if not any(told):
        return ""
    return "Runs that failed:\n\n" + "\n".join(filter(None, told))


def not_expressed(lines: Sequence[Line], engines: Sequence[str]) -> str:
    """What each engine could not be told, and in how many of its files; empty where all was told."""
    told = []
    for engine in engines:
        files = by_file(of_engine(lines, engine))
        lacks = [{name for line in several for name in line.get("not_expressed", ())} for several in files.values()]
        names = sorted(set().union(*lacks))
        if names:
            counted = [f"{code(name)} ({sum(name in lack for lack in lacks)})" for name in names]
            told.append(f"- {code(engine)}: {', '.join(counted)}")
    if not told:
        return ""
    return "What engines could not be told (in brackets, in how many files):\n\n" + "\n".join(told)


def _of_one(engine: str, lines: Sequence[Line]) -> str:
    if not lines:
        return ""
    named = []
    for instance, several in by_file(lines).items():
        seeds = [str(line["seed"]) for line in several]
        reasons = listed([code(reason) for reason in dict.fromkeys(map(_reason, several))])
        named.append(f"{instance} (seed{'s' * (len(seeds) > 1)} {listed(seeds)}: {reasons})")
    return f"- {code(engine)}, {len(lines)} run{'s' * (len(lines) > 1)}: {'; '.join(named)}"


def _reason(line: Line) -> str:
    if "error" in line:
        reason = str(line["error"])
    elif line.get("complaints"):
        reason = f"{line['complaints_in_all']} rules broken, first: {line['complaints'][0]}"
    elif line["unserved"]:
        reason = f"{line['unserved']} required visits left out"
    else:
        reason = "no reason is told"
    # Where a file lay on the machine of the run is nobody's business.
    reason = " ".join(re.sub(r"(?<![\w.])/(?:[^\s/'\"]+/)+", "", reason).split())
    return reason if len(reason) <= LONGEST_REASON else f"{reason[:LONGEST_REASON]} …"
