"""The savings page in words: which plan the figures are of, what is gained and what is not."""

from dataclasses import replace
from datetime import timedelta
from types import MappingProxyType

import pytest

from dispatch.domain.revision import Revision
from dispatch.domain.states import PlanState
from dispatch.evidence.kept import Kept
from dispatch.evidence.names import Names
from dispatch.evidence.so_far import Became, ServiceSoFar
from tests.dispatch.adapters.database.toy_revisions import revision
from tests.web import stored_town as town
from tests.web.toy_savings import savings, share, way
from web.pages.savings_chart import LABEL_WIDTH, LONGEST_BAR, VALUE_WIDTH, WIDTH, service_chart, way_charts
from web.pages.savings_so_far import so_far_view
from web.pages.savings_view import PATIENCE, SavingsView, plan_counted, savings_view, tiles

NAMES = Names(
    accounts={"sam": "Sam Odell"},
    workers={},
    employers={},
    organisations={},
    services={"care": "Home care", "bins": "Litter bins"},
)
FIRST = revision("p1", number=1, savings=savings())
PUBLISHED = replace(FIRST, state=PlanState.PUBLISHED, published_by="sam", published_at=town.at("07:30"))


def view(*revisions: Revision, minutes: int = 1) -> SavingsView:
    now = (revisions[-1].made_at if revisions else town.at("08:00")) + timedelta(minutes=minutes)
    return savings_view(town.TODAY, revisions, (), names=NAMES, days=[], now=now, zone=town.LONDON)


def test_without_a_plan_there_is_nothing_to_count() -> None:
    assert view().state == "no plan"


def test_while_it_is_counted_it_says_so_and_after_half_an_hour_that_it_will_not_come() -> None:
    waiting = revision("p1", number=1)
    assert view(waiting, minutes=round(PATIENCE.total_seconds() / 60)).state == "counting"
    late = view(waiting, minutes=round(PATIENCE.total_seconds() / 60) + 1)
    assert (late.state, late.problem.startswith("The comparison was not finished")) == ("failed", True)


def test_a_comparison_that_failed_says_why() -> None:
    failed = view(replace(FIRST, savings={"problem": "It ran out of memory."}))
    assert (failed.state, failed.problem) == ("failed", "It ran out of memory.")


def test_the_figures_name_their_plan_and_who_published_it() -> None:
    found = view(PUBLISHED).figures
    assert found is not None
    assert found.of_plan == (
        "These figures belong to plan 1, which Sam Odell asked for and Sam Odell published at 07:30."
    )


def test_on_a_day_that_was_revised_the_figures_stay_those_of_the_compared_plan() -> None:
    compared = replace(PUBLISHED, state=PlanState.SUPERSEDED)
    second = replace(PUBLISHED, id="p2", number=2, based_on="p1", savings=None)
    found = view(compared, second)
    assert found.state == "counted"
    assert found.figures is not None
    assert "Plan 2 holds now. Changes during the day are not counted anew" in found.figures.of_plan


def test_a_published_plan_comes_before_a_draft_made_after_it() -> None:
    draft = replace(FIRST, id="p2", number=2)
    assert plan_counted([PUBLISHED, draft]) is PUBLISHED
    assert plan_counted([FIRST, draft]) is draft
    assert plan_counted([]) is None


def test_services_that_gain_nothing_are_named_and_shown() -> None:
    found = view(PUBLISHED).figures
    assert found is not None
    assert found.nothing_gained == "Litter bins and Home care do not gain from planning together on this day."
    assert [(row.name, row.gain, row.gains) for row in found.services] == [
        ("Litter bins", "gains nothing", False),
        ("Home care", "pays £1.50 more", False),
        ("Housing repairs", "£50.60", True),
    ]


def test_jobs_that_only_one_way_does_are_listed_and_others_not() -> None:
    found = view(PUBLISHED).figures
    assert found is not None
    assert [(one.text, one.job_ids) for one in found.one_only] == [
        ("1 job done together and not by hand", ("REPAIR-3",))
    ]


def test_a_loss_is_told_as_a_loss_and_nothing_as_nothing() -> None:
    nothing = {"cash_pence": 0, "travel_s": 0, "distance_m": 0, "co2e_g": 0, "jobs_compared": 10}
    loss = {**nothing, "cash_pence": -1250}
    found = {one.label: one for one in tiles(savings(saving=loss, saving_by_hand=nothing))}
    assert found["Cash"].value == "£12.50 more"
    assert found["Cash"].by_hand == "the same as by hand"
    assert found["Distance"].value == "the same"
    assert found["Distance"].beside.startswith("as every service alone")


def test_a_plan_that_breaks_a_rule_says_so() -> None:
    found = view(replace(PUBLISHED, savings=savings(violations=2))).figures
    assert found is not None
    assert not found.sound
    assert "2 broken rules" in found.verdict


def test_every_bar_fits_between_its_words() -> None:
    summary = savings()
    charts = [*way_charts(summary), service_chart(list(summary["by_service"].values()))]
    for chart in charts:
        assert chart is not None
        bars = [bar for group in chart.groups for bar in group.bars]
        assert max(bar.width for bar in bars) == LONGEST_BAR
        assert all(bar.value_x <= WIDTH - VALUE_WIDTH + 6 for bar in bars)
        assert all(bar.y + chart.bar_height <= chart.height for bar in bars)
        assert chart.bar_x == LABEL_WIDTH


def test_the_length_of_a_bar_is_its_share_of_the_longest() -> None:
    cash = next(one for one in way_charts(savings()) if one.title == "Cash")
    widths = {bar.label: bar.width for bar in cash.groups[0].bars}
    assert widths["By hand"] == LONGEST_BAR
    assert widths["Together"] == pytest.approx(LONGEST_BAR * 56_330 / 70_100, abs=0.1)
    assert cash.description == "By hand £701.00, Alone £612.50, Together £563.30."


def test_nothing_at_all_and_less_than_nothing_have_no_bar() -> None:
    empty = way(served=0, cash_pence=0, travel_s=0, distance_m=0, co2e_g=0, shared_door_arrivals=0)
    charts = way_charts(savings(by_hand=empty, alone=empty, together=empty))
    assert {bar.width for chart in charts for group in chart.groups for bar in group.bars} == {0.0}
    refunded = service_chart([share("Bins", -500, 100, gains=False)])
    assert refunded is not None
    assert [bar.width for bar in refunded.groups[0].bars] == [0.0, LONGEST_BAR]
    assert service_chart([]) is None


def test_the_day_as_it_went_is_summed_up() -> None:
    care = ServiceSoFar(
        service_id="care",
        became=MappingProxyType({Became.DONE: 2, Became.COULD_NOT: 1, Became.NOT_REPORTED: 3}),
        arrivals=MappingProxyType({Kept.AS_TOLD: 2, Kept.LATER: 1}),
    )
    bins = ServiceSoFar(
        service_id="bins", became=MappingProxyType({Became.NO_LONGER: 1}), arrivals=MappingProxyType({})
    )
    found = so_far_view([care, bins], NAMES)
    assert found is not None
    assert found.sentence == (
        "2 of 7 promised jobs are done, 1 could not be done, 3 are not reported as finished yet. "
        "Of 3 arrivals reported, 2 were as told."
    )
    assert [row.name for row in found.rows] == ["Home care", "Litter bins"]
    assert found.total.cells == (7, 2, 1, 0, 3, 1, 2, 1, 0, 0)
    assert so_far_view([], NAMES) is None
