"""From signal to evidence. Start reading here: the whole of Allround as one story.

A bin in the park reports that it is full. That becomes a job, the job is planned among the day's others, a scheduler
publishes the plan, a worker empties the bin and says so on a phone, and the manager can show how it all came about.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.browser.device import PHONE
from tests.journeys.installation import Installation
from tests.journeys.story import Story

pytestmark = pytest.mark.slow


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Installation]:
    """On SQLite: one process for everything."""
    installation = Installation(folder=tmp_path)
    installation.set_up()
    yield installation
    installation.kill()


@pytest.fixture
def story(place: Installation) -> Iterator[Story]:
    one = Story(place)
    yield one
    one.close()


def test_a_full_bin_is_emptied_and_everything_about_it_can_be_shown(
    place: Installation, story: Story, open_page: Callable[..., object]
) -> None:
    place.start()
    tell(place, story, open_page, between=lambda: None)


def test_the_same_with_the_power_cut_between_any_two_steps(
    place: Installation, story: Story, open_page: Callable[..., object]
) -> None:
    place.start(doors_only=True)  # nothing but the door for readings: the cut comes before anything is made of them
    tell(place, story, open_page, between=lambda: power_cut(place))


def tell(place: Installation, story: Story, open_page: Callable[..., object], between: Callable[[], None]) -> None:
    """Every step of it; `between` any two of them, something may happen to the server."""
    assert story.the_sensor_reports().status_code == 202
    between()
    assert story.the_sensor_reports().json()["status"] == "already"  # the network delivers it again
    story.the_job_is_there()
    between()
    story.ask_for_a_plan()
    between()
    plan_id = story.draft()
    between()
    assert story.publish() == plan_id
    between()
    story.arrive_and_finish(open_page(place.at, PHONE))  # type: ignore[arg-type]
    between()
    everything_is_there_once(story, plan_id)
    verdict = place.command("audit", "verify")
    assert verdict.returncode == 0, verdict.stdout + verdict.stderr


def everything_is_there_once(story: Story, plan_id: str) -> None:
    """The chain from the reading to the worker's word, each link once."""
    job = story.evidence()
    assert job["state"] == "done"
    assert [signal["value"] for signal in job["signals"]] == [91.0]
    assert [promise["plan_id"] for promise in job["promises"]] == [plan_id]
    assert [plan["plan_id"] for plan in job["plans"]] == [plan_id]
    assert [report["kind"] for report in job["reports"]] == ["arrived", "done"]
    assert {report["worker"]["id"] for report in job["reports"]} == {"cass"}


def test_a_plan_goes_on_being_made_after_the_power_was_cut_in_the_middle_of_it(
    place: Installation, story: Story
) -> None:
    place.start()
    story.ask_for_a_plan()
    story.somebody_works_on_it()
    place.kill()
    place.start()
    plan_id = story.draft()
    assert story.publish() == plan_id


def test_a_worker_falls_ill_and_a_bin_fills_up_and_the_rest_of_the_day_is_planned_anew(
    place: Installation, story: Story
) -> None:
    place.start()
    story.ask_for_a_plan()
    first = story.publish()
    early, ill = story.sent_to("CARE-1"), story.sent_to("CARE-5")
    power_cut(place, and_then_it_is="10:15")
    story.report(early, "CARE-1", "arrived")
    story.report(early, "CARE-1", "done")
    power_cut(place)
    story.report(early, "CARE-1", "done")  # the phone did not hear that it had arrived
    assert story.the_sensor_reports().status_code == 202
    story.the_job_is_there()
    story.is_absent(ill)
    power_cut(place)
    story.ask_for_a_plan()
    second = story.draft()
    assert "What changes for whom" in story.board()
    power_cut(place)
    assert story.publish() == second
    power_cut(place)
    done, bin_job, tea = story.evidence("CARE-1"), story.evidence(), story.evidence("CARE-5")
    assert done["state"] == "done"
    assert [report["kind"] for report in done["reports"]] == ["arrived", "done"]
    assert [promise["plan_id"] for promise in bin_job["promises"]] == [second]
    assert tea["promises"][0]["plan_id"] == first
    assert all(who["id"] != ill for promise in tea["promises"][1:] for who in promise["workers"])


def power_cut(place: Installation, *, and_then_it_is: str = "") -> None:
    """Everything is killed and started again, perhaps later in the day."""
    place.kill()
    if and_then_it_is:
        place.move_clock(and_then_it_is)
    place.start()


def test_on_postgresql_doors_and_worker_are_processes_of_their_own(
    tmp_path: Path, empty_postgresql_url: str, open_page: Callable[..., object]
) -> None:
    place = Installation(folder=tmp_path, database_url=empty_postgresql_url)
    place.set_up()
    story = Story(place)

    try:
        place.start()
        tell(place, story, open_page, between=lambda: power_cut(place))
    finally:
        story.close()
        place.kill()
