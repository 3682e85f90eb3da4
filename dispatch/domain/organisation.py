"""Who employs and who owns the work: organisations, their services, and the hubs they start from."""

from dataclasses import dataclass

from dispatch.domain.place import Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """Employs workers and owns services, such as a council or a housing association."""

    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A kind of work one organisation is answerable for, such as housing repairs."""

    id: str
    name: str
    organisation_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Hub:
    """A shared building to start, break or finish at."""

    id: str
    name: str
    place: Place
