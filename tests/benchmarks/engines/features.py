"""Which rules and prices a Problem uses, each by a short name, so that an engine can say which it was not told."""

from collections.abc import Iterable, Iterator

from optimiser.problem import Problem, Tier, Visit, Who
from tests.benchmarks.engines.model import Model


def not_told(model: Model, can: Iterable[str]) -> tuple[str, ...]:
    """The features this Problem uses and the engine cannot be told, in the order of the alphabet."""
    return tuple(sorted(used_features(model) - set(can)))


def used_features(model: Model) -> set[str]:
    """Short names of everything beyond places, one window, one tier and one price."""
    problem = model.problem
    return {
        *_of_shifts(model),
        *(name for visit in problem.visits for name in _of_visit(visit)),
        *_of_ties(problem),
        *_of_all(model),
    }


def _of_shifts(model: Model) -> Iterator[str]:
    problem = model.problem
    for shift in problem.shifts:
        if shift.breaks:
            yield "breaks"
        if any(rest.place is not None for rest in shift.breaks):
            yield "break_places"
        if shift.upence_per_s and any(not rest.paid for rest in shift.breaks):
            yield "unpaid_breaks"
        if shift.drivers_hours:
            yield "driving_limit"
        if shift.drivers_hours and shift.drivers_hours.max_continuous_s is not None:
            yield "continuous_driving"
        if shift.upence_per_s:
            yield "paid_time"
        if shift.guaranteed_s:
            yield "guaranteed_pay"
        if shift.overtime_limit_s and shift.overtime_upence_per_s:
            yield "overtime_pay"
        if shift.start_place is None or shift.end_place is None:
            yield "open_ends"
    out = [name for shift in problem.shifts for name in shift.workers]
    several = {name for name in out if out.count(name) > 1} if len(out) != len(set(out)) else set()
    for worker in problem.workers:
        if worker.max_load_s is not None:
            yield "worker_caps_over_shifts" if worker.id in several else "longest_route"
        if worker.fairness:
            yield "fairness"
    if len(set(model.pace)) > 1:
        yield "pace"


def _of_visit(visit: Visit) -> Iterator[str]:
    if len(visit.windows) > 1:
        yield "several_windows"
    if visit.setup_s:
        yield "setup"
    if visit.lateness:
        yield "lateness"
    if len(visit.lateness) > 1:
        yield "several_lateness_steps"
    if visit.promised:
        yield "late_for_a_promise"
    if visit.published and visit.published.moved_upence:
        yield "published_start"
    if visit.lock.rank is not None:
        yield "started_work"


def _of_ties(problem: Problem) -> Iterator[str]:
    for tie in problem.couplings:
        yield "start_lags"
        if tie.who == Who.SAME:
            yield "same_worker"
        if tie.who == Who.DIFFERENT:
            yield "different_workers"
        if tie.needs_first:
            yield "needs_first"
    if problem.groups:
        yield "all_or_none"


def _of_all(model: Model) -> Iterator[str]:
    problem = model.problem
    if problem.sites:
        yield "sites"
    if any(travel.profile is not None for travel in problem.travel.values()) and any(
        period.permille != 1000 for profile in problem.profiles for period in profile.periods
    ):
        yield "speeds_by_hour"
    if any(agreement.max_visits is not None for agreement in problem.lending):
        yield "lending_caps"
    if problem.largest_lateness_upence_per_s:
        yield "largest_lateness"
    if not model.able.all():
        yield "who_may"
    if model.extra_upence[model.able].any():
        yield "wishes_and_charges"
    if model.resources[0].any():
        yield "loads"
    prices = {(visit.if_unserved.tier, visit.if_unserved.points) for visit in problem.visits}
    if len(prices) > 1:
        yield "priorities"
    if any(tier == Tier.COST for tier, _ in prices):
        yield "optional_visits"
