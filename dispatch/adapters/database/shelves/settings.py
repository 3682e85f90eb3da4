"""What a day is set in: organisations, people, agreements, rules and sensors."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Connection, delete, exists, or_, select, true

from dispatch.adapters.database.codec import from_json, to_json
from dispatch.adapters.database.insert import insert_or_replace, insert_unless_there
from dispatch.adapters.database.scope import check_owner, visible
from dispatch.adapters.database.tables import settings
from dispatch.domain.actor import Actor
from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.device import Device, SignalSource
from dispatch.domain.errors import Unusable
from dispatch.domain.household import Household
from dispatch.domain.organisation import Hub, Organisation, Service
from dispatch.domain.partnership import Partnership
from dispatch.domain.sharing import SharingAgreement
from dispatch.domain.threshold_rule import ThresholdRule
from dispatch.domain.watched import Watched
from dispatch.domain.worker import FieldWorker, WorkShift
from dispatch.ports.clock import Clock
from dispatch.ports.setting_shelf import Owned

_setting, _party = settings.setting, settings.setting_party
Thing = TypeVar("Thing")


class SqlSettingShelf:
    """Lists come by id, so that the same settings always give the same day."""

    def __init__(self, connection: Connection, actor: Actor, now: Clock) -> None:
        self._connection = connection
        self._actor = actor
        self._now = now

    def put(self, organisation_id: str, things: Sequence[Owned]) -> None:
        """Raises Unusable where another organisation has one of this kind and id, or a source of this token."""
        check_owner(self._actor, organisation_id)
        for thing in things:
            if isinstance(thing, Device):
                self._put_device(organisation_id, thing)
            elif isinstance(thing, SignalSource):
                self._put_source(organisation_id, thing)
            else:
                self._put_setting(organisation_id, thing)

    def put_shifts(self, on: date, shifts: Sequence[WorkShift]) -> None:
        """Stores or replaces each by day and id; other shifts of the day stay."""
        for shift in shifts:
            check_owner(self._actor, shift.organisation_id)
            row = {
                "on": on,
                "id": shift.id,
                "organisation_id": shift.organisation_id,
                "body": to_json(WorkShift, shift),
            }
            if not insert_or_replace(self._connection, settings.shift, row):
                raise _taken("shift", shift.id)

    def organisations(self) -> tuple[Organisation, ...]:
        """By id."""
        return self._all(Organisation)

    def services(self) -> tuple[Service, ...]:
        """By id."""
        return self._all(Service)

    def hubs(self) -> tuple[Hub, ...]:
        """By id."""
        return self._all(Hub)

    def workers(self) -> tuple[FieldWorker, ...]:
        """By id."""
        return self._all(FieldWorker)

    def shifts(self, on: date) -> tuple[WorkShift, ...]:
        """By id."""
        table = settings.shift
        asked = select(table.c.body).where(table.c.on == on, visible(table, self._actor)).order_by(table.c.id)
        return tuple(from_json(WorkShift, body) for body in self._connection.scalars(asked))

    def households(self) -> tuple[Household, ...]:
        """By id."""
        return self._all(Household)

    def lending(self) -> tuple[LendingAgreement, ...]:
        """By id."""
        return self._all(LendingAgreement)

    def sharing(self) -> tuple[SharingAgreement, ...]:
        """By id."""
        return self._all(SharingAgreement)

    def partnership_of(self, organisation_id: str) -> Partnership:
        """The first by id, should it be in several."""
        for partnership in self._all(Partnership):
            if organisation_id in partnership.member_ids:
                return partnership
        names = {each.id: each.name for each in self.organisations()}
        name = names.get(organisation_id, organisation_id)
        return Partnership(id=organisation_id, name=name, host_id=organisation_id, member_ids=(organisation_id,))

    def rules(self) -> tuple[ThresholdRule, ...]:
        """By id."""
        return self._all(ThresholdRule)

    def watched(self) -> tuple[Watched, ...]:
        """By ref."""
        return self._all(Watched)

    def device(self, source_id: str, eui: str) -> Device | None:
        """None: not known, or its readings come through another door."""
        table = settings.device
        mine = visible(table, self._actor)
        body = self._connection.scalar(
            select(table.c.body).where(table.c.eui == eui, table.c.source_id == source_id, mine)
        )
        return None if body is None else from_json(Device, body)

    def source_by_token(self, kind: str, token_hash: str) -> SignalSource | None:
        """None: no source of this kind has this token."""
        table = settings.signal_source
        mine = visible(table, self._actor)
        asked = select(table.c.body).where(table.c.kind == kind, table.c.token_hash == token_hash, mine)
        body = self._connection.scalar(asked)
        return None if body is None else from_json(SignalSource, body)

    def _put_setting(self, organisation_id: str, thing: Owned) -> None:
        kind, id_ = _kind(type(thing)), _id(thing)
        row = {"kind": kind, "id": id_, "organisation_id": organisation_id, "body": to_json(type(thing), thing)}
        if not insert_or_replace(self._connection, _setting, row):
            raise _taken(kind, id_)
        self._connection.execute(delete(_party).where(_party.c.kind == kind, _party.c.setting_id == id_))
        for party in sorted(_parties(thing)):
            row = {"kind": kind, "setting_id": id_, "organisation_id": party}
            insert_unless_there(self._connection, _party, row)

    def _put_device(self, organisation_id: str, device: Device) -> None:
        row = {
            "eui": device.eui,
            "source_id": device.source_id,
            "organisation_id": organisation_id,
            "body": to_json(Device, device),
        }
        if not insert_or_replace(self._connection, settings.device, row):
            raise _taken("device", device.eui)

    def _put_source(self, organisation_id: str, source: SignalSource) -> None:
        table = settings.signal_source
        same_token = select(table.c.id).where(
            table.c.kind == source.kind, table.c.token_hash == source.token_hash, table.c.id != source.id
        )
        row = {
            "id": source.id,
            "kind": source.kind,
            "token_hash": source.token_hash,
            "organisation_id": organisation_id,
            "body": to_json(SignalSource, source),
        }
        if self._connection.scalar(same_token) is not None:
            raise Unusable([f"source {source.id!r} has the token of another source; give each its own"])
        if not insert_or_replace(self._connection, table, row):
            raise _taken("source", source.id)

    def _all(self, kind: type[Thing]) -> tuple[Thing, ...]:
        asked = select(_setting.c.body).where(_setting.c.kind == _kind(kind), self._seen()).order_by(_setting.c.id)
        return tuple(from_json(kind, body) for body in self._connection.scalars(asked))

    def _seen(self) -> ColumnElement[bool]:
        """Own rows, and those where one of the actor's organisations is a party."""
        if self._actor.is_system:
            return true()
        party = exists().where(
            _party.c.kind == _setting.c.kind, _party.c.setting_id == _setting.c.id, visible(_party, self._actor)
        )
        return or_(visible(_setting, self._actor), party)


def _kind(kind: type[object]) -> str:
    return kind.__name__.lower()


def _id(thing: Owned) -> str:
    return thing.ref if isinstance(thing, Watched) else str(thing.eui) if isinstance(thing, Device) else thing.id


def _parties(thing: Owned) -> frozenset[str]:
    if isinstance(thing, LendingAgreement):
        return frozenset({thing.lender_id, thing.borrower_id})
    if isinstance(thing, SharingAgreement):
        return frozenset({thing.giver_id, thing.receiver_id})
    return frozenset(thing.member_ids) if isinstance(thing, Partnership) else frozenset()


def _taken(kind: str, id_: str) -> Unusable:
    return Unusable([f"{kind} {id_!r} is another organisation's; choose another id"])
