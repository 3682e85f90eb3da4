"""The numbers and names a Problem is made of: whole numbers, each with a unit and a stated range."""

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import ConfigDict, Field, GetJsonSchemaHandler

# A thousand million fits 32-bit arrays and holds 31 years of seconds; real-valued benchmarks scaled by 10^4 fit too.
LARGEST = 1_000_000_000
# £10,000 in one line of cost. The Problem also checks that the sum of everything fits 64 bits.
LARGEST_UPENCE = 1_000_000_000_000


@dataclass(frozen=True, slots=True)
class Range:
    """The lowest and highest value a field may take, both included; shown in the JSON schema, checked by `Problem`."""

    low: int
    high: int
    unit: str

    def __get_pydantic_json_schema__(self, core: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {**handler(core), "minimum": self.low, "maximum": self.high, "description": self.unit}


Seconds = Annotated[int, Field(strict=True), Range(0, LARGEST, "seconds")]
Metres = Annotated[int, Field(strict=True), Range(0, LARGEST, "metres")]
Count = Annotated[int, Field(strict=True), Range(0, LARGEST, "number")]
Level = Annotated[int, Field(strict=True), Range(1, 100, "level, 1 is the lowest")]
PlaceIndex = Annotated[int, Field(strict=True), Range(0, LARGEST, "row of the travel matrices")]
Points = Annotated[int, Field(strict=True), Range(0, 1_000_000, "points in the stated tier")]
Micropence = Annotated[int, Field(strict=True), Range(0, LARGEST_UPENCE, "micropence (a millionth of a penny)")]
UpencePerSecond = Annotated[int, Field(strict=True), Range(0, LARGEST, "micropence per second")]
UpencePerMetre = Annotated[int, Field(strict=True), Range(0, LARGEST, "micropence per metre")]
Permille = Annotated[int, Field(strict=True), Range(1, 100_000, "thousandths; 1000 leaves the value as it is")]
Id = Annotated[str, Field(strict=True, min_length=1, max_length=200)]
# The one organisation of a Problem that has no others (benchmarks) is the empty name.
Name = Annotated[str, Field(strict=True, max_length=200)]


class Part:
    """What every part of a Problem and a Plan has in common: in JSON, a field that is not known is an error."""

    __slots__ = ()
    __pydantic_config__ = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount(Part):
    """So many of something: `Amount(of="litres", quantity=240)`."""

    of: Id
    quantity: Count
