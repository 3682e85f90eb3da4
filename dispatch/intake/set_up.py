"""Puts in what an installation is set up with; the same ids again replace what was there, jobs that exist stay."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from dispatch.domain.actor import Actor
from dispatch.domain.device import Device
from dispatch.domain.errors import Unusable
from dispatch.domain.job_record import JobRecord
from dispatch.domain.organisation import Service
from dispatch.domain.permissions import Action, require
from dispatch.domain.set_up import SetUp
from dispatch.domain.watched import Watched
from dispatch.domain.worker import FieldWorker
from dispatch.ports.setting_shelf import Owned
from dispatch.ports.store import Store, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class PutIn:
    """How many things were put in, and how many jobs were new."""

    things: int
    shifts: int
    new_jobs: int


def set_up(store: Store, actor: Actor, what: SetUp, now: datetime) -> PutIn:
    """All or none of it. Raises Unusable with every reference that leads nowhere."""
    require(actor, Action.SET_UP)
    with store.begin(actor) as work:
        known = _known(work)
        complaints = what.complaints(known)
        if complaints:
            raise Unusable(complaints)
        owned = _by_owner(what, known)
        for organisation_id, things in owned.items():
            work.settings.put(organisation_id, things)
        for on, shifts in what.shifts.items():
            work.settings.put_shifts(on, shifts)
        new_jobs = sum(
            work.jobs.add(JobRecord(job=one.job, due_on=one.due_on, added_at=now, added_by=actor.id, changed_at=now))
            for one in what.jobs
        )
        owner = {one.job.id: one.job.organisation_id for one in what.jobs}
        for order in what.orders:
            work.jobs.add_orders(owner[order.first_id], (order,))
        for organisation_id in owned:
            work.audit.write(Action.SET_UP.value, f"organisation {organisation_id}", organisation_id=organisation_id)
    return PutIn(
        things=sum(len(things) for things in owned.values()),
        shifts=sum(len(shifts) for shifts in what.shifts.values()),
        new_jobs=new_jobs,
    )


def _known(work: Work) -> SetUp:
    return SetUp(
        organisations=work.settings.organisations(),
        services=work.settings.services(),
        workers=work.settings.workers(),
    )


def _by_owner(what: SetUp, known: SetUp) -> dict[str, list[Owned]]:
    owned: dict[str, list[Owned]] = defaultdict(list)
    for organisation in what.organisations:
        owned[organisation.id].append(organisation)
    plain: tuple[Service | FieldWorker | Device | Watched, ...] = (
        *what.services, *what.workers, *what.devices, *what.watched,
    )  # fmt: skip
    for each in plain:
        owned[each.organisation_id].append(each)
    for partnership in what.partnerships:
        owned[partnership.host_id].append(partnership)
    for lending in what.lending:
        owned[lending.lender_id].append(lending)
    for sharing in what.sharing:
        owned[sharing.giver_id].append(sharing)
    for rule in what.rules:
        owned[rule.template.organisation_id].append(rule)
    service_owner = {service.id: service.organisation_id for service in (*known.services, *what.services)}
    for household in what.households:
        owned[service_owner[household.known_to[0]]].append(household)
    if what.hubs:
        owned[what.hubs_of] += what.hubs
    return owned
