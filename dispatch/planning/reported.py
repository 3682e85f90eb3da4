"""What the field has told by some moment: which jobs are settled or begun, on which shift, and who was last where."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dispatch.domain.day_plan import Entry
from dispatch.domain.job import Job
from dispatch.domain.outcome import Outcome, OutcomeKind, Standing
from dispatch.domain.plan_request import PlanInputs
from dispatch.domain.worker import WorkShift


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One shift's part of a job that somebody began. `ended_at` None: they are still there."""

    job_id: str
    shift_id: str
    arrived_at: datetime | None
    ended_at: datetime | None
    done: bool = False

    @property
    def told_at(self) -> datetime:
        """The last moment it tells of."""
        moment = self.ended_at or self.arrived_at
        if moment is None:
            raise ValueError(f"a report of job {self.job_id!r} tells of no moment")
        return moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Facts only. `told_at`: when a shift last told of a job, by (shift, job), also of one put back on the list."""

    reports: Mapping[str, tuple[Report, ...]]  # by shift, in the order of happening
    told_at: Mapping[tuple[str, str], datetime]
    done: frozenset[str]
    could_not: frozenset[str]
    started: frozenset[str]


def whole(moment: datetime) -> datetime:
    """In UTC, rounded up to a second: the grain of everything that is planned."""
    moment = moment.astimezone(UTC)
    return moment if moment.microsecond == 0 else moment.replace(microsecond=0) + timedelta(seconds=1)


def reported(inputs: PlanInputs, routes: Mapping[str, tuple[Entry, ...]], now: datetime) -> Reported:
    """The facts in `inputs` by shift; `routes` are the entries of the plan that holds, by shift."""
    return _Reader(inputs, routes, now).read()


class _Reader:
    def __init__(self, inputs: PlanInputs, routes: Mapping[str, tuple[Entry, ...]], now: datetime) -> None:
        self.now = now
        self.reopened = frozenset(inputs.reopened_job_ids)
        self.jobs: dict[str, Job] = {job.id: job for job in inputs.day.jobs}
        self.order = {shift.id: number for number, shift in enumerate(inputs.day.shifts)}
        self.in_plan: dict[str, list[str]] = defaultdict(list)  # shifts by job
        for shift_id in sorted((each for each in routes if each in self.order), key=self.order.__getitem__):
            for job_id in dict.fromkeys(entry.job_id for entry in routes[shift_id] if entry.job_id is not None):
                self.in_plan[job_id].append(shift_id)
        self.shifts_of: dict[str, list[WorkShift]] = defaultdict(list)
        for shift in inputs.day.shifts:
            for worker_id in shift.worker_ids:
                self.shifts_of[worker_id].append(shift)
        self.told: dict[str, list[tuple[datetime, Outcome]]] = defaultdict(list)
        for outcome in inputs.outcomes:
            if outcome.job_id in self.jobs:
                # A fact is never later than now, whatever a phone's clock says.
                self.told[outcome.job_id].append((min(whole(outcome.happened_at), now), outcome))
        for told in self.told.values():
            told.sort(key=lambda one: (one[0], one[1].received_at, one[1].id))

    def read(self) -> Reported:
        reports: dict[str, list[Report]] = defaultdict(list)
        told_at: dict[tuple[str, str], datetime] = {}
        kinds: dict[OutcomeKind, set[str]] = defaultdict(set)
        for job_id, told in self.told.items():
            for at, outcome in told:
                shift_id = self.shift_of(outcome, at)
                if shift_id is not None:
                    told_at[shift_id, job_id] = at
            kind = self.stands(job_id)
            if kind is not None:
                kinds[kind].add(job_id)
                for report in self.reports_of(job_id, kind):
                    reports[report.shift_id].append(report)
                    key = (report.shift_id, job_id)
                    told_at[key] = max(report.told_at, told_at.get(key, report.told_at))
        return Reported(
            reports={name: tuple(sorted(found, key=_by_time)) for name, found in reports.items()},
            told_at=told_at,
            done=frozenset(kinds[OutcomeKind.DONE]),
            could_not=frozenset(kinds[OutcomeKind.COULD_NOT]),
            started=frozenset(kinds[OutcomeKind.ARRIVED]),
        )

    def stands(self, job_id: str) -> OutcomeKind | None:
        """Done stays done; otherwise the last word counts, unless it was said after the matter was settled."""
        told = self.told[job_id]
        kinds = {outcome.kind for _, outcome in told}
        if OutcomeKind.DONE in kinds:
            return OutcomeKind.DONE
        if job_id in self.reopened:
            return None
        if OutcomeKind.COULD_NOT not in kinds:
            return OutcomeKind.ARRIVED
        counted = [outcome.kind for _, outcome in told if outcome.standing is not Standing.ALREADY_SETTLED]
        return counted[-1] if counted else OutcomeKind.COULD_NOT

    def reports_of(self, job_id: str, kind: OutcomeKind) -> Iterable[Report]:
        """One for each shift that was there, no more than the job has people."""
        people = self.jobs[job_id].people
        by_shift: dict[str, list[tuple[datetime, OutcomeKind]]] = defaultdict(list)
        told = self.since_last_try(job_id, kind)
        was_on = self.shifts_by_worker(told, kind)
        for at, outcome in told:
            shift_id = self.shift_of(outcome, at)
            if shift_id is not None and shift_id == was_on[outcome.worker_id]:
                by_shift[shift_id].append((at, outcome.kind))
        ends = [at for at, outcome in self.told[job_id] if outcome.kind is kind]
        ended_at = None if kind is OutcomeKind.ARRIVED else min(ends)
        # Of those who came for a job for one, whoever told of its end; another may have come in vain.
        telling = sorted(by_shift, key=lambda name: (not any(one is kind for _, one in by_shift[name]), by_shift[name]))
        found = [self.report(job_id, name, by_shift[name], kind, ended_at) for name in telling[:people]]
        if kind is OutcomeKind.DONE and found:
            # One of two tells that it is done: then the other, who was to be there, has done it too.
            silent = [name for name in self.in_plan[job_id] if name not in by_shift]
            found += [
                Report(job_id=job_id, shift_id=name, arrived_at=None, ended_at=ended_at, done=True)
                for name in silent[: people - len(found)]
            ]
        return found

    def shifts_by_worker(self, told: Iterable[tuple[datetime, Outcome]], kind: OutcomeKind) -> dict[str, str | None]:
        """The shift on which each worker first told of the end, or else told anything.

        Somebody with two shifts who tells the same twice, the second time on the later one, was there once.
        """
        was_on: dict[str, str | None] = {}
        for at, outcome in sorted(told, key=lambda one: one[1].kind is not kind):
            was_on.setdefault(outcome.worker_id, self.shift_of(outcome, at))
        return was_on

    @staticmethod
    def report(
        job_id: str,
        shift_id: str,
        told: list[tuple[datetime, OutcomeKind]],
        kind: OutcomeKind,
        ended_at: datetime | None,
    ) -> Report:
        arrived_at = min((at for at, one in told if one is OutcomeKind.ARRIVED), default=None)
        own_end = min((at for at, one in told if one is kind), default=ended_at)
        ends = None if kind is OutcomeKind.ARRIVED or ended_at is None else own_end
        if arrived_at is not None and ends is not None:
            arrived_at = min(arrived_at, ends)
        return Report(
            job_id=job_id, shift_id=shift_id, arrived_at=arrived_at, ended_at=ends, done=kind is OutcomeKind.DONE
        )

    def since_last_try(self, job_id: str, kind: OutcomeKind) -> list[tuple[datetime, Outcome]]:
        """What was told of the try that counts: a job put back and begun again has an older one."""
        told = self.told[job_id]
        if kind is OutcomeKind.COULD_NOT:
            return told
        # Once it is done, a could-not changes nothing any more.
        until = next((n for n, (_, one) in enumerate(told) if one.kind is OutcomeKind.DONE), len(told))
        tries = [n for n, (_, one) in enumerate(told[:until]) if one.kind is OutcomeKind.COULD_NOT]
        later = [pair for pair in told[tries[-1] + 1 if tries else 0 :] if pair[1].kind is not OutcomeKind.COULD_NOT]
        return later if any(one.kind is kind for _, one in later) else [pair for pair in told if pair[1].kind is kind]

    def shift_of(self, outcome: Outcome, at: datetime) -> str | None:
        """The worker's shift that has the job in the plan, else the one that is on then or nearest to it."""
        shifts = self.shifts_of.get(outcome.worker_id, [])
        planned = [shift.id for shift in shifts if shift.id in self.in_plan[outcome.job_id]]
        if planned:
            return planned[0]
        away = {shift.id: max(shift.hours.opens_at - at, at - shift.hours.closes_at, timedelta(0)) for shift in shifts}
        return min(away, key=lambda name: (away[name], self.order[name]), default=None)


def _by_time(report: Report) -> tuple[datetime, datetime, str]:
    return (report.arrived_at or report.told_at, report.told_at, report.job_id)
