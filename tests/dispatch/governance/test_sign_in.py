"""Signing in: who may, how often one may try, and when it is over."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.adapters.rate_limit import WindowFailures, WindowLimiter
from dispatch.domain.account import Account
from dispatch.domain.actor import Actor, Role
from dispatch.domain.errors import TryLater
from dispatch.domain.organisation import Organisation
from dispatch.domain.partnership import Partnership
from dispatch.governance.sign_in import LASTS, LONGEST_PASSWORD, SYSTEM, WrongSignIn, actor_of, sign_in, sign_out
from dispatch.ports.store import Store
from tests.databases import SetClock

RIGHT, WRONG = "correct horse", "a guess"
PRIYA = Account(
    id="priya", organisation_id="council", login="priya", name="Priya Shah", role=Role.SCHEDULER,
    password_hash=f"kept: {RIGHT}",
)  # fmt: skip


class PlainPasswords:
    """Keeps them readable, and notes what it was asked to compare."""

    def __init__(self) -> None:
        self.compared: list[tuple[str, str]] = []

    def hash(self, password: str) -> str:
        return f"kept: {password}"

    def matches(self, password: str, password_hash: str) -> bool:
        self.compared.append((password, password_hash))
        return bool(password_hash) and password_hash == self.hash(password)

    def outdated(self, password_hash: str) -> bool:
        return False


class Desk:
    """A store with Priya's account, and what signing in needs beside it."""

    def __init__(self, store: Store, clock: SetClock) -> None:
        self.store, self.clock = store, clock
        self.secrets: list[str] = []
        self.passwords = PlainPasswords()
        self.limiter = WindowLimiter("3 per 15 minute", lambda: 0.0)
        self.failures = WindowFailures("5 per 15 minute", lambda: 0.0)
        with store.begin(SYSTEM) as work:
            for name in ("council", "landlord"):
                work.settings.put(name, [Organisation(id=name, name=name)])
            both = Partnership(id="toyton", name="Toyton", host_id="council", member_ids=("council", "landlord"))
            work.settings.put("council", [both])
            work.accounts.put(PRIYA)

    def change(self, **changes: object) -> None:
        with self.store.begin(SYSTEM) as work:
            work.accounts.put(replace(PRIYA, **changes))  # type: ignore[arg-type] # changes are the caller's

    def enter(self, login: str = "priya", password: str = RIGHT, address: str = "10.0.0.1") -> Actor:
        return sign_in(
            self.store, login=login, password=password, address=address, passwords=self.passwords,
            limiter=self.limiter, failures=self.failures, now=self.clock(), new_secret=self.new_secret,
        ).actor  # fmt: skip

    def new_secret(self) -> str:
        self.secrets.append(f"s3cret {len(self.secrets)}")
        return self.secrets[-1]

    def actor(self) -> Actor | None:
        """Of the last session."""
        return actor_of(self.store, self.secrets[-1], self.clock())

    def log(self) -> list[tuple[str, str, str]]:
        with self.store.begin(SYSTEM) as work:
            return [(one.action, one.subject, one.organisation_id) for one in work.audit.unsealed(100)]


@pytest.fixture
def desk(store: Store, clock: SetClock) -> Desk:
    return Desk(store, clock)


def test_the_right_password_signs_in_for_twelve_hours_and_is_noted(desk: Desk) -> None:
    assert desk.enter().name == "Priya Shah"
    assert desk.log() == [("sign in", "account priya", "council")]
    desk.clock.forward(LASTS - timedelta(seconds=1))
    assert desk.actor() is not None
    desk.clock.forward(timedelta(seconds=1))
    assert desk.actor() is None


def test_a_scheduler_sees_the_rows_of_those_who_plan_together_and_an_officer_of_one(desk: Desk) -> None:
    assert desk.enter().organisations == {"council", "landlord"}
    desk.change(role=Role.OFFICER)
    assert desk.enter().organisations == {"council"}


def test_the_user_name_may_be_typed_in_capitals_and_with_spaces_around(desk: Desk) -> None:
    assert desk.enter("  PRIYA ").id == "priya"


@pytest.mark.parametrize("password", ["", "wrong", "Correct horse", "correct horse "])
def test_a_wrong_password_is_refused_and_noted(desk: Desk, password: str) -> None:
    with pytest.raises(WrongSignIn):
        desk.enter(password=password)
    assert desk.log() == [("fail to sign in", "account priya", "council")]


def test_an_unknown_user_name_is_refused_by_the_same_steps(desk: Desk) -> None:
    with pytest.raises(WrongSignIn) as unknown:
        desk.enter("nobody", WRONG)
    with pytest.raises(WrongSignIn) as known:
        desk.enter("priya", WRONG)
    assert str(unknown.value) == str(known.value)
    assert [password for password, _ in desk.passwords.compared] == [WRONG, WRONG]
    # One entry each; what was typed as the user name is not kept: people type passwords there.
    assert desk.log() == [("fail to sign in", "account unknown", ""), ("fail to sign in", "account priya", "council")]


def test_an_account_that_was_closed_is_refused_and_its_session_ends(desk: Desk) -> None:
    desk.enter()
    desk.change(active=False)
    assert desk.actor() is None
    with pytest.raises(WrongSignIn):
        desk.enter()


def test_an_account_without_a_password_cannot_be_signed_in_to_with_an_empty_one(desk: Desk) -> None:
    desk.change(password_hash="")
    with pytest.raises(WrongSignIn):
        desk.enter(password="")


def test_a_password_too_long_to_compare_is_refused_even_if_it_begins_right(desk: Desk) -> None:
    longest = "x" * LONGEST_PASSWORD
    desk.change(password_hash=f"kept: {longest}")
    assert desk.enter(password=longest).id == "priya"
    with pytest.raises(WrongSignIn):
        desk.enter(password=longest + "x")


def test_after_three_tries_an_account_waits_also_with_the_right_password(desk: Desk) -> None:
    for number in range(3):
        with pytest.raises(WrongSignIn):
            desk.enter(password=WRONG, address=f"10.0.0.{number}")
    with pytest.raises(TryLater, match=r"^Too many tries\. Wait \d+ minutes?, then try again\.$") as refused:
        desk.enter(address="10.0.0.9")
    assert refused.value.after_s > 0


def test_after_five_failures_an_address_waits_whatever_name_it_tries(desk: Desk) -> None:
    for name in ("a", "b", "c", "d", "e"):
        with pytest.raises(WrongSignIn):
            desk.enter(name, WRONG)
    for name in ("priya", "priya", "priya", "priya"):
        with pytest.raises(TryLater):
            desk.enter(name)
    # What is refused there uses up nobody's tries: elsewhere Priya is let in.
    assert desk.enter(address="10.0.0.9").id == "priya"


def test_any_number_may_sign_in_from_behind_one_address(desk: Desk) -> None:
    for _ in range(20):
        assert desk.enter().id == "priya"


def test_signing_in_does_not_make_an_address_forget_its_failures(desk: Desk) -> None:
    for name in ("a", "b", "c", "d"):
        with pytest.raises(WrongSignIn):
            desk.enter(name, WRONG)
        desk.enter()
    with pytest.raises(WrongSignIn):
        desk.enter("e", WRONG)
    with pytest.raises(TryLater):
        desk.enter()


def test_signing_in_starts_the_account_s_count_anew(desk: Desk) -> None:
    for number in range(5):
        desk.enter(address=f"10.0.0.{number}")


def test_while_one_has_to_wait_no_password_is_compared(desk: Desk) -> None:
    for _ in range(3):
        with pytest.raises(WrongSignIn):
            desk.enter(password=WRONG)
    desk.passwords.compared.clear()
    with pytest.raises(TryLater):
        desk.enter()
    assert desk.passwords.compared == []


def test_signing_out_ends_the_session_and_twice_is_harmless(desk: Desk) -> None:
    desk.enter()
    sign_out(desk.store, desk.secrets[-1])
    assert desk.actor() is None
    sign_out(desk.store, desk.secrets[-1])


@pytest.mark.parametrize("secret", ["", "s3cret", "s3cret 0 ", "S3CRET 0", "\x00"])
def test_another_secret_is_nobody(desk: Desk, secret: str) -> None:
    desk.enter()
    assert actor_of(desk.store, secret, desk.clock()) is None
