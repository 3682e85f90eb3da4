"""Who may see what of a job: only what is said, and nothing else."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dispatch.domain.actor import PURPOSE_OF, Actor, Purpose, Role
from dispatch.domain.sharing import JobField, SharingAgreement
from dispatch.governance.access import Access, Subject

TODAY = date(2026, 11, 24)
NOBODY_SHARES = Access(sharing=(), today=TODAY)
ORGANISATIONS = ("council", "landlord", "parish")
WORKERS = ("ann", "fiona")


def actor(role: Role, organisation_id: str = "council") -> Actor:
    return Actor(
        id="a", name="A", organisation_id=organisation_id, role=role, organisations=frozenset(ORGANISATIONS),
        worker_id="ann" if role is Role.FIELD_WORKER else None,
    )  # fmt: skip


def seen(access: Access, who: Actor, subject: Subject) -> set[JobField]:
    return {field for field in JobField if access.may_see(who, who.purpose, subject, field)}


OWN = Subject(owner_id="council")
OTHERS = Subject(owner_id="landlord")
OTHERS_DONE_BY_OURS = Subject(
    owner_id="landlord", worker_ids=frozenset({"ann"}), worker_organisation_ids=frozenset({"council"})
)
TO_DO_IT = {JobField.PLACE, JobField.DESCRIPTION}


@pytest.mark.parametrize(
    ("role", "own", "others", "others_done_by_ours"),
    [
        (Role.SCHEDULER, set(JobField), set(), TO_DO_IT),
        (Role.MANAGER, set(JobField) - {JobField.NOTE}, set(), set()),
        (Role.OFFICER, set(JobField), set(), set()),
        (Role.FIELD_WORKER, set(), set(), TO_DO_IT),
        (Role.SYSTEM, set(), set(), set()),
    ],
)
def test_without_sharing_each_role_sees_this_and_no_more(
    role: Role, own: set[JobField], others: set[JobField], others_done_by_ours: set[JobField]
) -> None:
    who = actor(role)
    assert seen(NOBODY_SHARES, who, OWN) == own
    assert seen(NOBODY_SHARES, who, OTHERS) == others
    assert seen(NOBODY_SHARES, who, OTHERS_DONE_BY_OURS) == others_done_by_ours


def agreement(**changes: object) -> SharingAgreement:
    plain: dict[str, object] = {
        "id": "s1", "giver_id": "landlord", "receiver_id": "council", "purposes": (Purpose.REVIEW,),
        "fields": (JobField.PLACE,), "starts_on": TODAY,
    }  # fmt: skip
    return SharingAgreement(**(plain | changes))  # type: ignore[arg-type] # changes are the caller's


def test_a_live_agreement_shows_its_fields_for_its_purpose() -> None:
    access = Access(sharing=(agreement(),), today=TODAY)
    assert seen(access, actor(Role.MANAGER), OTHERS) == {JobField.PLACE}
    assert seen(access, actor(Role.OFFICER), OTHERS) == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_on": date(2026, 11, 25)},
        {"starts_on": date(2026, 11, 1), "ends_on": TODAY},  # up to, not including
        {"giver_id": "parish"},
        {"receiver_id": "parish"},
        {"purposes": (Purpose.PLANNING,)},
        {"fields": ()},
    ],
)
def test_an_agreement_that_does_not_fit_shows_nothing(changes: dict[str, object]) -> None:
    assert seen(Access(sharing=(agreement(**changes),), today=TODAY), actor(Role.MANAGER), OTHERS) == set()


def test_an_agreement_is_live_up_to_the_day_before_it_ends() -> None:
    access = Access(sharing=(agreement(ends_on=date(2026, 11, 25)),), today=TODAY)
    assert seen(access, actor(Role.MANAGER), OTHERS) == {JobField.PLACE}


def test_a_worker_sees_nothing_of_a_job_somebody_else_is_sent_to() -> None:
    elsewhere = Subject(
        owner_id="council", worker_ids=frozenset({"ben"}), worker_organisation_ids=frozenset({"council"})
    )
    assert seen(NOBODY_SHARES, actor(Role.FIELD_WORKER), elsewhere) == set()


agreements = some.builds(
    SharingAgreement,
    id=some.just("s"),
    giver_id=some.sampled_from(ORGANISATIONS),
    receiver_id=some.sampled_from(ORGANISATIONS),
    purposes=some.lists(some.sampled_from(Purpose), max_size=3).map(tuple),
    fields=some.lists(some.sampled_from(JobField), max_size=3).map(tuple),
    starts_on=some.dates(date(2026, 11, 20), date(2026, 11, 28)),
    ends_on=some.none() | some.dates(date(2026, 11, 20), date(2026, 11, 28)),
)
subjects = some.builds(
    Subject,
    owner_id=some.sampled_from(ORGANISATIONS),
    worker_ids=some.frozensets(some.sampled_from(WORKERS)),
    worker_organisation_ids=some.frozensets(some.sampled_from(ORGANISATIONS)),
)
everybody = some.builds(actor, some.sampled_from(Role), some.sampled_from(ORGANISATIONS))


@given(everybody, some.sampled_from(Purpose), subjects, some.sampled_from(JobField), some.lists(agreements, max_size=3))
def test_whatever_is_seen_is_own_or_to_be_done_or_shared(
    who: Actor, purpose: Purpose, subject: Subject, field: JobField, sharing: list[SharingAgreement]
) -> None:
    if not Access(sharing=sharing, today=TODAY).may_see(who, purpose, subject, field):
        return
    own = subject.owner_id == who.organisation_id and who.role in (Role.SCHEDULER, Role.MANAGER, Role.OFFICER)
    sent = field in TO_DO_IT and (
        (who.role is Role.FIELD_WORKER and who.worker_id in subject.worker_ids)
        or (who.role is Role.SCHEDULER and who.organisation_id in subject.worker_organisation_ids)
    )
    shared = who.role in (Role.SCHEDULER, Role.MANAGER, Role.OFFICER) and any(
        one.giver_id == subject.owner_id
        and one.receiver_id == who.organisation_id
        and who.purpose in one.purposes
        and field in one.fields
        and one.starts_on <= TODAY
        and (one.ends_on is None or one.ends_on > TODAY)
        for one in sharing
    )
    assert own or sent or shared
    assert purpose is PURPOSE_OF[who.role]


@given(everybody, some.sampled_from(Purpose), subjects, some.sampled_from(JobField))
def test_for_another_purpose_than_the_role_s_nothing_is_seen(
    who: Actor, purpose: Purpose, subject: Subject, field: JobField
) -> None:
    if purpose is not who.purpose:
        assert not NOBODY_SHARES.may_see(who, purpose, subject, field)
