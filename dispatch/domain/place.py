"""Where: an address keyed by UPRN, in the parts of BS 7666."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """An addressable place. `saon` is the flat, `paon` the house number or name (BS 7666-2 names).

    lon and lat are WGS 84 degrees. Things in the street (a bin) have a UPRN too: BS 7666 calls them street furniture.
    """

    uprn: str
    lon: float
    lat: float
    saon: str = ""
    paon: str = ""
    street: str = ""
    locality: str = ""
    town: str = ""
    postcode: str = ""

    @property
    def one_line(self) -> str:
        """`Flat 2, 14 Mill Lane, Oldbridge ZY1 2AB`; parts that are empty are left out."""
        house = " ".join(part for part in (self.paon, self.street) if part)
        address = ", ".join(part for part in (self.saon, house, self.town or self.locality) if part)
        return " ".join(part for part in (address, self.postcode) if part)
