"""Places of the plan shown whose own street the map cuts off: what is done there, and how far is walked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dispatch.domain.day_plan import CutOff
from web.pages.board_day import StoredBoard
from web.pages.board_seen import SeenJob, Seer
from web.pages.in_zone import some

NAMED_AT_MOST = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class CutOffLine:
    """A place; `job_id` is one that is done there. Empty: where shifts start or end, or places that are not shared."""

    where: str
    about: str
    why: str  # 210 m walked each way.
    colour: int
    job_id: str = ""


def cut_off_lines(board: StoredBoard, seer: Seer) -> tuple[CutOffLine, ...]:
    """The longest walk first; last, how many jobs are at places that the reader may not see.

    Of these no metres are told: beside an address with as many they would tell who is visited there.
    """
    found = board.shown.plan.cut_off if board.shown else ()
    jobs = [_jobs(seer, place) for place in found]
    lines = [line for place, seen in zip(found, jobs, strict=True) for line in _lines(board, seer, place, seen)]
    return (*lines, *_not_shared([one for seen in jobs for one in seen if not one.place_seen]))


def _jobs(seer: Seer, place: CutOff) -> list[SeenJob]:
    return [seen for job_id in place.job_ids if (seen := seer.job(job_id)) is not None]


def _lines(board: StoredBoard, seer: Seer, place: CutOff, jobs: Sequence[SeenJob]) -> Iterator[CutOffLine]:
    walked = f"{place.walk_m:,} m walked each way."
    seen = [one for one in jobs if one.place_seen]
    if seen:
        first, others = seen[0], len(seen) - 1
        about = f"{first.what} · {_service(first)}" if first.described else _service(first)
        more = f", and {some(others, 'more job')}" if others else ""
        yield CutOffLine(where=first.where, about=about + more, why=walked, colour=first.colour, job_id=first.id)
    shifts = [board.shifts[one] for one in place.shift_ids if one in board.shifts]
    if shifts:
        people = dict.fromkeys(worker for shift in shifts for worker in shift.worker_ids)
        yield CutOffLine(
            where=f"Where {some(len(shifts), 'shift starts or ends', 'shifts start or end')}",
            about=_names([board.workers[one].name for one in people if one in board.workers]),
            why=walked,
            colour=seer.colour(shifts[0].service_id),
        )


def _not_shared(jobs: Sequence[SeenJob]) -> Iterator[CutOffLine]:
    if jobs:
        yield CutOffLine(
            where=f"{some(len(jobs), 'job')} at places that are not shared with your organisation",
            about="; ".join(dict.fromkeys(_service(one) for one in jobs)),
            why="Their own schedulers are told where.",
            colour=jobs[0].colour,
        )


def _service(seen: SeenJob) -> str:
    return seen.service if seen.own else f"{seen.service}, {seen.organisation}"


def _names(names: Sequence[str]) -> str:
    shown = ", ".join(names[:NAMED_AT_MOST])
    more = len(names) - NAMED_AT_MOST
    return f"{shown} and {more} more" if more > 0 else shown
