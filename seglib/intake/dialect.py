"""Which character stands between the fields of a text file?

The one that cuts the lines into the same number of fields. Where several do, the one whose header holds the columns
that ``client.yml`` names; where that does not settle it, the client is asked.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from seglib.questions import Choice, Question

DELIMITERS = (",", ";", "\t", "|", "^")
BLANKS = "blanks"
"""Declares runs of blanks and tabs as one delimiter; those at the beginning of a line do not count."""
_MOST = 0.9
_RUN = re.compile("[ \t]+")


def rows_of(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """Split lines into fields.

    Parameters
    ----------
    lines : iterable of str
        Physical lines.
    delimiter : str
        One character, or ``blanks``.

    Returns
    -------
    iterator of list of str
        One record after the other; quotation marks are understood but for ``blanks``.
    """
    if delimiter == BLANKS:
        return ([cell for cell in _RUN.split(line.strip(" \t\r\n")) if cell] for line in lines)
    return csv.reader(lines, delimiter=delimiter, strict=True)


def delimiter_of(lines: list[str], wanted: list[str], file: str, where: str) -> str | Question:
    """Find the delimiter, or ask.

    Parameters
    ----------
    lines : list of str
        The first lines of the file.
    wanted : list of str
        Names of columns that the file should have.
    file : str
        Its name, for the question.
    where : str
        Its source in ``client.yml``, for the question.

    Returns
    -------
    str or Question
    """
    lines = [line for line in lines if line.strip()]
    shares = {delimiter: _consistency(lines, delimiter) for delimiter in DELIMITERS}
    whole = [delimiter for delimiter, share in shares.items() if share == 1]
    found = whole or [delimiter for delimiter, share in shares.items() if share >= _MOST]
    if len(found) != 1 and wanted:
        # a header that holds every name that is looked for is no coincidence
        fitting = [one for one in found or DELIMITERS if any(_holds(line, one, wanted) for line in lines)]
        found = fitting if len(fitting) == 1 else found
        if not found and len(wanted) == 1 and lines and lines[0].strip().strip('"\ufeff') == wanted[0]:
            return ","  # one column, so nothing stands between
    if len(found) == 1:
        return found[0]
    words = f"{' and '.join(map(repr, found))} both fit" if found else "none of , ; tab | ^ fits the first lines"
    likely = [*(found or []), *([BLANKS] if _consistency(lines, BLANKS) >= _MOST else [])] or [";", ","]
    choices = tuple(Choice(f"delimiter: {_quoted(one)}", _sample(lines, one)) for one in likely)
    return Question("delimiter", file, f"the delimiter is not clear: {words}.", choices, line=1, where=where)


def _consistency(lines: list[str], delimiter: str) -> float:
    """Share of the records that have as many fields as most, where that is more than one and most can be read."""
    widths = Counter(len(row) for row in _records(lines, delimiter))
    broken = widths.pop(0, 0)
    if not widths or broken > (1 - _MOST) * (broken + widths.total()):
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / widths.total() if width > 1 else 0.0


def _records(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    """Records, empty where the quotation marks cannot be read."""
    rows = rows_of(lines, delimiter)
    while True:
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield []


def _readable(lines: list[str], delimiter: str) -> Iterator[list[str]]:
    return filter(None, _records(lines, delimiter))


def _holds(line: str, delimiter: str, wanted: list[str]) -> bool:
    cells = {cell.strip().strip("\ufeff").casefold() for row in _readable([line], delimiter) for cell in row}
    return {name.casefold() for name in wanted} <= cells


def _quoted(delimiter: str) -> str:
    return delimiter if delimiter == BLANKS else '"\\t"' if delimiter == "\t" else f'"{delimiter}"'


def _sample(lines: list[str], delimiter: str) -> str:
    row = next(iter(_readable(lines[1:2] or lines, delimiter)), [])
    text = " | ".join(row)
    return f"{len(row)} fields: {text if len(text) <= 80 else text[:79] + '…'}"
