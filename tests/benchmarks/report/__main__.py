"""`python -m tests.benchmarks.report`: see cli.py."""

from tests.benchmarks.report.cli import main

if __name__ == "__main__":
    main()
