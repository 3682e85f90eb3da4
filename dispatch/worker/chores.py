"""Small work done at the start, when something came in, and every so often; a failure is told and tried again."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from dispatch.domain.errors import TryLater

log = logging.getLogger(__name__)

# After a failure, in seconds: 1, 2, 4 ... up to this.
LONGEST_PAUSE_S = 300.0
# So many failures in a row are a state that whoever runs this wants to hear of.
ILL_AFTER = 5


@dataclass(slots=True, kw_only=True)
class Chore:
    """`run` answers whether there is more to do at once. `every_s`: how long it waits when nobody wakes it."""

    name: str  # completes "could not ..."
    run: Callable[[], bool]
    every_s: float
    due_s: float = 0.0
    failures: int = field(default=0)


def run_due(chores: Sequence[Chore], now_s: float, *, woken: bool) -> float:
    """Runs what is due, and when woken all that is not pausing after a failure; when the next is due.

    `now_s` is a clock that never goes back.
    """
    for chore in chores:
        if now_s >= chore.due_s or (woken and chore.failures == 0):
            _run(chore, now_s)
    return min(chore.due_s for chore in chores)


def complaints(chores: Sequence[Chore]) -> tuple[str, ...]:
    """A sentence for each that has failed again and again."""
    return tuple(
        f"The background work could not {chore.name}, {chore.failures} times in a row."
        for chore in chores
        if chore.failures >= ILL_AFTER
    )


def _run(chore: Chore, now_s: float) -> None:
    try:
        more = chore.run()
    except Exception as error:
        chore.failures += 1
        pause_s = min(LONGEST_PAUSE_S, 2.0 ** (chore.failures - 1))
        chore.due_s = now_s + pause_s
        # The text of an error may hold personal values; those of our own making are written to hold none.
        why = str(error) if isinstance(error, TryLater) else type(error).__name__
        log.error("could not %s (%s); nothing is lost, it is tried again in %.0f s", chore.name, why, pause_s)
        return
    if chore.failures:
        log.warning("could %s again after %d failures", chore.name, chore.failures)
    chore.failures = 0
    chore.due_s = now_s if more else now_s + chore.every_s
