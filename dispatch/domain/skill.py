"""What someone can do, and how well."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Skill:
    """A named skill at a level; 1 is the lowest, and a higher level covers a lower one."""

    name: str
    level: int = 1
