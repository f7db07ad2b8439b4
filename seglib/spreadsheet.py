"""How is a table written so that a spreadsheet shows all of it and runs nothing in it?"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from seglib.engine import replacing

_BLANK = "\\s\u00a0\u200b-\u200d\u2060\ufeff\0"
_ACTIVE = re.compile(f"(?:^|[\\r\\n])[{_BLANK}]*[=+@＝＋＠－-]|^[\\t\\r\\n\0]")
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?")


def as_text(value: object) -> object:
    """Give a cell as a spreadsheet may safely open it.

    Parameters
    ----------
    value : object
        A cell; numbers and missing values stay as they are.

    Returns
    -------
    object
        Text that a spreadsheet would take for a formula, at its beginning or after a line break inside it, has an
        apostrophe before it, which makes it text; a text that is a plain number stays one. See OWASP, CSV Injection.

    Examples
    --------
    >>> as_text("=1+1"), as_text("-12.50"), as_text("-1+1"), as_text(-3)
    ("'=1+1", '-12.50', "'-1+1", -3)
    """
    if not isinstance(value, str) or _NUMBER.fullmatch(value) or not _ACTIVE.search(value):
        return value
    return "'" + value.replace("\0", "")


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write rows as a CSV file that spreadsheets open as they should: UTF-8 with its mark, CRLF, nothing active.

    Parameters
    ----------
    path : pathlib.Path
        Replaced by one rename once all is written.
    header : sequence of str
        Names of the columns.
    rows : iterable of sequence
        Cells; missing ones are written empty.
    """
    with replacing(path) as part, part.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([as_text(cell) for cell in row] for row in rows)
