"""What the phone page says of a day, by hand-made days."""

from dataclasses import replace
from datetime import timedelta

import pytest

from dispatch.domain.outcome import CouldNotReason
from dispatch.domain.place import Place
from dispatch.domain.states import VisitState
from dispatch.domain.time_window import TimeWindow
from dispatch.field.own_day import OwnDay, OwnShift, OwnStop
from tests.web.stored_town import LONDON, MILL_LANE, TODAY, TOWN_HALL, at, between
from web.pages.phone_view import PhoneDay, PhoneVisit, geo_address, phone_day


def stop(starts: str, state: VisitState | None = VisitState.EXPECTED, **more: object) -> OwnStop:
    """Half an hour."""
    begins = at(starts)
    plain = OwnStop(
        job_id=f"J{starts}" if state else None, starts_at=begins, finishes_at=begins + timedelta(minutes=30),
        arrives_at=begins, state=state, what="Call", service="Home care", place=MILL_LANE if state else None,
    )  # fmt: skip
    return replace(plain, **more)  # type: ignore[arg-type] # more is the caller's


def shown(*stops: OwnStop, now: str = "09:10", **more: object) -> PhoneDay:
    """A published day of one shift from eight to four."""
    shift = OwnShift(
        leaves_at=at("08:00"), ends_at=at("16:00"), start=TOWN_HALL, end=TOWN_HALL, mode="bicycle", stops=stops
    )
    day = OwnDay(
        date=TODAY, worker_name="Ann Archer", plan_id="p1", published_at=at("07:05"), published_by="Priya Shah",
        shifts=(shift,) if stops else (), hours=(between("08:00", "16:00"),),
    )  # fmt: skip
    return phone_day(replace(day, **more), at(now), LONDON)  # type: ignore[arg-type] # more is the caller's


def lines(day: PhoneDay) -> list[str]:
    """What comes then, in short."""
    return [f"{one.opens} {one.what if isinstance(one, PhoneVisit) else one.text}" for one in day.then]


def test_before_setting_out_the_way_there_and_back_are_told_with_the_visits_and_breaks_between() -> None:
    day = shown(stop("09:30"), stop("12:00", None), stop("13:00"), now="07:30")
    assert day.next is not None
    assert (day.next.opens, day.next.closes) == ("09:30", "10:00")
    assert lines(day) == [
        "08:00 Leave Town Hall Market Place, Toyton ZY1 1AB, by bicycle",
        "12:00 Break until 12:30",
        "13:00 Call",
        "16:00 Back at Town Hall Market Place, Toyton ZY1 1AB",
    ]


def test_what_is_over_is_left_out() -> None:
    day = shown(
        stop("09:30", VisitState.DONE, reported_at=at("10:05")), stop("10:30", None), stop("13:00"), now="11:30"
    )
    assert lines(day) == ["16:00 Back at Town Hall Market Place, Toyton ZY1 1AB"]
    assert [(one.opens, one.reported_at) for one in day.reported] == [("09:30", "10:05")]


def test_reports_stand_in_the_order_of_happening_with_their_reasons() -> None:
    failed = stop("10:00", VisitState.COULD_NOT, reported_at=at("08:50"), reason=CouldNotReason.NO_ACCESS)
    day = shown(stop("08:10", VisitState.DONE, reported_at=at("08:55")), failed, stop("13:00"))
    assert [(one.opens, one.reason) for one in day.reported] == [
        ("10:00", "Nobody answered or no access"),
        ("08:10", ""),
    ]


@pytest.mark.parametrize(
    ("changes", "empty"),
    [
        ({"plan_id": "", "published_at": None}, "no plan"),
        ({"plan_id": "", "published_at": None, "hours": ()}, "no shift"),
        ({"plan_id": ""}, "no visits"),  # published, without a visit for this worker
        ({}, "no visits"),
    ],
)
def test_an_empty_day_says_why(changes: dict[str, object], empty: str) -> None:
    assert shown(**changes).empty == empty  # type: ignore[arg-type] # changes of a day


def test_a_day_with_everything_reported_is_done_and_one_with_a_visit_left_is_not() -> None:
    done = stop("09:30", VisitState.DONE, reported_at=at("09:05"))
    assert shown(done).empty == "done"
    assert shown(done, stop("11:00")).empty == ""
    assert shown(stop("11:00", VisitState.TAKEN_AWAY)).empty == "no visits"


def test_the_phones_copy_lasts_until_midnight_here() -> None:
    assert shown(now="23:59").keep_s == 60


def test_who_published_and_when_is_told_with_the_weekday_unless_it_was_today() -> None:
    assert shown().published == "07:05 by Priya Shah"
    assert shown(published_at=at("17:00") - timedelta(days=1)).published == "17:00 on Monday by Priya Shah"


def test_what_is_needed_to_do_it_is_told_in_words() -> None:
    one = shown(
        stop("09:30", with_whom=("Ben Baker", "Cass Cole"), bring=("ladder", "2 x valve"),
             organisation="Millbrook Homes", appointment=TimeWindow(at("09:00"), at("11:00")), note="Ring first")
    ).next  # fmt: skip
    assert one is not None
    assert (one.with_whom, one.bring, one.whose) == (
        "Ben Baker and Cass Cole", "ladder and 2 x valve", "Home care, Millbrook Homes"
    )  # fmt: skip
    assert (one.appointment, one.note) == ("09:00 to 11:00", "Ring first")


def test_what_is_settled_or_gone_has_no_way_there() -> None:
    day = shown(stop("08:10", VisitState.DONE, reported_at=at("08:40")), stop("13:00", VisitState.TAKEN_AWAY))
    assert [one.navigate for one in (*day.reported, *day.taken_away)] == ["", ""]


def test_a_maps_address_names_the_pin() -> None:
    place = Place(uprn="1", lon=-1.9, lat=52.6, paon="14", street="Mill Lane", town="Toyton")
    assert geo_address(place) == "geo:52.600000,-1.900000?q=52.600000,-1.900000(14%20Mill%20Lane%2C%20Toyton)"
