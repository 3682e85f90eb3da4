"""Addresses that a scheduler may send somebody to: those the system has seen, found again by what is typed."""

from collections.abc import Iterable, Sequence
from datetime import date

from dispatch.domain.actor import Actor
from dispatch.domain.place import Place
from dispatch.domain.sharing import JobField
from dispatch.governance.access import Access, Subject
from dispatch.ports.store import Work

MOST_NAMED = 5


def known_places(work: Work, actor: Actor, days: Iterable[date], today: date) -> tuple[Place, ...]:
    """Of hubs, bins watched by sensors, and the shifts' starts and jobs of the days, as far as the actor may see them.

    In the order of the addresses.
    """
    found: dict[str, Place] = {}
    for hub in work.settings.hubs():
        found[hub.place.uprn] = hub.place
    access = Access(sharing=work.settings.sharing(), today=today)
    for on in dict.fromkeys(days):
        for shift in work.settings.shifts(on):
            if shift.organisation_id == actor.organisation_id:
                found.setdefault(shift.start_place.uprn, shift.start_place)
        for record in work.jobs.of_day(on):
            subject = Subject(owner_id=record.job.organisation_id)
            if access.may_see(actor, actor.purpose, subject, JobField.PLACE):
                found.setdefault(record.job.place.uprn, record.job.place)
    for thing in work.settings.watched():
        if thing.household_id is None:  # a bin in the street; a sensor in a home is its resident's business
            found.setdefault(thing.place.uprn, thing.place)
    return tuple(sorted(found.values(), key=lambda place: (place.street, place.paon, place.saon, place.uprn)))


def as_typed(place: Place) -> str:
    """`14 Mill Lane, Toyton ZY1 2AB [UPRN 100012]`."""
    return f"{place.one_line} [UPRN {place.uprn}]"


def find_place(typed: str, places: Sequence[Place]) -> tuple[Place | None, str]:
    """The one place meant, or a sentence why it is not plain which: by UPRN, by the whole address, or by a part."""
    wanted = _plain(typed)
    if not wanted:
        return None, "Choose the address"
    for same in (
        [one for one in places if wanted in (_plain(one.uprn), _plain(as_typed(one)), _plain(one.one_line))],
        [one for one in places if wanted in _plain(as_typed(one))],
    ):
        if len(same) == 1:
            return same[0], ""
        if len(same) > 1:
            return None, f"{len(same)} addresses fit: {_named(same)}. Choose one of them"
    return None, "No known address fits. Type a part of the street's name, or the UPRN, and choose from the list"


def _plain(text: str) -> str:
    return " ".join("".join(letter if letter.isalnum() else " " for letter in text).casefold().split())


def _named(places: Iterable[Place]) -> str:
    names = [one.one_line for one in places]
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return "; ".join(names[:MOST_NAMED]) + more
