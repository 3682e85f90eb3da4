"""Signing in and out: server-side sessions; tries are counted by account, failures by address."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dispatch.domain.account import Account, Session
from dispatch.domain.actor import Actor, Role, system
from dispatch.domain.errors import Refused, TryLater
from dispatch.ports.limiter import Failures, Limiter
from dispatch.ports.passwords import Passwords
from dispatch.ports.store import Store, Work

LASTS = timedelta(hours=12)  # a working day with its ends; nobody stays signed in over night
SEEN_EVERY = timedelta(minutes=5)  # a write for each page would be a write too many
LONGEST_PASSWORD = 256  # Argon2 would take any; a megabyte of password is an attack
SYSTEM = system("sign-in")


class WrongSignIn(Refused):
    """Which of the two was wrong is not told."""

    def __init__(self) -> None:
        super().__init__("The user name or the password is not right. Check both and try again.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """`secret` goes into the cookie and nowhere else."""

    secret: str
    actor: Actor


def sign_in(store: Store, *, login: str, password: str, address: str, passwords: Passwords, limiter: Limiter,
            failures: Failures, now: datetime, new_secret: Callable[[], str]) -> SignedIn:  # fmt: skip
    """Raises WrongSignIn, or TryLater after too many tries for this account or failures from this address.

    Of an address only failures count: a whole office may sign in from behind one.
    """
    login = login.strip().lower()
    by_login, by_address = f"login {login}", f"address {address}"
    # The address first: who has to wait there must not use up the tries of other people's accounts.
    wait_s = failures.wait_s(by_address) or limiter.wait_s(by_login)
    if wait_s:
        minutes = max(1, round(wait_s / 60))
        raise TryLater(
            f"Too many tries. Wait {minutes} {'minute' if minutes == 1 else 'minutes'}, then try again.", after_s=wait_s
        )
    with store.reading(SYSTEM) as work:
        account = work.accounts.by_login(login)
    known = account.password_hash if account is not None and account.active else ""
    if not passwords.matches(password[: LONGEST_PASSWORD + 1], known) or len(password) > LONGEST_PASSWORD:
        # Also where there is no such account: otherwise the time it takes would tell which user names there are.
        who, organisation_id = (account.id, account.organisation_id) if account else ("unknown", "")
        with store.begin(SYSTEM) as work:
            work.audit.write("fail to sign in", f"account {who}", organisation_id=organisation_id)
        failures.count(by_address)
        raise WrongSignIn
    if account is None:  # no account has an empty hash that matches; this is for the reader and the type checker
        raise WrongSignIn
    limiter.forget(by_login)
    return start_session(store, account, now=now, new_secret=new_secret)


def start_session(store: Store, account: Account, *, now: datetime, new_secret: Callable[[], str]) -> SignedIn:
    """A new session for an account whose person is known."""
    secret = new_secret()
    with store.begin(SYSTEM) as work:
        work.accounts.add_session(
            Session(
                token_hash=_hashed(secret),
                account_id=account.id,
                organisation_id=account.organisation_id,
                started_at=now,
                seen_at=now,
                expires_at=now + LASTS,
            )
        )
        work.audit.write("sign in", f"account {account.id}", organisation_id=account.organisation_id)
        return SignedIn(secret=secret, actor=_actor(work, account))


def actor_of(store: Store, secret: str, now: datetime) -> Actor | None:
    """Who this browser is signed in as; None: nobody."""
    if not secret:
        return None
    token_hash = _hashed(secret)
    with store.reading(SYSTEM) as work:
        session = work.accounts.session(token_hash, now)
        account = work.accounts.get(session.account_id) if session else None
        if session is None or account is None or not account.active:
            return None
        actor = _actor(work, account)
    if now - session.seen_at >= SEEN_EVERY:
        with store.begin(SYSTEM) as work:
            work.accounts.seen(token_hash, now)
    return actor


def sign_out(store: Store, secret: str) -> None:
    """Ends the session on the server; doing it twice is harmless."""
    with store.begin(SYSTEM) as work:
        work.accounts.end_session(_hashed(secret))


def _actor(work: Work, account: Account) -> Actor:
    members = frozenset(work.settings.partnership_of(account.organisation_id).member_ids)
    # An officer answers for one organisation's data and has no business with the others'.
    alone = account.role is Role.OFFICER
    return Actor(
        id=account.id,
        name=account.name,
        organisation_id=account.organisation_id,
        role=account.role,
        organisations=frozenset({account.organisation_id}) if alone else members | {account.organisation_id},
        worker_id=account.worker_id,
    )


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
