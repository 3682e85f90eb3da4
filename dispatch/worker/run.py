"""Background work as a process of its own, beside pages served by others; on PostgreSQL."""

import os
import signal
import threading

from dispatch.bootstrap import bootstrap
from dispatch.config import Settings
from dispatch.worker.background import Background
from dispatch.worker.options import worker_options


def run_worker(settings: Settings) -> None:
    """Until SIGTERM or SIGINT; then planning processes end, and the next start goes on with their plans."""
    os.umask(0o077)  # whatever is written from here on is for this account alone
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    allround = bootstrap(settings)
    try:
        background = Background(allround, worker_options(settings))
        background.start()
        try:
            ended.wait()
        finally:
            background.stop()
    finally:
        allround.close()
