"""Accounts by login, and sessions that expire."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.domain.account import Account, Session
from dispatch.domain.actor import Role
from dispatch.domain.errors import Unusable
from dispatch.ports.store import Store
from tests.dispatch.adapters.database.small_world import AT_SIX, COUNCIL, HOUSING, PROGRAM

SAM = Account(id="sam", organisation_id="council", login="Sam.Ünal@council.example", name="Sam Ünal",
              role=Role.SCHEDULER, password_hash="$argon2id$v=19$m=1$x")  # fmt: skip # noqa: S106 (of nothing)
FIONA = Account(id="fiona", organisation_id="housing", login="fiona", name="Fiona", role=Role.FIELD_WORKER,
                worker_id="fiona-worker", active=False)  # fmt: skip
HOUR = timedelta(hours=1)
SIGNED_IN = Session(token_hash="a" * 64, account_id="sam", organisation_id="council", started_at=AT_SIX, seen_at=AT_SIX,
                    expires_at=AT_SIX + 8 * HOUR)  # fmt: skip


def put(store: Store, *accounts: Account) -> None:
    with store.begin(PROGRAM) as work:
        for each in accounts:
            work.accounts.put(each)


def sign_in(store: Store, *sessions: Session) -> None:
    with store.begin(PROGRAM) as work:
        for each in sessions:
            work.accounts.add_session(each)


def session(store: Store, token_hash: str = SIGNED_IN.token_hash, after: timedelta = HOUR) -> Session | None:
    with store.begin(PROGRAM) as work:
        return work.accounts.session(token_hash, AT_SIX + after)


@pytest.mark.parametrize("account", [SAM, FIONA], ids=["scheduler", "worker"])
def test_an_account_comes_back_as_it_was(store: Store, account: Account) -> None:
    put(store, account)
    with store.begin(PROGRAM) as work:
        assert work.accounts.get(account.id) == account
        assert work.accounts.by_login(account.login) == account
        assert work.accounts.get("nobody") is None
        assert work.accounts.by_login("nobody") is None


@pytest.mark.parametrize(
    "typed", ["sam.ünal@council.example", "SAM.ÜNAL@COUNCIL.EXAMPLE", " Sam.Ünal@council.example "]
)
def test_a_login_is_the_same_in_capitals_and_small_letters(store: Store, typed: str) -> None:
    put(store, SAM)
    with store.begin(PROGRAM) as work:
        assert work.accounts.by_login(typed) == SAM


def test_an_account_put_again_is_replaced(store: Store) -> None:
    put(store, SAM)
    changed = replace(SAM, login="sam", name="Samira", role=Role.MANAGER, password_hash="", active=False)
    put(store, changed, changed)
    with store.begin(PROGRAM) as work:
        assert work.accounts.all() == (changed,)
        assert work.accounts.by_login(SAM.login) is None


def test_a_login_belongs_to_one_account(store: Store) -> None:
    put(store, SAM, FIONA)
    with pytest.raises(Unusable, match=r"login .*taken"):
        put(store, replace(SAM, id="other", login=SAM.login.upper()))
    with pytest.raises(Unusable, match=r"login .*taken"):
        put(store, replace(FIONA, login=SAM.login))
    with store.begin(PROGRAM) as work:
        assert set(work.accounts.all()) == {SAM, FIONA}


def test_an_account_does_not_change_hands(store: Store) -> None:
    put(store, SAM)
    with pytest.raises(Unusable, match="another organisation"):
        put(store, replace(SAM, organisation_id="housing"))


def test_accounts_are_listed_by_organisation_role_and_name(store: Store) -> None:
    ann = replace(SAM, id="z", login="ann", name="Ann")
    manager = replace(SAM, id="y", login="max", name="Max", role=Role.MANAGER)
    put(store, FIONA, SAM, ann, manager)
    with store.begin(PROGRAM) as work:
        assert work.accounts.all() == (manager, ann, SAM, FIONA)
    with store.begin(HOUSING) as work:
        assert work.accounts.all() == (FIONA,)
        assert work.accounts.get("sam") is None


def test_a_session_is_there_until_it_expires(store: Store) -> None:
    put(store, SAM)
    sign_in(store, SIGNED_IN)
    assert session(store) == SIGNED_IN
    assert session(store, after=8 * HOUR - timedelta(microseconds=1)) == SIGNED_IN
    assert session(store, after=8 * HOUR) is None
    assert session(store, "b" * 64) is None


def test_a_session_remembers_when_it_was_seen_last(store: Store) -> None:
    put(store, SAM)
    sign_in(store, SIGNED_IN)
    with store.begin(PROGRAM) as work:
        work.accounts.seen(SIGNED_IN.token_hash, AT_SIX + 2 * HOUR)
        work.accounts.seen(SIGNED_IN.token_hash, AT_SIX + HOUR)
    assert session(store) == replace(SIGNED_IN, seen_at=AT_SIX + 2 * HOUR)


def test_signing_out_ends_one_session_or_all_of_an_account(store: Store) -> None:
    put(store, SAM, replace(FIONA, organisation_id="council"))
    sessions = [replace(SIGNED_IN, token_hash=letter * 64) for letter in "abc"]
    sign_in(store, *sessions, replace(SIGNED_IN, token_hash="f" * 64, account_id="fiona"))
    with store.begin(PROGRAM) as work:
        work.accounts.end_session("a" * 64)
        work.accounts.end_session("a" * 64)
    assert [session(store, letter * 64) is None for letter in "abcf"] == [True, False, False, False]
    with store.begin(PROGRAM) as work:
        work.accounts.end_sessions_of("sam")
    assert [session(store, letter * 64) is None for letter in "abcf"] == [True, True, True, False]


def test_expired_sessions_are_dropped_and_counted(store: Store) -> None:
    put(store, SAM)
    long = replace(SIGNED_IN, token_hash="b" * 64, expires_at=AT_SIX + 9 * HOUR)
    sign_in(store, SIGNED_IN, long)
    with store.begin(PROGRAM) as work:
        assert work.accounts.drop_expired(AT_SIX + 8 * HOUR) == 1
        assert work.accounts.drop_expired(AT_SIX + 8 * HOUR) == 0
        # Asked about a moment when both were alive, only the long one is there still.
        assert work.accounts.session("a" * 64, AT_SIX) is None
        assert work.accounts.session("b" * 64, AT_SIX) == long


def test_another_organisation_ends_no_session(store: Store) -> None:
    put(store, SAM)
    sign_in(store, SIGNED_IN)
    with store.begin(HOUSING) as work:
        work.accounts.end_session(SIGNED_IN.token_hash)
        work.accounts.end_sessions_of("sam")
        assert work.accounts.drop_expired(AT_SIX + 9 * HOUR) == 0
        assert work.accounts.session(SIGNED_IN.token_hash, AT_SIX) is None
    with store.begin(COUNCIL) as work:
        assert work.accounts.session(SIGNED_IN.token_hash, AT_SIX) == SIGNED_IN
