"""Calls at places to unload or re-stock."""

from collections.abc import Iterator

from optimiser.plan.day import Day
from optimiser.problem import Site
from optimiser.rules.violation import Violation


def site_is_open_to_the_shift(day: Day) -> Iterator[Violation]:
    """Only the shifts a site is for call at it."""
    for journey in day.journeys:
        for _, site in journey.each(Site):
            if site.shifts is not None and journey.shift.id not in site.shifts:
                sentence = f"route {journey.shift.id!r} calls at site {site.id!r}, which is not open to that shift"
                yield Violation(
                    rule="site_is_open_to_the_shift", sentence=sentence, shift=journey.shift.id, ref=site.id
                )


def site_at_its_time(day: Day) -> Iterator[Violation]:
    """A call at a site starts after arrival and inside a window (both ends included), and lasts its duration."""
    for journey in day.journeys:
        for stop, site in journey.each(Site):
            if stop.start_s < stop.arrive_s:
                problem = f"starts at {stop.start_s}, before the arrival at {stop.arrive_s}"
            elif site.windows and not _open(site, stop.start_s):
                spans = ", ".join(f"{window.earliest_s} to {window.latest_s}" for window in site.windows)
                problem = f"starts at {stop.start_s}, outside its windows ({spans})"
            elif stop.finish_s != stop.start_s + site.duration_s:
                problem = f"lasts from {stop.start_s} to {stop.finish_s}; it takes {site.duration_s}"
            else:
                continue
            sentence = f"the call of route {journey.shift.id!r} at site {site.id!r} {problem}"
            yield Violation(rule="site_at_its_time", sentence=sentence, shift=journey.shift.id, ref=site.id)


def _open(site: Site, at_s: int) -> bool:
    return any(window.earliest_s <= at_s <= window.latest_s for window in site.windows)
