"""Tables as CSV files that spreadsheets open as they are, and never run."""

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | None

# A text that starts so is run as a formula by spreadsheets (https://owasp.org/www-community/attacks/CSV_Injection);
# the last four are the same signs at full width, which some of them take for the plain ones.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Without it the usual spreadsheet reads UTF-8 as something else and spoils every accent and pound sign.
BYTE_ORDER_MARK = "\ufeff"


def csv_file(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """RFC 4180 in UTF-8 with a byte order mark. Numbers stay numbers; None is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([harmless(cell) if isinstance(cell, str) else cell for cell in row])
    return (BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", errors="replace")


def harmless(text: str) -> str:
    """The text, with an apostrophe in front where a spreadsheet would run it; without NUL, which no reader takes."""
    text = text.replace("\0", "")
    return f"'{text}" if text.lstrip(" ").startswith(DANGEROUS) else text
