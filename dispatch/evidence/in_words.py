"""The result in plain English: amounts as people say them, and the saving in one sentence."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from dispatch.evidence.by_service import NO_GAIN_PERMILLE

# Under half a pound either way over a whole day is said as nothing.
NOTHING_PENCE = 50


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
    """What planning together saves, or costs more, against every service alone, over the jobs that both do."""
    saving = summary["saving"]
    pence, jobs = saving["cash_pence"], saving["jobs_compared"]
    percent = 100 * abs(pence) / max(1, summary["compared_cash_pence"])
    if abs(pence) < NOTHING_PENCE:
        money = "saved nothing against"
    else:
        money = f"cost {less(pence, pounds)} ({percent:.1f} %) than"
    return (
        f"Over the same {jobs} jobs, planning all services together {money} every service planning alone with the "
        f"same planner, {_on_the_way(saving['travel_s'])} and {_carbon(saving['co2e_g'])}."
    )


def by_hand_sentence(summary: Mapping[str, Any]) -> str:
    """What is saved, or costs more, against today's way, and how many jobs only one of the two does."""
    saving = summary["saving_by_hand"]
    pence = saving["cash_pence"]
    money = "nothing saved" if abs(pence) < NOTHING_PENCE else less(pence, pounds)
    return (
        f"Against planning by hand, over the same {saving['jobs_compared']} jobs: {money}, "
        f"{_on_the_way(saving['travel_s'])} and {_carbon(saving['co2e_g'])}. "
        f"{done_in_one_only(summary['jobs_gained_by_hand'], summary['jobs_lost_by_hand'])}"
    )


def less(amount: int, form: Callable[[int], str]) -> str:
    """`£3.00 less`, `£3.00 more` when the amount is below zero, and `the same` when it reads as nothing."""
    if form(abs(amount)) == form(0):
        return "the same"
    return f"{form(abs(amount))} {'less' if amount > 0 else 'more'}"


def _on_the_way(saved_s: int) -> str:
    words = less(saved_s, hours)
    return f"{words} time on the way" if words == "the same" else f"{words} on the way"


def _carbon(saved_g: int) -> str:
    return f"{less(saved_g, kilograms)} CO2e"


def done_in_one_only(gained: Collection[str], lost: Collection[str]) -> str:
    """Jobs that only the new plan (`gained`) or only the old one (`lost`) does; they are not in the amounts."""
    if not gained and not lost:
        return "Both do the same jobs."
    if not lost:
        are = "job is" if len(gained) == 1 else "jobs are"
        return f"{len(gained)} more {are} done, not counted in these amounts."
    return f"Not counted in these amounts: {len(gained)} done only in the new plan, {len(lost)} only in the old one."


def gain_words(share: Mapping[str, Any]) -> str:
    """What a service gains: `£12.30`, `£3.85, within chance`, `gains nothing`, or the same with `more` for a loss."""
    gain = share["cash_pence_alone"] - share["cash_pence_together"]
    if share["gains"]:
        return pounds(gain)
    if abs(gain) < NOTHING_PENCE:
        return "gains nothing"
    if gain > 0:
        return f"{pounds(gain)}, within chance"
    if 1000 * -gain >= NO_GAIN_PERMILLE * share["cash_pence_alone"]:
        return f"pays {pounds(-gain)} more"
    return f"{pounds(-gain)} more, within chance"


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
