"""Accounts are added whole, or refused with everything that is wrong with them."""

from itertools import count

import pytest

from dispatch.domain.account import Account
from dispatch.domain.actor import Role
from dispatch.domain.errors import Unusable
from dispatch.domain.organisation import Organisation
from dispatch.domain.worker import FieldWorker
from dispatch.governance.add_account import OPERATOR, add_account
from dispatch.governance.sign_in import actor_of, start_session
from dispatch.ports.store import Store
from tests.databases import SetClock

PASSWORD = "a long walk by the canal"  # noqa: S105 (of nobody)
PRIYA = {"login": "priya", "name": "Priya Shah", "organisation_id": "council", "role": "scheduler", "worker_id": None,
         "password": PASSWORD}  # fmt: skip


class Reversed:
    """Keeps passwords back to front, which is quick."""

    def hash(self, password: str) -> str:
        return password[::-1]

    def matches(self, password: str, password_hash: str) -> bool:
        return password[::-1] == password_hash

    def outdated(self, password_hash: str) -> bool:
        return False


@pytest.fixture
def council(store: Store) -> Store:
    with store.begin(OPERATOR) as work:
        for one in ("council", "landlord"):
            work.settings.put(one, [
                Organisation(id=one, name=one.title()),
                FieldWorker(id=f"{one}-worker", name="W", organisation_id=one, service_id="s", skills=()),
            ])  # fmt: skip
    return store


def add(store: Store, **changes: object) -> Account:
    numbers = count(1)
    return add_account(store, **{**PRIYA, **changes}, passwords=Reversed(), new_id=lambda: f"id-{next(numbers)}")  # type: ignore[arg-type] # as PRIYA has them


def complaints(store: Store, **changes: object) -> str:
    with pytest.raises(Unusable) as refused:
        add(store, **changes)
    with store.begin(OPERATOR) as work:
        assert work.accounts.all() == ()
    return str(refused.value)


def test_an_account_is_stored_with_a_hash_and_noted_in_the_log(council: Store) -> None:
    added = add(council, login=" Priya ")
    assert (added.login, added.role, added.password_hash) == ("priya", Role.SCHEDULER, PASSWORD[::-1])
    with council.begin(OPERATOR) as work:
        assert work.accounts.by_login("priya") == added
        (entry,) = work.audit.unsealed(10)
    assert (entry.action, entry.subject, entry.organisation_id) == ("set an account", "account id-1", "council")


def test_the_same_user_name_changes_the_account_and_signs_its_browsers_out(council: Store, clock: SetClock) -> None:
    first = add(council)
    start_session(council, first, now=clock(), new_secret=lambda: "secret")
    assert actor_of(council, "secret", clock()) is not None
    second = add(council, login="PRIYA", role="manager", password="another walk by the canal")  # noqa: S106 (of nobody)
    assert (second.id, second.role) == (first.id, Role.MANAGER)
    assert actor_of(council, "secret", clock()) is None
    with council.begin(OPERATOR) as work:
        assert len(work.accounts.all()) == 1


def test_a_field_workers_account_names_a_worker_of_the_same_organisation(council: Store) -> None:
    assert "needs the id of a worker" in complaints(council, role="field_worker")
    assert "needs the id of a worker" in complaints(council, role="field_worker", worker_id="landlord-worker")
    assert add(council, role="field_worker", worker_id="council-worker").worker_id == "council-worker"


def test_only_a_field_workers_account_names_a_worker(council: Store) -> None:
    assert "is not sent out" in complaints(council, worker_id="council-worker")


def test_nobody_signs_in_as_the_program(council: Store) -> None:
    assert "no role 'system'" in complaints(council, role="system")


@pytest.mark.parametrize("login", ["", " ", "pri ya", "pri\tya", "pri\0ya", "x" * 201])
def test_a_user_name_that_cannot_be_typed_is_refused(council: Store, login: str) -> None:
    assert "user name" in complaints(council, login=login)


def test_everything_wrong_is_told_at_once(council: Store) -> None:
    told = complaints(council, login="", organisation_id="nowhere", role="king", password="x" * 11)
    for part in ("user name", "no organisation 'nowhere'; there are council, landlord", "no role 'king'", "too short"):
        assert part in told


@pytest.mark.parametrize("password", ["", "x" * 11, "x" * 257])
def test_a_password_is_long_enough_and_one_can_sign_in_with_it(council: Store, password: str) -> None:
    assert "password" in complaints(council, password=password)
    assert add(council, password="x" * 12)
    assert add(council, password="x" * 256)
