"""A small day on the tiny map, asked for, and how to see processes end."""

import os
import select
from dataclasses import replace
from pathlib import Path

from dispatch.domain.actor import system
from dispatch.domain.day import Day
from dispatch.domain.plan_request import PlanInputs, PlanRequest
from dispatch.ports.store import Store
from dispatch.worker.child_files import ChildOptions, Mode
from dispatch.worker.plan_making import PlanningOptions
from tests.dispatch.adapters.tiny_map import write_map
from tests.dispatch.planning.tiny_day import MILL_LANE, WINTER_DAY, at, day, job, repair

TEST = system("test")
FEW = 20
# Hours of work: whoever runs this is stopped by something else.
ENDLESS = 2_000_000_000
LONGEST_WAIT_S = 120.0


def small_day() -> Day:
    """Seven half hours of care, three of repairs."""
    return day(*(job(f"care-{n}") for n in range(7)), *(repair(f"repair-{n}") for n in range(3)))


def inputs() -> PlanInputs:
    return PlanInputs(day=small_day())


def off_the_map() -> PlanInputs:
    """Somebody lives where the map has no street."""
    return PlanInputs(day=day(job("care-1", place=replace(MILL_LANE, uprn="99999", lon=-3.0))))


def request(request_id: str = "request-1", **changes: object) -> PlanRequest:
    plain = PlanRequest(
        id=request_id, organisation_id="council", date=WINTER_DAY, asked_by="sam", asked_at=at("06:00"), iterations=FEW
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # changes are the caller's


def ask(store: Store, asked: PlanRequest, made_from: PlanInputs | None = None) -> None:
    """As the scheduler's command does, with the rows a plan refers to."""
    with store.begin(TEST) as work:
        for organisation in small_day().organisations:
            work.settings.put(organisation.id, [organisation])
        assert work.requests.add(asked, made_from or inputs())


def standing(store: Store, request_id: str = "request-1") -> PlanRequest:
    with store.begin(TEST) as work:
        found = work.requests.get(request_id)
    assert found is not None
    return found


def child_options(tmp_path: Path, mode: Mode = Mode.DRAFT, **changes: object) -> ChildOptions:
    plain = ChildOptions(
        mode=mode, map_file=write_map(tmp_path / "tiny.osm"), roads_cache=tmp_path / "roads", iterations=FEW, seed=1
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # changes are the caller's


def planning(tmp_path: Path, **changes: object) -> PlanningOptions:
    plain = PlanningOptions(
        folder=tmp_path / "plans", map_file=write_map(tmp_path / "tiny.osm"), roads_cache=tmp_path / "roads"
    )
    return replace(plain, **changes)  # type: ignore[arg-type] # changes are the caller's


def children_of(pid: int) -> list[int]:
    """The processes it has started and that are still there."""
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for one in lists for child in one.read_text().split()]


class Watched:
    """A process by its number, held so that its end can be waited for even when another takes the number."""

    def __init__(self, pid: int) -> None:
        self._handle = os.pidfd_open(pid)

    def assert_ends(self, within_s: float = LONGEST_WAIT_S) -> None:
        """Fails when it is still there at the end of a wait that is long on purpose."""
        ended, _, _ = select.select([self._handle], [], [], within_s)
        os.close(self._handle)
        assert ended, "the process is still there"
