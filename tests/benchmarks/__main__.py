"""`python -m tests.benchmarks`: see cli.py."""

from tests.benchmarks.cli import main

if __name__ == "__main__":
    main()
