"""A revision with its place among those of the day."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from web.pages.board_day import StoredBoard
from web.pages.board_lists import JobLine, left_out_then
from web.pages.board_seen import Seer
from web.pages.board_view import BoardView, board_view, plan_sentence


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisionLine:
    """A revision in the day's history. `state` is a PlanState's value."""

    id: str
    number: int
    state: str
    sentence: str
    based_on: str  # plan 1, or nothing
    visits: int
    left_out: int
    current: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """`board` is the day with this revision on it; `left_out` as it was then; `history` the latest first."""

    board: BoardView
    left_out: tuple[JobLine, ...]
    history: tuple[RevisionLine, ...]


def plan_page_view(board: StoredBoard, zone: ZoneInfo, *, has_map: bool = False) -> PlanPage:
    """A pure function of what is stored."""
    numbers = {one.id: one.number for one in board.revisions}
    shown = board.shown.id if board.shown else ""
    return PlanPage(
        board=board_view(board, zone, has_map=has_map),
        left_out=left_out_then(board, Seer(board)),
        history=tuple(
            RevisionLine(
                id=one.id,
                number=one.number,
                state=one.state.value,
                sentence=plan_sentence(one, dict(board.people), board.on, zone),
                based_on=f"Plan {numbers[one.based_on]}" if one.based_on in numbers else "None",
                visits=sum(entry.job_id is not None for day in one.plan.days for entry in day.entries),
                left_out=len(one.plan.left_out),
                current=one.id == shown,
            )
            for one in reversed(board.revisions)
        ),
    )
