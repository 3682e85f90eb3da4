"""Adds an account, or changes the one that has the user name."""

from collections.abc import Callable

from dispatch.domain.account import Account
from dispatch.domain.actor import Role, system
from dispatch.domain.errors import Unusable
from dispatch.governance.sign_in import LONGEST_PASSWORD
from dispatch.ports.passwords import Passwords
from dispatch.ports.store import Store

OPERATOR = system("operator")
LONGEST_LOGIN = 200
SHORTEST_PASSWORD = 12  # characters; NIST SP 800-63B asks for 8, and for 15 where nothing else protects


def add_account(store: Store, *, login: str, name: str, organisation_id: str, role: str, worker_id: str | None,
                password: str, passwords: Passwords, new_id: Callable[[], str]) -> Account:  # fmt: skip
    """Stores it; whoever was signed in with it is signed out. Raises Unusable with every complaint at once."""
    login = login.strip().lower()
    with store.begin(OPERATOR) as work:
        organisations = {one.id for one in work.settings.organisations()}
        workers = {one.id for one in work.settings.workers() if one.organisation_id == organisation_id}
        before = work.accounts.by_login(login) if login.isprintable() else None
    complaints = []
    if not 0 < len(login) <= LONGEST_LOGIN or not login.isprintable() or " " in login:
        complaints.append(f"the user name is empty, longer than {LONGEST_LOGIN} characters, or has a space in it")
    if organisation_id not in organisations:
        complaints.append(f"there is no organisation {organisation_id!r}; there are {', '.join(sorted(organisations))}")
    roles = [one.value for one in Role if one is not Role.SYSTEM]
    if role not in roles:
        complaints.append(f"there is no role {role!r}; give one of {', '.join(roles)}")
    if role == Role.FIELD_WORKER.value and worker_id not in workers:
        complaints.append(f"a field worker's account needs the id of a worker of {organisation_id!r}")
    if role != Role.FIELD_WORKER.value and worker_id is not None:
        complaints.append(f"somebody with the role {role!r} is not sent out; leave the worker away")
    if len(password) < SHORTEST_PASSWORD:
        complaints.append(f"the password is too short; give {SHORTEST_PASSWORD} characters or more")
    if len(password) > LONGEST_PASSWORD:
        complaints.append(f"the password is too long; give {LONGEST_PASSWORD} characters or fewer")
    if complaints:
        raise Unusable(complaints)
    account = Account(
        id=before.id if before else new_id(),
        organisation_id=organisation_id,
        login=login,
        name=name.strip() or login,
        role=Role(role),
        password_hash=passwords.hash(password),
        worker_id=worker_id,
    )
    with store.begin(OPERATOR) as work:
        work.accounts.put(account)
        work.accounts.end_sessions_of(account.id)
        work.audit.write("set an account", f"account {account.id}", organisation_id=organisation_id)
    return account
