"""A log with seals, and ways to tamper with it behind the program's back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Executable

from dispatch.adapters.audit_head import AuditHeadFile
from dispatch.adapters.database.engine import Database
from dispatch.domain.audit import Seal
from dispatch.governance.sealer import seal
from dispatch.governance.verify import Verdict, verify
from dispatch.ports.store import Store
from tests.dispatch.adapters.database.small_world import AT_SIX, PROGRAM


@dataclass
class SealedLog:
    """`head_path` is the record outside the database."""

    store: Store
    database: Database
    head_path: Path

    @property
    def head(self) -> AuditHeadFile:
        return AuditHeadFile(self.head_path)

    def write(self, *subjects: str) -> None:
        """One entry each, in units of work of their own."""
        for subject in subjects:
            with self.store.begin(PROGRAM) as work:
                work.audit.write("look at it", subject, organisation_id="council")

    def seal(self, minutes: int = 0) -> int:
        return seal(self.store, self.head, AT_SIX + timedelta(minutes=minutes))

    def verify(self) -> Verdict:
        return verify(self.store, self.head)

    def problem(self) -> str:
        """The only one."""
        found = self.verify().problems
        assert len(found) == 1, found
        return found[0]

    def tamper(self, statement: Executable) -> None:
        """As somebody could who has the database and not the program."""
        with self.database.engine.begin() as connection:
            connection.execute(statement)

    def cut_head(self, lines: int) -> None:
        """Leaves so many lines."""
        kept = self.head_path.read_bytes().splitlines(keepends=True)[:lines]
        self.head_path.write_bytes(b"".join(kept))


class DeadHead:
    """A record outside that cannot be written to: the program was killed before it came to that."""

    def __init__(self, behind: AuditHeadFile) -> None:
        self._behind = behind

    def note(self, seals: Sequence[Seal]) -> None:
        raise KilledError

    def last(self) -> int:
        return self._behind.last()

    def noted(self) -> tuple[Seal, ...]:
        return self._behind.noted()


class KilledError(Exception):
    """As good as a kill."""
