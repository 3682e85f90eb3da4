"""The chain from the signal to the report, as each reader may see it."""

import csv
import io
import json
from contextlib import AbstractContextManager
from datetime import date, timedelta
from typing import Any

import pytest

from dispatch.domain.actor import Actor
from dispatch.domain.errors import NotAllowed, NotFound
from dispatch.domain.outcome import CouldNotReason, OutcomeKind
from dispatch.domain.permissions import Action
from dispatch.domain.sharing import JobField
from dispatch.domain.states import JobState
from dispatch.evidence.chain import evidence_of_day, evidence_of_job
from dispatch.evidence.evidence_row import EvidenceRow
from dispatch.evidence.export_csv import as_csv
from dispatch.evidence.export_json import Export, as_json
from dispatch.evidence.kept import Kept
from dispatch.evidence.names import Person, read_names
from dispatch.ports.store import Store, Work
from tests.databases import SetClock
from tests.web import stored_town as town
from tests.web.stored_day import PLANNING, StoredDay

BIN = "LITTER-BIN-PARK-2026-11-24"


def everything(owner: str, workers: frozenset[str], employers: frozenset[str], field: JobField) -> bool:
    return True


def nothing(owner: str, workers: frozenset[str], employers: frozenset[str], field: JobField) -> bool:
    return False


@pytest.fixture
def day(store: Store, clock: SetClock) -> StoredDay:
    """Published the evening before; a bin fills up in the morning and is put into a second plan at half past ten."""
    day = StoredDay(store, clock)
    day.publish()
    day.morning("10:30")
    day.reading(91.0)
    clock.forward(timedelta(minutes=1))
    day.reading(95.0)
    day.revise()
    return day


def rows(day: StoredDay, who: str = "olu", *, action: Action = Action.SEE_EVIDENCE,
         may_see: Any = everything, on: date = town.TODAY) -> dict[str, EvidenceRow]:  # fmt: skip
    found = evidence_of_day(
        day.store, day.actor(who), on, names=read_names(day.store), grants=lambda _: may_see, action=action
    )
    return {row.job_id: row for row in found}


def audit(day: StoredDay) -> tuple[str, str, str, str]:
    """The entry written last: who, what, about what, whose."""
    with day.store.begin(PLANNING) as work:
        last = work.audit.unsealed(10_000)[-1]
    return last.actor_id, last.action, last.subject, last.organisation_id


def test_a_job_from_a_sensor_is_followed_from_the_reading_to_the_report(day: StoredDay) -> None:
    day.clock.forward(timedelta(minutes=5))
    day.report("cass", BIN, OutcomeKind.ARRIVED)
    day.clock.forward(timedelta(minutes=10))
    day.report("cass", BIN, OutcomeKind.DONE)
    row = rows(day)[BIN]
    assert [(one.quantity, one.value, one.source) for one in row.signals] == [
        ("fill_percent", 91.0, town.DEVICE.eui),
        ("fill_percent", 95.0, town.DEVICE.eui),
    ]
    assert row.rule == "LITTER: A litter bin that is 80 % full is emptied."
    assert row.added_by == Person(id="system:triage", name="Allround (triage)")
    told = row.first_promise
    assert told is not None
    assert (told.number, told.told_by.name, told.workers) == (2, "Priya Shah", (Person(id="cass", name="Cass Cole"),))
    assert row.arrival is not None
    assert row.ending is not None
    assert (row.ending.kind, row.ending.worker.name) == (OutcomeKind.DONE, "Cass Cole")
    assert (row.state, row.kept) == (JobState.DONE, Kept.AS_TOLD)
    assert [(one.number, one.placed) for one in row.revisions] == [(2, True)]


def test_what_was_told_first_stays_beside_what_was_told_last(day: StoredDay) -> None:
    row = rows(day)["CARE-5"]
    assert [one.number for one in row.promises] == [1, 2]
    assert row.first_promise is not row.last_promise


def test_an_arrival_is_held_against_what_was_told_before_it_and_not_after(day: StoredDay) -> None:
    row = rows(day)["CARE-1"]  # done by half past ten: the second plan only tells what had happened
    assert row.told_before_arrival is not None
    assert row.told_before_arrival.number == 1


def test_a_job_nobody_is_sent_to_tells_why(day: StoredDay) -> None:
    row = evidence_for(day, "SURVEY-1", "lena")
    assert row.promises == ()
    assert row.kept is None
    assert [(one.placed, bool(one.left_out_because)) for one in row.revisions] == [(False, True), (False, True)]


def evidence_for(day: StoredDay, job_id: str, who: str) -> EvidenceRow:
    names = read_names(day.store)
    return evidence_of_job(day.store, day.actor(who), job_id, names=names, grants=lambda _: everything)


def test_a_visit_that_failed_says_who_why_and_when(day: StoredDay) -> None:
    day.report("cass", BIN, OutcomeKind.COULD_NOT, CouldNotReason.UNSAFE, "Wasps")
    row = rows(day)[BIN]
    assert row.ending is not None
    assert (row.ending.reason, row.ending.note, row.state) == (CouldNotReason.UNSAFE, "Wasps", JobState.COULD_NOT)
    assert row.kept is Kept.NOT_KNOWN


def test_an_officer_has_rows_of_their_own_organisation_only(day: StoredDay) -> None:
    assert {row.organisation.id for row in rows(day, "olu").values()} == {"council"}
    with pytest.raises(NotFound):
        evidence_for(day, "REPAIR-1", "olu")


def test_a_manager_has_the_partners_rows_too(day: StoredDay) -> None:
    assert {row.organisation.id for row in rows(day, "mo").values()} == {"council", "landlord"}


def test_what_may_not_be_seen_is_not_in_the_row(day: StoredDay) -> None:
    day.report("cass", BIN, OutcomeKind.COULD_NOT, CouldNotReason.OTHER, "Wasps")
    row = rows(day, may_see=nothing)[BIN]
    assert (row.description, row.address, row.uprn, row.cause, row.reference, row.rule) == (None,) * 6
    assert (row.type, row.signals, row.note) == (None, (), None)
    assert (row.reports[0].reason, row.reports[0].note) == (None, None)
    assert row.withheld == set(JobField)
    assert row.promises  # times and who comes are always there


def test_why_nobody_is_sent_is_for_those_who_may_see_what_the_job_is_about(day: StoredDay) -> None:
    row = rows(day, "lena", may_see=nothing)["SURVEY-1"]  # left out, as nobody has the skill
    assert [(one.placed, one.left_out_because) for one in row.revisions] == [(False, ""), (False, "")]


def test_each_field_is_asked_about_with_the_owner_and_those_who_are_sent(day: StoredDay) -> None:
    asked = set()

    def may_see(owner: str, workers: frozenset[str], employers: frozenset[str], field: JobField) -> bool:
        asked.add((owner, workers, employers, field))
        return False

    rows(day, "lena", may_see=may_see)
    assert ("landlord", frozenset({"ann"}), frozenset({"council"}), JobField.PLACE) in asked  # ALARM-1, lent
    assert ("council", frozenset({"ann", "ben"}), frozenset({"council"}), JobField.CAUSE) in asked  # CARE-4


def test_whoever_looks_at_evidence_waits_for_no_writer_until_it_is_noted(day: StoredDay) -> None:
    begun: list[str] = []

    class Watching:
        """Tells in which order units of work begin."""

        def begin(self, actor: Actor) -> AbstractContextManager[Work]:
            begun.append("writing")
            return day.store.begin(actor)

        def reading(self, actor: Actor) -> AbstractContextManager[Work]:
            begun.append("reading")
            return day.store.reading(actor)

    store, who = Watching(), day.actor("olu")
    names = read_names(store)
    evidence_of_day(store, who, town.TODAY, names=names, grants=lambda _: everything)
    evidence_of_job(store, who, "CARE-1", names=names, grants=lambda _: everything)
    assert begun == ["reading", "reading", "writing", "reading", "writing"]


def test_looking_and_taking_away_are_each_noted_once(day: StoredDay) -> None:
    rows(day, "olu")
    assert audit(day) == ("olu", "see the evidence", "day 2026-11-24", "council")
    rows(day, "mo", action=Action.EXPORT_EVIDENCE)
    assert audit(day) == ("mo", "export the evidence", "day 2026-11-24", "council")
    evidence_for(day, "REPAIR-1", "mo")
    assert audit(day) == ("mo", "see the evidence", "job REPAIR-1", "landlord")


@pytest.mark.parametrize("who", ["ann", "fiona"])
def test_a_field_worker_sees_no_evidence(day: StoredDay, who: str) -> None:
    with pytest.raises(NotAllowed):
        rows(day, who)
    with pytest.raises(NotAllowed):
        evidence_for(day, "CARE-1", who)


def test_a_scheduler_may_look_and_not_export(day: StoredDay) -> None:
    assert rows(day, "priya")
    with pytest.raises(NotAllowed):
        rows(day, "priya", action=Action.EXPORT_EVIDENCE)


def test_another_day_has_none_of_it(day: StoredDay) -> None:
    assert rows(day, on=date(2026, 11, 25)) == {}


EXPORT = Export(
    day=town.TODAY, made_at=town.at("12:00"), made_by=Person(id="olu", name="Olu Okoro"),
    organisation=Person(id="council", name="Northgate Council"), purpose="governance",
)  # fmt: skip


def test_the_json_file_has_every_step_with_its_id(day: StoredDay) -> None:
    document = json.loads(as_json(EXPORT, rows(day).values()))
    assert document["schema"] == 1
    assert document["about"]["made_by"] == {"id": "olu", "name": "Olu Okoro"}
    job = next(one for one in document["jobs"] if one["job_id"] == BIN)
    with day.store.begin(PLANNING) as work:
        assert [one.id for one in work.messages.signals([one["id"] for one in job["signals"]])] == [
            one["id"] for one in job["signals"]
        ]
        assert work.plans.get(job["promises"][0]["plan_id"]) is not None
        done = next(one for one in document["jobs"] if one["job_id"] == "CARE-1")
        assert [work.outcomes.get(one["id"]) is not None for one in done["reports"]] == [True, True]
    assert job["signals"][0]["received_at"].endswith("+00:00")
    assert done["came"] == "as told"


def test_the_csv_file_has_one_line_a_job_and_tells_the_same(day: StoredDay) -> None:
    found = rows(day)
    lines = list(csv.DictReader(io.StringIO(as_csv(EXPORT, found.values()).decode("utf-8-sig"))))
    assert [line["job_id"] for line in lines] == list(found)
    line = next(one for one in lines if one["job_id"] == "CARE-1")
    assert (line["schema"], line["day"], line["state"]) == ("1", "2026-11-24", "done")
    assert (line["first_workers"], line["first_told_by"]) == ("Ann Archer", "Priya Shah")
    assert (line["ended"], line["ended_by"], line["came"]) == ("done", "Ann Archer", "as told")
    assert len(line["report_ids"].split()) == 2


def test_what_is_withheld_is_in_neither_file(day: StoredDay) -> None:
    day.report("cass", BIN, OutcomeKind.COULD_NOT, CouldNotReason.UNSAFE, "Wasps")
    hidden = rows(day, "mo", may_see=nothing)
    for content in (as_json(EXPORT, hidden.values()), as_csv(EXPORT, hidden.values())):
        assert b"Park Road" not in content
        assert b"fill_percent" not in content
        for word in (b"Morning call", b"care_visit", b"asbestos", b"survey", b"unsafe"):
            assert word not in content
        assert b"place" in content  # named as withheld


def test_a_note_that_a_spreadsheet_would_run_is_made_harmless(day: StoredDay) -> None:
    day.report("cass", BIN, OutcomeKind.COULD_NOT, CouldNotReason.OTHER, '=HYPERLINK("http://elsewhere.example")')
    lines = list(csv.DictReader(io.StringIO(as_csv(EXPORT, rows(day).values()).decode("utf-8-sig"))))
    line = next(one for one in lines if one["job_id"] == BIN)
    assert line["note"] == '\'=HYPERLINK("http://elsewhere.example")'
