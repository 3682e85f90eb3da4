"""`python -m tests.browser`: makes sure that the tests have a browser; `make test` runs it first."""

import os
import sys

from tests.browser.find import NoBrowser
from tests.browser.install import browser_at_hand
from tests.browser.machine import ThisMachine

if __name__ == "__main__":
    try:
        found = browser_at_hand(ThisMachine(os.environ), lambda line: print(line, flush=True))
    except NoBrowser as error:
        sys.exit(str(error))
    print(f"Browser for the tests: {found}")
