"""A day up to now: what each shift has done, where it stands, when it is free, and what it is on the way to."""

from collections import defaultdict
from datetime import datetime

from dispatch.domain.job import Job
from dispatch.domain.plan_request import PlanInputs
from dispatch.planning.legs import Legs
from dispatch.planning.preferences import spare_levels
from dispatch.planning.reported import Reported, reported, whole
from dispatch.planning.settled import SoFar
from dispatch.planning.track import Track, opening


def so_far(inputs: PlanInputs, legs: Legs) -> SoFar:
    """The settled part of the day that `inputs`, which revise a plan, are about. Raises ValueError where they do not.

    Settled is what the field has told of, a visit that somebody has left for by the plan without telling yet, and
    where one of several has arrived or left for a job, the others' way to it.
    """
    if inputs.now is None or inputs.revises is None:
        raise ValueError("these inputs revise no plan; plan the whole day instead")
    return _Teller(inputs, legs, whole(inputs.now)).tell()


class _Teller:
    def __init__(self, inputs: PlanInputs, legs: Legs, now: datetime) -> None:
        plan = inputs.revises
        published = {day.shift_id: day for day in plan.days} if plan else {}
        self.inputs, self.now = inputs, now
        self.jobs: dict[str, Job] = {job.id: job for job in inputs.day.jobs}
        self.workers = {worker.id: worker for worker in inputs.day.workers}
        self.withdrawn = frozenset(inputs.withdrawn_job_ids)
        self.facts: Reported = reported(inputs, {name: day.entries for name, day in published.items()}, now)
        absent = {absence.worker_id for absence in inputs.absences if absence.starts_at <= now}
        self.tracks = {
            shift.id: Track(
                shift,
                tuple(name for name in shift.worker_ids if name not in absent),
                published.get(shift.id),
                legs,
                now,
            )
            for shift in inputs.day.shifts
        }
        self.kept: dict[str, list[str]] = defaultdict(list)

    def tell(self) -> SoFar:
        reopened = frozenset(self.inputs.reopened_job_ids)
        for track in self.tracks.values():
            for report in self.facts.reports.get(track.shift.id, ()):
                track.tell(self.jobs[report.job_id], report)
                self.kept[report.job_id].append(track.shift.id)
            track.stand(self.jobs, self.facts.told_at)
            track.pass_entries(self.facts.told_at, reopened)
            track.take_breaks()
        self.leave_earlier_shifts()
        for track in sorted(self.tracks.values(), key=lambda one: one.shift.hours.opens_at):
            if not self.elsewhere(track):
                track.go_on(self.expected, self.waits)
            if track.under_way is not None and track.under_way.job_id is not None:
                self.kept[track.under_way.job_id].append(track.shift.id)
        for job_id in [each for each, shifts in self.kept.items() if len(shifts) < self.jobs[each].people]:
            self.bring_the_others(job_id)
        self.foresee()
        return SoFar(
            now=self.now,
            shifts={name: track.so_far() for name, track in self.tracks.items()},
            kept={job_id: tuple(shifts) for job_id, shifts in self.kept.items()},
            starts=self.starts(),
            begun=self.facts.started | self.facts.done,
            done=self.facts.done,
            could_not=self.facts.could_not,
            told_at=self.facts.told_at,
        )

    def leave_earlier_shifts(self) -> None:
        """Whoever has told of something on another of their shifts since is not where they were before."""
        told = {
            name: (track.free_at, track.shift.hours.opens_at)
            for name, track in self.tracks.items()
            if track.free_at is not None
        }
        for name, track in self.tracks.items():
            if track.there is None:
                continue
            same_people = [each for each, other in self.tracks.items() if set(other.present) & set(track.present)]
            last = max((told[each] for each in same_people if each in told), default=told[name])
            if last > told[name]:
                track.leave(track.there, last[0])

    def expected(self, track: Track, job_id: str) -> bool:
        """Whether this shift is still to do the job, and can."""
        job = self.jobs.get(job_id)
        if job is None or job_id in self.withdrawn or job_id in self.facts.done | self.facts.could_not:
            return False
        others = self.kept[job_id]
        at_it = {name for shift_id in others for name in self.tracks[shift_id].shift.worker_ids}
        return (
            track.shift.id not in others
            and len(others) < job.people
            and not at_it & set(track.present)
            and self.able(track, job)
        )

    def elsewhere(self, track: Track) -> bool:
        """Whether somebody on it is at work on another of their shifts, or has gone on to a later one."""
        return any(
            other is not track
            and set(other.present) & set(track.present)
            and (
                other.there is not None
                or other.line
                or (other.free_at is not None and other.shift.hours.opens_at > track.shift.hours.opens_at)
            )
            for other in self.tracks.values()
        )

    def able(self, track: Track, job: Job) -> bool:
        """Whether those of a crew who are left can do it; the plan that holds has seen to everything else."""
        if not track.can_go_on or self.elsewhere(track):
            return False
        if track.present == track.shift.worker_ids:
            return True
        held = [skill for name in track.present if name in self.workers for skill in self.workers[name].skills]
        return len(track.present) >= job.crew and spare_levels(held, job.skills) is not None

    def waits(self, job_id: str) -> bool:
        """Whether it has to follow a job that nobody has begun; then it is not yet certain when, or if at all."""
        return any(
            order.second_id == job_id and order.first_id in self.jobs and order.first_id not in self.facts.started
            and order.first_id not in self.facts.done
            and (order.needs_first or order.first_id not in self.facts.could_not | self.withdrawn)
            for order in self.inputs.day.orders
        )  # fmt: skip

    def bring_the_others(self, job_id: str) -> None:
        """Somebody is at a job for several or on the way: the others come too, by the way they were to come."""
        if not any(track.is_bound_for(job_id) for track in self.tracks.values()):
            return
        for track in self.tracks.values():
            number = track.number_of(job_id)
            if number is None or not self.expected(track, job_id):
                continue
            for entry in track.route[track.position + 1 : number]:
                if entry is track.under_way or entry in track.line or entry.job_id is None:
                    continue
                job = self.jobs.get(entry.job_id)
                if job and job.people == 1 and self.expected(track, job.id) and not self.waits(job.id):
                    track.line.append(entry)
                    self.kept[job.id].append(track.shift.id)
            track.line.append(track.route[number])
            self.kept[job_id].append(track.shift.id)

    def foresee(self) -> None:
        """Times for every line, in the order in which the plan had the jobs, so that those who meet wait."""
        for track in self.tracks.values():
            if track.there is not None:
                track.free_at, track.place = track.there.finishes_at, track.there.place
        lines = [track.to_meet() for track in self.tracks.values()]
        while any(lines):
            job_id = self.next_of([line for line in lines if line])
            self.meet(self.jobs[job_id])
            lines = [[one for one in line if one[1] != job_id] for line in lines]

    @staticmethod
    def next_of(lines: list[list[tuple[datetime, str]]]) -> str:
        """The earliest, by the plan, of the jobs that come next for everybody who goes there."""
        later = {job_id for line in lines for _, job_id in line[1:]}
        # Where two were to meet twice and went about it in opposite order, nothing is next for both: any will do.
        return min([line[0] for line in lines if line[0][1] not in later] or [line[0] for line in lines])[1]

    def meet(self, job: Job) -> None:
        coming = [one for one in self.tracks.values() if any(entry.job_id == job.id for entry in one.line)]
        arrivals = {track.shift.id: track.ready_at(job) for track in coming}
        there = [
            (track, track.there)
            for track in self.tracks.values()
            if track.there is not None and track.there.job is not None and track.there.job.id == job.id
        ]
        ready = [ready_at for _, ready_at in arrivals.values()] + [
            track.ready_there(job, stop) for track, stop in there
        ]
        known = self.starts()
        after = [
            known[order.first_id] + order.least
            for order in self.inputs.day.orders
            if order.second_id == job.id and order.first_id in known
        ]
        if len(ready) + len(coming) < 2:
            return  # nobody to wait for: what is told stands
        starts_at = opening(job, max([*ready, *after]))
        for track in coming:
            track.settle(job, arrivals[track.shift.id][0], starts_at)
        for track, _ in there:
            track.wait_at(job, starts_at)

    def starts(self) -> dict[str, datetime]:
        """Of all jobs among the settled stops that were or will be done."""
        found: dict[str, datetime] = {}
        for track in self.tracks.values():
            for stop in track.stops:
                if stop.job is not None and not stop.could_not:
                    found[stop.job.id] = min(stop.starts_at, found.get(stop.job.id, stop.starts_at))
        return found
