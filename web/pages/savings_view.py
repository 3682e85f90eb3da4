"""What the savings page shows, put into words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from dispatch.domain.revision import Revision
from dispatch.domain.states import PlanState
from dispatch.evidence.in_words import (
    by_hand_sentence,
    gain_words,
    hours,
    kilograms,
    kilometres,
    less,
    pounds,
    saving_sentence,
    three_ways,
)
from dispatch.evidence.names import Names
from dispatch.evidence.so_far import ServiceSoFar
from web.pages.days import DayLink, day_links
from web.pages.in_zone import day_in_words, moment_in_words, some
from web.pages.savings_chart import Chart, service_chart, way_charts
from web.pages.savings_so_far import SoFarView, so_far_view

COLOURS = 8  # service-0 to service-7 in the style sheet
SOUND = "An independent checker, which shares no code with the planner, found no broken rule in any of the plans."
# Counting takes a minute; after so long something has stopped, and saying "soon" would be a lie.
PATIENCE = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """One figure: against every service alone in large, against planning by hand below."""

    label: str
    value: str
    beside: str
    by_hand: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """`gains` false: within chance, nothing, or a loss; `gain` says which."""

    name: str
    colour: int
    done: str
    alone: str
    together: str
    gain: str
    gains: bool
    travel_alone: str
    travel_together: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OneOnly:
    """Jobs that only one of two ways does; they are in no saving."""

    text: str
    job_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOutRow:
    """A job nobody is sent to in the plan all together. Its evidence tells why, to those who may know."""

    job_id: str
    service: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Everything counted of one plan."""

    of_plan: str
    headline: str
    by_hand: str
    verdict: str
    sound: bool
    tiles: tuple[Tile, ...]
    charts: tuple[Chart, ...]
    ways: tuple[tuple[str, str, str, str], ...]
    service_chart: Chart | None
    services: tuple[ServiceRow, ...]
    nothing_gained: str
    one_only: tuple[OneOnly, ...]
    left_out: tuple[LeftOutRow, ...]
    made_up_town: bool
    sources: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SavingsView:
    """The whole page. `state` says which of its forms: `problem` has the sentence of a comparison that failed."""

    state: Literal["no plan", "counting", "failed", "counted"]
    day: str
    iso: str
    days: tuple[DayLink, ...]
    problem: str
    figures: Figures | None
    so_far: SoFarView | None


def savings_view(
    on: date,
    revisions: Sequence[Revision],
    so_far: Sequence[ServiceSoFar],
    *,
    names: Names,
    days: Sequence[date],
    now: datetime,
    zone: ZoneInfo,
) -> SavingsView:
    """`revisions` are all of the day."""
    plan = plan_counted(revisions)
    state, problem = _state(plan, revisions, now)
    return SavingsView(
        state=state,
        day=day_in_words(on),
        iso=on.isoformat(),
        days=day_links("/savings", days, on),
        problem=problem,
        figures=figures(plan, plan.savings, revisions, names=names, zone=zone)
        if state == "counted" and plan is not None and plan.savings is not None
        else None,
        so_far=so_far_view(so_far, names),
    )


def plan_counted(revisions: Sequence[Revision]) -> Revision | None:
    """The plan whose figures are shown: the last published one that was compared, else the last one compared at all.

    Without any comparison: the first plan of the day, whose comparison is still to come.
    """
    compared = [one for one in revisions if one.savings is not None]
    published = [one for one in compared if one.published_at is not None]
    for group in (published, compared):
        if group:
            return group[-1]
    firsts = [one for one in revisions if one.based_on is None]
    return firsts[-1] if firsts else None


def _state(
    plan: Revision | None, revisions: Sequence[Revision], now: datetime
) -> tuple[Literal["no plan", "counting", "failed", "counted"], str]:
    if plan is None:
        return ("failed", "Only revisions are there, and a revision has no comparison of its own.") if revisions else (
            "no plan", ""
        )  # fmt: skip
    if plan.savings is None:
        if now - plan.made_at > PATIENCE:
            return "failed", "The comparison was not finished. Ask whoever looks after Allround to look at its log."
        return "counting", ""
    if "saving" not in plan.savings:
        return "failed", str(plan.savings.get("problem") or "The comparison ended without a result.")
    return "counted", ""


def figures(
    plan: Revision, summary: Mapping[str, Any], revisions: Sequence[Revision], *, names: Names, zone: ZoneInfo
) -> Figures:
    """Of a plan that was compared."""
    shares = list(summary["by_service"].values())
    violations = int(summary["violations"])
    return Figures(
        of_plan=_of_plan(plan, revisions, names, zone),
        headline=saving_sentence(summary),
        by_hand=by_hand_sentence(summary),
        verdict=SOUND
        if violations == 0
        else f"The independent checker found {violations} broken rules: do not rely on these figures.",
        sound=violations == 0,
        tiles=tiles(summary),
        charts=way_charts(summary),
        ways=three_ways(summary),
        service_chart=service_chart(shares),
        services=tuple(_service(number, share) for number, share in enumerate(shares)),
        nothing_gained=_nothing_gained(shares),
        one_only=_one_only(summary),
        left_out=tuple(
            LeftOutRow(
                job_id=one["job"],
                service=str(summary["by_service"].get(one["service"], {}).get("name", one["service"])),
            )
            for one in summary["unserved"]
        ),
        made_up_town=bool(summary["about"]["made_up_town"]),
        sources=tuple((str(one["name"]), str(one["url"])) for one in summary["about"]["sources"].values()),
    )


def _of_plan(plan: Revision, revisions: Sequence[Revision], names: Names, zone: ZoneInfo) -> str:
    made = f"plan {plan.number}, which {names.account(plan.made_by).name} asked for"
    if plan.published_at is None or plan.published_by is None:
        state = "discarded" if plan.state is PlanState.DISCARDED else "not published yet"
        text = f"These figures belong to {made}; it is {state}."
    else:
        when = moment_in_words(plan.published_at, zone, on=plan.date)
        text = f"These figures belong to {made} and {names.account(plan.published_by).name} published at {when}."
    holds = next((one for one in revisions if one.state is PlanState.PUBLISHED), None)
    if holds is not None and holds.id != plan.id:
        text += (
            f" Plan {holds.number} holds now. Changes during the day are not counted anew: by then part of the day is "
            "done, and there is no telling what the other two ways would have made of the rest."
        )
    return text


def tiles(summary: Mapping[str, Any]) -> tuple[Tile, ...]:
    """Cash, time, distance, carbon over the jobs in both plans; doorsteps over each plan as it is."""
    alone, by_hand = summary["saving"], summary["saving_by_hand"]
    percent = 100 * abs(alone["cash_pence"]) / max(1, summary["compared_cash_pence"])
    doors = {way: int(summary[way]["shared_door_arrivals"]) for way in ("by_hand", "alone", "together")}
    cash = f"{percent:.1f} % of what all pay alone" if alone["cash_pence"] else "paid time, mileage and charges"
    return (
        _tile("Cash", alone["cash_pence"], by_hand["cash_pence"], pounds, cash),
        _tile("Time on the way", alone["travel_s"], by_hand["travel_s"], hours, "hours spent travelling"),
        _tile("Distance", alone["distance_m"], by_hand["distance_m"], kilometres, "driven, cycled and walked"),
        _tile("CO2e", alone["co2e_g"], by_hand["co2e_g"], kilograms, "from driving, at the tailpipe"),
        _tile(
            "Arrivals at shared doors",
            doors["alone"] - doors["together"],
            doors["by_hand"] - doors["together"],
            str,
            "homes that several services know",
        ),
    )


def _tile(label: str, alone: int, by_hand: int, form: Callable[[int], str], what: str) -> Tile:
    than = "as" if less(alone, form) == "the same" else "than"
    hand = less(by_hand, form)
    return Tile(
        label=label,
        value=less(alone, form),
        beside=f"{than} every service alone; {what}",
        by_hand=f"{hand} {'as' if hand == 'the same' else 'than'} by hand",
    )


def _service(number: int, share: Mapping[str, Any]) -> ServiceRow:
    return ServiceRow(
        name=share["name"],
        colour=number % COLOURS,
        done=f"{share['served']} of {share['jobs']}",
        alone=pounds(share["cash_pence_alone"]),
        together=pounds(share["cash_pence_together"]),
        gain=gain_words(share),
        gains=bool(share["gains"]),
        travel_alone=hours(share["travel_s_alone"]),
        travel_together=hours(share["travel_s_together"]),
    )


def _nothing_gained(shares: Sequence[Mapping[str, Any]]) -> str:
    names = [str(share["name"]) for share in shares if not share["gains"]]
    if not names:
        return "Every service gains."
    listed = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    return f"{listed} {'does' if len(names) == 1 else 'do'} not gain from planning together on this day."


def _one_only(summary: Mapping[str, Any]) -> tuple[OneOnly, ...]:
    asked = (
        ("jobs_gained", "done together and by no service alone"),
        ("jobs_lost", "done by a service alone and not together"),
        ("jobs_gained_by_hand", "done together and not by hand"),
        ("jobs_lost_by_hand", "done by hand and not together"),
    )
    return tuple(
        OneOnly(text=f"{some(len(summary[key]), 'job')} {words}", job_ids=tuple(summary[key]))
        for key, words in asked
        if summary[key]
    )
