"""A job as a scheduler enters it, and what can be wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from dispatch.domain.job import Importance
from dispatch.domain.place import Place
from dispatch.domain.skill import Skill
from dispatch.domain.time_window import TimeWindow
from dispatch.planning.clock_face import in_words

SHORTEST, LONGEST = timedelta(minutes=5), timedelta(hours=12)
MOST_PEOPLE = 4
LONGEST_TEXT = 500
LONGEST_LINE = 100
FARTHEST_DAYS = 366
# The United Kingdom with its waters, in degrees: what lies outside is a slip of the keyboard, such as lat for lon.
WEST, EAST, SOUTH, NORTH = -9.0, 2.5, 49.0, 61.5
UPRN_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJob:
    """`opens` and `closes` are times on the wall of the day; with `appointment` they are promised to somebody.

    `on` None: any day. Nothing is checked here: `complaints` does, all at once, so that a form can show them together.
    """

    service_id: str
    type: str
    description: str
    place: Place
    on: date | None
    duration: timedelta
    opens: time | None = None
    closes: time | None = None
    appointment: bool = False
    importance: Importance = Importance.PROMISE
    priority: int = 10
    skills: tuple[Skill, ...] = ()
    people: int = 1

    def window(self, zone: ZoneInfo, default: date) -> TimeWindow | None:
        """The times given, on the job's day (`default` when it has none); None when none are given.

        Only for one without complaints: raises ValueError for times the wrong way round.
        """
        if self.opens is None or self.closes is None:
            return None
        on = self.on or default
        return TimeWindow(_moment(on, self.opens, zone), _moment(on, self.closes, zone))


def complaints(job: NewJob, now: datetime, zone: ZoneInfo) -> tuple[str, ...]:
    """Everything that is wrong with it by itself; empty when sound."""
    return (*_words(job), *_where(job.place), *_how_much(job), *_when(job, now, zone))


def _words(job: NewJob) -> Iterator[str]:
    if not job.type.strip():
        yield "the type of job is empty; choose one"
    if len(job.type) > LONGEST_LINE:
        yield f"the type of job has {len(job.type)} characters; give at most {LONGEST_LINE}"
    if not job.description.strip():
        yield "the description is empty; say in a few words what is to be done"
    if len(job.description) > LONGEST_TEXT:
        yield f"the description has {len(job.description)} characters; shorten it to {LONGEST_TEXT}"


def _where(place: Place) -> Iterator[str]:
    if not (place.uprn.isascii() and place.uprn.isdigit() and len(place.uprn) <= UPRN_DIGITS):
        yield f"the UPRN is {place.uprn[:20]!r}; it is a number of at most {UPRN_DIGITS} digits"
    # Written so that a value that is no number is refused too.
    if not (WEST <= place.lon <= EAST and SOUTH <= place.lat <= NORTH):
        yield (
            f"longitude {place.lon} and latitude {place.lat} are not in the United Kingdom; "
            f"longitude is {WEST} to {EAST}, latitude {SOUTH} to {NORTH}"
        )
    for line in (place.saon, place.paon, place.street, place.locality, place.town, place.postcode):
        if len(line) > LONGEST_LINE:
            yield f"a line of the address has {len(line)} characters; give at most {LONGEST_LINE}"


def _how_much(job: NewJob) -> Iterator[str]:
    if not SHORTEST <= job.duration <= LONGEST:
        minutes = round(job.duration.total_seconds() / 60)
        yield f"the job takes {minutes} minutes; give 5 minutes to 12 hours"
    if not 1 <= job.people <= MOST_PEOPLE:
        yield f"the job is for {job.people} people; give 1 to {MOST_PEOPLE}"
    if not 1 <= job.priority <= 1000:
        yield f"the priority is {job.priority}; give 1 to 1000"
    for skill in job.skills:
        if not skill.name or len(skill.name) > LONGEST_LINE or not 1 <= skill.level <= 9:
            yield f"{skill.name[:LONGEST_LINE]!r} at level {skill.level} is no skill; give a name and a level 1 to 9"


def _when(job: NewJob, now: datetime, zone: ZoneInfo) -> Iterator[str]:
    today = now.astimezone(zone).date()
    if job.on is not None and job.on < today:
        yield f"{in_words(job.on)} has passed; give today or a day to come"
    if job.on is not None and job.on > today + timedelta(days=FARTHEST_DAYS):
        yield f"{job.on} is more than a year away; give an earlier day"
    if (job.opens is None) != (job.closes is None):
        yield "only one time is given; give both a first and a last time, or neither"
    if job.appointment and job.opens is None and job.closes is None:
        yield "an appointment needs times; give the first and the last time promised"
    if job.appointment and job.on is None:
        yield "an appointment needs a day; give the day promised"
    if job.opens is None or job.closes is None:
        return
    opens_at, closes_at = (_moment(job.on or today, clock, zone) for clock in (job.opens, job.closes))
    if closes_at <= opens_at:  # also where a clock change swallows the hour between
        yield f"the last time {job.closes:%H:%M} is not after the first {job.opens:%H:%M}; swap them"
    elif job.on == today and closes_at <= now:
        yield f"{job.closes:%H:%M} today has passed; give a later time or another day"


def _moment(on: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(on, clock, tzinfo=zone).astimezone(UTC)
