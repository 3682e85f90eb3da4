"""Names of the people, organisations and services that evidence speaks of."""

from collections.abc import Mapping
from dataclasses import dataclass

from dispatch.domain.actor import system
from dispatch.ports.store import Store

# Who came to somebody's door, and who sent them, is told to whoever owns the job, also where they are of another
# organisation: so names are looked up by the program and given only with what the reader may see.
NAMES = system("names")


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody, or the program."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """All by id; `employers` has the organisation of each worker."""

    accounts: Mapping[str, str]
    workers: Mapping[str, str]
    employers: Mapping[str, str]
    organisations: Mapping[str, str]
    services: Mapping[str, str]

    def account(self, account_id: str) -> Person:
        """Who signed in as this, or the part of the program; an account that is gone keeps its id."""
        kind, _, part = account_id.partition(":")
        if kind == "system" and part:
            return Person(id=account_id, name=f"Allround ({part})")
        return Person(id=account_id, name=self.accounts.get(account_id, account_id))

    def worker(self, worker_id: str) -> Person:
        """Who goes out; a worker who is gone keeps the id."""
        return Person(id=worker_id, name=self.workers.get(worker_id, worker_id))


def read_names(store: Store) -> Names:
    """As they are now."""
    with store.reading(NAMES) as work:
        workers = work.settings.workers()
        return Names(
            accounts={one.id: one.name for one in work.accounts.all()},
            workers={one.id: one.name for one in workers},
            employers={one.id: one.organisation_id for one in workers},
            organisations={one.id: one.name for one in work.settings.organisations()},
            services={one.id: one.name for one in work.settings.services()},
        )
