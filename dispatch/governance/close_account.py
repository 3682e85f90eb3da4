"""Closes an account: whoever has left signs in no more."""

from dataclasses import replace

from dispatch.domain.account import Account
from dispatch.domain.errors import NotFound
from dispatch.governance.add_account import OPERATOR
from dispatch.ports.store import Store


def close_account(store: Store, login: str) -> Account:
    """It stays, as the log speaks of it; its sessions end. Twice is harmless. Raises NotFound."""
    with store.begin(OPERATOR) as work:
        account = work.accounts.by_login(login.strip()) if login.isprintable() else None
        if account is None:
            raise NotFound("There is no account with this user name. Check how it is written.")
        closed = replace(account, active=False)
        work.accounts.put(closed)
        work.accounts.end_sessions_of(account.id)
        work.audit.write("close an account", f"account {account.id}", organisation_id=account.organisation_id)
    return closed
