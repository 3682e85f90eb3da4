"""Bars for the savings page: where each stands and how long it is; the template draws them as SVG.

Every chart is small enough to be read on a phone as it is. Each bar has its words and its value beside it, so that
neither colour nor length is needed to read it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dispatch.evidence.in_words import THREE_WAYS, pounds

WIDTH = 340  # in units of the drawing, about CSS pixels
BAR_HEIGHT = 18
ROW = 24  # a bar and the gap below it
TITLE = 22  # above the bars of a group
GAP = 14  # below them
LABEL_WIDTH = 74
VALUE_WIDTH = 96
LONGEST_BAR = WIDTH - LABEL_WIDTH - VALUE_WIDTH
WAYS = (("by_hand", "By hand"), ("alone", "Alone"), ("together", "Together"))
# What differs most, and what a reader needs to compare the ways fairly: how many jobs each does.
SHOWN = ("served", "cash_pence", "travel_s", "distance_m", "co2e_g", "shared_door_arrivals")


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """`way` is by_hand, alone or together; `middle` is the height at which words stand beside it."""

    way: str
    label: str
    value: str
    y: int
    middle: int
    width: float
    value_x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Bars under one title, from the same zero: a line from `top` to `bottom`."""

    title: str
    title_y: int
    top: int
    bottom: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A drawing; `description` says in words what it shows."""

    id: str
    title: str
    description: str
    width: int
    height: int
    bar_x: int
    bar_height: int
    groups: tuple[Group, ...]


def way_charts(summary: Mapping[str, Any]) -> tuple[Chart, ...]:
    """One chart for each thing that is counted, each from zero on a scale of its own, as their units differ."""
    named = {key: (what, form) for what, key, form in THREE_WAYS}
    charts = []
    for key in SHOWN:
        what, form = named[key]
        values = [(way, label, int(summary[way][key])) for way, label in WAYS]
        group, height = _group("", values, form, 0, max(value for _, _, value in values))
        charts.append(_chart(f"chart-{key.replace('_', '-')}", what, (group,), height))
    return tuple(charts)


def service_chart(shares: Sequence[Mapping[str, Any]]) -> Chart | None:
    """Cash of every service alone and together, on one scale; None when there is no service."""
    if not shares:
        return None
    longest = max(max(int(one["cash_pence_alone"]), int(one["cash_pence_together"])) for one in shares)
    groups, y = [], 0
    for share in shares:
        values = [(way, label, int(share[f"cash_pence_{way}"])) for way, label in WAYS[1:]]
        group, y = _group(str(share["name"]), values, pounds, y, longest)
        groups.append(group)
    return _chart("chart-services", "Cash by service, alone and together", tuple(groups), y)


def _group(
    title: str, values: Sequence[tuple[str, str, int]], form: Callable[[int], str], top: int, longest: int
) -> tuple[Group, int]:
    """The group, and where the next one begins."""
    first = top + (TITLE if title else 0)
    bars = tuple(
        _bar(way, label, form(value), first + number * ROW, max(0, value) / max(1, longest))
        for number, (way, label, value) in enumerate(values)
    )
    bottom = first + len(values) * ROW - (ROW - BAR_HEIGHT) + 2
    group = Group(title=title, title_y=top + 15, top=max(0, first - 2), bottom=bottom, bars=bars)
    return group, bottom + (GAP if title else 0)


def _bar(way: str, label: str, value: str, y: int, share: float) -> Bar:
    width = round(LONGEST_BAR * share, 1)
    return Bar(
        way=way, label=label, value=value, y=y, middle=y + BAR_HEIGHT // 2 + 5, width=width,
        value_x=round(LABEL_WIDTH + width + 6, 1),
    )  # fmt: skip


def _chart(chart_id: str, title: str, groups: tuple[Group, ...], height: int) -> Chart:
    return Chart(
        id=chart_id,
        title=title,
        description=" ".join(
            f"{group.title + ': ' if group.title else ''}{', '.join(f'{bar.label} {bar.value}' for bar in group.bars)}."
            for group in groups
        ),
        width=WIDTH,
        height=height,
        bar_x=LABEL_WIDTH,
        bar_height=BAR_HEIGHT,
        groups=groups,
    )
