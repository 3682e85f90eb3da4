"""What real days know of workers beyond the demo's: hours worked, caps, pace, an even load, skills by the hour."""

from collections import defaultdict
from dataclasses import replace
from random import Random

from optimiser.problem import LoadStep, Problem, Worker

HOUR_S = 3_600
# Of a thousand workers.
CAPPED, NEW, LATE_COVER = 120, 80, 15
# Micropence per second above 80 and 95 percent of the day: about a tenth and a quarter of a carer's pay.
FAIRNESS = ((80, 400), (95, 900))


def season_workers(problem: Problem, dice: Random) -> tuple[Worker, ...]:
    """The workers with more of the model's rules."""
    hours_s: defaultdict[str, int] = defaultdict(int)
    starts_s: dict[str, int] = {}
    for shift in problem.shifts:
        for name in shift.workers:
            hours_s[name] += shift.ends_s - shift.starts_s
            starts_s[name] = min(shift.starts_s, starts_s.get(name, shift.starts_s))
    return tuple(_worker(worker, hours_s[worker.id], starts_s[worker.id], dice) for worker in problem.workers)


def _worker(worker: Worker, day_s: int, starts_s: int, dice: Random) -> Worker:
    capped, new, late_cover = (dice.randrange(1000) < share for share in (CAPPED, NEW, LATE_COVER))
    # Earlier in the week, Tuesday being early; those near their contract's hours have little left for today.
    worked_s = dice.randrange(24, 34) * HOUR_S if capped else dice.randrange(0, 9) * HOUR_S
    changed = replace(
        worker,
        worked_s=worked_s,
        fairness=tuple(
            LoadStep(above_s=worked_s + day_s * percent // 100, upence_per_s=rate) for percent, rate in FAIRNESS
        ),
    )
    if capped:
        changed = replace(changed, max_load_s=worked_s + day_s * dice.randint(70, 95) // 100)
    if new:
        changed = replace(changed, duration_permille=dice.choice((1_100, 1_150, 1_250)))
    if late_cover and len(worker.skills) > 1:
        # Covers a second skill only once whoever supervises it is in.
        *others, last = worker.skills
        changed = replace(changed, skills=(*others, replace(last, valid_from_s=starts_s + 2 * HOUR_S)))
    return changed
