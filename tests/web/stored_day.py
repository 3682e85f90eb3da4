"""A small day in a store, made through the real commands, for tests of pages; any of its states is a few calls away.

    def test_something(store: SqlStore, clock: SetClock) -> None:
        day = StoredDay(store, clock)          # 23 November 2026, 17:00 in London: tomorrow's work, nothing planned
        day.ask()                              # Priya asks: "being made"
        draft = day.draft()                    # asks and plans, as background work would: a draft
        day.publish()                          # Priya publishes the draft (made first where there is none)
        day.morning("10:30")                   # the day itself; CARE-1, CARE-2 and more were reported by then
        day.absent("ann"); day.reading(91.0)   # what happens on a day
        day.revise()                           # asks, plans and publishes the rest of the day

`day.cut_off = {"car": {PARK_BIN.uprn: 210}}` is what the map cuts off when drafts are made, as in TravelTimes.
`day.actor("priya")` is an actor for commands, `day.cookies("priya")` the cookie of a signed-in browser. People: priya
and sam plan for the council (the host), lena for the landlord, a member; mo is the council's manager, olu its officer;
ann, ben and cass (council), fiona and gus (landlord) go out. See tests/web/stored_town.py for the rest.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count, pairwise

from dispatch.domain.actor import Actor, system
from dispatch.domain.day_plan import DayPlan
from dispatch.domain.job import Job
from dispatch.domain.job_record import JobRecord
from dispatch.domain.message import Message
from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from dispatch.domain.plan_request import PlanInputs, PlanRequest
from dispatch.domain.revision import Line, Revision
from dispatch.domain.signal import Signal, SignalKind
from dispatch.domain.states import PlanState, RequestState
from dispatch.field.report import Receipt, Report
from dispatch.field.report_outcome import report_outcome
from dispatch.governance.sign_in import actor_of, start_session
from dispatch.intake.receive_signal import keep
from dispatch.intake.take_in import take_in
from dispatch.planning.ask_for_plan import ask_for_plan
from dispatch.planning.plan_day import plan_day
from dispatch.planning.publish_plan import publish_plan
from dispatch.planning.report_absence import report_absence
from dispatch.planning.revise_plan import plan_rest_of_day
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.dispatch.planning.plain_draft import PlainDraft
from tests.web import stored_town as town
from tests.web.plain_planner import plan_plainly
from web.door_keeper import COOKIE

SETTING_UP, TRIAGE, PLANNING = system("set up"), system("triage"), system("planning")


class StoredDay:
    """Everything of tests/web/stored_town.py is stored, and BIN-1's and a park bin's work is there."""

    def __init__(self, store: Store, clock: SetClock, *, jobs: tuple[Job, ...] = town.JOBS) -> None:
        self.store, self.clock, self.date = store, clock, town.TODAY
        self.cut_off: Mapping[str, Mapping[str, int]] = {}
        self._numbers: Iterator[int] = count(1)
        self._secrets: dict[str, str] = {}
        clock.at = town.at("17:00", town.TODAY - timedelta(days=1))
        with store.begin(SETTING_UP) as work:
            for organisation in town.ORGANISATIONS:
                own = [one for one in (*town.SERVICES, *town.WORKERS) if one.organisation_id == organisation.id]
                work.settings.put(organisation.id, [organisation, *own])
            work.settings.put("council", [*town.HUBS, *town.HOUSEHOLDS, town.PARTNERSHIP, town.LENDING])
            work.settings.put("council", [town.SOURCE, town.DEVICE, town.WATCHED, town.RULE])
            work.settings.put_shifts(self.date, [town.shift(one.id) for one in town.WORKERS])
            for account in town.ACCOUNTS:
                work.accounts.put(account)
            for job in jobs:
                work.jobs.add(
                    JobRecord(job=job, due_on=self.date, added_at=clock(), added_by="set up", changed_at=clock())
                )

    def new_id(self) -> str:
        """Ids that tell where they come from."""
        return f"id-{next(self._numbers):04d}"

    def secret(self, account_id: str) -> str:
        """Of the account's session: the same until `morning`."""
        if account_id not in self._secrets:
            account = next(one for one in town.ACCOUNTS if one.id == account_id)
            secret = f"secret {next(self._numbers)} of {account_id}"
            start_session(self.store, account, now=self.clock(), new_secret=lambda: secret)
            self._secrets[account_id] = secret
        return self._secrets[account_id]

    def cookies(self, account_id: str) -> dict[str, str]:
        """Of a signed-in browser; the clock may move on twelve hours at most."""
        return {COOKIE: self.secret(account_id)}

    def actor(self, account_id: str) -> Actor:
        """As the door keeper would find them."""
        found = actor_of(self.store, self.secret(account_id), self.clock())
        if found is None:
            raise LookupError(f"{account_id} is signed out: the clock has moved on by twelve hours")
        return found

    def forget(self) -> None:
        """Everybody has to sign in again: needed where the clock has moved on by twelve hours."""
        self._secrets.clear()

    def ask(self, who: str = "priya") -> PlanRequest:
        """Asks for a plan and leaves it waiting."""
        return ask_for_plan(
            self.store, self.actor(who), self.date, iterations=1000, seed=1, new_id=self.new_id, now=self.clock(),
            zone=town.LONDON,
        )  # fmt: skip

    def make(self, request: PlanRequest) -> Revision:
        """Does what background work does with a request."""
        with self.store.begin(PLANNING) as work:
            work.requests.move(request.id, RequestState.RUNNING)
            inputs = work.requests.inputs(request.id)
        plan = planned(inputs, self.cut_off)
        with self.store.begin(PLANNING) as work:
            made = work.plans.add(
                Revision(
                    id=self.new_id(), organisation_id=request.organisation_id, date=request.date, number=0,
                    based_on=request.based_on, request_id=request.id, state=PlanState.DRAFT, made_by=request.asked_by,
                    made_at=self.clock(), inputs_at=inputs.now or request.asked_at, plan=plan, lines=lines_of(plan),
                    attribution="Made-up streets of Toyton",
                )
            )  # fmt: skip
            work.requests.move(request.id, RequestState.READY, plan_id=made.id)
        return made

    def draft(self, who: str = "priya") -> Revision:
        """Asked for and planned."""
        return self.make(self.ask(who))

    def publish(self, draft: Revision | None = None, who: str = "priya") -> Revision:
        """The draft, or one made now."""
        return publish_plan(self.store, self.actor(who), (draft or self.draft(who)).id, self.clock())

    def revise(self, who: str = "priya") -> Revision:
        """The rest of the day planned anew and published."""
        return self.publish(self.draft(who), who)

    def morning(self, clock: str = "10:30", *, report: bool = True) -> None:
        """The day itself: everybody signs in again; with `report`, all told starts and finishes up to then happen.

        Only on a published day. Reports come in at the time they tell of.
        """
        self.forget()
        moment = town.at(clock)
        events = self._told(self.published()) if report else []
        for happens_at, worker_id, job_id, kind in events:
            if happens_at <= moment:
                self.clock.at = happens_at
                self.report(worker_id, job_id, kind)
        self.clock.at = moment

    def report(
        self, worker_id: str, job_id: str, kind: OutcomeKind, reason: CouldNotReason | None = None, note: str = ""
    ) -> Receipt:
        """By the worker's phone, now."""
        report = Report(id=f"outcome-{next(self._numbers):06d}", job_id=job_id, kind=kind, reason=reason, note=note)
        return report_outcome(self.store, self.actor(worker_id), report, self.clock())

    def absent(self, worker_id: str) -> None:
        """Reported by a scheduler of the worker's own organisation."""
        owner = next(one.organisation_id for one in town.WORKERS if one.id == worker_id)
        who = self.actor("priya" if owner == "council" else "lena")
        report_absence(self.store, who, worker_id, self.date, new_id=self.new_id, now=self.clock(), zone=town.LONDON)

    def reading(self, percent: float) -> tuple[str, ...]:
        """The park bin tells how full it is; ids of the jobs that this makes."""
        number = next(self._numbers)
        message = Message(
            id=f"message-{number}", organisation_id="council", source_id="stack", key=f"frame {number}",
            received_at=self.clock(), content_type="application/json", body=b'{"fill": %d}' % percent,
        )  # fmt: skip
        signal = Signal(
            id=f"{message.id}-1", kind=SignalKind.READING, source=town.DEVICE.eui, received_at=self.clock(),
            observed_at=self.clock(), uprn=town.PARK_BIN.uprn, quantity="fill_percent", value=percent,
        )  # fmt: skip
        keep(self.store, TRIAGE, message, [signal])
        return take_in(self.store, TRIAGE, self.clock(), town.LONDON).new

    def published(self) -> Revision:
        """The revision that holds."""
        with self.store.begin(PLANNING) as work:
            found = work.plans.published("council", self.date)
        if found is None:
            raise LookupError("no plan is published")
        return found

    def _told(self, revision: Revision) -> list[tuple[datetime, str, str, OutcomeKind]]:
        events: list[tuple[datetime, str, str, OutcomeKind]] = []
        for day in revision.plan.days:
            for entry in day.entries:
                if entry.job_id is not None:
                    events.append((entry.starts_at, day.worker_ids[0], entry.job_id, OutcomeKind.ARRIVED))
                    events.append((entry.finishes_at, day.worker_ids[0], entry.job_id, OutcomeKind.DONE))
        return sorted(events)


def planned(inputs: PlanInputs, cut_off: Mapping[str, Mapping[str, int]]) -> DayPlan:
    """With the plain planner, without streets."""
    times = replace(town.travel(), cut_off=cut_off)
    if inputs.revises is None:
        return plan_day(inputs.day, times, plan_plainly)[1]
    return plan_rest_of_day(inputs, times, plan_plainly, PlainDraft)[1]


def lines_of(plan: DayPlan) -> dict[str, Line]:
    """From door to door along the grid of streets."""
    lines: dict[str, Line] = {}
    for day in plan.days:
        home = town.YARD if day.shift_id == "cass-shift" else town.TOWN_HALL
        points = [(home.lon, home.lat), *((one.lon, one.lat) for one in day.entries), (home.lon, home.lat)]
        line = [points[0]]
        for (_, lat), (lon, lat_) in pairwise(points):
            line += [(lon, lat), (lon, lat_)]
        lines[day.shift_id] = tuple(line)
    return lines


def on(day: date) -> str:
    """As an address has it."""
    return day.isoformat()
