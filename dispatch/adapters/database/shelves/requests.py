"""Plan requests and the inputs they froze."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, Row, exists, func, or_, select, update

from dispatch.adapters.database.insert import insert_unless_there
from dispatch.adapters.database.packed import pack, unpack
from dispatch.adapters.database.scope import check_owner, visible
from dispatch.adapters.database.tables import requests
from dispatch.domain.actor import Actor
from dispatch.domain.day import Day
from dispatch.domain.errors import NotFound
from dispatch.domain.plan_request import PlanInputs, PlanRequest
from dispatch.domain.states import REQUEST_MOVES, UNFINISHED, RequestState
from dispatch.ports.clock import Clock

_request, _inputs, _member = requests.plan_request, requests.plan_inputs, requests.plan_member


class SqlRequestShelf:
    """The inputs lie in a table of their own: asking how far a plan is reads none of them."""

    def __init__(self, connection: Connection, actor: Actor, now: Clock) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    def add(self, request: PlanRequest, inputs: PlanInputs) -> bool:
        """The unique indexes decide, so that of two at the same moment one is stored."""
        check_owner(self._actor, request.organisation_id)
        row = {**_row(request), "number": self._next_number(request)}
        if not insert_unless_there(self._connection, _request, row):
            return False
        packed = {"request_id": request.id, "organisation_id": request.organisation_id,
                  "inputs": pack(PlanInputs, inputs)}  # fmt: skip
        self._connection.execute(_inputs.insert().values(packed))
        members = [{"request_id": request.id, "organisation_id": each} for each in _members(inputs.day)]
        if members:
            self._connection.execute(_member.insert(), members)
        return True

    def get(self, request_id: str) -> PlanRequest | None:
        """One by its id; the members of the plan see it too."""
        row = self._connection.execute(select(_request).where(_request.c.id == request_id, self._seen())).one_or_none()
        return None if row is None else _request_from(row)

    def inputs(self, request_id: str) -> PlanInputs:
        """For the host and the program only: they have the names and places of every member."""
        asked = select(_inputs.c.inputs).where(_inputs.c.request_id == request_id, visible(_inputs, self._actor))
        packed = self._connection.scalar(asked)
        if packed is None:
            raise NotFound(f"There is no plan request {request_id!r}.")
        return unpack(PlanInputs, packed)

    def latest(self, host_id: str, on: date) -> PlanRequest | None:
        """By the order of asking, as two may have been asked for at the same moment of a coarse clock."""
        asked = (
            select(_request)
            .where(_request.c.organisation_id == host_id, _request.c.date == on, self._seen())
            .order_by(_request.c.number.desc())
            .limit(1)
        )
        row = self._connection.execute(asked).one_or_none()
        return None if row is None else _request_from(row)

    def unfinished(self) -> tuple[PlanRequest, ...]:
        """By the time of asking, then by id."""
        asked = (
            select(_request)
            .where(_request.c.state.in_(sorted(UNFINISHED)), self._seen())
            .order_by(_request.c.asked_at, _request.c.id)
        )
        return tuple(_request_from(row) for row in self._connection.execute(asked))

    def move(self, request_id: str, target: RequestState, *, problem: str = "", plan_id: str | None = None) -> bool:
        """One conditional UPDATE. A plan that is named once stays named."""
        sources = sorted(state for state, moves in REQUEST_MOVES.items() if target in moves)
        changes: dict[str, object] = {"state": target, "problem": problem}
        if plan_id is not None:
            changes["plan_id"] = plan_id
        return self._change(request_id, _request.c.state.in_(sources), changes)

    def progress(self, request_id: str, percent: int, doing: str) -> bool:
        """Also true where it was cancelled already, so that the work stops."""
        running = _request.c.state.in_(sorted(UNFINISHED))
        self._change(request_id, running, {"progress": percent, "doing": doing})
        cancelled = or_(_request.c.cancel_asked, _request.c.state == RequestState.CANCELLED)
        asked = select(_request.c.id).where(_request.c.id == request_id, cancelled, visible(_request, self._actor))
        return self._connection.scalar(asked) is not None

    def ask_to_cancel(self, request_id: str) -> bool:
        """Asked twice is asked once."""
        return self._change(request_id, _request.c.state.in_(sorted(UNFINISHED)), {"cancel_asked": True})

    def _change(self, request_id: str, condition: ColumnElement[bool], changes: dict[str, object]) -> bool:
        changed = self._connection.execute(
            update(_request)
            .where(_request.c.id == request_id, condition, visible(_request, self._actor))
            .values(changes)
        )
        return changed.rowcount == 1

    def _next_number(self, request: PlanRequest) -> int:
        """Two at the same moment get the same one, and only one of them is stored."""
        asked = select(func.coalesce(func.max(_request.c.number), 0) + 1).where(
            _request.c.organisation_id == request.organisation_id, _request.c.date == request.date
        )
        return self._connection.scalar(asked) or 1

    def _seen(self) -> ColumnElement[bool]:
        return or_(visible(_request, self._actor), works_in(_request.c.id, self._actor))


def works_in(request_id: ColumnElement[str], actor: Actor) -> ColumnElement[bool]:
    """For WHERE: an organisation of the actor has a shift or a job in what the request plans."""
    return exists().where(_member.c.request_id == request_id, visible(_member, actor))


def _members(day: Day) -> list[str]:
    return sorted({shift.organisation_id for shift in day.shifts} | {job.organisation_id for job in day.jobs})


def _row(request: PlanRequest) -> dict[str, object]:
    return {
        "id": request.id,
        "organisation_id": request.organisation_id,
        "date": request.date,
        "state": request.state,
        "asked_by": request.asked_by,
        "asked_at": request.asked_at,
        "based_on": request.based_on,
        "seed": request.seed,
        "iterations": request.iterations,
        "progress": request.progress,
        "doing": request.doing,
        "cancel_asked": request.cancel_asked,
        "problem": request.problem,
        "plan_id": request.plan_id,
    }


def _request_from(row: Row[tuple[object, ...]]) -> PlanRequest:
    return PlanRequest(
        id=row.id,
        organisation_id=row.organisation_id,
        date=row.date,
        state=RequestState(row.state),
        asked_by=row.asked_by,
        asked_at=row.asked_at,
        based_on=row.based_on,
        seed=row.seed,
        iterations=row.iterations,
        progress=row.progress,
        doing=row.doing,
        cancel_asked=row.cancel_asked,
        problem=row.problem,
        plan_id=row.plan_id,
    )
