"""Who lives there, as far as planning may know: an opaque household and which services know it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Household:
    """A household at a place. `known_to` are ids of services.

    Where `shares` is false the household has refused that services tell each other of it: its jobs stay apart, each
    with its own service, and no other organisation's worker is sent.
    """

    id: str
    uprn: str
    known_to: tuple[str, ...]
    shares: bool = True
