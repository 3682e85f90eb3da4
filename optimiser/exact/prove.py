"""Proof that a plan of a small day is the best there is, or a bound on how much better another could be.

Column generation for a bound, every route that could be part of a better plan (partial_routes.py), then the best choice
among these (master.py). For days of ten to fifteen visits, more where windows and shifts keep routes apart;
optimiser/README.md says which were proved.
"""

import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from optimiser.arrays import Arrays, to_arrays
from optimiser.exact.alike import alike
from optimiser.exact.lexicographic import Effort, choose
from optimiser.exact.master import Master, TooLarge
from optimiser.exact.partial_routes import Found, PartialRoutes, TooMany
from optimiser.exact.pool import Pool
from optimiser.exact.pool_route import Objective, PoolRoute
from optimiser.exact.prices import Prices
from optimiser.exact.prizes import Column, Rows, bound_of, prizes_of
from optimiser.exact.recombine import learn, plan_of
from optimiser.exact.shift_table import ShiftTable, plain, shift_table
from optimiser.exact.tied_starts import tied_starts
from optimiser.exact.timing import Timing
from optimiser.plan import Plan, Route, Stop, StopKind
from optimiser.problem import Problem, Tier

# Routes of one shift to look at, at most. Each is a column for CP-SAT in the end.
MOST_ROUTES = 30_000
# Routes of each shift that one round of column generation takes over.
A_ROUND = 30


class CannotProve(Exception):
    """`features` names, one sentence each, what the Problem has and proofs do not cover."""

    def __init__(self, features: list[str]) -> None:
        self.features = tuple(features)
        super().__init__("Nothing can be proved about this Problem: " + "; ".join(features))


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """`plan` is the best known. `proved`: no plan is better. `bound`: no plan is below it; None when nothing is known.

    Where there are couplings, where a shift has breaks or limits on driving, and where a visit has several windows,
    lateness, a promise or a price on being moved, "plan" means any routes in any order timed by the one definition;
    elsewhere, at any times.
    `sentence` tells why there is no proof, and is empty when there is one.
    """

    proved: bool
    plan: Plan
    objective: Objective
    bound: Objective | None
    seconds: float
    sentence: str


def prove(problem: Problem, best: Plan, *, seconds: float) -> Proof:
    """Proves `best`, which keeps the rules, or finds a better plan and proves that, within about `seconds`.

    Raises CannotProve for what is not covered: couplings beside breaks or limits on driving, sites, speeds by the hour,
    started work, a price on the largest lateness. Days on which `best` has points that might be avoidable in a tier
    above cost are left unproved.
    """
    refused = list(_not_covered(problem))
    if refused:
        raise CannotProve(refused)
    begun = time.monotonic()
    work = _Work(problem, best, begun + seconds)
    sentence = work.run()
    return Proof(
        proved=not sentence,
        plan=work.best,
        objective=work.objective,
        bound=work.objective if not sentence else work.bound,
        seconds=time.monotonic() - begun,
        sentence=sentence,
    )


def _not_covered(problem: Problem) -> Iterator[str]:
    if problem.couplings and any(not plain(problem, number, []) for number in range(len(problem.shifts))):
        yield "couplings, and shifts with breaks or limits on driving"
    if problem.sites:
        yield "routes may call at sites"
    if any(travel.profile is not None for travel in problem.travel.values()):
        yield "speeds change by the hour"
    if any(visit.lock.rank is not None for visit in problem.visits):
        yield "work has started"
    if problem.largest_lateness_upence_per_s and any(visit.lateness for visit in problem.visits):
        yield "the largest lateness has a price"


class _Work:
    """The steps of one proof, and what each leaves to the next."""

    def __init__(self, problem: Problem, best: Plan, ends: float) -> None:
        self.problem, self.best, self.ends = problem, best, ends
        self.pool = Pool(problem)
        self.objective = self.pool.add_plan(best)
        self.bound: Objective | None = None
        self.arrays: Arrays = to_arrays(problem)
        self.prices = Prices(problem)
        self.timing = Timing(problem)
        self.kinds = alike(problem)
        self.tables: dict[int, ShiftTable] = {}
        for kind in sorted(set(self.kinds)):
            self.tables[kind] = shift_table(problem, self.arrays, kind, self.kinds.count(kind))
        number = {visit.id: at for at, visit in enumerate(problem.visits)}
        self.tied = {number[name] for tie in problem.couplings for name in (tie.first, tie.second)}
        self.hopeless = {number for number, row in enumerate(self.arrays.visit) if row["hopeless"]}

    def run(self) -> str:
        """Proves what can be; a sentence that says why not, or nothing."""
        if self.objective[:3] != self._least_points():
            return "the plan has points above the cost tier that might be avoidable"
        rows = Rows(
            left_out=[self._left_out(number) for number in range(len(self.problem.visits))],
            room={kind: table.count for kind, table in self.tables.items()},
        )
        try:
            prizes, least, bound = self._generate(rows)
            self.bound = (*self.objective[:3], self.prices.constant_upence + bound)
            if self.bound >= self.objective:
                return ""
            routes = self._enumerate(prizes, least, self._worth() - bound)
        except TooMany:
            return "there are too many routes to look at in the time given"
        return self._choose(routes)

    def _worth(self) -> int:
        return self.objective[3] - self.prices.constant_upence

    def _least_points(self) -> tuple[int, int, int]:
        """What no plan can avoid: the points of visits that no shift is able to do."""
        points: Counter[Tier] = Counter()
        for number in self.hopeless:
            left_out = self.problem.visits[number].if_unserved
            points[left_out.tier] += left_out.points
        return points[Tier.SAFETY], points[Tier.STATUTE], points[Tier.PROMISE]

    def _left_out(self, number: int) -> int | None:
        left_out = self.problem.visits[number].if_unserved
        if left_out.tier == Tier.COST:
            return left_out.points
        return 0 if number in self.hopeless or not left_out.points else None

    def _generate(self, rows: Rows) -> tuple[list[int], dict[int, int], int]:
        """Column generation: prizes, the least reduced price by kind, and the bound they make."""
        columns = {
            Column(visits=route.visits, kind=self.kinds[route.shift], price=self._own(route)): None
            for route in self.pool.routes()
        }
        best: tuple[list[int], dict[int, int], int] | None = None
        while True:
            prizes = prizes_of(rows, list(columns))
            if prizes is None or time.monotonic() > self.ends:
                raise TooMany
            least: dict[int, int] = {}
            before = len(columns)
            for kind, table in self.tables.items():
                found = self._partial(table).cheapest([prizes[visit] for visit in table.visits], A_ROUND)
                least[kind] = found[0].reduced if found else 0
                idle = table.guaranteed_s * table.upence_per_s
                for route in found:
                    columns[Column(visits=route.visits, kind=kind, price=route.upence - idle)] = None
            bound = bound_of(rows, prizes, least)
            if best is None or bound > best[2]:
                best = (prizes, least, bound)
                # The first rounds bound nothing; and no cost is below 0.
                self.bound = (*self.objective[:3], max(0, self.prices.constant_upence + bound))
            if len(columns) == before or best[2] >= self._worth():
                return best

    def _own(self, route: PoolRoute) -> int:
        """Loads of workers left out: they only add, and the bound may do without."""
        shift = self.problem.shifts[route.shift]
        return route.objective[3] - shift.guaranteed_s * shift.upence_per_s

    def _partial(self, table: ShiftTable) -> PartialRoutes:
        return PartialRoutes(table, self.ends, MOST_ROUTES)

    def _enumerate(self, prizes: list[int], least: dict[int, int], gap: int) -> list[PoolRoute]:
        """Every route that a plan better than the best known could have, priced as it comes out."""
        routes = list(self.pool.read(self.best))
        for kind, table in self.tables.items():
            # Coupled visits hold each other back: what their routes cost at least is a bound, and `_choose` learns
            # what they come to together.
            tied = bool(self.problem.couplings)
            exact = tied or plain(self.problem, kind, table.visits)
            found = self._partial(table).below(
                [prizes[visit] for visit in table.visits],
                gap + least[kind],
                drop_dominated=exact and not tied and not self._loads_matter(kind),
            )
            if exact:
                routes += [self._as_priced(kind, one) for one in found]
            else:
                routes += self._timed(kind, found)
        return routes

    def _loads_matter(self, kind: int) -> bool:
        """Whether two routes with the same visits differ in more than their price."""
        crew = self.problem.shifts[kind].workers
        return any(
            worker.fairness or worker.max_load_s is not None or worker.id in self.prices.several
            for worker in self.problem.workers
            if worker.id in crew
        )

    def _as_priced(self, kind: int, found: Found) -> PoolRoute:
        lent = Counter(int(self.arrays.pair[kind, visit]["agreement"]) for visit in found.visits)
        return PoolRoute(
            shift=kind,
            route=self._bare(kind, found),
            visits=found.visits,
            objective=(0, 0, 0, found.upence),
            paid_s=found.paid_s,
            late_s=0,
            lent=tuple(sorted((number, count) for number, count in lent.items() if number >= 0)),
            tied=tied_starts(self.tables[kind], found.visits, self.tied),
        )

    def _timed(self, kind: int, found: list[Found]) -> list[PoolRoute]:
        """The routes as the engine times them, without those that break a rule then."""
        routes = []
        for one in found:
            if time.monotonic() > self.ends:
                raise TooMany
            timed = self.timing.timed_alone(Plan(routes=(self._bare(kind, one),)))
            if timed is not None:
                routes += self.pool.read(timed)
        return routes

    def _bare(self, kind: int, found: Found) -> Route:
        """A route whose stops have no times yet."""
        names = (self.problem.visits[visit].id for visit in found.visits)
        stops = tuple(Stop(kind=StopKind.VISIT, ref=name, arrive_s=0, start_s=0, finish_s=0) for name in names)
        return Route(shift=self.problem.shifts[kind].id, depart_s=found.depart_s, stops=stops, end_s=found.end_s)

    def _choose(self, routes: list[PoolRoute]) -> str:
        """The best choice, learning what coupled routes really cost together until that is what was thought."""
        master = Master(self.problem, routes, self.kinds)
        clock = Effort(seconds=max(0.0, self.ends - time.monotonic())).begin()
        while True:
            try:
                choice = choose(master, clock)
            except TooLarge:
                return "the numbers are too large for CP-SAT"
            if choice is None:
                return "there was no time left to choose among the routes"
            if self.bound is not None and choice.bound[:3] == self.objective[:3]:
                self.bound = max(self.bound, min(choice.bound, self.objective))
            timed = None
            if choice.objective < self.objective:
                picked = [routes[number] for number in choice.numbers]
                timed = self.timing.timed(plan_of(self.problem, picked, self.kinds, self.best))
                if timed is not None and timed[1] < self.objective:
                    self.best, self.objective = timed
            if self.objective <= choice.objective:
                return "" if choice.proved else "there was no time left to prove the choice among the routes"
            if not learn(self.problem, self.pool, master, choice, timed[0] if timed else None, self.timing):
                return "what the routes cost together is not what was thought"
