"""`python -m dispatch.worker.plan_child FOLDER`: one plan, made by a process of its own, without a database.

Reads options.json and inputs.json, tells its progress as lines of JSON on standard output, and ends when standard input
says `cancel` or closes. The exit status is an ExitCode.
"""

import json
import os
import sys
from pathlib import Path

from dispatch.worker.child_files import PROBLEM, ExitCode, Mode, read_inputs, read_options
from dispatch.worker.leash import hold
from dispatch.worker.make_comparison import make_comparison
from dispatch.worker.make_draft import Tell, make_draft
from dispatch.worker.save import save_bytes
from dispatch.worker.why_not import why_not

# Below everything that people wait for.
NICENESS = 10


def main(folder: Path, stdin: int, stdout: int) -> int:
    """Makes what the folder asks for; the exit status."""
    os.nice(NICENESS)
    hold(stdin)
    try:
        options = read_options(folder)
        if options.mode is Mode.DRAFT:
            make_draft(folder, read_inputs(folder), options, _teller(stdout))
        else:
            make_comparison(folder, options, _teller(stdout))
    except Exception as error:
        save_bytes(folder / PROBLEM, why_not(error).encode())
        return ExitCode.REFUSED
    return ExitCode.DONE


def _teller(stdout: int) -> Tell:
    told: list[tuple[int, str]] = []

    def tell(percent: int, doing: str) -> None:
        if told[-1:] != [(percent, doing)]:
            told[:] = [(percent, doing)]
            os.write(stdout, (json.dumps({"percent": percent, "doing": doing}) + "\n").encode())

    return tell


if __name__ == "__main__":
    # Whatever a library prints must not be taken for progress.
    lines = os.dup(1)
    os.dup2(2, 1)
    sys.exit(main(Path(sys.argv[1]), 0, lines))
