"""A fake of the engine's Draft: appends at the end, leaves at once; legal, with no promise of being cheap."""

from collections.abc import Mapping

from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.plan.legs import leg_s
from optimiser.problem import Break, Problem, Visit


class PlainDraft:
    """Routes whose people leave when their shift starts and wait at doors."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.shifts = {shift.id: shift for shift in problem.shifts}
        self.visits = {visit.id: visit for visit in problem.visits}
        self.stops: dict[str, tuple[Stop, ...]] = {shift.id: () for shift in problem.shifts}
        self.starts: dict[str, int] = {}

    def place_of(self, shift_id: str) -> int | None:
        visits = [stop.ref for stop in self.stops[shift_id] if stop.kind is StopKind.VISIT]
        return self.visits[visits[-1]].place if visits else self.shifts[shift_id].start_place

    def free_at(self, shift_id: str) -> int:
        stops = self.stops[shift_id]
        return stops[-1].finish_s if stops else self.shifts[shift_id].starts_s

    def try_append(self, visits: Mapping[str, str]) -> int | None:
        ready = {name: self.with_break(name, self.visits[visit]) for name, visit in visits.items()}
        if any(stops is None for stops in ready.values()):
            return None
        starts = [self.earliest(name, self.visits[visit], ready[name] or ()) for name, visit in visits.items()]
        start_s = max(-1 if start is None else start for start in starts)
        if None in starts or any(self.at(self.visits[visit], start_s) != start_s for visit in visits.values()):
            return None
        routes = {
            name: (*(ready[name] or ()), self.stop(name, self.visits[visit], start_s, ready[name] or ()))
            for name, visit in visits.items()
        }
        if not all(self.home_in_time(name, stops) for name, stops in routes.items()):
            return None
        self.stops.update(routes)
        self.starts.update(dict.fromkeys(visits.values(), start_s))
        return start_s

    def plan(self) -> Plan:
        routes = tuple(
            Route(shift=name, depart_s=self.shifts[name].starts_s, stops=stops, end_s=self.end_s(name, stops))
            for name, stops in self.stops.items()
            if any(stop.kind is StopKind.VISIT for stop in stops)
        )
        unserved = tuple(
            Unserved(visit=visit.id, reason=Reason.FULL, sentence="It did not fit.")
            for visit in self.problem.visits
            if visit.id not in self.starts
        )
        return Plan(routes=routes, unserved=unserved)

    def with_break(self, name: str, visit: Visit) -> tuple[Stop, ...] | None:
        """The stops so far, and a break before the visit when it could not be begun in time after it."""
        stops = self.stops[name]
        for rest in self.shifts[name].breaks:
            if any(stop.ref == rest.id for stop in stops):
                continue
            start_s = self.earliest(name, visit, stops)
            if start_s is not None and start_s + visit.duration_s > rest.latest_s:
                here_s = self.free_at(name)
                begin_s = max(here_s, rest.earliest_s)
                if begin_s > rest.latest_s:
                    return None
                stops = (*stops, self.rest(rest, here_s, begin_s))
        return stops

    @staticmethod
    def rest(rest: Break, arrive_s: int, start_s: int) -> Stop:
        finish_s = start_s + rest.duration_s
        return Stop(kind=StopKind.BREAK, ref=rest.id, arrive_s=arrive_s, start_s=start_s, finish_s=finish_s)

    def arrive_s(self, name: str, visit: Visit, stops: tuple[Stop, ...]) -> int:
        leave_s = stops[-1].finish_s if stops else self.shifts[name].starts_s
        mode, here = self.shifts[name].mode, self.place_of(name)
        return leave_s + leg_s(self.problem, mode, here, visit.place, leave_s)

    def earliest(self, name: str, visit: Visit, stops: tuple[Stop, ...]) -> int | None:
        set_up_s = visit.setup_s if self.place_of(name) != visit.place else 0
        start_s = self.at(visit, self.arrive_s(name, visit, stops) + set_up_s)
        for coupling in self.problem.couplings:
            if coupling.first == visit.id and coupling.second in self.starts:
                return None  # the later one is settled already; this plain draft moves nothing
            if coupling.second == visit.id and start_s is not None:
                if coupling.first not in self.starts:
                    if coupling.needs_first:
                        return None
                    continue
                start_s = self.at(visit, max(start_s, self.starts[coupling.first] + coupling.min_lag_s))
        return start_s

    @staticmethod
    def at(visit: Visit, ready_s: int) -> int | None:
        """The first second from `ready_s` on at which the visit may start."""
        ready_s = max(ready_s, visit.promised.earliest_s if visit.promised else 0)
        if not visit.windows:
            return ready_s
        open_later = [max(ready_s, one.earliest_s) for one in visit.windows if one.latest_s >= ready_s]
        return min(open_later, default=None)

    def stop(self, name: str, visit: Visit, start_s: int, stops: tuple[Stop, ...]) -> Stop:
        arrive_s, finish_s = self.arrive_s(name, visit, stops), start_s + visit.duration_s
        return Stop(kind=StopKind.VISIT, ref=visit.id, arrive_s=arrive_s, start_s=start_s, finish_s=finish_s)

    def home_in_time(self, name: str, stops: tuple[Stop, ...]) -> bool:
        shift = self.shifts[name]
        end_s = self.end_s(name, stops)
        owed = [rest for rest in shift.breaks if shift.starts_s < rest.latest_s < end_s]
        room = {one.of: one.quantity for one in shift.capacities}
        for stop in stops:
            if stop.kind is StopKind.VISIT:
                for load in self.visits[stop.ref].loads:
                    room[load.of] = room.get(load.of, 10**9) - load.quantity
        return (
            end_s <= shift.ends_s
            and all(any(stop.ref == rest.id for stop in stops) for rest in owed)
            and all(left >= 0 for left in room.values())
        )

    def end_s(self, name: str, stops: tuple[Stop, ...]) -> int:
        last = [stop for stop in stops if stop.kind is StopKind.VISIT][-1]
        shift, leave_s = self.shifts[name], stops[-1].finish_s
        return leave_s + leg_s(self.problem, shift.mode, self.visits[last.ref].place, shift.end_place, leave_s)
