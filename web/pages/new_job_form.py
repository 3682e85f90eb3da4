"""The form for a new job: what was typed, what it means, and which complaint belongs to which field."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from dispatch.domain.job import Importance
from dispatch.domain.place import Place
from dispatch.domain.skill import Skill
from dispatch.planning.new_job import NewJob
from web.pages.known_places import find_place

MOST_SKILLS = 10
IMPORTANCE_WORDS = {
    Importance.PROMISE: "Ordinary",
    Importance.STATUTE: "A legal time limit runs",
    Importance.SAFETY: "Somebody may come to harm",
}
# A complaint of planning/new_job names its field by one of these words; the first that fits counts.
_FIELD_OF = (
    ("service", "service"),
    ("description", "description"),
    ("type of job", "type"),
    ("UPRN", "address"),
    ("address", "address"),
    ("longitude", "address"),
    ("minutes", "minutes"),
    ("people", "people"),
    ("appointment needs a day", "date"),
    ("appointment", "opens"),
    ("only one time", "opens"),
    ("last time", "closes"),
    ("today has passed", "closes"),
    ("has passed", "date"),
    ("year away", "date"),
    ("skill", "skills"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """As it came from the form, kept to be shown again. `id`: made with the form; it becomes the job's."""

    id: str = ""
    service: str = ""
    address: str = ""
    type: str = ""
    description: str = ""
    minutes: str = "30"
    people: str = "1"
    date: str = ""
    opens: str = ""
    closes: str = ""
    appointment: bool = False
    importance: str = Importance.PROMISE.value
    skills: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """A sentence at a field."""

    field: str
    text: str


def read(typed: Typed, places: Sequence[Place]) -> tuple[NewJob | None, tuple[Complaint, ...]]:
    """The job that was meant, or what of the form cannot be read; the rest of the rules are planning's."""
    complaints: list[Complaint] = []
    place, why_not = find_place(typed.address, places)
    if place is None:
        complaints.append(Complaint(field="address", text=f"{why_not}."))
    minutes = _whole(typed.minutes, "minutes", "Minutes", complaints)
    people = _whole(typed.people, "people", "People", complaints)
    on = _date(typed.date, complaints)
    opens = _time(typed.opens, "opens", complaints)
    closes = _time(typed.closes, "closes", complaints)
    if place is None or complaints:
        return None, tuple(complaints)
    job = NewJob(
        service_id=typed.service,
        type=typed.type,
        description=typed.description,
        place=place,
        on=on,
        duration=timedelta(minutes=minutes),
        opens=opens,
        closes=closes,
        appointment=typed.appointment,
        importance=_importance(typed.importance),
        skills=tuple(_skills(typed.skills)),
        people=people,
    )
    return job, ()


def at_fields(complaints: Iterable[str]) -> tuple[Complaint, ...]:
    """Complaints of the command, each at its field."""
    found = []
    for text in complaints:
        field = next((field for words, field in _FIELD_OF if words in text), "service")
        found.append(Complaint(field=field, text=f"{text[:1].upper()}{text[1:]}."))
    return tuple(found)


def skill_value(skill: Skill) -> str:
    """As a checkbox sends it."""
    return f"{skill.name}:{skill.level}"


def skill_words(skill: Skill) -> str:
    """`plumbing, level 2`."""
    name = skill.name.replace("_", " ")
    return f"{name[:1].upper()}{name[1:]}, level {skill.level}" if skill.level > 1 else f"{name[:1].upper()}{name[1:]}"


def _skills(values: Iterable[str]) -> Iterable[Skill]:
    for value in list(values)[:MOST_SKILLS]:
        name, _, level = value.rpartition(":")
        yield Skill(name, int(level) if level.isascii() and level.isdigit() and len(level) < 3 else 0)


def _importance(value: str) -> Importance:
    return next((one for one in Importance if one.value == value), Importance.PROMISE)


def _whole(text: str, field: str, name: str, complaints: list[Complaint]) -> int:
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= 5:
        return int(text)
    complaints.append(Complaint(field=field, text=f"{name}: give a whole number."))
    return 0


def _date(text: str, complaints: list[Complaint]) -> date | None:
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        complaints.append(Complaint(field="date", text="The day is not a date; give it as 2026-11-24."))
        return None


def _time(text: str, field: str, complaints: list[Complaint]) -> time | None:
    if not text.strip():
        return None
    try:
        return time.fromisoformat(text.strip()).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        complaints.append(Complaint(field=field, text="The time cannot be read; give it as 09:30."))
        return None
