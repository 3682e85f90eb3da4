"""Seals are noted beside the database durably, and a cut-off line is never taken for one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from dispatch.adapters.audit_head import AuditHeadFile
from dispatch.domain.audit import Seal

AT = datetime(2026, 11, 24, 9, 5, 1, 234567, tzinfo=UTC)


def seal(number: int) -> Seal:
    return Seal(number=number, first=number * 10, last=number * 10 + 9, hash=f"{number:064x}",
                previous_hash=f"{number - 1:064x}", sealed_at=AT)  # fmt: skip


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "audit" / "head.jsonl"


def test_before_anything_was_noted_there_is_nothing(path: Path) -> None:
    head = AuditHeadFile(path)
    head.note([])
    assert (head.last(), head.noted(), path.exists()) == (0, (), False)


def test_what_was_noted_comes_back_exactly_in_order(path: Path) -> None:
    head = AuditHeadFile(path)
    head.note([seal(1), seal(2)])
    head.note([seal(3)])
    assert head.noted() == (seal(1), seal(2), seal(3))
    assert AuditHeadFile(path).last() == 3


@pytest.mark.parametrize("cut", [1, 2, 50, 100])
def test_a_line_that_a_kill_cut_off_does_not_count_and_is_written_anew(path: Path, cut: int) -> None:
    head = AuditHeadFile(path)
    head.note([seal(1), seal(2)])
    path.write_bytes(path.read_bytes()[:-cut])
    assert (head.last(), head.noted()) == (1, (seal(1),))
    head.note([seal(2), seal(3)])
    assert head.noted() == (seal(1), seal(2), seal(3))


def test_the_first_line_cut_off_leaves_nothing(path: Path) -> None:
    head = AuditHeadFile(path)
    head.note([seal(1)])
    path.write_bytes(path.read_bytes()[:-1])
    assert (head.last(), head.noted()) == (0, ())


def test_the_last_of_thousands_is_found(path: Path) -> None:
    head = AuditHeadFile(path)
    head.note([seal(number) for number in range(1, 5001)])
    assert head.last() == 5000


@pytest.mark.parametrize("damage", [b"{}\n", b"nonsense\n", b"\xff\xfe\n", b"[1]\n", b'{"number": "x"}\n', b"\n"])
def test_a_damaged_record_is_told_with_its_line(path: Path, damage: bytes) -> None:
    head = AuditHeadFile(path)
    head.note([seal(1)])
    path.write_bytes(path.read_bytes() + damage)
    assert head.last() == 0
    with pytest.raises(ValueError, match=r"line 2 of .* is not a seal; restore the file from its copy"):
        head.noted()
