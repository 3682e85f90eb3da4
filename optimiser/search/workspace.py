"""A Problem ready for the kernels: tables, a plan in the making, buffers, and the way from and to a Plan."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from optimiser.arrays import to_arrays
from optimiser.arrays.order import in_order
from optimiser.arrays.shifts import breaks_in_order
from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.problem import Problem
from optimiser.problem.changed import changed
from optimiser.search.anneal_kernel import reset
from optimiser.search.door_kernel import put_bundle, settle_all, times_of
from optimiser.search.errors import LockedWorkBroken
from optimiser.search.locality import one_after_the_other, renumbered
from optimiser.search.route_kernel import DEPART, END
from optimiser.search.state import new_scratch, new_state
from optimiser.search.weights import guide, neighbours


class Workspace:
    """Everything one search works with.

    Started work (visits with a locked rank) is on its routes from the beginning; LockedWorkBroken if that cannot be.
    `together`: visits are numbered so that neighbours lie together (locality.py) instead of in the Problem's order.
    """

    def __init__(self, problem: Problem, seed: int = 1, *, together: bool = False) -> None:
        self._names = [visit.id for visit in problem.visits]  # in the order in which a Plan tells of them
        self.arrays = to_arrays(problem)
        near = neighbours(self.arrays)
        if together:
            order = one_after_the_other(near)
            problem = changed(problem, visits=tuple(problem.visits[number] for number in order.tolist()))
            self.arrays = in_order(self.arrays, order)
            near = renumbered(near, order)
        self.problem = problem
        self.guide = guide(self.arrays, near)
        self.weights = self.guide.weights
        self.visit_number = {visit.id: number for number, visit in enumerate(problem.visits)}
        self.shift_number = {shift.id: number for number, shift in enumerate(problem.shifts)}
        # Breaks stand in the table shift by shift, numbered on from the visits.
        self.break_ids = [rest.id for shift in problem.shifts for rest in breaks_in_order(shift)]
        self.first_site = len(self.arrays.visit) + len(self.arrays.rest) - len(self.arrays.site)
        self.state = new_state(self.arrays)
        self.scratch = new_scratch(self.arrays, self.state, self.guide, seed)
        started = self._started()
        if not self.load(started):
            raise LockedWorkBroken(
                f"the started work of shifts {', '.join(sorted(started))} breaks a rule as it is locked; "
                "check the locked starts and who is able to do those visits"
            )

    def serve_what_started_work_needs(self) -> None:
        """Puts in the visits that started ones depend on, as far as they fit, ahead of all others."""
        must = (self.arrays.visit["must"] == 1) & (self.state.route_of < 0)
        for bundle in sorted(set(self.arrays.visit["bundle"][must].tolist())):
            put_bundle(self.arrays, self.state, self.scratch, self.weights, bundle)

    def insist_on_what_started_work_needs(self) -> None:
        """Raises LockedWorkBroken where a visit that a started one depends on is left out."""
        must = (self.arrays.visit["must"] == 1) & (self.state.route_of < 0)
        if must.any():
            names = ", ".join(self.problem.visits[number].id for number in np.flatnonzero(must))
            raise LockedWorkBroken(
                f"started work depends on {names}, and no plan was found that serves that too; take the couplings and "
                "groups away that tie it to what has started, or widen its times"
            )

    def load(self, routes: Mapping[str, Sequence[int]]) -> bool:
        """Makes these nodes the routes, by shift id, and times them; False if that breaks a rule."""
        fresh = new_state(self.arrays)
        for field, table in fresh.tables().items():
            getattr(self.state, field)[...] = table
        state, arrays = self.state, self.arrays
        allowed = True
        for name, nodes in routes.items():
            shift = self.shift_number[name]
            # Kernels add breaks that are owed, so there has to be room for every break besides the visits.
            breaks = int(arrays.shift["break_to"][shift] - arrays.shift["break_from"][shift])
            once = [node for node in nodes if node < self.first_site]
            work = len(nodes) - sum(len(arrays.visit) <= node < self.first_site for node in nodes)
            if len(set(once)) < len(once) or work + breaks > state.sequence.shape[1]:
                return False
            state.sequence[shift, : len(nodes)] = nodes
            state.route["length"][shift] = len(nodes)
            for visit in nodes:
                if visit < len(arrays.visit):
                    if state.route_of[visit] >= 0:
                        return False  # it is there already
                    pair = arrays.pair[shift, visit]
                    allowed &= pair["able"] == 0
                    state.route_of[visit] = shift
                    state.used[shift] += arrays.use[visit]
                    if pair["agreement"] >= 0:
                        state.lent[pair["agreement"]] += 1
        allowed &= self._right_people()
        fine = bool(reset(arrays, state, self.scratch))
        fine = fine and bool(settle_all(arrays, state, self.scratch, self.weights, True))
        in_room = (state.used <= arrays.room).all() and (state.lent <= arrays.agreement_cap).all()
        return bool(allowed and fine and in_room)

    def _right_people(self) -> bool:
        """Whether coupled visits that are served share workers, or share none, as their couplings ask."""
        if not len(self.arrays.shift):
            return True  # nobody serves anything
        ties = self.arrays.coupling
        first, second = self.state.route_of[ties["first"]], self.state.route_of[ties["second"]]
        shared = self.arrays.share_worker[first, second]
        wrong = ((ties["who"] == 1) & ~shared) | ((ties["who"] == 2) & shared)
        return not (wrong & (first >= 0) & (second >= 0)).any()

    def load_plan(self, plan: Plan, leave_out: Collection[str] = ()) -> bool:
        """Makes the routes of a Plan, without some visits, the plan in the making; False if that breaks a rule."""
        numbers = {}
        for shift, first in zip(self.problem.shifts, self.arrays.shift["break_from"], strict=True):
            for number, rest in enumerate(breaks_in_order(shift), start=int(first)):
                numbers[shift.id, rest.id] = len(self.arrays.visit) + number
        sites = {site.id: self.first_site + number for number, site in enumerate(self.problem.sites)}
        routes = {}
        for route in plan.routes:
            # What is gone since the plan was made (a cancelled visit, a shift of someone now ill) is passed over.
            nodes = [
                self.visit_number.get(stop.ref)
                if stop.kind == StopKind.VISIT
                else sites.get(stop.ref)
                if stop.kind == StopKind.SITE
                else numbers.get((route.shift, stop.ref))
                for stop in route.stops
                if not (stop.kind == StopKind.VISIT and stop.ref in leave_out)
            ]
            known = [node for node in nodes if node is not None]
            if route.shift in self.shift_number and any(node < len(self.arrays.visit) for node in known):
                routes[route.shift] = known
        return self.load(routes)

    def routes(self) -> dict[str, list[int]]:
        """The nodes of every route, by shift id, as `load` takes them."""
        lengths = self.state.route["length"].tolist()
        return {
            shift.id: self.state.sequence[number, : lengths[number]].tolist()
            for number, shift in enumerate(self.problem.shifts)
        }

    def plan(self) -> Plan:
        """The routes with all their times; every visit left out is listed, with no reason yet."""
        routes = []
        for number, shift in enumerate(self.problem.shifts):
            if self.state.route["length"][number]:
                times_of(self.arrays, self.state, self.scratch, number)
                out = self.scratch.out
                routes.append(
                    Route(shift=shift.id, depart_s=int(out[DEPART]), stops=self._stops(number), end_s=int(out[END]))
                )
        return Plan(
            routes=tuple(routes),
            unserved=tuple(
                Unserved(visit=name, reason=Reason.FULL, sentence="not planned")
                for name in self._names
                if self.state.route_of[self.visit_number[name]] < 0
            ),
        )

    def _stops(self, shift: int) -> tuple[Stop, ...]:
        count = int(self.state.route["length"][shift])
        return tuple(
            Stop(
                kind=kind,
                ref=ref,
                arrive_s=int(row["arrive"]),
                start_s=int(row["start"]),
                finish_s=int(row["finish"]),
            )
            for (kind, ref), row in zip(
                map(self._named, self.state.sequence[shift, :count].tolist()), self.scratch.row[:count], strict=True
            )
        )

    def _named(self, node: int) -> tuple[StopKind, str]:
        visits = len(self.arrays.visit)
        if node < visits:
            return StopKind.VISIT, self.problem.visits[node].id
        if node < self.first_site:
            return StopKind.BREAK, self.break_ids[node - visits]
        return StopKind.SITE, self.problem.sites[node - self.first_site].id

    def _started(self) -> dict[str, list[int]]:
        ranked: dict[str, dict[int, int]] = {}
        for number, visit in enumerate(self.problem.visits):
            if visit.lock.rank is not None and visit.lock.shift is not None:
                ranked.setdefault(visit.lock.shift, {})[visit.lock.rank] = number
        return {shift: [ranks[rank] for rank in sorted(ranks)] for shift, ranks in ranked.items()}
