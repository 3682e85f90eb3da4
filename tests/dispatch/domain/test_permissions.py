"""Whatever is not in the table is refused, in words, also to the program itself."""

import pytest

from dispatch.domain.actor import PURPOSE_OF, Actor, Role, system
from dispatch.domain.errors import NotAllowed
from dispatch.domain.permissions import ALLOWED, Action, may, require

PROGRAMS = {Action.TAKE_IN_SIGNAL, Action.TRIAGE, Action.SOLVE, Action.SEAL_AUDIT, Action.SET_UP}


def actor(role: Role, organisation_id: str = "council") -> Actor:
    worker_id = "w1" if role is Role.FIELD_WORKER else None
    return Actor(
        id="somebody",
        name="Somebody",
        organisation_id=organisation_id,
        role=role,
        organisations=frozenset({organisation_id}),
        worker_id=worker_id,
    )


def test_every_action_says_who_may() -> None:
    assert set(ALLOWED) == set(Action)
    assert all(ALLOWED.values())


def test_no_action_is_for_people_and_the_program_both() -> None:
    assert {action for action, roles in ALLOWED.items() if Role.SYSTEM in roles} == PROGRAMS
    assert all(ALLOWED[action] == {Role.SYSTEM} for action in PROGRAMS)


@pytest.mark.parametrize("action", sorted(set(Action) - PROGRAMS))
def test_the_program_never_does_what_a_named_person_has_to(action: Action) -> None:
    assert not may(system("planning"), action)
    with pytest.raises(NotAllowed):
        require(system("planning"), action, "council")


@pytest.mark.parametrize("action", sorted(Action))
@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM}))
def test_a_role_may_what_is_listed_for_it_in_its_own_organisation_alone(role: Role, action: Action) -> None:
    allowed = role in ALLOWED[action]
    assert may(actor(role), action) is allowed
    assert may(actor(role), action, "council") is allowed
    assert not may(actor(role), action, "landlord")
    assert not may(actor(role), action, "")


def test_planning_with_others_gives_no_right_to_their_things() -> None:
    member = Actor(id="lena", name="Lena", organisation_id="landlord", role=Role.SCHEDULER,
                   organisations=frozenset({"landlord", "council"}))  # fmt: skip
    assert not may(member, Action.PUBLISH_PLAN, "council")


def test_a_refusal_says_what_and_whom_to_ask() -> None:
    with pytest.raises(NotAllowed, match=r"\(field worker\) may not publish a plan\. Ask your organisation's lead\."):
        require(actor(Role.FIELD_WORKER), Action.PUBLISH_PLAN)


def test_every_role_has_one_purpose_and_no_two_the_same() -> None:
    assert set(PURPOSE_OF) == set(Role)
    assert len(set(PURPOSE_OF.values())) == len(Role)


def test_a_field_worker_is_somebody_who_is_sent_out() -> None:
    with pytest.raises(ValueError, match="name the worker"):
        Actor(id="a", name="A", organisation_id="council", role=Role.FIELD_WORKER, organisations=frozenset())
