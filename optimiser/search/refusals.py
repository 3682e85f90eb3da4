"""What the model has and this engine cannot plan yet: refused with a sentence, never dropped in silence."""

from collections.abc import Iterator

from optimiser.problem import Problem, Shift, Worker
from optimiser.search.errors import EngineCannot


def refuse_what_it_cannot(problem: Problem) -> None:
    """Raises EngineCannot with everything at once."""
    features = [
        *_sites(problem),
        *_speeds(problem),
        *_hours(problem),
        *_lateness(problem),
        *_part_time_facts(problem),
        *_split_locks(problem),
    ]
    if features:
        raise EngineCannot(features)


def _sites(problem: Problem) -> Iterator[str]:
    if problem.sites:
        yield f"sites on the way ({problem.sites[0].id}, ...); make a shift for each load, or leave the sites out"


def _speeds(problem: Problem) -> Iterator[str]:
    slow = {
        number
        for number, profile in enumerate(problem.profiles)
        if any(period.permille != 1000 for period in profile.periods)
    }
    for mode, travel in problem.travel.items():
        if travel.profile is not None and slow & {int(number) for number in set(travel.profile.ravel().tolist())}:
            yield f"speeds by time of day (travel {mode!r}); give matrices for the usual hour and no profile"


def _hours(problem: Problem) -> Iterator[str]:
    for shift in problem.shifts:
        if shift.drivers_hours and shift.drivers_hours.max_continuous_s is not None:
            yield f"a limit on driving between rests (shift {shift.id!r}); leave max_continuous_s out"


def _lateness(problem: Problem) -> Iterator[str]:
    if problem.largest_lateness_upence_per_s and any(visit.lateness for visit in problem.visits):
        yield "a price on the largest lateness; set largest_lateness_upence_per_s to 0"


def _inside(shift: Shift, moment_s: int) -> bool:
    """Whether something changes after the shift begins and before it is over at the latest."""
    return shift.starts_s < moment_s <= shift.ends_s + shift.overtime_limit_s


def _part_time_facts(problem: Problem) -> Iterator[str]:
    workers = {worker.id: worker for worker in problem.workers}
    for shift in problem.shifts:
        for name in shift.workers:
            yield from _part_time_skills(shift, workers[name])
        for agreement in problem.lending:
            if agreement.lender == shift.organisation and (
                _inside(shift, agreement.from_s)
                or (agreement.until_s is not None and _inside(shift, agreement.until_s))
            ):
                yield f"agreement {agreement.id!r} that begins or ends within shift {shift.id!r}; split the shift there"


def _part_time_skills(shift: Shift, worker: Worker) -> Iterator[str]:
    for skill in worker.skills:
        until_s = skill.valid_until_s
        if _inside(shift, skill.valid_from_s) or (
            until_s is not None and shift.starts_s < until_s < shift.ends_s + shift.overtime_limit_s
        ):
            yield (
                f"skill {skill.name!r} of worker {worker.id!r} that begins or runs out within shift {shift.id!r}; "
                "split the shift there"
            )


def _split_locks(problem: Problem) -> Iterator[str]:
    ranked = {visit.id for visit in problem.visits if visit.lock.rank is not None}
    ties = [{coupling.first, coupling.second} for coupling in problem.couplings]
    ties += [set(group.visits) for group in problem.groups]
    for tie in ties:
        if tie & ranked and not tie <= ranked:
            yield f"visits {sorted(tie)} that are tied while only some have started; lock the others' ranks too"
