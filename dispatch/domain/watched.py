"""What sensors watch: a bin, or a home whose resident asked for it."""

from dataclasses import dataclass

from dispatch.domain.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A thing of some `kind` (litter, recycling, home) at a place; readings find it by the place's UPRN."""

    ref: str
    kind: str
    place: Place
    household_id: str | None = None
