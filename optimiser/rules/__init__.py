"""The hard rules: each a function that reads a Day and tells, in a sentence for a person, where a plan breaks it."""

from optimiser.rules.aboard import parts_in_stock, room_for_loads, tools_aboard
from optimiser.rules.breaks import break_at_its_time, break_taken_once, owed_break_is_taken
from optimiser.rules.couplings import all_or_none, lag_between_starts, same_or_different_people, second_needs_first
from optimiser.rules.coverage import each_visit_once, known_names, one_route_each, reason_given, route_with_work
from optimiser.rules.drivers_hours import driving_in_all, driving_without_rest
from optimiser.rules.form import form
from optimiser.rules.locks import locks_kept, started_work_is_served
from optimiser.rules.organisations import crosses_under_an_agreement, lent_skills_held, lent_within_number
from optimiser.rules.people import enough_people, people_allowed, someone_is_known
from optimiser.rules.shift_times import ends_within_overtime, leaves_after_shift_starts, one_place_at_a_time
from optimiser.rules.sites import site_at_its_time, site_is_open_to_the_shift
from optimiser.rules.skills import skills_held
from optimiser.rules.travel_times import arrives_when_the_leg_ends, ends_when_the_last_leg_ends
from optimiser.rules.violation import Rule, Violation
from optimiser.rules.visit_times import service_takes_its_time, set_up_before_service, starts_in_a_window
from optimiser.rules.workload import load_within_cap

RULES: tuple[Rule, ...] = (
    known_names,
    each_visit_once,
    reason_given,
    one_route_each,
    route_with_work,
    leaves_after_shift_starts,
    ends_within_overtime,
    one_place_at_a_time,
    arrives_when_the_leg_ends,
    ends_when_the_last_leg_ends,
    set_up_before_service,
    starts_in_a_window,
    service_takes_its_time,
    break_at_its_time,
    break_taken_once,
    owed_break_is_taken,
    site_is_open_to_the_shift,
    site_at_its_time,
    driving_in_all,
    driving_without_rest,
    load_within_cap,
    skills_held,
    enough_people,
    people_allowed,
    someone_is_known,
    crosses_under_an_agreement,
    lent_skills_held,
    lent_within_number,
    room_for_loads,
    parts_in_stock,
    tools_aboard,
    lag_between_starts,
    same_or_different_people,
    second_needs_first,
    all_or_none,
    locks_kept,
    started_work_is_served,
)

__all__ = ["RULES", "Rule", "Violation", "form"]
