"""Jobs: adding one at the desk, looking at one, taking it away, putting it back."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Path, Query, Request
from starlette.responses import Response

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound, NotLegal, Unusable
from dispatch.domain.skill import Skill
from dispatch.planning.add_job import add_job
from dispatch.planning.withdraw_job import reopen_job, withdraw_job
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store
from web.pages.board import address, bounded
from web.pages.board_day import note, opening_day, read_board
from web.pages.frame import Flash
from web.pages.in_zone import sentence
from web.pages.job_view import job_page
from web.pages.known_places import as_typed, known_places
from web.pages.new_job_form import IMPORTANCE_WORDS, Complaint, Typed, at_fields, read, skill_value, skill_words
from web.pages.page import Pages, actor_in, back_to

Id = Annotated[str, Path(max_length=200)]
Line = Annotated[str, Form(max_length=300)]
Short = Annotated[str, Form(max_length=20)]
Note = Annotated[str, Form(max_length=2000)]


def job_routes(store: Store, clock: Clock, zone: ZoneInfo, pages: Pages, *, new_id: Callable[[], str]) -> APIRouter:
    """`/jobs/new`, `/jobs`, `/jobs/{job_id}` and its `/withdraw` and `/reopen`."""
    router = APIRouter(tags=["jobs"])

    def show_form(request: Request, typed: Typed, complaints: Sequence[Complaint] = (), status: int = 200) -> Response:
        actor, today = actor_in(request), clock().astimezone(zone).date()
        on = _day(typed.date, today)
        with store.reading(actor) as work:
            places = known_places(work, actor, (on, opening_day(work, actor, today)), today)
            choices = _choices(work.settings.services(), work.settings.workers(), work.jobs.of_day(on), actor)
        return pages.show(
            request, "new_job.html", status=status, typed=typed, complaints=tuple(complaints), date=on.isoformat(),
            at={one.field: one.text for one in reversed(complaints)}, addresses=tuple(map(as_typed, places)),
            importance=tuple((one.value, words) for one, words in IMPORTANCE_WORDS.items()), **choices,
        )  # fmt: skip

    @router.get("/jobs/new")
    def new(request: Request, on: Annotated[date | None, Query(alias="date")] = None) -> Response:
        """The empty form."""
        actor, today = actor_in(request), clock().astimezone(zone).date()
        day = bounded(on, today)
        if day is None:
            with store.reading(actor) as work:
                day = opening_day(work, actor, today)
        return show_form(request, Typed(id=f"desk-{new_id()}", date=max(day, today).isoformat()))

    @router.post("/jobs")
    def add(
        request: Request,
        form_id: Annotated[str, Form(max_length=100, alias="id")] = "",
        service: Line = "",
        where: Annotated[str, Form(max_length=300, alias="address")] = "",
        kind: Annotated[str, Form(max_length=300, alias="type")] = "",
        description: Note = "",
        minutes: Short = "",
        people: Short = "1",
        on: Annotated[str, Form(max_length=20, alias="date")] = "",
        opens: Short = "",
        closes: Short = "",
        appointment: Short = "",
        importance: Short = "",
        skills: Annotated[list[str] | None, Form(max_length=50)] = None,
    ) -> Response:
        """Adds the job, or shows the form again with what is to be put right."""
        typed = Typed(
            id=form_id, service=service, address=where, type=kind, description=description, minutes=minutes,
            people=people, date=on, opens=opens, closes=closes, appointment=bool(appointment), importance=importance,
            skills=tuple(one[:200] for one in skills or ()),
        )  # fmt: skip
        actor, now = actor_in(request), clock()
        today = now.astimezone(zone).date()
        with store.reading(actor) as work:
            places = known_places(work, actor, (_day(on, today), opening_day(work, actor, today)), today)
        wanted, complaints = read(typed, places)
        if wanted is None:
            return show_form(request, typed, complaints, status=422)
        try:
            added = add_job(store, actor, wanted, new_id=new_id, now=now, zone=zone, form_id=form_id)
        except Unusable as unusable:
            return show_form(request, typed, at_fields(unusable.complaints), status=422)
        if added.again:
            text = "This form was sent before, so its job is there once, as below. For another job open a new form."
            return back_to(f"/jobs/{added.record.job.id}", Flash(kind="note", text=text))
        text = " ".join(("The job is added. A new plan takes it in.", *added.warnings))
        return back_to(address(wanted.on or today), Flash(kind="note" if added.warnings else "success", text=text))

    @router.get("/jobs/{job_id}")
    def show(request: Request, job_id: Id) -> Response:
        """One job with its story."""
        actor, now = actor_in(request), clock()
        today = now.astimezone(zone).date()
        with store.reading(actor) as work:
            record = work.jobs.get(job_id)
            if record is None:
                raise NotFound("There is no such job. Open the board to see what there is.")
            promises = work.plans.visits_of_job(job_id)
            last = promises[-1].starts_at.astimezone(zone).date() if promises else record.due_on
            stored = read_board(work, actor, last or today, today=today, now=now)
        note(store, actor, "see a job", f"job {job_id}", record.job.organisation_id)
        if job_id not in stored.records:
            raise NotFound("There is no such job on its day. Open the board to see what there is.")
        return pages.show(request, "job.html", view=job_page(stored, record, promises, zone))

    def after(request: Request, job_id: str, back: str, flash: Flash) -> Response:
        if back != "board":
            return back_to(f"/jobs/{job_id}", flash)
        actor, today = actor_in(request), clock().astimezone(zone).date()
        with store.reading(actor) as work:
            record = work.jobs.get(job_id)
            day = record.due_on if record and record.due_on else opening_day(work, actor, today)
        return back_to(address(max(day, today)), flash)

    @router.post("/jobs/{job_id}/withdraw")
    def withdraw(request: Request, job_id: Id, note: Note = "", back: Short = "") -> Response:
        """Nobody is to go any more."""
        try:
            withdraw_job(store, actor_in(request), job_id, note, clock())
        except (NotLegal, Unusable) as refused:
            return after(request, job_id, back, Flash(kind="error", text=sentence(str(refused))))
        return after(request, job_id, back, Flash(kind="success", text="The job is taken away."))

    @router.post("/jobs/{job_id}/reopen")
    def reopen(request: Request, job_id: Id, note: Note = "", back: Short = "") -> Response:
        """It is to be tried again."""
        try:
            reopen_job(store, actor_in(request), job_id, note, clock())
        except (NotLegal, Unusable) as refused:
            return after(request, job_id, back, Flash(kind="error", text=sentence(str(refused))))
        text = "The job is back on the list. A new plan takes it in."
        return after(request, job_id, back, Flash(kind="success", text=text))

    return router


def _choices(services: Sequence[Any], workers: Sequence[Any], records: Sequence[Any], actor: Actor) -> dict[str, Any]:
    """What can be chosen: own services, types of own work, skills that somebody has."""
    own = tuple((one.id, one.name) for one in services if one.organisation_id == actor.organisation_id)
    types = sorted({one.job.type for one in records if one.job.organisation_id == actor.organisation_id})
    skills: set[Skill] = {skill for worker in workers for skill in worker.skills}
    ordered = sorted(skills, key=lambda one: (one.name, one.level))
    return {
        "services": own,
        "types": tuple(types),
        "all_skills": tuple((skill_value(one), skill_words(one)) for one in ordered),
    }


def _day(text: str, today: date) -> date:
    try:
        return bounded(date.fromisoformat(text.strip()), today) or today
    except ValueError:
        return today
