"""What sensors watch: a bin, or a home whose resident asked for it."""

from dataclasses import dataclass

from dispatch.domain.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """A thing of some `kind` (litter, recycling, home) at a place; readings find it by the place's UPRN.

    `organisation_id`: whose it is, and whose rules it answers to; empty: those of any.
    """

    ref: str
    kind: str
    place: Place
    household_id: str | None = None
    organisation_id: str = ""

    def answers_to(self, kind: str, organisation_id: str) -> bool:
        """Whether a rule for this kind, that makes jobs for this organisation, is about it."""
        return self.kind == kind and self.organisation_id in ("", organisation_id)
