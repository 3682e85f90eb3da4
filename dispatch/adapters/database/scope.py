"""Whose rows an actor's queries may touch at all."""

from sqlalchemy import ColumnElement, FromClause, true

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotFound


def visible(table: FromClause, actor: Actor) -> ColumnElement[bool]:
    """For WHERE: rows of the actor's organisations; the program itself sees those of all."""
    if actor.is_system:
        return true()
    return table.c.organisation_id.in_(sorted(actor.organisations))


def check_owner(actor: Actor, organisation_id: str) -> None:
    """Before an INSERT. Raises NotFound where the actor could not see the row it is about to write."""
    if not actor.is_system and organisation_id not in actor.organisations:
        raise NotFound(f"There is no organisation {organisation_id!r} that you work with.")
