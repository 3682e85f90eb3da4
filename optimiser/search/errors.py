"""What the engine raises.

EngineError
└── LockedWorkBroken   started work cannot go on as it is locked
"""


class EngineError(Exception):
    """Something about the Problem keeps the engine from planning it."""


class LockedWorkBroken(EngineError):
    """Locked visits break a rule, or depend on others that cannot be served; the message names shifts or visits."""
