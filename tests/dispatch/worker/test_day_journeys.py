"""A day is measured by the modes that its shifts use."""

from dataclasses import replace
from pathlib import Path

from dispatch.adapters.street_network import load_streets
from dispatch.domain.worker import TravelMode
from dispatch.planning.places import places_of
from dispatch.worker.day_journeys import day_journeys
from tests.dispatch.adapters.tiny_map import write_map
from tests.dispatch.worker.small_work import small_day


def test_modes_that_no_shift_uses_are_not_measured(tmp_path: Path) -> None:
    streets = load_streets(write_map(tmp_path / "tiny.osm"), cache_dir=None, say=lambda _: None)
    day = small_day()
    day = replace(day, shifts=tuple(replace(shift, mode=TravelMode.BICYCLE) for shift in day.shifts))
    found = day_journeys(day, streets, lambda _: None)
    assert list(found.times.travel) == ["bicycle"]
    assert list(found.times.place_index) == [place.uprn for place in places_of(day)]


def test_a_day_without_shifts_has_travel_all_the_same(tmp_path: Path) -> None:
    streets = load_streets(write_map(tmp_path / "tiny.osm"), cache_dir=None, say=lambda _: None)
    found = day_journeys(replace(small_day(), shifts=()), streets, lambda _: None)
    assert set(found.times.travel) == {mode.value for mode in TravelMode}
