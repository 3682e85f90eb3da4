"""One shift's way through the day up to now: told stops, breaks taken, and what it is on the way to."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from dispatch.domain.day_plan import Entry, EntryKind, WorkerDay
from dispatch.domain.job import Job
from dispatch.domain.place import Place
from dispatch.domain.time_window import TimeWindow
from dispatch.domain.worker import MealBreak, WorkShift
from dispatch.planning.legs import Legs
from dispatch.planning.reported import Report, whole
from dispatch.planning.settled import SettledStop, ShiftSoFar

# A break that work has run over is owed as soon as that work ends, and begins within this time.
LATE_BREAK = timedelta(hours=1)


class Track:
    """Follows one shift; `line` is what it does next whatever the rest of the day becomes."""

    def __init__(
        self, shift: WorkShift, present: tuple[str, ...], published: WorkerDay | None, legs: Legs, now: datetime
    ) -> None:
        self.shift, self.present, self.published, self.legs, self.now = shift, present, published, legs, now
        self.route: tuple[Entry, ...] = published.entries if published else ()
        self.stops: list[SettledStop] = []
        self.place: Place = shift.start_place
        self.free_at: datetime | None = None
        self.running: list[SettledStop] = []  # begun, and no end was told
        self.there: SettledStop | None = None  # the one of these where the shift is now
        self.went_on = False
        self.position = -1  # of the last entry told of
        self.under_way: Entry | None = None
        self.line: list[Entry] = []
        self.breaks: list[MealBreak] = list(shift.breaks)

    @property
    def can_go_on(self) -> bool:
        """Whether anybody is left on it, and on duty: whoever went home untold is on the way to nowhere."""
        return bool(self.present) and self.now < whole(self.shift.hours.closes_at) + self.shift.overtime_limit

    def departs_at(self, number: int) -> datetime:
        """When the plan leaves for entry `number`."""
        if number == 0:
            return self.published.leaves_at if self.published else self.shift.hours.opens_at
        return self.route[number - 1].finishes_at

    def number_of(self, job_id: str) -> int | None:
        """Where the route has the job."""
        return next((number for number, entry in enumerate(self.route) if entry.job_id == job_id), None)

    def tell(self, job: Job, report: Report) -> None:
        """Takes in what the field has told of a job."""
        work = job.duration
        if report.ended_at is None:
            arrives_at = report.arrived_at or self.now
            starts_at = opening(job, arrives_at + self.set_up(job, arrives_at))
            finishes_at = max(self.now, starts_at + work)
        else:
            finishes_at = report.ended_at
            arrives_at = report.arrived_at or finishes_at - work - job.set_up
            starts_at = min(finishes_at, max(arrives_at + job.set_up, finishes_at - work))
        stop = SettledStop(
            job=job,
            place=job.place,
            arrives_at=arrives_at,
            starts_at=starts_at,
            finishes_at=finishes_at,
            could_not=report.ended_at is not None and not report.done,
        )
        self.stops.append(stop)
        if report.ended_at is None:
            self.running.append(stop)

    def set_up(self, job: Job, arrives_at: datetime) -> timedelta:
        """None where the shift comes from the same place, as the plan counts it too."""
        before = [stop for stop in self.stops if stop.arrives_at <= arrives_at]
        here = max(before, key=lambda stop: stop.arrives_at).place if before else self.shift.start_place
        return timedelta(0) if here.uprn == job.place.uprn else job.set_up

    def stand(self, jobs: Mapping[str, Job], told_at: Mapping[tuple[str, str], datetime]) -> None:
        """Finds where the shift is and how far along its route, from what it told last."""
        running = {stop.job.id: stop for stop in self.running if stop.job is not None}
        own = [(at, job_id in running, job_id) for (name, job_id), at in told_at.items() if name == self.shift.id]
        if not own:
            return
        at, _, job_id = max(own)
        self.place, self.free_at, self.there = jobs[job_id].place, at, running.get(job_id)
        for stop in self.running:
            if stop is not self.there:
                self.leave(stop, at)

    def leave(self, stop: SettledStop, at: datetime) -> None:
        """They told of something later elsewhere, so they have left by then, whatever became of it."""
        left = replace(stop, starts_at=min(stop.starts_at, at), finishes_at=min(stop.finishes_at, at))
        self.stops[self.stops.index(stop)] = left
        if stop is self.there:
            self.there = None

    def pass_entries(self, told_at: Mapping[tuple[str, str], datetime], reopened: frozenset[str]) -> None:
        """Finds the last entry told of. One put back counts only where the plan had it before it was tried."""
        for number, entry in enumerate(self.route):
            if entry.job_id is None:
                continue
            at = told_at.get((self.shift.id, entry.job_id))
            if at is not None and (entry.job_id not in reopened or whole(self.departs_at(number)) <= at):
                self.position = number

    def take_breaks(self) -> None:
        """Breaks before the last entry told of were taken, unless it was told before they could have been over."""
        for entry in self.route[: max(0, self.position)]:
            if entry.kind is EntryKind.BREAK and self.free_at is not None and entry.finishes_at <= self.free_at:
                self.take_break(entry, whole(entry.starts_at))

    def take_break(self, entry: Entry, starts_at: datetime) -> datetime:
        """When it is over."""
        rest = rest_of(entry, self.breaks)
        if rest is not None:
            self.breaks.remove(rest)
        before = [stop for stop in self.stops if stop.arrives_at <= starts_at]
        place = max(before, key=lambda stop: stop.arrives_at).place if before else self.shift.start_place
        finishes_at = starts_at + (whole(entry.finishes_at) - whole(entry.starts_at))
        self.stops.append(
            SettledStop(job=None, place=place, arrives_at=starts_at, starts_at=starts_at, finishes_at=finishes_at)
        )
        return finishes_at

    def go_on(self, expected: Callable[["Track", str], bool], waits: Callable[[str], bool]) -> None:
        """By the plan: a break begun by now, and the visit somebody has left for by now."""
        if self.there is not None or not self.can_go_on:
            return
        for number in range(self.position + 1, len(self.route)):
            entry = self.route[number]
            if self.departs_at(number) > self.now or (self.free_at is not None and self.free_at > self.now):
                return
            if entry.job_id is None:
                starts_at = max(whole(entry.starts_at), self.free_at or whole(entry.starts_at))
                if starts_at > self.now:
                    return
                self.free_at = self.take_break(entry, starts_at)
            elif expected(self, entry.job_id):
                if not waits(entry.job_id):
                    self.under_way = entry
                    self.line.append(entry)
                return

    def is_bound_for(self, job_id: str) -> bool:
        """Whether the shift is at the job or on the way to it."""
        here = self.there.job if self.there is not None else None
        return (here is not None and here.id == job_id) or any(entry.job_id == job_id for entry in self.line)

    def to_meet(self) -> list[tuple[datetime, str]]:
        """Where it is and what comes next, in order: published start and job."""
        line = sorted(self.line, key=lambda entry: (entry is not self.under_way, self.route.index(entry)))
        here = [(self.there.arrives_at, self.there.job.id)] if self.there is not None and self.there.job else []
        return here + [(entry.starts_at, entry.job_id) for entry in line if entry.job_id is not None]

    def ready_there(self, job: Job, stop: SettledStop) -> datetime:
        """When it can begin at a job it is at; if it went to meet somebody else meanwhile, once it is back."""
        return self.ready_at(job)[1] if self.went_on else stop.starts_at

    def ready_at(self, job: Job) -> tuple[datetime, datetime]:
        """When the shift arrives at the next job of its line and when it can begin there."""
        leaves_at = self.free_at or self.now
        if self.under_way is not None and self.under_way.job_id == job.id:
            number = self.route.index(self.under_way)
            leaves_at = max(whole(self.departs_at(number)), self.free_at or whole(self.departs_at(number)))
        elif self.free_at is None:
            leaves_at = max(self.now, whole(self.shift.hours.opens_at))
        arrives_at = max(self.now, self.legs.arrival(leaves_at, self.shift.mode, self.place, job.place))
        here = self.place.uprn == job.place.uprn
        return arrives_at, arrives_at + (timedelta(0) if here else job.set_up)

    def settle(self, job: Job, arrives_at: datetime, starts_at: datetime) -> None:
        """Puts the next job of the line among the settled stops."""
        self.place, self.free_at = job.place, starts_at + job.duration
        stop = SettledStop(
            job=job, place=job.place, arrives_at=arrives_at, starts_at=starts_at, finishes_at=self.free_at
        )
        self.stops.append(stop)
        self.went_on = True

    def wait_at(self, job: Job, starts_at: datetime) -> None:
        """A job for several that this shift is at begins only when the others are there."""
        if self.there is None or self.there not in self.stops:
            return
        finishes_at = max(self.now, starts_at + job.duration)
        waited = replace(self.there, starts_at=starts_at, finishes_at=finishes_at)
        self.stops[self.stops.index(self.there)] = self.there = waited
        self.place, self.free_at = job.place, finishes_at

    def so_far(self) -> ShiftSoFar:
        """What came of it."""
        return ShiftSoFar(
            shift=self.shift,
            present=self.present,
            stops=tuple(sorted(self.stops, key=lambda stop: (stop.starts_at, stop.finishes_at))),
            place=self.place,
            free_at=self.free_at,
            breaks=self._owed(),
            published=self.published,
        )

    def _owed(self) -> tuple[MealBreak, ...]:
        """Breaks left; one that was planned and run over by work comes as soon as that is over."""
        free_at, owed, left = self.free_at, [], list(self.breaks)
        for entry in self.route:
            rest = rest_of(entry, left) if entry.kind is EntryKind.BREAK else None
            if rest is None or free_at is None or free_at < rest.window.closes_at:
                continue
            if any(stop.job is None and stop.starts_at == whole(entry.starts_at) for stop in self.stops):
                continue
            left.remove(rest)
            owed.append(replace(rest, window=TimeWindow(free_at, free_at + LATE_BREAK)))
        return (*left, *owed)


def opening(job: Job, ready_at: datetime) -> datetime:
    """When work can begin for somebody who is ready then: they wait for a window, and none turns them round."""
    windows = (*job.windows, *((job.appointment,) if job.appointment else ()))
    open_then = [max(ready_at, whole(window.opens_at)) for window in windows if ready_at < window.closes_at]
    return min(open_then, default=ready_at)


def rest_of(entry: Entry, breaks: list[MealBreak]) -> MealBreak | None:
    """The break of a shift that an entry is; entries do not name it."""
    length = whole(entry.finishes_at) - whole(entry.starts_at)
    fitting = [rest for rest in breaks if entry.starts_at in rest.window and rest.length == length]
    alike = [rest for rest in breaks if rest.length == length]
    return next(iter((*fitting, *alike, *breaks)), None)
