"""How much of a run is over, and how long its next slice is: by the clock, by iterations, or by both."""

import time
from collections import deque
from statistics import median

# Under an iteration limit slices are of equal size whatever the machine, so that the same seed gives the same plan.
SLICES = 100
FIRST_SLICE = 20
# So small a share of a run is no slice of its own.
CRUMB = 1e-3
# Dealing out work and putting it together again costs time; searching must take ten times as long.
MEETING_WORTH = 10.0
# How long a meeting takes is the median of so many: one that the machine held up must not make slices long.
MEETINGS = 3


class Pace:
    """Time and iterations of one run with the limits given, of which at least one is."""

    def __init__(self, seconds: float | None, iterations: int | None) -> None:
        self._seconds, self._iterations = seconds, iterations
        self._begun = self._noted = time.perf_counter()
        self._size, self._slice_s, self._meeting_s = FIRST_SLICE, 0.0, 0.0
        self._meetings_s: deque[float] = deque(maxlen=MEETINGS)
        self.done = 0
        self.share = 0.0

    def worthwhile(self, share: float) -> float:
        """That share of the run, or as much more of it as dealing out work and putting it together is worth."""
        return share if self._seconds is None else max(share, MEETING_WORTH * self._meeting_s / self._seconds)

    def expected(self) -> float:
        """Iterations that the whole run will have come to, at the pace so far."""
        by_clock = self.done / self.share if self.share > 0.0 else float(FIRST_SLICE)
        return by_clock if self._iterations is None else min(by_clock, self._iterations)

    def before(self, end: float) -> bool:
        """Whether the share `end` of the run is yet to come."""
        if self._seconds is None and self._iterations is not None:
            return self.done < round(end * self._iterations)
        return self.share < (end - CRUMB if end < 1.0 else end)

    def next_slice(self, end: float) -> tuple[int, float]:
        """(iterations of the next slice, share of the run that will then be over), not far beyond the share `end`."""
        size, until = self._size, self.share
        if self._iterations is not None:
            if self._seconds is None:
                size = max(1, -(-self._iterations // SLICES))
            size = min(size, max(1, round(end * self._iterations) - self.done))
            until = (self.done + size) / self._iterations
        if self._seconds is not None:
            slice_s = min(self._slice_s, max(0.0, end - self.share) * self._seconds)
            if slice_s < self._slice_s:
                size = max(1, int(size * slice_s / self._slice_s))
            until = max(until, self.share + slice_s / max(self._seconds, 1e-3))
        return size, min(until, 1.0)

    def note(self, size: int, searching_s: float) -> None:
        """So many iterations are done, in so many seconds of searching."""
        now = time.perf_counter()
        self._meetings_s.append(max(0.0, now - self._noted - searching_s))
        self._meeting_s = median(self._meetings_s)
        self._noted = now
        self.done += size
        share = self.done / self._iterations if self._iterations is not None else 0.0
        if self._seconds is not None:
            left_s = self._seconds - (now - self._begun)
            share = max(share, (now - self._begun) / self._seconds) if left_s > 0 else 1.0
            self._slice_s = min(
                max(self._seconds / SLICES, MEETING_WORTH * self._meeting_s), max(left_s - self._meeting_s, 1e-6)
            )
            self._size = max(1, int(size / max(searching_s, 1e-6) * self._slice_s))
        self.share = min(share, 1.0)
