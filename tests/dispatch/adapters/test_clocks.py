"""The demo's clock shows its made-up day and goes on where it stood."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dispatch.adapters.clocks import demo_clock, set_demo_clock, system_clock
from tests.databases import SetClock

SHOWN = datetime(2026, 11, 24, 9, 5, tzinfo=UTC)


def test_the_systems_clock_tells_utc() -> None:
    assert system_clock().utcoffset() == timedelta(0)


@pytest.mark.parametrize("ahead", [timedelta(days=300), timedelta(0), timedelta(days=-300)])
def test_it_shows_what_it_was_set_to_and_runs_as_fast_as_any_other(tmp_path: Path, ahead: timedelta) -> None:
    real = SetClock(SHOWN - ahead)
    set_demo_clock(tmp_path / "new" / "clock.json", SHOWN, real())
    clock = demo_clock(tmp_path / "new" / "clock.json", real)
    assert clock() == SHOWN
    real.forward(timedelta(hours=2))
    assert clock() == SHOWN + timedelta(hours=2)
    assert demo_clock(tmp_path / "new" / "clock.json", real)() == SHOWN + timedelta(hours=2)


def test_set_again_it_shows_the_new_time_and_leaves_no_draft_behind(tmp_path: Path) -> None:
    real = SetClock()
    for shown in (SHOWN, SHOWN + timedelta(days=1)):
        set_demo_clock(tmp_path / "clock.json", shown, real())
    assert demo_clock(tmp_path / "clock.json", real)() == SHOWN + timedelta(days=1)
    assert [path.name for path in tmp_path.iterdir()] == ["clock.json"]


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", "{}", '{"shown": "noon", "real": "now"}', '{"shown": 1, "real": 2}',
     '{"shown": "2026-11-24T09:05:00", "real": "2026-11-24T09:05:00+00:00"}'],
)  # fmt: skip
def test_a_clock_that_is_not_set_says_what_to_do(tmp_path: Path, content: str) -> None:
    (tmp_path / "clock.json").write_text(content)
    with pytest.raises(ValueError, match="run `make demo`"):
        demo_clock(tmp_path / "clock.json", SetClock())
    with pytest.raises(ValueError, match="run `make demo`"):
        demo_clock(tmp_path / "none.json", SetClock())
