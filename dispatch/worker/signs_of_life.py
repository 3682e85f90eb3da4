"""How long a request has stood still: whoever works on it lives as long as anything of theirs moves."""

from collections.abc import Collection


class SignsOfLife:
    """`now_s` is a clock that never goes back. Kept in memory: after a start everybody is given the full time again."""

    def __init__(self) -> None:
        self._shown: dict[str, tuple[object, float]] = {}
        self._workers: dict[str, float] = {}

    def still_s(self, request_id: str, worker: str, shown: object, now_s: float) -> float:
        """Seconds since `shown` of this request changed, or of any other that the same worker ("": nobody) holds."""
        before = self._shown.get(request_id)
        if before is None or before[0] != shown:
            self._shown[request_id] = (shown, now_s)
            if worker:
                self._workers[worker] = now_s
            return 0.0
        return now_s - max(before[1], self._workers.get(worker, before[1]))

    def keep_only(self, request_ids: Collection[str]) -> None:
        """Forgets the others."""
        self._shown = {one: seen for one, seen in self._shown.items() if one in request_ids}
