"""What an earlier plan of the day has settled for a later one: what people were told, and who is there already."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dispatch.planning.horizon import Horizon


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """By whom and when a visit was to be made; changing it costs in the preferences."""

    worker_id: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """`told` by visit id. `not_by`: by job id, workers who are at a job for several and cannot be their own colleague.

    `horizon` is the whole day's, so that the clocks of the day count the same however little of it is left.
    """

    told: Mapping[str, Told] = field(default_factory=dict)
    not_by: Mapping[str, frozenset[str]] = field(default_factory=dict)
    horizon: Horizon | None = None


NOTHING_HELD = Held()
