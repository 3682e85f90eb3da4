"""Whether a target is reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tests.benchmarks.report.markdown import code, listed, number
from tests.benchmarks.report.programme import OURS, Entry
from tests.benchmarks.report.tally import (
    by_file,
    failed,
    files_and_seeds,
    mean,
    mean_over_files,
    of_engine,
    on_files_of,
)
from tests.benchmarks.report.targets import ALL, GAP, TIERS, Target
from tests.benchmarks.results import Line

NOT_MEASURED = "not measured"
# Means are compared to so many digits: what adding up in another order changes is no difference.
DIGITS = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A target as the document shows it. `reached` is None where something that it needs was not measured."""

    target: Target
    runs: str  # files × seeds of ours
    ours: str
    must_reach: str
    reached: bool | None

    @property
    def answer(self) -> str:
        """In a word or two."""
        return NOT_MEASURED if self.reached is None else "yes" if self.reached else "**no**"


def verdict(target: Target, entries: Mapping[str, Entry], lines: Sequence[Line]) -> Verdict:
    """Judges one target by all lines that count; `entries` by name, that of the target among them."""
    entry = entries[target.section]
    mine = [line for line in entry.of(lines) if target.part in (ALL, line.get("group"), line["instance"])]
    if target.measure in (GAP, TIERS):
        return _compared(target, mine)
    if target.measure == "first_plan_s":
        mine = first_plans(entry, lines)
    assert target.at_most is not None  # see Target
    ours = of_engine(mine, OURS)
    values = [line[target.measure] for line in ours if line.get(target.measure) is not None]
    # A run that was killed tells no memory and the like, and cannot be taken to have kept within any.
    kept = not any("error" in line for line in ours)
    return Verdict(
        target=target,
        runs=_runs(ours),
        ours=number(max(values)) if values else NOT_MEASURED,
        must_reach=f"at most {number(target.at_most)}",
        reached=kept and max(values) <= target.at_most if values else None,
    )


def first_plans(entry: Entry, lines: Iterable[Line]) -> list[Line]:
    """Of all lines those of `scaling` on instances of the entry, which tell after how long there was a first plan."""
    return [line for line in lines if line["suite"] == "scaling" and entry.covers(line["instance"])]


def standing(lines: Sequence[Line], measure: str) -> tuple[float, ...]:
    """What engines are compared by, the smaller the better: the mean gap, or of days failures, tiers, avoidable cost.

    Each is a mean over seeds and files. A failed run has no tiers worth comparing, so failures come first.
    """
    if measure == GAP:
        return (round(mean_over_files(lines, GAP), DIGITS),)
    failures = mean([mean([failed(line) for line in several]) for several in by_file(lines).values()])
    return (round(failures, DIGITS), *(round(value, DIGITS) for value in tier_means(lines)))


def tier_means(lines: Iterable[Line]) -> tuple[float, float, float, float]:
    """Means of points in safety, statute and promise, and of avoidable pence; endless where no run has a plan."""
    priced = [line for line in lines if "tiers" in line and not failed(line)]
    if not priced:
        return (float("inf"),) * 4
    files = by_file(priced).values()
    safety, statute, promise = (mean([mean([line["tiers"][n] for line in one]) for one in files]) for n in range(3))
    return safety, statute, promise, mean_over_files(priced, "avoidable_pence")


def cells(verdicts: Iterable[Verdict], section: str, part: str = ALL, *measures: str) -> tuple[str, str]:
    """The columns "must reach" and "reached" beside a number of ours; without `measures` all, each with its name."""
    found = [
        verdict
        for verdict in verdicts
        if (verdict.target.section, verdict.target.part) == (section, part)
        and (not measures or verdict.target.measure in measures)
    ]
    if not found:
        return "none set", "–"
    wanted = [one.must_reach if measures else f"{one.target.measure} {one.must_reach}" for one in found]
    return "; ".join(wanted), "; ".join(one.answer for one in found)


def _compared(target: Target, lines: Sequence[Line]) -> Verdict:
    mine = of_engine(lines, OURS)
    wanted, answers = [], []
    if target.at_most is not None:
        wanted.append(f"at most {number(target.at_most)} %")
        answers.append(standing(mine, GAP) <= (target.at_most,) if mine else None)
    peers = {peer: of_engine(lines, peer) for peer in target.beside}
    # Only what both have run can be compared.
    both = {peer: on_files_of(theirs, mine) for peer, theirs in peers.items()}
    stands = {peer: standing(theirs, target.measure) for peer, theirs in both.items() if theirs}
    ours = {peer: standing(on_files_of(mine, both[peer]), target.measure) for peer in stands}
    answers += [ours[peer] <= theirs for peer, theirs in stands.items()]
    if stands:
        best = min(stands, key=lambda peer: stands[peer])
        told = f"{code(best)} {_told(both[best], target.measure)}"
        if target.cheaper_percent:
            limit = stands[best][-1] * (1 - target.cheaper_percent / 100)
            answers.append(ours[best][:-1] <= stands[best][:-1] and ours[best][-1] <= limit)
            told = f"{number(target.cheaper_percent, 0)} % cheaper than {told}"
        wanted.append(told)
    missing = [peer for peer in target.beside if peer not in stands]
    if missing:
        named = listed([code(peer) for peer in missing]) if len(missing) <= 2 else f"{len(missing)} engines"
        wanted.append(f"{named} {NOT_MEASURED}")
        answers.append(None)
    return Verdict(
        target=target,
        runs=_runs(mine),
        ours=_told(mine, target.measure) if mine else NOT_MEASURED,
        must_reach=", ".join(wanted),
        reached=False if False in answers else None if None in answers else True,
    )


def _runs(lines: Sequence[Line]) -> str:
    return files_and_seeds(lines) if lines else "–"


def _told(lines: Sequence[Line], measure: str) -> str:
    if measure == GAP:
        return f"{number(mean_over_files(lines, GAP))} %"
    *tiers, pence = tier_means(lines)
    return f"{' / '.join(number(tier, 1) for tier in tiers)} / £{number(pence / 100)}"
