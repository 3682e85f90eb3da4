"""What a day is set in: organisations, people, agreements, rules and sensors."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.device import Device, SignalSource
from dispatch.domain.household import Household
from dispatch.domain.organisation import Hub, Organisation, Service
from dispatch.domain.partnership import Partnership
from dispatch.domain.sharing import SharingAgreement
from dispatch.domain.threshold_rule import ThresholdRule
from dispatch.domain.watched import Watched
from dispatch.domain.worker import FieldWorker, WorkShift

Owned = (
    Organisation | Service | Hub | FieldWorker | Household | LendingAgreement | SharingAgreement | Partnership
    | ThresholdRule | Watched | Device | SignalSource
)  # fmt: skip


class SettingShelf(Protocol):
    """Each of one organisation, by its id; put again under the same id replaces it."""

    def put(self, organisation_id: str, things: Sequence[Owned]) -> None:
        """Stores or replaces each by kind and id (Watched by ref, Device by eui)."""
        ...

    def put_shifts(self, on: date, shifts: Sequence[WorkShift]) -> None:
        """The shifts of a day."""
        ...

    def organisations(self) -> tuple[Organisation, ...]: ...
    def services(self) -> tuple[Service, ...]: ...
    def hubs(self) -> tuple[Hub, ...]: ...
    def workers(self) -> tuple[FieldWorker, ...]: ...
    def shifts(self, on: date) -> tuple[WorkShift, ...]: ...
    def households(self) -> tuple[Household, ...]: ...
    def lending(self) -> tuple[LendingAgreement, ...]:
        """Where the actor's organisations lend or borrow."""
        ...

    def sharing(self) -> tuple[SharingAgreement, ...]:
        """Where the actor's organisations give or receive."""
        ...

    def partnership_of(self, organisation_id: str) -> Partnership:
        """The one it is a member of; an organisation in none plans by itself and is its own host."""
        ...

    def rules(self) -> tuple[ThresholdRule, ...]: ...
    def watched(self) -> tuple[Watched, ...]: ...
    def device(self, source_id: str, eui: str) -> Device | None: ...
    def source_by_token(self, kind: str, token_hash: str) -> SignalSource | None: ...
