"""Who does the work: one person, what they can do, whom they know and how much they have worked."""

from dataclasses import dataclass

from optimiser.problem.units import Id, Level, Part, Permille, Seconds, UpencePerSecond


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldSkill(Part):
    """A skill held from `valid_from_s` up to but not including `valid_until_s` (None: beyond the horizon)."""

    name: Id
    level: Level = 1
    valid_from_s: Seconds = 0
    valid_until_s: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadStep(Part):
    """Each second of a worker's load above `above_s` costs `upence_per_s` more; several steps make a convex price."""

    above_s: Seconds
    upence_per_s: UpencePerSecond


@dataclass(frozen=True, slots=True, kw_only=True)
class Worker(Part):
    """One person. Load means `worked_s` before the horizon plus the paid time of all their routes in it."""

    id: Id
    skills: tuple[HeldSkill, ...] = ()
    # Opaque ids of people and places this worker is known to (see Visit.must_know).
    knows: tuple[Id, ...] = ()
    worked_s: Seconds = 0
    # The most load allowed over the horizon, `worked_s` included; None: no cap.
    max_load_s: Seconds | None = None
    # A visit takes this worker duration * permille / 1000 seconds, rounded up; a crew takes its slowest member's.
    duration_permille: Permille = 1000
    # Fairness: preferences, never cash.
    fairness: tuple[LoadStep, ...] = ()
