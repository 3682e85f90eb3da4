"""A CSV file opens in a spreadsheet as what it is, and nothing in it runs."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as some

from dispatch.evidence.csv_file import BYTE_ORDER_MARK, DANGEROUS, csv_file, harmless


def read(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_it_says_that_it_is_utf_8_and_ends_lines_as_the_standard_asks() -> None:
    content = csv_file(("name", "pence"), [("Åsa", 100)])
    assert content.decode() == f"{BYTE_ORDER_MARK}name,pence\r\nÅsa,100\r\n"


def test_numbers_stay_numbers_and_nothing_is_an_empty_cell() -> None:
    assert read(csv_file(("a", "b"), [(-5, None)])) == [["a", "b"], ["-5", ""]]


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =HYPERLINK(1)", "\uff1d1", "\0=1"]
)
def test_a_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text).startswith("'")


def test_other_texts_are_left_alone() -> None:
    assert harmless("Burst pipe - urgent, 2 = 2") == "Burst pipe - urgent, 2 = 2"


@given(some.lists(some.text(), min_size=1, max_size=4))
def test_every_text_comes_back_whole_and_none_of_them_runs(cells: list[str]) -> None:
    cells = [cell.replace("\r\n", "\n").replace("\r", "\n") for cell in cells]  # the reader's own way with line ends
    row = read(csv_file(["x"] * len(cells), [cells]))[1]
    for cell, found in zip(cells, row, strict=True):
        assert found.removeprefix("'").replace("?", "") == cell.replace("\0", "").removeprefix("'").replace(
            "?", ""
        ) or (any("\ud800" <= letter <= "\udfff" for letter in cell))
        assert not found.lstrip(" ").startswith(DANGEROUS)
