"""How long and how far from place to place: one free-flow matrix per mode, with speeds by time of day."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from pydantic_core import core_schema

from optimiser.problem.units import Part, Permille, Seconds

Int32Matrix = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedPeriod(Part):
    """From `from_s` until the next period, speed is `permille` thousandths of free flow."""

    from_s: Seconds
    permille: Permille


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeedProfile(Part):
    """Piecewise-constant speed (Ichoua et al. 2003, 10.1016/S0377-2217(02)00147-9); the first period starts at 0.

    A leg of t free-flow seconds is over when the speeds passed through integrate to t, rounded up to a second: who
    leaves later never arrives earlier.
    """

    periods: tuple[SpeedPeriod, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Travel:
    """Matrices [from, to] of free-flow whole seconds and metres for one mode, made read-only.

    `profile`, where given, holds for each pair the number of its speed profile in `Problem.profiles`; without it every
    leg takes its free-flow time at any hour.
    """

    seconds: Int32Matrix
    metres: Int32Matrix
    profile: npt.NDArray[np.uint8] | None = None

    def __post_init__(self) -> None:
        for array in (self.seconds, self.metres, self.profile):
            # What is no array is left for `complaints` to name.
            if isinstance(array, np.ndarray):
                array.setflags(write=False)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        # The matrices check themselves (`complaints`); pydantic only makes sure that this is what it got.
        return core_schema.is_instance_schema(cls)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Travel):
            return NotImplemented
        return (
            np.array_equal(self.seconds, other.seconds)
            and np.array_equal(self.metres, other.metres)
            and (self.profile is None) == (other.profile is None)
            and (self.profile is None or np.array_equal(self.profile, other.profile))  # type: ignore[arg-type] # because the line before made both arrays or both None
        )

    @property
    def size(self) -> int:
        """How many places there are; 0 for what is no matrix (see `complaints`)."""
        return len(self.seconds) if isinstance(self.seconds, np.ndarray) and self.seconds.ndim else 0

    def complaints(self, name: str, profiles: int) -> list[str]:
        """What is wrong with these matrices, as sentences that begin with `name`; empty when all is well."""
        found: list[str] = []
        arrays: Sequence[tuple[str, npt.NDArray[np.integer] | None]] = (
            ("seconds", self.seconds),
            ("metres", self.metres),
            ("profile", self.profile),
        )
        for label, array in arrays:
            if not isinstance(array, np.ndarray) and (array is not None or label != "profile"):
                found.append(f"{name}.{label} is a {type(array).__name__}; give a NumPy array of whole numbers")
        if found:
            return found
        size = self.size
        for label, array in arrays:
            if array is None:
                continue
            if array.ndim != 2 or array.shape != (size, size):
                found.append(
                    f"{name}.{label} has shape {array.shape}; give a square matrix of {size} x {size} like seconds"
                )
            elif not np.issubdtype(array.dtype, np.integer):
                found.append(f"{name}.{label} holds {array.dtype} numbers; give whole numbers")
            elif array.size and (int(array.min()) < 0 or int(array.max()) > 1_000_000_000):
                row, column = np.argwhere((array < 0) | (array > 1_000_000_000))[0]
                found.append(
                    f"{name}.{label}[{row}][{column}] is {array[row, column]}; give a number from 0 to 1000000000, "
                    "and leave out places that cannot be reached"
                )
        if not found and self.profile is not None and self.profile.size and int(self.profile.max()) >= profiles:
            found.append(
                f"{name}.profile names profile {self.profile.max()}; the Problem has {profiles}, counted from 0"
            )
        return found
