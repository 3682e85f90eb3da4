"""A night shift's day stays on the phone after midnight, until the shift is over."""

from dataclasses import replace
from datetime import timedelta

from dispatch.domain.time_window import TimeWindow
from dispatch.field.own_day import own_day
from dispatch.ports.store import Store
from tests.databases import SetClock
from tests.dispatch.adapters.database.small_world import PROGRAM
from tests.web.stored_day import StoredDay
from tests.web.stored_town import LONDON, at


def test_visits_of_a_night_shift_are_shown_until_it_ends(store: Store, clock: SetClock) -> None:
    day = StoredDay(store, clock)
    next_day = day.date + timedelta(days=1)
    with store.begin(PROGRAM) as work:
        ann, *others = work.settings.shifts(day.date)
        assert ann.worker_ids == ("ann",)
        night = TimeWindow(at("22:00"), at("06:00", next_day))
        work.settings.put_shifts(day.date, [replace(ann, hours=night, breaks=()), *others])
    plan = day.publish()
    for hour, on in (("05:59", day.date), ("06:00", next_day)):
        clock.at = at(hour, next_day)
        day.forget()
        own = own_day(store, day.actor("ann"), clock(), LONDON)
        assert (own.date, own.plan_id) == (on, plan.id if on == day.date else "")
        assert bool(own.visits) == (on == day.date)
