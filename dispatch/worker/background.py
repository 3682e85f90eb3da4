"""The work behind the pages: triage, plans, seals; started with the program, woken when something comes in."""

import threading
import time
from contextlib import suppress
from datetime import timedelta
from functools import partial
from zoneinfo import ZoneInfo

from dispatch.bootstrap import Allround
from dispatch.domain.actor import system
from dispatch.governance.sealer import seal
from dispatch.intake.take_in import take_in
from dispatch.ports.audit_head import AuditHead
from dispatch.ports.clock import Clock
from dispatch.ports.store import Store
from dispatch.worker.chores import Chore, complaints, run_due
from dispatch.worker.end_cancelled import EndCancelled
from dispatch.worker.options import WorkerOptions
from dispatch.worker.plan_making import PlanMaking
from dispatch.worker.plan_savings import LOST_AFTER, PlanSavings
from dispatch.worker.plan_workflow import DurablePlans
from dispatch.worker.run_child import Stopping
from dispatch.worker.take_up import STILL_ALONE_S, STILL_S, TakeUp, tidy_up

TRIAGE = system("triage")
HOUSEKEEPING = system("housekeeping")
SIGNALS_AT_ONCE = 500
# How often each looks by itself, in seconds. What comes in at this process wakes them; this is for what a kill left
# behind, and for a worker whose pages are served by other processes.
TRIAGE_EVERY_S = 2.0
PLANS_EVERY_S = 1.0
CANCEL_EVERY_S = 1.0
SEAL_EVERY_S = 2.0
SAVINGS_EVERY_S = 1.0
LOST_SAVINGS_EVERY_S = 600.0
SESSIONS_EVERY_S = 3600.0
STOP_WITHIN_S = 10.0


class Background:
    """One in a process. After `stop` nothing of it is left, and what was under way goes on at the next start."""

    def __init__(self, allround: Allround, options: WorkerOptions) -> None:
        store, clock, head = allround.store, allround.clock, allround.audit_head
        self._stopping, self._wake = threading.Event(), threading.Event()
        self._making = PlanMaking(store, clock, allround.new_id, options.planning, self._stopping)
        self._plans = DurablePlans(self._making, options.durable)
        patience_s = STILL_ALONE_S if options.alone else STILL_S
        take_up = TakeUp(store, self._making, self._plans, time.monotonic, patience_s)
        lost_after = timedelta(0) if options.alone else LOST_AFTER
        savings = PlanSavings(store, clock, allround.new_id, self._making, lost_after)
        self._store = store
        self._chores = (
            Chore(
                name="turn signals into jobs",
                run=partial(triage, store, clock, allround.settings.zone),
                every_s=TRIAGE_EVERY_S,
            ),
            Chore(
                name="end cancelled plans",
                run=EndCancelled(store, self._making, time.monotonic),
                every_s=CANCEL_EVERY_S,
            ),
            Chore(name="take up plans", run=take_up, every_s=PLANS_EVERY_S),
            Chore(name="seal the audit log", run=partial(seal_log, store, clock, head), every_s=SEAL_EVERY_S),
            Chore(name="end old sessions", run=partial(end_sessions, store, clock), every_s=SESSIONS_EVERY_S),
        )
        # What takes minutes has a thread of its own, so that nothing short waits for it.
        self._long_chores = (
            Chore(name="find savings nobody counts", run=savings.find_lost, every_s=LOST_SAVINGS_EVERY_S),
            Chore(name="count savings", run=savings.count, every_s=SAVINGS_EVERY_S),
        )
        self._threads = (
            threading.Thread(target=self._work, name="background", daemon=True),
            threading.Thread(target=self._work_long, name="savings", daemon=True),
        )

    def start(self) -> None:
        """Raises what the durable store raises; then nothing runs."""
        self._plans.launch()
        tidy_up(self._store, self._making)
        for thread in self._threads:
            thread.start()

    def wake(self) -> None:
        """Something came in. Returns at once."""
        self._wake.set()

    def stop(self) -> None:
        """Ends planning processes and waits for what is short."""
        self._stopping.set()
        self._wake.set()
        for thread in self._threads:
            if thread.is_alive():
                thread.join(STOP_WITHIN_S)
        self._making.wait_until_idle(STOP_WITHIN_S)
        self._plans.destroy()

    def healthy(self) -> str:
        """`ok`, or what whoever runs this should know."""
        if not all(thread.is_alive() for thread in self._threads):
            return "The background work is not running."
        return " ".join(complaints((*self._chores, *self._long_chores))) or "ok"

    def _work(self) -> None:
        woken = False
        while not self._stopping.is_set():
            self._wake.clear()
            due_s = run_due(self._chores, time.monotonic(), woken=woken)
            woken = self._wake.wait(max(0.0, due_s - time.monotonic()))

    def _work_long(self) -> None:
        with suppress(Stopping):
            while not self._stopping.is_set():
                due_s = run_due(self._long_chores, time.monotonic(), woken=False)
                self._stopping.wait(max(0.0, due_s - time.monotonic()))


def triage(store: Store, clock: Clock, zone: ZoneInfo) -> bool:
    """One batch; whether another may be waiting."""
    return take_in(store, TRIAGE, clock(), zone, SIGNALS_AT_ONCE).triaged >= SIGNALS_AT_ONCE


def seal_log(store: Store, clock: Clock, head: AuditHead) -> bool:
    """All there is."""
    seal(store, head, clock())
    return False


def end_sessions(store: Store, clock: Clock) -> bool:
    """Those that have expired."""
    with store.begin(HOUSEKEEPING) as work:
        work.accounts.drop_expired(clock())
    return False
