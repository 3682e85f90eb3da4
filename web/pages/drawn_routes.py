"""The routes of the revision shown as lines and points, without anything that their reader may not see."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from dispatch.adapters.route_files import NamedLine, NamedPoint
from dispatch.domain.day_plan import Entry, EntryKind, WorkerDay
from dispatch.domain.revision import Line
from dispatch.domain.sharing import JobField
from web.pages.board_day import StoredBoard
from web.pages.board_seen import SeenJob, Seer
from web.pages.in_zone import clock, some


class DrawnRoutes:
    """Makes them for one board and one reader.

    A route with any stop whose place may not be seen is not drawn, as its line would lead to the door. The board lists
    it all the same.
    """

    def __init__(self, board: StoredBoard, seer: Seer, zone: ZoneInfo) -> None:
        self._board, self._seer, self._zone = board, seer, zone

    def whole(self, day: WorkerDay) -> bool:
        """Whether every door on it may be seen."""
        return all(self._seen(entry) for entry in day.entries if entry.job_id is not None)

    def drawn(self, day: WorkerDay) -> bool:
        """Whether its line may be seen, and is there."""
        return bool(day.entries) and len(self._line(day)) >= 2 and self.whole(day)

    def route(self, day: WorkerDay) -> NamedLine:
        """The line of a route that is `drawn`."""
        shift = self._board.shifts.get(day.shift_id)
        service = shift.service_id if shift else ""
        visits = sum(entry.job_id is not None for entry in day.entries)
        return NamedLine(
            name=self._who(day),
            line=self._line(day),
            about=f"{clock(day.leaves_at, self._zone)} to {clock(day.ends_at, self._zone)}, {some(visits, 'visit')}",
            properties={
                "kind": "route",
                "shift": day.shift_id,
                "service": service,
                "colour": self._seer.colour(service),
                "who": self._who(day),
                "label": self._board.services.get(service, ""),
                "starts": day.leaves_at.isoformat(),
                "finishes": day.ends_at.isoformat(),
                "travel_s": sum(entry.travel_s for entry in day.entries) + day.last_travel_s,
                "distance_m": sum(entry.travel_m for entry in day.entries) + day.last_travel_m,
            },
        )

    def stops(self, day: WorkerDay) -> Iterator[NamedPoint]:
        """Visits and breaks of a route that is `whole`, in their order."""
        order = 0
        for entry in day.entries:
            common = {
                "shift": day.shift_id,
                "who": self._who(day),
                "starts": entry.starts_at.isoformat(),
                "finishes": entry.finishes_at.isoformat(),
            }
            times = f"{clock(entry.starts_at, self._zone)} to {clock(entry.finishes_at, self._zone)}"
            seen = self._seer.job(entry.job_id) if entry.job_id is not None else None
            if seen is not None:
                order += 1
                yield NamedPoint(
                    name=f"{order}. {seen.what}",
                    lon=entry.lon,
                    lat=entry.lat,
                    about=f"{times}, {seen.where}",
                    properties={"kind": "job", "order": order, **common, **_words(seen)},
                )
            elif entry.kind is EntryKind.BREAK:
                properties = {"kind": "break", **common}
                yield NamedPoint(name="Break", lon=entry.lon, lat=entry.lat, about=times, properties=properties)

    def left_out(self) -> Iterator[NamedPoint]:
        """Jobs that nobody is sent to, where their place may be seen."""
        for left in self._board.shown.plan.left_out if self._board.shown else ():
            seen = self._seer.job(left.job_id)
            if seen is not None and seen.place_seen:
                # The reason names the skills that the job needs, and so what it is about.
                why = {"reason": left.reason} if seen.described else {}
                properties = {"kind": "unserved", **why, **_words(seen)}
                yield NamedPoint(name=seen.what, lon=seen.lon, lat=seen.lat, properties=properties)

    def _seen(self, entry: Entry) -> bool:
        record = self._board.records.get(entry.job_id or "")
        return record is not None and self._seer.may_see(record, JobField.PLACE)

    def _line(self, day: WorkerDay) -> Line:
        return self._board.shown.lines.get(day.shift_id, ()) if self._board.shown else ()

    def _who(self, day: WorkerDay) -> str:
        known = self._board.workers
        return " and ".join(known[one].name if one in known else one for one in day.worker_ids)


def _words(seen: SeenJob) -> dict[str, str | int]:
    """Of a job, as far as they may be seen."""
    found: dict[str, str | int] = {"service": seen.service_id, "colour": seen.colour, "label": seen.service}
    if seen.described:
        found["description"] = seen.what
    if seen.place_seen:
        found["address"] = seen.where
    return found
