"""A plan kept loaded in the engine, so that where a new visit could go is answered in milliseconds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from optimiser.arrays.flat import BIG
from optimiser.insert.larger import Sums, larger, tied_to
from optimiser.insert.ledger import Ledger, starts_of
from optimiser.insert.option import Moved, Option, Placed
from optimiser.insert.spare import Rows, padded
from optimiser.plan import Plan, Reason, Route, Stop, StopKind, Unserved
from optimiser.problem import AllOrNone, Coupling, Problem, Visit, Who
from optimiser.search.door_kernel import times_of
from optimiser.search.live_kernel import (
    MOVED,
    NO_WAY,
    OPTION,
    SCREENED,
    join,
    look,
    take_away,
    time_exactly,
    try_options,
)
from optimiser.search.route_kernel import DEPART, END
from optimiser.search.workspace import Workspace

Options = npt.NDArray[np.void]
Told = npt.NDArray[np.int64]

# So many positions more than are asked for are really tried at most: the first look leaves much out.
TRIED = 30
# No more are tried once so many more than asked for cost no more than the next one may.
SPARE = 5
# Of two tied visits so many combinations are timed, and so many shifts tried with both on one route.
COMBINATIONS = 3_000
# Chosen from all pairs of so many positions of each.
PAIRED = 1_000
BOTH_ON = 12
# On days with no more positions than these, breaks may move for every position, and none is left untried.
SMALL = 150
NOT_YET = "it is new and not planned yet"
TAKEN_OFF = "it was taken off the plan"


class WarmPlan:
    """A Problem and a plan of it, loaded once; questions leave it as it is, `insert` and `remove` change it.

    The plan is timed anew by the one definition, so `plan` may differ from what was given in its times. New visits come
    in by `add` as long as there is room for them (`spare`); after that everything is loaded anew, which takes as long
    as the first time. Not for two threads at once. Raises ValueError for a plan that breaks a rule of the Problem.
    """

    def __init__(self, problem: Problem, plan: Plan, *, spare: int = 64) -> None:
        self._spare = spare
        self._begin(problem, plan)

    def _begin(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self._has_place = any(travel.size for travel in problem.travel.values())
        self.space = Workspace(padded(problem, self._spare if self._has_place else 0))
        self._number = {visit.id: number for number, visit in enumerate(problem.visits)}
        self.space.visit_number = self._number
        self._rows = Rows(problem, self.space.arrays, self._spare if self._has_place else 0)
        self.space.arrays = self._rows.arrays
        self._sums = Sums.of(problem)
        # Room for every route, were all to change at once: visits, breaks, and a call at a site or two for each visit.
        arrays = self.space.arrays
        self._told = np.zeros(4 * (len(arrays.shift) + 3 * len(arrays.visit) + len(arrays.rest)) + 1, dtype=np.int64)
        self._state = 0
        self.load(plan)

    def load(self, plan: Plan) -> None:
        """Makes another plan of the same Problem (an earlier one, to undo) the one that is loaded."""
        space = self.space
        if not space.load_plan(plan):
            raise ValueError("this plan breaks a rule of its Problem; only a plan that passes the checker can be kept")
        for shift in np.flatnonzero(space.state.route["length"]).tolist():
            # By the definition, and once for each set of routes that are tied.
            if not time_exactly(*self._tables, np.array([shift], dtype=np.int64)):
                raise ValueError("this plan cannot be timed by the definition; check its couplings")
        self._ledger = Ledger(self.problem)
        self._ledger.book({shift: self._route(shift) for shift in np.flatnonzero(space.state.route["length"]).tolist()})
        self._why = {one.visit: one for one in plan.unserved}
        self._state += 1

    @property
    def _tables(self):  # type: ignore[no-untyped-def] # because these are the tables every kernel takes
        return self.space.arrays, self.space.state, self.space.scratch

    @property
    def plan(self) -> Plan:
        """The plan as it is now."""
        routes = self._ledger.routes
        served = self.space.state.route_of.tolist()
        return Plan(
            routes=tuple(routes[shift] for shift in sorted(routes)),
            unserved=tuple(
                self._why.get(name) or Unserved(visit=name, reason=Reason.FULL, sentence=NOT_YET)
                for name, number in self._number.items()
                if served[number] < 0
            ),
        )

    def add(
        self, visits: Sequence[Visit], couplings: Sequence[Coupling] = (), groups: Sequence[AllOrNone] = ()
    ) -> Problem:
        """Takes in visits that are new, and what ties them to each other and to known ones; they are left out at first.

        Their places have to be in the matrices already. Returns the larger Problem. Raises ProblemError with all
        complaints, ValueError where the plan as it is breaks a new tie; then nothing is changed.
        """
        sums = self._sums.with_more(self.problem, visits)
        problem = larger(self.problem, self._ledger.visits, sums, visits, couplings, groups)
        new = {visit.id: len(self._number) + row for row, visit in enumerate(visits)}
        affected = tied_to(problem, {*new, *(one.first for one in couplings), *(one.visits[0] for one in groups)})
        number = self._number | new
        if len(number) > len(self.space.arrays.visit) or not self._take_in(problem, number, affected):
            before = self.plan
            self._begin(problem, before)
            return self.problem
        self._sums = sums
        self._number |= new
        self.problem = self._ledger.problem = problem
        self._ledger.visits.update((visit.id, visit) for visit in visits)
        for name in new:
            self.space.state.total[:] += self.space.arrays.visit["unserved"][new[name]]
        return problem

    def _take_in(self, problem: Problem, number: Mapping[str, int], affected: set[str]) -> bool:
        """Writes the affected visits into the tables. False where only loading anew will do."""
        space = self.space
        ordered = {name: number[name] for name in sorted(affected, key=number.__getitem__)}
        served = [int(space.state.route_of[row]) for row in ordered.values()]
        if any(shift >= 0 for shift in served):
            return False  # a tie to work that is planned already changes how that is timed
        if not self._rows.take_in(problem, ordered):
            return False
        space.arrays = self._rows.arrays
        return True

    def ranked(self, *visits: str, limit: int = 10) -> tuple[Option, ...]:
        """The best ways to serve a visit that is left out, or two jointly, the cheapest first; none where nothing fits.

        Of one visit every position is looked at. Of two, all pairs of positions are, the most promising first, until
        none can be better or `COMBINATIONS` are timed. Raises ValueError for a visit that is unknown or served.
        """
        numbers = [self._left_out(name) for name in visits]
        if not 1 <= len(numbers) <= 2 or len(set(numbers)) < len(numbers):
            raise ValueError(f"asked about {len(numbers)} visits at once; ask about one, or two different ones")
        if self._leaves_partners_out(set(visits)):
            return ()
        order = self._in_order(numbers)
        found = self._found(order, limit)
        tables, two = self._tables, order[1] if len(order) > 1 else -1
        enough = len(found) if self._is_small else limit + SPARE
        try_options(*tables, self.space.weights, order[0], two, found, np.zeros(0, dtype=np.int64), False, enough)
        found = found[found["weight"] < NO_WAY]
        keys = np.lexsort((found["at"][:, 0], found["shift"][:, 0], *(found["adds"][:, tier] for tier in (3, 2, 1, 0))))
        found = np.ascontiguousarray(found[keys][: limit + 2])
        options: dict[tuple[tuple[str, ...], ...], Option] = {}
        for row, changed in enumerate(self._tell(order, found)):
            option = self._option(visits, order, found[row], changed)
            # Before or after a break that moves anyway is one and the same.
            route = tuple((one.shift, *(stop.ref for stop in one.stops)) for one in changed.values())
            options.setdefault(route, option)
        return tuple(sorted(options.values(), key=lambda option: option.adds.objective)[:limit])

    def shifts_for(self, *visits: str) -> tuple[int, ...]:
        """The numbers of the shifts that have any way to serve the first of these visits; as `ranked` for the rest."""
        if len(visits) > 1:
            numbers = {shift.id: number for number, shift in enumerate(self.problem.shifts)}
            return tuple(sorted({numbers[one.placed[0].shift] for one in self.ranked(*visits, limit=len(numbers))}))
        number = self._left_out(visits[0])
        found, weights = self._look(number, span=False), self.space.weights
        try_options(*self._tables, weights, number, -1, found, np.zeros(0, dtype=np.int64), False, len(found))
        return tuple(sorted(set(found["shift"][:, 0][found["weight"] < NO_WAY].tolist())))

    def insert(self, option: Option) -> Plan:
        """Puts the visits in as an option says; the plan then. Raises ValueError for an option of an earlier plan."""
        if option.state != self._state:
            raise ValueError("the plan has changed since this option was found; ask again")
        names = [one.visit for one in option.placed]
        order = self._in_order([self._number[name] for name in names])
        row = np.zeros(1, dtype=OPTION)
        for k, number in enumerate(order):
            which = [self._number[name] for name in names].index(number)
            row["shift"][0, k], row["at"][0, k] = option.route[which], option.at[which]
        (changed,) = self._tell(order, row, keep=True)
        self._ledger.book(changed)
        self._state += 1
        return self.plan

    def remove(self, *visits: str) -> Plan:
        """Takes visits off the plan; they are left out, and the plan then is returned.

        Raises ValueError for one that is not served or has started, where others cannot be served without it, and
        where what remains cannot be timed.
        """
        numbers = np.array([self._served(name) for name in visits], dtype=np.int64)
        self._refuse_to_strand(set(visits))
        written = 0
        while written <= 0:
            written = take_away(*self._tables, self.space.weights, numbers, self._told)
            if written == 0:
                raise ValueError(f"without {', '.join(visits)} the rest cannot be timed; check the travel matrices")
            if written < 0:
                self._told = np.zeros(2 * len(self._told), dtype=np.int64)
        self._ledger.book(self._read(1)[0])
        for name in visits:
            self._why[name] = Unserved(visit=name, reason=Reason.FULL, sentence=TAKEN_OFF)
        self._state += 1
        return self.plan

    def _found(self, order: list[int], limit: int) -> Options:
        """The most promising options, the first look's cheapest first."""
        keep = limit + TRIED
        if len(order) == 1:
            return self._look(order[0], span=False)[:keep]
        tied = self._lagged(order)
        ones, twos = (self._look(number, span=tied, free=True) for number in order)
        options = np.zeros(keep, dtype=OPTION)
        shifts = self._for_both(ones, twos) if self._may_share(order) else np.zeros(0, dtype=np.int64)
        one, two, weights, depth = order[0], order[1], self.space.weights, self._depth
        pairs = self._pairs(order, ones[:PAIRED], twos[:PAIRED])
        count = join(*self._tables, weights, one, two, ones, twos, pairs, shifts, options, depth)
        return options[:count]

    def _pairs(self, order: list[int], ones: Options, twos: Options) -> npt.NDArray[np.int64]:
        """[row, 2] the pairs of positions on two routes that their lags allow, the cheapest `COMBINATIONS` in order."""
        least, most = self._lags(order)
        fine = twos["latest"][None, :] - ones["earliest"][:, None] >= least
        fine &= twos["earliest"][None, :] - ones["latest"][:, None] <= most
        fine &= ones["shift"][:, :1] != twos["shift"][:, 0]
        rows, columns = np.nonzero(fine)
        weight = ones["weight"][rows] + twos["weight"][columns]
        if len(weight) > COMBINATIONS:
            best = np.sort(np.argpartition(weight, COMBINATIONS)[:COMBINATIONS])
            rows, columns, weight = rows[best], columns[best], weight[best]
        in_turn = np.argsort(weight, kind="stable")
        return np.stack([rows[in_turn], columns[in_turn]], axis=1).astype(np.int64)

    def _lags(self, order: list[int]) -> tuple[int, int]:
        """The least and the most seconds from the start of the one to that of the other."""
        least, most = -BIG, BIG
        for tie in self._couplings(order):
            low, high = tie.min_lag_s, BIG if tie.max_lag_s is None else tie.max_lag_s
            if tie.first != self.problem.visits[order[0]].id:
                low, high = -high, -low
            least, most = max(least, low), min(most, high)
        return least, most

    @property
    def _positions(self) -> int:
        lengths = self.space.state.route["length"]
        return int(lengths.sum()) + len(lengths)

    @property
    def _is_small(self) -> bool:
        return self._positions <= SMALL

    @property
    def _depth(self) -> int:
        return MOVED if self._is_small else SCREENED

    def _look(self, visit: int, *, span: bool, free: bool = False) -> Options:
        arrays, state, scratch = self._tables
        if free:
            # The other of the two is not served yet, and will be.
            coupling = arrays.coupling.copy()
            coupling["needs"] = 0
            arrays = replace(arrays, coupling=coupling)
        options = np.zeros(self._positions, dtype=OPTION)
        count = look(arrays, state, scratch, self.space.weights, visit, self._depth, span, options)
        found = options[:count]
        return np.ascontiguousarray(found[np.argsort(found["weight"], kind="stable")])

    def _for_both(self, ones: Options, twos: Options) -> npt.NDArray[np.int64]:
        """The shifts on which both together promise most."""
        best: list[dict[int, float]] = [{}, {}]
        for side, options in enumerate((ones, twos)):
            for shift, weight in zip(options["shift"][:, 0].tolist(), options["weight"].tolist(), strict=True):
                best[side].setdefault(shift, weight)
        both = sorted((max(best[0][shift], best[1][shift]), shift) for shift in best[0].keys() & best[1].keys())
        return np.array([shift for _, shift in both[:BOTH_ON]], dtype=np.int64)

    def _couplings(self, order: list[int]) -> list[Coupling]:
        names = {self.problem.visits[number].id for number in order}
        return [one for one in self.problem.couplings if {one.first, one.second} == names]

    def _lagged(self, order: list[int]) -> bool:
        return any(one.min_lag_s or one.max_lag_s is not None for one in self._couplings(order))

    def _may_share(self, order: list[int]) -> bool:
        return all(one.who != Who.DIFFERENT for one in self._couplings(order))

    def _in_order(self, numbers: list[int]) -> list[int]:
        """Two visits with the one first that the other waits for."""
        if len(numbers) == 2:
            names = [self.problem.visits[number].id for number in numbers]
            for one in self._couplings(numbers):
                if (one.needs_first or one.min_lag_s) and one.first == names[1]:
                    return numbers[::-1]
        return numbers

    def _tell(self, order: list[int], options: Options, *, keep: bool = False) -> list[dict[int, Route]]:
        """The routes that each option changes, by shift; with `keep` the one option is put in for good."""
        two = order[1] if len(order) > 1 else -1
        weights, count = self.space.weights, len(options)
        while try_options(*self._tables, weights, order[0], two, options, self._told, keep, count) < 0:
            # One option always fits, so none that is kept is ever tried twice.
            self._told = np.zeros(2 * len(self._told), dtype=np.int64)
        return self._read(len(options))

    def _read(self, count: int) -> list[dict[int, Route]]:
        """What the kernels told: the changed routes of so many options."""
        told, at, found = self._told, 0, []
        for _ in range(count):
            changed: dict[int, Route] = {}
            touched = int(told[at])
            at += 1
            for _ in range(touched):
                shift, depart_s, end_s, length = told[at : at + 4].tolist()
                at += 4
                stops = told[at : at + 4 * length].reshape(length, 4).tolist()
                at += 4 * length
                route = self._as_route(shift, depart_s, end_s, stops)
                if route != self._ledger.routes.get(shift):
                    changed[shift] = route
            found.append(changed)
        return found

    def _as_route(self, shift: int, depart_s: int, end_s: int, stops: list[list[int]]) -> Route:
        return Route(
            shift=self.problem.shifts[shift].id,
            depart_s=depart_s,
            stops=tuple(self._stop(*stop) for stop in stops),
            end_s=end_s,
        )

    def _stop(self, node: int, arrive_s: int, start_s: int, finish_s: int) -> Stop:
        kind, ref = self._target(node)
        return Stop(kind=kind, ref=ref, arrive_s=arrive_s, start_s=start_s, finish_s=finish_s)

    def _target(self, node: int) -> tuple[StopKind, str]:
        visits, breaks = len(self.space.arrays.visit), len(self.space.break_ids)
        if node < visits:
            return StopKind.VISIT, self.problem.visits[node].id
        if node < visits + breaks:
            return StopKind.BREAK, self.space.break_ids[node - visits]
        return StopKind.SITE, self.problem.sites[node - visits - breaks].id

    def _route(self, shift: int) -> Route:
        """A route as it stands in the engine."""
        _, state, scratch = self._tables
        times_of(*self._tables, shift)
        count = int(state.route["length"][shift])
        rows = scratch.row[:count]
        stops = [
            [node, *row]
            for node, row in zip(
                state.sequence[shift, :count].tolist(),
                rows[["arrive", "start", "finish"]].tolist(),
                strict=True,
            )
        ]
        return self._as_route(shift, int(scratch.out[DEPART]), int(scratch.out[END]), stops)

    def _option(self, visits: Sequence[str], order: list[int], row: np.void, changed: dict[int, Route]) -> Option:
        where: dict[str, Placed] = {}
        moved: list[Moved] = []
        for shift, route in changed.items():
            before = starts_of(self._ledger.routes.get(shift))
            for rank, (name, stop) in enumerate(starts_of(route).items()):
                if name in visits:
                    where[name] = Placed(
                        visit=name,
                        shift=route.shift,
                        rank=rank,
                        arrive_s=stop.arrive_s,
                        start_s=stop.start_s,
                        finish_s=stop.finish_s,
                    )
                elif stop.start_s != before[name].start_s:
                    moved.append(Moved(visit=name, shift=route.shift, from_s=before[name].start_s, to_s=stop.start_s))
        ranks = [order.index(self._number[name]) for name in visits]
        return Option(
            placed=tuple(where[name] for name in visits),
            moved=tuple(moved),
            adds=self._ledger.adds(changed, visits),
            state=self._state,
            route=tuple(int(row["shift"][rank]) for rank in ranks),
            at=tuple(int(row["at"][rank]) for rank in ranks),
        )

    def _first_open(self, shift: int) -> int:
        """The first position after started work."""
        nodes = self.space.state.sequence[shift, : self.space.state.route["length"][shift]].tolist()
        fixed = [at for at, node in enumerate(nodes) if node < len(self._number) and self._is_fixed(node)]
        return fixed[-1] + 1 if fixed else 0

    def _is_fixed(self, visit: int) -> bool:
        return bool(self.space.arrays.visit["fixed"][visit])

    def _left_out(self, name: str) -> int:
        number = self._number.get(name)
        if number is None:
            raise ValueError(f"there is no visit {name!r}; add it first")
        if self.space.state.route_of[number] >= 0:
            raise ValueError(f"visit {name!r} is served already; remove it first")
        return number

    def _served(self, name: str) -> int:
        number = self._number.get(name)
        if number is None or self.space.state.route_of[number] < 0:
            raise ValueError(f"visit {name!r} is on no route; only what is served can be removed")
        if self.space.arrays.visit["fixed"][number]:
            raise ValueError(f"visit {name!r} has started; it stays where it is")
        if self.space.arrays.visit["must"][number]:
            raise ValueError(f"visit {name!r} is tied to work that has started; it has to be served")
        return number

    def _is_served(self, name: str) -> bool:
        return bool(self.space.state.route_of[self._number[name]] >= 0)

    def _leaves_partners_out(self, names: set[str]) -> bool:
        """Whether serving just these would leave out others of an all-or-none group."""
        return any(
            names & set(group.visits) and not all(name in names or self._is_served(name) for name in group.visits)
            for group in self.problem.groups
        )

    def _refuse_to_strand(self, names: set[str]) -> None:
        for tie in self.problem.couplings:
            if tie.needs_first and tie.first in names and tie.second not in names and self._is_served(tie.second):
                raise ValueError(f"visit {tie.second!r} needs {tie.first!r}; remove both")
        for group in self.problem.groups:
            others = [name for name in group.visits if name not in names]
            if len(others) < len(group.visits) and any(self._is_served(name) for name in others):
                raise ValueError(f"visits {', '.join(group.visits)} go together, all or none; remove all of them")
