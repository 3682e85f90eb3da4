"""A threshold as data: from what value on a reading asks for a job, and what job that is."""

import math
from dataclasses import dataclass
from datetime import time, timedelta

from dispatch.domain.job import Importance
from dispatch.domain.skill import Skill


@dataclass(frozen=True, slots=True, kw_only=True)
class JobTemplate:
    """What a job made by a rule looks like. `opens` and `closes` are wall-clock times of the day it is to be done."""

    service_id: str
    organisation_id: str
    type: str
    description: str
    duration: timedelta
    set_up: timedelta = timedelta(0)
    opens: time | None = None
    closes: time | None = None
    importance: Importance = Importance.PROMISE
    priority: int = 10
    skills: tuple[Skill, ...] = ()
    crew: int = 1
    loads: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        if (self.opens is None) != (self.closes is None):
            raise ValueError(f"template {self.type!r}: give both opens and closes, or neither")
        if self.opens is not None and self.closes is not None and self.closes <= self.opens:
            raise ValueError(f"template {self.type!r}: closes {self.closes} is not after opens {self.opens}")
        if self.duration <= timedelta(0):
            raise ValueError(f"template {self.type!r}: duration is {self.duration}; give more than none")


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdRule:
    """Where the latest `quantity` of a watched thing of kind `watches` is `at_least` so much, there is work.

    `failed_first` names the earlier steps of a response ladder (ring up, keyholder), each told by a signal of that
    quantity, 1 when it settled the matter and 0 when it failed. The job is made only when all of them were tried since
    the readings went over and all failed: nobody is sent to a door because a sensor was quiet.
    """

    id: str
    watches: str
    quantity: str
    at_least: float
    sentence: str  # for a person, in plain words
    template: JobTemplate
    failed_first: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not math.isfinite(self.at_least):
            raise ValueError(f"rule {self.id!r}: at_least is {self.at_least}; give a finite number")
        if self.quantity in self.failed_first:
            raise ValueError(f"rule {self.id!r}: {self.quantity!r} cannot be the reading and a step of its own ladder")
