"""The scheduler's board: where the day stands, what to do next, workers by time, and what asks for a decision."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from dispatch.domain.permissions import Action, may
from dispatch.domain.plan_request import PlanRequest
from dispatch.domain.revision import Revision
from dispatch.domain.states import UNFINISHED, JobState, PlanState, RequestState
from dispatch.planning.freshness import Change
from web.pages.board_changes import ChangesView, changes_view
from web.pages.board_day import StoredBoard, job_ids_in
from web.pages.board_lists import Lists, lists
from web.pages.board_seen import Seer
from web.pages.board_timeline import Timeline, timeline
from web.pages.in_zone import clock, day_in_words, moment_in_words, some


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number with its words; `anchor` is where its list is on the page."""

    number: int
    words: str
    anchor: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """An entry of a list to choose from."""

    value: str
    text: str
    selected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Making:
    """A plan that is being made. `problem`: why the last one was not."""

    request_id: str = ""
    percent: int = 0
    doing: str = ""
    waiting: bool = False
    cancel_asked: bool = False
    asked: str = ""
    problem: str = ""
    cancelled: bool = False
    plan_id: str = ""

    @property
    def unfinished(self) -> bool:
        """Whether it still runs."""
        return bool(self.request_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentLine:
    """A worker reported as absent; `absence_id` empty: not the reader's to undo."""

    who: str
    since: str
    absence_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlan:
    """The revision on the board. `state` is a PlanState's value."""

    id: str
    number: int
    state: str
    sentence: str  # Published by Priya Shah at 10:32.
    replaces: int = 0  # number of the plan that publishing would replace; 0: none
    visits: int = 0
    routes: int = 0
    left_out: int = 0
    violations: tuple[str, ...] = ()
    stale: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardView:
    """All that `board.html` shows."""

    date: str  # 2026-11-24
    day: str  # Tuesday 24 November 2026
    today: bool
    past: bool
    before: str
    after: str
    query: str  # what links to this board carry on
    shown: ShownPlan | None
    other: Choice | None  # the plan that holds while a draft is shown, or the other way round
    making: Making
    may_plan: bool
    host: str
    member: bool  # the reader's organisation is planned for, and does not host
    figures: tuple[Figure, ...]
    changed: tuple[str, ...]  # what came since the plan was made
    lists: Lists
    changes: ChangesView | None
    timeline: Timeline
    services: tuple[Choice, ...]
    absent: tuple[AbsentLine, ...]
    to_report: tuple[Choice, ...]
    map: str  # address of the routes; empty: nothing to draw, or no map
    on_shift: int
    may_add: bool


def board_view(board: StoredBoard, zone: ZoneInfo, *, only_service: str = "", has_map: bool = False) -> BoardView:
    """A pure function of what is stored."""
    seer = Seer(board)
    found = lists(board, seer, zone)
    host = board.partnership.host_id
    return BoardView(
        date=board.on.isoformat(),
        day=day_in_words(board.on),
        today=board.on == board.today,
        past=board.past,
        before=(board.on - timedelta(days=1)).isoformat(),
        after=(board.on + timedelta(days=1)).isoformat(),
        query=f"date={board.on.isoformat()}",
        shown=_shown(board, seer, zone),
        other=_other(board),
        making=making(board.request, board.on, zone),
        may_plan=board.may_plan,
        host=board.organisations.get(host, host),
        member=board.actor.organisation_id != host,
        figures=_figures(board, found),
        changed=_changed(board, found),
        lists=found,
        changes=changes_view(board, seer, zone),
        timeline=timeline(board, seer, zone, only_service),
        services=_services(board, only_service),
        absent=_absent(board, zone),
        to_report=_to_report(board),
        map=f"/map/routes.geojson?plan={board.shown.id}" if has_map and board.shown else "",
        on_shift=len({one for shift in board.shifts.values() for one in shift.worker_ids}),
        may_add=may(board.actor, Action.ADD_JOB, board.actor.organisation_id),
    )


def making(request: PlanRequest | None, on: date, zone: ZoneInfo) -> Making:
    """How far the latest request is; an older failure is told until another one is asked for."""
    if request is None:
        return Making()
    asked = moment_in_words(request.asked_at, zone, on=on)
    if request.state in UNFINISHED:
        return Making(
            request_id=request.id,
            percent=min(100, max(0, request.progress)),
            doing=request.doing,
            waiting=request.state is RequestState.WAITING,
            cancel_asked=request.cancel_asked,
            asked=asked,
        )
    return Making(
        problem=request.problem if request.state is RequestState.FAILED else "",
        cancelled=request.state is RequestState.CANCELLED,
        plan_id=request.plan_id or "",
        asked=asked,
    )


def plan_sentence(revision: Revision, people: dict[str, str], on: date, zone: ZoneInfo) -> str:
    """Who made or published it, and when."""
    made = f"made at {moment_in_words(revision.made_at, zone, on=on)} for {people.get(revision.made_by, 'Allround')}"
    if revision.published_at is None:
        return f"{made[0].upper()}{made[1:]}."
    by = people.get(revision.published_by or "", "somebody no longer here")
    return f"Published by {by} at {moment_in_words(revision.published_at, zone, on=on)}."


def _shown(board: StoredBoard, seer: Seer, zone: ZoneInfo) -> ShownPlan | None:
    one = board.shown
    if one is None:
        return None
    return ShownPlan(
        id=one.id,
        number=one.number,
        state=one.state.value,
        sentence=plan_sentence(one, dict(board.people), board.on, zone),
        replaces=board.published.number if board.published and one.state is PlanState.DRAFT else 0,
        visits=sum(entry.job_id is not None for day in one.plan.days for entry in day.entries),
        routes=sum(any(entry.job_id for entry in day.entries) for day in one.plan.days),
        left_out=len(one.plan.left_out),
        violations=one.plan.violations,
        stale=tuple(_changed_in_words(one, seer) for one in board.stale),
    )


def _changed_in_words(change: Change, seer: Seer) -> str:
    """With what the job is where the reader may see that."""
    seen = seer.job(change.job_id) if change.job_id else None
    if seen is None or not seen.described:
        return change.sentence
    return f"Job {change.job_id} ({seen.what}) {change.words}."


def _other(board: StoredBoard) -> Choice | None:
    if board.shown is None:
        return None
    for one, words in ((board.published, "the published plan"), (board.draft, "the draft")):
        if one is not None and one.id != board.shown.id:
            return Choice(value=one.id, text=f"{words} ({one.number})")
    return None


def _figures(board: StoredBoard, found: Lists) -> tuple[Figure, ...]:
    """Of the day's jobs; what another day's plan has in hand is not counted, what it had and nobody did is."""
    planned = frozenset(job_ids_in(board.shown.plan)) if board.shown else frozenset()
    counted = {
        job_id: record.state
        for job_id, record in board.records.items()
        if record.state is not JobState.WITHDRAWN
        and (record.state is not JobState.SCHEDULED or job_id in planned or job_id in board.forgotten)
    }
    states = list(counted.values())
    started = sum(state is JobState.STARTED and job_id not in board.forgotten for job_id, state in counted.items())
    left, silent = len(found.left_out), len(found.not_reported)
    not_reported = (Figure(number=silent, words="not reported", anchor="not-reported"),) if silent else ()
    waits = sum(state in (JobState.OPEN, JobState.SCHEDULED) for state in states)
    if board.shown is None:
        return (Figure(number=len(states), words="jobs"), Figure(number=waits, words="to plan"), *not_reported)
    return (
        Figure(number=len(states), words="job" if len(states) == 1 else "jobs"),
        Figure(number=states.count(JobState.DONE), words="done"),
        Figure(number=started, words="started"),
        Figure(number=max(0, waits - left - silent - len(found.came_in)), words="to do"),
        Figure(number=len(found.to_decide), words="to decide", anchor="to-decide"),
        *not_reported,
        Figure(number=left, words="left out", anchor="left-out"),
        Figure(number=len(found.came_in), words="came in since", anchor="came-in"),
    )


def _changed(board: StoredBoard, found: Lists) -> tuple[str, ...]:
    """What makes a revision worth while."""
    if board.shown is None:
        return ()
    since = board.shown.inputs_at
    sent = {
        worker_id
        for day in board.shown.plan.days
        for worker_id in day.worker_ids
        if any(entry.finishes_at > board.now for entry in day.entries)
    }
    absent = [one for one in board.absences if one.reported_at > since and one.worker_id in sent]
    words = []
    if found.came_in:
        words.append(f"{some(len(found.came_in), 'job')} came in or {_was(len(found.came_in))} put back on the list")
    if absent:
        names = [board.workers[one.worker_id].name for one in absent if one.worker_id in board.workers]
        words.append(f"{' and '.join(names)} {_is(len(names))} absent")
    if found.not_reported:
        silent = len(found.not_reported)
        words.append(f"{some(silent, 'job')} of an earlier day {_was(silent)} not reported")
    if found.to_decide:
        words.append(f"{some(len(found.to_decide), 'job')} could not be done or finished: decide below what next")
    return tuple(words)


def _was(number: int) -> str:
    return "was" if number == 1 else "were"


def _is(number: int) -> str:
    return "is" if number == 1 else "are"


def _services(board: StoredBoard, only: str) -> tuple[Choice, ...]:
    there = {shift.service_id for shift in board.shifts.values()}
    return tuple(
        Choice(value=service_id, text=name, selected=service_id == only)
        for service_id, name in board.services.items()
        if service_id in there
    )


def _absent(board: StoredBoard, zone: ZoneInfo) -> tuple[AbsentLine, ...]:
    return tuple(
        AbsentLine(
            who=board.workers[one.worker_id].name if one.worker_id in board.workers else one.worker_id,
            since=clock(one.starts_at, zone),
            absence_id=one.id
            if may(board.actor, Action.REPORT_ABSENCE, one.organisation_id) and not board.past
            else "",
        )
        for one in board.absences
    )


def _to_report(board: StoredBoard) -> tuple[Choice, ...]:
    """Own workers on shift who are not absent yet, by name."""
    if board.past:
        return ()
    gone = {one.worker_id for one in board.absences}
    on_shift = {one for shift in board.shifts.values() for one in shift.worker_ids} - gone
    own = [
        board.workers[one]
        for one in on_shift
        if one in board.workers and may(board.actor, Action.REPORT_ABSENCE, board.workers[one].organisation_id)
    ]
    return tuple(Choice(value=one.id, text=one.name) for one in sorted(own, key=lambda one: (one.name, one.id)))
