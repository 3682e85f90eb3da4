"""The result in plain English: amounts as people say them, and the saving in one sentence."""

from collections.abc import Callable, Mapping
from typing import Any


def pounds(pence: int) -> str:
    """`£1,234.50`; a loss has its sign in front."""
    return f"{'-' if pence < 0 else ''}£{abs(pence) / 100:,.2f}"


def hours(seconds: int) -> str:
    """`12 h 05 min`; under an hour `2 min`; a duration below zero has its sign in front."""
    minutes = round(abs(seconds) / 60)
    sign = "-" if seconds < 0 and minutes else ""
    return f"{sign}{minutes // 60} h {minutes % 60:02d} min" if minutes >= 60 else f"{sign}{minutes} min"


def kilometres(metres: int) -> str:
    """`123.4 km`."""
    return f"{metres / 1000:,.1f} km"


def kilograms(grams: int) -> str:
    """`12.3 kg`."""
    return f"{grams / 1000:,.1f} kg"


def saving_sentence(summary: Mapping[str, Any]) -> str:
    """What planning together saves against every service alone, over the jobs that both do."""
    saving, alone = summary["saving"], summary["alone"]
    if saving["cash_pence"] <= 0:
        return (
            f"Over the same {saving['jobs_compared']} jobs, planning all services together saved no money against "
            "every service planning alone."
        )
    percent = 100 * saving["cash_pence"] / max(1, alone["cash_pence"])
    on_the_way = f", {less(saving['travel_s'], hours)} on the way"
    carbon = f" and {kilograms(saving['co2e_g'])} less CO2e" if saving["co2e_g"] > 0 else ""
    return (
        f"Over the same {saving['jobs_compared']} jobs, planning all services together cost "
        f"{pounds(saving['cash_pence'])} less ({percent:.1f} %) than every service planning alone with the same "
        f"planner{on_the_way}{carbon}."
    )


def by_hand_sentence(summary: Mapping[str, Any]) -> str:
    """What is saved against today's way, and how many jobs only one of the two does."""
    saving = summary["saving_by_hand"]
    return (
        f"Against planning by hand, over the same {saving['jobs_compared']} jobs: "
        f"{less(saving['cash_pence'], pounds)}, {less(saving['travel_s'], hours)} on the way and "
        f"{less(saving['co2e_g'], kilograms)} CO2e. {done_in_one_only(saving)}"
    )


def less(amount: int, form: Callable[[int], str]) -> str:
    """`£3.00 less`, or `£3.00 more` when the amount is below zero."""
    return f"{form(abs(amount))} {'less' if amount >= 0 else 'more'}"


def done_in_one_only(saving: Mapping[str, Any]) -> str:
    """Jobs that only one of two plans does; they are not in the amounts."""
    gained, lost = len(saving["gained"]), len(saving["lost"])
    if not gained and not lost:
        return "Both do the same jobs."
    if not lost:
        return f"{gained} more {'job is' if gained == 1 else 'jobs are'} done, not counted in these amounts."
    return f"Not counted in these amounts: {gained} done only in the new plan, {lost} only in the old one."


def gain_words(share: Mapping[str, Any]) -> str:
    """What a service gains: `£12.30`, `gains nothing`, or `pays £3.00 more`."""
    gain = share["cash_pence_alone"] - share["cash_pence_together"]
    if share["gains"]:
        return pounds(gain)
    if 200 * -gain > share["cash_pence_alone"]:  # more than half a percent the wrong way
        return f"pays {pounds(-gain)} more"
    return "gains nothing"


THREE_WAYS: tuple[tuple[str, str, Callable[[int], str]], ...] = (
    ("Jobs done", "served", str),
    ("Routes", "routes", str),
    ("Cash", "cash_pence", pounds),
    ("Paid time", "paid_s", hours),
    ("On the way", "travel_s", hours),
    ("Distance", "distance_m", kilometres),
    ("CO2e", "co2e_g", kilograms),
    ("Arrivals at shared doors", "shared_door_arrivals", str),
    ("Wishes not met, priced", "preferences_pence", pounds),
)


def three_ways(summary: Mapping[str, Any]) -> tuple[tuple[str, str, str, str], ...]:
    """Rows of (what, by hand, alone, together), each plan with all the jobs it does."""
    by_hand, alone, together = (summary[way] for way in ("by_hand", "alone", "together"))
    return tuple((what, form(by_hand[key]), form(alone[key]), form(together[key])) for what, key, form in THREE_WAYS)
