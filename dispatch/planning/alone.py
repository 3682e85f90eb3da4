"""Every service planned alone, by the engine that plans them together: what cooperation is measured against."""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed

from dispatch.domain.day import Day
from dispatch.planning.to_problem import to_problem
from dispatch.planning.travel_times import TravelTimes
from optimiser.plan import Plan
from optimiser.problem import Problem
from optimiser.solve import solve


def problems_alone(day: Day, times: TravelTimes) -> dict[str, Problem]:
    """One Problem for each service that has work: its own jobs, its own workers, nobody else's."""
    busy = {job.service_id for job in day.jobs}
    return {
        service.id: to_problem(day, times, services=frozenset({service.id}))
        for service in day.services
        if service.id in busy
    }


def plan_alone(
    problems: Mapping[str, Problem],
    *,
    iterations: int,
    seed: int,
    starts: Mapping[str, Plan] | None = None,
    children: int,
    done: Callable[[str], None] | None = None,
) -> dict[str, Plan]:
    """The plan of each service by its id; each gets all `iterations`. `done` hears of each service as it ends.

    `starts` are plans to search on from; whoever compares calls this twice, the second time from the first plans, so
    that alone has had all iterations twice over. The services are independent, so `children` child processes solve
    them; with 0, this one does, one after another.
    """
    starts = starts or {}
    work = (
        _one_by_one(problems, iterations, seed, starts)
        if children == 0
        else _in_children(problems, iterations, seed, starts, children)
    )
    plans: dict[str, Plan] = {}
    for service_id, plan in work:
        plans[service_id] = plan
        if done is not None:
            done(service_id)
    # In the services' order, whichever ended first, so that the same day gives the same plan.
    return {service_id: plans[service_id] for service_id in problems}


def _one_by_one(
    problems: Mapping[str, Problem], iterations: int, seed: int, starts: Mapping[str, Plan]
) -> Iterator[tuple[str, Plan]]:
    for service_id, problem in problems.items():
        yield service_id, solve(problem, iterations=iterations, seed=seed, start=starts.get(service_id))


def _in_children(
    problems: Mapping[str, Problem], iterations: int, seed: int, starts: Mapping[str, Plan], children: int
) -> Iterator[tuple[str, Plan]]:
    # Spawned, not forked: a fork would copy locks of threads that numerical libraries hold.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(max_workers=children, mp_context=context, initializer=_end_quietly) as pool:
        # The largest first, so that no core waits for it at the end.
        largest_first = sorted(problems, key=lambda service_id: -len(problems[service_id].visits))
        waiting = {
            pool.submit(
                solve, problems[service_id], iterations=iterations, seed=seed, start=starts.get(service_id)
            ): service_id
            for service_id in largest_first
        }
        try:
            for future in as_completed(waiting):
                yield waiting[future], future.result()
        except BaseException:
            # Nobody wants the rest any more, and leaving the block would wait for it.
            pool.shutdown(wait=False, cancel_futures=True)
            for child in multiprocessing.active_children():
                child.terminate()
            raise


def _end_quietly() -> None:
    """Ctrl-C reaches children too; the parent tells the user, so they just end."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
