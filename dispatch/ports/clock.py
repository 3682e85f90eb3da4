"""The time, as an outside thing."""

from collections.abc import Callable
from datetime import datetime

# Answers with an aware datetime in UTC. Everything that needs the time is given one; nobody asks the system.
Clock = Callable[[], datetime]
