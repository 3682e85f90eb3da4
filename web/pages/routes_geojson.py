"""The routes of the revision shown as GeoJSON (RFC 7946), without anything that its reader may not see."""

from collections.abc import Iterator
from typing import Any

from dispatch.domain.day_plan import Entry, EntryKind, WorkerDay
from dispatch.domain.sharing import JobField
from web.pages.board_day import StoredBoard
from web.pages.board_seen import Seer


def routes_geojson(board: StoredBoard) -> dict[str, Any]:
    """A line for each shift, a point for each stop and each job left out.

    A route with any stop whose place may not be seen is not drawn, as its line would lead to the door; it is named in
    `not_drawn`. The board lists it all the same.
    """
    writer = _Writer(board)
    days = board.shown.plan.days if board.shown else ()
    drawn = [day for day in days if writer.whole(day)]
    return {
        "type": "FeatureCollection",
        "attribution": board.shown.attribution if board.shown else "",
        "features": [
            *(feature for day in drawn for feature in writer.route(day)),
            *(feature for day in drawn for feature in writer.stops(day)),
            *writer.left_out(),
        ],
        "not_drawn": [day.shift_id for day in days if not writer.whole(day)],
    }


class _Writer:
    def __init__(self, board: StoredBoard) -> None:
        self.board, self.seer = board, Seer(board)

    def whole(self, day: WorkerDay) -> bool:
        """Whether every door on it may be seen."""
        return all(self.seen(entry) for entry in day.entries if entry.job_id is not None)

    def seen(self, entry: Entry) -> bool:
        record = self.board.records.get(entry.job_id or "")
        return record is not None and self.seer.may_see(record, JobField.PLACE)

    def who(self, day: WorkerDay) -> str:
        known = self.board.workers
        return " and ".join(known[one].name if one in known else one for one in day.worker_ids)

    def service_of(self, day: WorkerDay) -> str:
        shift = self.board.shifts.get(day.shift_id)
        return shift.service_id if shift else ""

    def route(self, day: WorkerDay) -> Iterator[dict[str, Any]]:
        line = self.board.shown.lines.get(day.shift_id, ()) if self.board.shown else ()
        if len(line) < 2 or not day.entries:
            return
        service = self.service_of(day)
        yield _feature(
            "LineString",
            [_rounded(lon, lat) for lon, lat in line],
            kind="route",
            shift=day.shift_id,
            service=service,
            colour=self.seer.colour(service),
            who=self.who(day),
            label=self.board.services.get(service, ""),
            starts=day.leaves_at.isoformat(),
            finishes=day.ends_at.isoformat(),
        )

    def stops(self, day: WorkerDay) -> Iterator[dict[str, Any]]:
        order = 0
        for entry in day.entries:
            common = {
                "shift": day.shift_id,
                "who": self.who(day),
                "starts": entry.starts_at.isoformat(),
                "finishes": entry.finishes_at.isoformat(),
            }
            if entry.job_id is None:
                if entry.kind is EntryKind.BREAK:
                    yield _feature("Point", _rounded(entry.lon, entry.lat), kind="break", **common)
                continue
            order += 1
            yield _feature(
                "Point", _rounded(entry.lon, entry.lat), kind="job", order=order, **common, **self.words(entry.job_id)
            )

    def words(self, job_id: str) -> dict[str, Any]:
        seen = self.seer.job(job_id)
        if seen is None:
            return {}
        found = {"service": seen.service_id, "colour": seen.colour, "label": seen.service}
        if seen.described:
            found["description"] = seen.what
        if seen.place_seen:
            found["address"] = seen.where
        return found

    def left_out(self) -> Iterator[dict[str, Any]]:
        for left in self.board.shown.plan.left_out if self.board.shown else ():
            seen = self.seer.job(left.job_id)
            if seen is not None and seen.place_seen:
                where = _rounded(seen.lon, seen.lat)
                # The reason names the skills that the job needs, and so what it is about.
                why = {"reason": left.reason} if seen.described else {}
                yield _feature("Point", where, kind="unserved", **why, **self.words(left.job_id))


def _feature(geometry: str, coordinates: Any, **properties: Any) -> dict[str, Any]:
    return {"type": "Feature", "geometry": {"type": geometry, "coordinates": coordinates}, "properties": properties}


def _rounded(lon: float, lat: float) -> list[float]:
    return [round(lon, 6), round(lat, 6)]  # a tenth of a metre
