"""Opens a door for readings."""

from collections.abc import Callable
from dataclasses import dataclass

from dispatch.domain.actor import system
from dispatch.domain.device import SignalSource
from dispatch.domain.errors import Unusable
from dispatch.intake.source_token import hash_of_token
from dispatch.ports.store import Store

KINDS = ("the-things-stack",)
OPERATOR = system("operator")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSource:
    """`token` is told once and kept nowhere."""

    source: SignalSource
    token: str


def add_source(store: Store, *, organisation_id: str, kind: str, new_id: Callable[[], str], token: str) -> NewSource:
    """A door of `kind` for an organisation that there is. Raises Unusable."""
    with store.begin(OPERATOR) as work:
        known = sorted(one.id for one in work.settings.organisations())
        complaints = []
        if organisation_id not in known:
            complaints.append(f"there is no organisation {organisation_id!r}; there are {', '.join(known) or 'none'}")
        if kind not in KINDS:
            complaints.append(f"there is no door of kind {kind!r}; give {' or '.join(KINDS)}")
        if complaints:
            raise Unusable(complaints)
        source = SignalSource(id=new_id(), organisation_id=organisation_id, kind=kind, token_hash=hash_of_token(token))
        work.settings.put(organisation_id, [source])
        work.audit.write("open a door for readings", f"source {source.id}", organisation_id=organisation_id)
    return NewSource(source=source, token=token)
