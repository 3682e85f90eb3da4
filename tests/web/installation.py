"""The whole application over a small stored day, with everything there that a door's address can name.

People are those of tests/web/stored_day.py, and those of `borough`, an organisation that plans by itself and has
nothing to do with the others: bo is its scheduler, bea its manager, bob its officer and bill goes out for it.
"""

from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType

from fastapi import FastAPI
from sqlalchemy import select

from dispatch.adapters.audit_head import AuditHeadFile
from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.store import SqlStore
from dispatch.adapters.database.tables import metadata
from dispatch.bootstrap import Allround
from dispatch.config import Settings
from dispatch.domain.account import Account
from dispatch.domain.actor import Role
from dispatch.domain.organisation import Organisation, Service
from dispatch.domain.worker import FieldWorker
from dispatch.governance.sign_in import start_session
from dispatch.intake.source_token import hash_of_token
from tests.databases import SetClock
from tests.web import stored_town as town
from tests.web.stored_day import SETTING_UP, StoredDay
from tests.web.toy_doors import FewTries, PlainPasswords, many_failures
from tests.web.toy_savings import savings
from web.app import create_app
from web.door_keeper import COOKIE

TOKEN = "a token that only the sensors' network knows"  # noqa: S105 (of no network)
BOROUGH = "borough"
THEIR_PEOPLE = tuple(
    Account(
        id=who, organisation_id=BOROUGH, login=who, name=who.title(), role=role,
        worker_id=who if role is Role.FIELD_WORKER else None,
    )
    for who, role in (
        ("bo", Role.SCHEDULER), ("bea", Role.MANAGER), ("bob", Role.OFFICER), ("bill", Role.FIELD_WORKER)
    )
)  # fmt: skip
# One of each role, at the council, which hosts the partnership.
ONE_OF_EACH = MappingProxyType(
    {Role.SCHEDULER: "priya", Role.FIELD_WORKER: "ann", Role.MANAGER: "mo", Role.OFFICER: "olu"}
)


@dataclass
class Installation:
    """A published plan, a draft of its revision, a request being worked on for the day after, and an absence."""

    database: Database
    clock: SetClock
    var: Path
    ids: dict[str, str] = field(default_factory=dict)  # by the name that addresses have for it

    def __post_init__(self) -> None:
        store = SqlStore(self.database, self.clock)
        self.day = StoredDay(store, self.clock)
        with store.begin(SETTING_UP) as work:
            work.settings.put(BOROUGH, [
                Organisation(id=BOROUGH, name="Elsewhere Borough"),
                Service(id="lamps", name="Street lamps", organisation_id=BOROUGH),
                FieldWorker(id="bill", name="Bill", service_id="lamps", organisation_id=BOROUGH, skills=()),
            ])  # fmt: skip
            work.settings.put("council", [replace(town.SOURCE, token_hash=hash_of_token(TOKEN))])
            for account in THEIR_PEOPLE:
                work.accounts.put(account)
        self._signed_in = {account.id: _enter(store, self.clock, account) for account in THEIR_PEOPLE}
        self.published = self.day.publish()
        with store.begin(SETTING_UP) as work:
            work.plans.set_savings(self.published.id, savings())
        self.day.absent("ben")
        draft = self.day.draft()
        request = self.day.ask()
        with store.begin(SETTING_UP) as work:
            (absence,) = work.outcomes.absences(self.day.date)
        self.ids = {
            "plan_id": draft.id, "request_id": request.id, "job_id": "CARE-1", "absence_id": absence.id,
            "shift_id": "ann-shift", "z": "1", "x": "0", "y": "0",
        }  # fmt: skip
        self.app = self._app(store)

    def _app(self, store: SqlStore) -> FastAPI:
        allround = Allround(
            settings=Settings(var=self.var), database=self.database, store=store, clock=self.clock,
            passwords=PlainPasswords(), sign_in_limiter=FewTries(), sign_in_failures=many_failures(),
            wrong_token_limiter=FewTries(),
            audit_head=AuditHeadFile(self.var / "head.jsonl"), new_id=self.day.new_id,
            new_secret=lambda: f"secret {self.day.new_id()}",
        )  # fmt: skip
        return create_app(allround, wake=lambda: None, ready=lambda: {"database": "ok"}, tiles=None)

    def cookies(self, who: str) -> dict[str, str]:
        """Of a signed-in browser."""
        return {COOKIE: self._signed_in[who]} if who in self._signed_in else self.day.cookies(who)

    def address(self, template: str) -> str:
        """Of the very thing, where the door's path has a gap."""
        return template.format(**self.ids)

    def everything(self, *, but: frozenset[str] = frozenset()) -> dict[str, list[tuple[object, ...]]]:
        """Every row there is, by table."""
        with self.database.snapshot() as connection:
            return {
                table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))]
                for table in metadata.sorted_tables
                if table.name not in but
            }


def _enter(store: SqlStore, clock: SetClock, account: Account) -> str:
    return start_session(store, account, now=clock(), new_secret=lambda: f"secret of {account.id}").secret
