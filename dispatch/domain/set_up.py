"""All that an installation is set up with: who works together, who goes out when, what is sensed, what is planned."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from dispatch.domain.agreements import LendingAgreement
from dispatch.domain.device import Device
from dispatch.domain.household import Household
from dispatch.domain.job import Job, JobOrder
from dispatch.domain.organisation import Hub, Organisation, Service
from dispatch.domain.partnership import Partnership
from dispatch.domain.sharing import SharingAgreement
from dispatch.domain.threshold_rule import ThresholdRule
from dispatch.domain.watched import Watched
from dispatch.domain.worker import FieldWorker, WorkShift


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedJob:
    """A job from a service's own list; `due_on` None: any day."""

    job: Job
    due_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetUp:
    """Everything may be left out, and put in later. `hubs_of` is the organisation that keeps the list of hubs."""

    organisations: tuple[Organisation, ...] = ()
    services: tuple[Service, ...] = ()
    partnerships: tuple[Partnership, ...] = ()
    hubs_of: str = ""
    hubs: tuple[Hub, ...] = ()
    workers: tuple[FieldWorker, ...] = ()
    shifts: Mapping[date, tuple[WorkShift, ...]] = field(default_factory=dict)
    households: tuple[Household, ...] = ()
    lending: tuple[LendingAgreement, ...] = ()
    sharing: tuple[SharingAgreement, ...] = ()
    rules: tuple[ThresholdRule, ...] = ()
    watched: tuple[Watched, ...] = ()
    devices: tuple[Device, ...] = ()
    jobs: tuple[PlannedJob, ...] = ()
    orders: tuple[JobOrder, ...] = ()

    def complaints(self, known: "SetUp") -> tuple[str, ...]:
        """Every reference that leads nowhere, also counting what is stored already (`known`)."""
        return tuple(_dangling(self, known))


def _dangling(new: SetUp, known: SetUp) -> Iterator[str]:
    organisations = {one.id for one in (*known.organisations, *new.organisations)}
    services = {one.id for one in (*known.services, *new.services)}
    workers = {one.id for one in (*known.workers, *new.workers)}
    yield from _missing(
        "service", ((one.id, one.organisation_id) for one in new.services), "organisation", organisations
    )
    yield from _missing("worker", ((one.id, one.organisation_id) for one in new.workers), "organisation", organisations)
    yield from _missing("worker", ((one.id, one.service_id) for one in new.workers), "service", services)
    yield from _missing("job", ((one.job.id, one.job.service_id) for one in new.jobs), "service", services)
    yield from _missing(
        "job", ((one.job.id, one.job.organisation_id) for one in new.jobs), "organisation", organisations
    )
    yield from _missing("rule", ((one.id, one.template.service_id) for one in new.rules), "service", services)
    yield from _missing("household", ((one.id, each) for one in new.households for each in one.known_to), "service",
                        services)  # fmt: skip
    yield from _missing(
        "device", ((one.eui, one.organisation_id) for one in new.devices), "organisation", organisations
    )
    yield from _missing("watched thing", ((one.ref, one.organisation_id) for one in new.watched), "organisation",
                        organisations)  # fmt: skip
    yield from _missing("partnership", ((one.id, each) for one in new.partnerships for each in one.member_ids),
                        "organisation", organisations)  # fmt: skip
    parties = ((one.id, each) for one in new.lending for each in (one.lender_id, one.borrower_id))
    yield from _missing("lending agreement", parties, "organisation", organisations)
    sides = ((one.id, each) for one in new.sharing for each in (one.giver_id, one.receiver_id))
    yield from _missing("sharing agreement", sides, "organisation", organisations)
    shifts = ((one.id, each) for those in new.shifts.values() for one in those for each in one.worker_ids)
    yield from _missing("shift", shifts, "worker", workers)
    yield from (f"household {one.id!r} is known to no service" for one in new.households if not one.known_to)
    jobs = {one.job.id for one in new.jobs}
    orders = ((f"{one.first_id} before {one.second_id}", each) for one in new.orders
              for each in (one.first_id, one.second_id))  # fmt: skip
    yield from _missing("order", orders, "job", jobs)
    if new.hubs and new.hubs_of not in organisations:
        yield f"hubs_of is {new.hubs_of!r}, and there is no such organisation"


def _missing(what: str, references: Iterable[tuple[str, str]], kind: str, known: set[str]) -> Iterator[str]:
    for name, reference in references:
        if reference not in known:
            yield f"{what} {name!r} names {kind} {reference!r}, and there is none"
