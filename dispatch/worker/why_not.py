"""Why a day cannot be planned, as one sentence for the person who asked."""

import traceback
from pathlib import Path

from dispatch.adapters.street_network import RoadsError
from dispatch.domain.errors import DispatchError
from optimiser.problem import ProblemError
from optimiser.solve import EngineError

SHOWN = 3


class NoMap(Exception):
    """Nobody said which map to plan on, or it is not there."""


def why_not(error: Exception) -> str:
    """What was expected to go wrong is told as it is; a fault of the program by its kind and place only.

    The text of a fault may hold a person's name or address, and it would tell nobody what to do.
    """
    if isinstance(error, ProblemError):
        return _first("The jobs and shifts of this day do not fit together", error.complaints)
    if isinstance(error, EngineError):
        return " ".join(str(error).split())
    if isinstance(error, (RoadsError, NoMap, DispatchError)):
        return " ".join(str(error).split())
    if isinstance(error, MemoryError):
        return "The machine has too little memory to plan this day. Stop other programs and ask again."
    if isinstance(error, OSError) and error.filename is not None:
        return f"{Path(error.filename).name} cannot be used ({error.strerror}). Ask whoever runs Allround to look."
    return f"The planner has a fault ({type(error).__name__} {_place(error)}). Ask whoever runs Allround to look."


def _first(head: str, complaints: tuple[str, ...]) -> str:
    shown = "; ".join(complaints[:SHOWN])
    more = len(complaints) - SHOWN
    return f"{head}: {shown}{f'; and {more} more' if more > 0 else ''}. Mend this and ask again."


def _place(error: Exception) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    return f"in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else "somewhere"
