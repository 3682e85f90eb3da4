"""Wires everything up from the settings: the one place that knows which outside thing is which."""

import secrets
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass

from dispatch.adapters.audit_head import AuditHeadFile
from dispatch.adapters.clocks import demo_clock, system_clock
from dispatch.adapters.database.engine import Database
from dispatch.adapters.database.opening import open_database
from dispatch.adapters.database.store import SqlStore
from dispatch.adapters.passwords import Argon2Passwords
from dispatch.adapters.rate_limit import WindowFailures, WindowLimiter
from dispatch.config import Settings
from dispatch.ports.audit_head import AuditHead
from dispatch.ports.clock import Clock
from dispatch.ports.limiter import Failures, Limiter
from dispatch.ports.passwords import Passwords
from dispatch.ports.store import Store

SIGN_IN_RATE = "10 per 15 minute"  # tries for one account
FAILURES_RATE = "100 per 15 minute"  # from one address: an office of hundreds may be behind it
REFUSALS_RATE = "60 per minute"


@dataclass(frozen=True, slots=True, kw_only=True)
class Allround:
    """A wired-up installation. `close` lets go of the database."""

    settings: Settings
    database: Database
    store: Store
    clock: Clock
    passwords: Passwords
    sign_in_limiter: Limiter
    sign_in_failures: Failures
    wrong_token_limiter: Limiter
    audit_head: AuditHead
    new_id: Callable[[], str]
    new_secret: Callable[[], str]

    def close(self) -> None:
        """After this the database may be opened by another process."""
        self.database.close()


def bootstrap(settings: Settings, clock: Clock | None = None) -> Allround:
    """Opens the database and makes the rest; `clock` None: the system's, or the demo's in the demo.

    Raises Refused (the database) or ValueError (the demo's clock).
    """
    if clock is None:
        clock = demo_clock(settings.demo_clock, system_clock) if settings.demo else system_clock
    database = open_database(settings.database_url, var=settings.var)
    return Allround(
        settings=settings,
        database=database,
        store=SqlStore(database, clock),
        clock=clock,
        passwords=Argon2Passwords(),
        sign_in_limiter=WindowLimiter(SIGN_IN_RATE, time.time),
        sign_in_failures=WindowFailures(FAILURES_RATE, time.time),
        wrong_token_limiter=WindowLimiter(REFUSALS_RATE, time.time),
        audit_head=AuditHeadFile(settings.audit_head),
        new_id=lambda: uuid.uuid4().hex,
        new_secret=lambda: secrets.token_urlsafe(32),
    )
