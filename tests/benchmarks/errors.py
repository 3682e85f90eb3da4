"""What stops a benchmark before it has begun; what goes wrong within a run becomes a line of the results instead."""


class CannotRun(Exception):
    """The message says what is missing and the remedy; the command ends with it and exit code 2."""
