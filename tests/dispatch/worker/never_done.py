"""`python -m tests.dispatch.worker.never_done FOLDER`: stands in for the planner, and ends with its parent as that."""

import sys

if __name__ == "__main__":
    sys.stdout.write('{"percent": 30, "doing": "Thinking"}\n')
    sys.stdout.flush()
    sys.stdin.read()
