"""Whoever has left is out at once and cannot come back in."""

import pytest

from dispatch.domain.account import Account
from dispatch.domain.actor import Role
from dispatch.domain.errors import NotFound
from dispatch.domain.organisation import Organisation
from dispatch.governance.add_account import OPERATOR
from dispatch.governance.close_account import close_account
from dispatch.governance.sign_in import actor_of, start_session
from dispatch.ports.store import Store
from tests.databases import SetClock

PRIYA = Account(id="a1", organisation_id="council", login="priya", name="Priya Shah", role=Role.SCHEDULER)


@pytest.fixture
def council(store: Store) -> Store:
    with store.begin(OPERATOR) as work:
        work.settings.put("council", [Organisation(id="council", name="Council")])
        work.accounts.put(PRIYA)
    return store


def test_a_closed_account_is_signed_out_everywhere_and_it_is_noted(council: Store, clock: SetClock) -> None:
    secrets = iter(("desk", "phone"))
    for _ in range(2):
        start_session(council, PRIYA, now=clock(), new_secret=lambda: next(secrets))
    assert not close_account(council, " PRIYA ").active
    assert [actor_of(council, secret, clock()) for secret in ("desk", "phone")] == [None, None]
    with council.begin(OPERATOR) as work:
        assert [entry.action for entry in work.audit.find(("account a1",))][-1] == "close an account"
        assert work.accounts.get("a1") is not None


@pytest.mark.parametrize("login", ["", "nobody", "a1", "priya\0"])
def test_an_account_that_is_none_cannot_be_closed(council: Store, login: str) -> None:
    with pytest.raises(NotFound, match="no account with this user name"):
        close_account(council, login)
