"""Small background work by a clock of the test's own."""

import logging

import pytest

from dispatch.domain.errors import TryLater
from dispatch.worker.chores import ILL_AFTER, LONGEST_PAUSE_S, Chore, complaints, run_due


class Work:
    """Counts; fails while `ill`."""

    def __init__(self) -> None:
        self.done, self.more = 0, False
        self.ill: Exception | None = None

    def __call__(self) -> bool:
        if self.ill is not None:
            raise self.ill
        self.done += 1
        return self.more


def chore(work: Work) -> Chore:
    return Chore(name="water the plants", run=work, every_s=60.0)


def test_it_runs_at_the_start_and_then_every_so_often() -> None:
    work = Work()
    chores = (chore(work),)
    assert run_due(chores, 0.0, woken=False) == 60.0
    run_due(chores, 59.0, woken=False)
    assert work.done == 1
    run_due(chores, 60.0, woken=False)
    assert work.done == 2


def test_it_runs_at_once_when_woken_and_again_while_there_is_more() -> None:
    work = Work()
    chores = (chore(work),)
    run_due(chores, 0.0, woken=False)
    work.more = True
    assert run_due(chores, 1.0, woken=True) == 1.0
    assert work.done == 2


def test_after_a_failure_it_pauses_longer_and_longer_and_waking_does_not_shorten_that() -> None:
    work = Work()
    work.ill = OSError("disk")
    chores = (chore(work),)
    now_s, pauses = 0.0, []
    for _ in range(12):
        due_s = run_due(chores, now_s, woken=False)
        pauses.append(due_s - now_s)
        assert run_due(chores, now_s + 0.1, woken=True) == due_s
        now_s = due_s
    assert pauses[:4] == [1.0, 2.0, 4.0, 8.0]
    assert pauses[-1] == LONGEST_PAUSE_S
    work.ill = None
    run_due(chores, now_s, woken=False)
    assert work.done == 1
    assert complaints(chores) == ()


def test_one_that_fails_again_and_again_is_told_of() -> None:
    work = Work()
    work.ill = OSError("disk")
    chores = (chore(work), chore(Work()))
    now_s = 0.0
    for _ in range(ILL_AFTER):
        assert complaints(chores) == ()
        run_due(chores, now_s, woken=False)
        now_s = chores[0].due_s
    assert complaints(chores) == (f"The background work could not water the plants, {ILL_AFTER} times in a row.",)


def test_a_failure_does_not_keep_the_others_from_their_work() -> None:
    ill, well = Work(), Work()
    ill.ill = RuntimeError("no")
    run_due((chore(ill), chore(well)), 0.0, woken=False)
    assert well.done == 1


@pytest.mark.parametrize(
    ("error", "says"),
    [(KeyError("Mrs Miller"), "KeyError"), (TryLater("The disk is full: make room."), "The disk is full")],
)
def test_a_failure_is_one_line_without_personal_values(
    caplog: pytest.LogCaptureFixture, error: Exception, says: str
) -> None:
    work = Work()
    work.ill = error
    with caplog.at_level(logging.WARNING):
        run_due((chore(work),), 0.0, woken=False)
    assert len(caplog.records) == 1
    message = caplog.records[0].getMessage()
    assert says in message
    assert "could not water the plants" in message
    assert "tried again in 1 s" in message
    assert "Miller" not in message
