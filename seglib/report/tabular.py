"""How does a data frame become the rows of a block?

Values leave pandas here: a block holds plain Python values with one declared format a column,
so that it can be written as JSON and shown anywhere.
"""

import datetime as dt
import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import pandas as pd

from seglib.report.formats import check_format, did_you_mean, is_missing
from seglib.report.text import Formatter

MAX_ROWS = 200
_NUMERIC = ("count", "number", "percent", "money", "cents", "days")


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Parameters
    ----------
    name, label, format : str
        Its name in the data, its heading and its format.
    """

    name: str
    label: str
    format: str

    @property
    def numeric(self) -> bool:
        """Whether the column aligns by its digits."""
        return self.format in _NUMERIC


@dataclass(frozen=True)
class Grid:
    """Plain values in rows and columns.

    Parameters
    ----------
    columns : tuple of Column
        Names, headings and formats.
    rows : tuple of tuple
        Plain Python values; None where missing.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[object, ...], ...]

    def shown(self, formatter: Formatter) -> list[list[str]]:
        """Show all cells, each column with the same number of decimals.

        Parameters
        ----------
        formatter : Formatter
            The client's formats.

        Returns
        -------
        list of list of str
            One list a row.
        """
        places = [
            formatter.decimals([row[i] for row in self.rows], column.format) for i, column in enumerate(self.columns)
        ]
        return [
            [
                formatter.format(value, column.format, decimals=places[i])
                for i, (value, column) in enumerate(zip(row, self.columns, strict=True))
            ]
            for row in self.rows
        ]


def plain(value: object) -> object:
    """Turn one value into a plain one that JSON knows.

    Parameters
    ----------
    value : object
        A Python, NumPy or pandas scalar.

    Returns
    -------
    bool, int, float, str or None
        Missing values become None, dates ISO text, other objects their text.

    Examples
    --------
    >>> import pandas as pd
    >>> plain(pd.Timestamp("2026-06-30")), plain(float("nan"))
    ('2026-06-30', None)
    """
    if is_missing(value):
        return None
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return str(bool(value))
    if isinstance(value, dt.datetime | dt.date):
        return pd.Timestamp(value).date().isoformat()
    if isinstance(value, numbers.Integral):
        return int(value)
    if isinstance(value, numbers.Real | Decimal):
        number = float(value)
        if not math.isfinite(number):
            raise ValueError(f"A value of a block must be finite or missing; got {value!r}.")
        return number
    return str(value)


def grid(data: pd.DataFrame, *, columns: Mapping[str, str | tuple[str, str]], where: str) -> Grid:
    """Take the named columns of a data frame, in the order of their headings.

    Parameters
    ----------
    data : DataFrame
        One row per row shown, at most `MAX_ROWS`.
    columns : mapping
        Column name to its heading, or to ``(heading, format)``. Without a format: whole numbers are
        counts, other numbers numbers, dates dates, everything else text.
    where : str
        The block that shows the data, for messages.

    Returns
    -------
    Grid
        Plain values with headings and formats.

    Raises
    ------
    ValueError
        If a column does not exist, a heading is empty, or there are no rows or too many.
    TypeError
        If `data` is not a data frame.
    """
    if not isinstance(data, pd.DataFrame):
        raise TypeError(f"The data of {where} must be a pandas DataFrame; got {type(data).__name__}.")
    if not columns:
        raise ValueError(f"`columns` of {where} must name at least one column; got none.")
    if not 0 < len(data) <= MAX_ROWS:
        raise ValueError(
            f"The data of {where} must have 1 to {MAX_ROWS} rows; got {len(data):,}. "
            "Summarise first: a reader wants groups, not single customers."
        )
    # Rows whose count lies below the client's `min_cell` are to be suppressed here, before the block exists.
    specs = tuple(_column(data, name, spec, where) for name, spec in columns.items())
    values = [[plain(value) for value in data[column.name].tolist()] for column in specs]
    return Grid(specs, tuple(zip(*values, strict=True)))


def aligned(head: Sequence[str], rows: Sequence[Sequence[str]], *, right: Sequence[bool]) -> str:
    """Set a table in plain text.

    Parameters
    ----------
    head : sequence of str
        Headings.
    rows : sequence of sequence of str
        Cells as shown.
    right : sequence of bool
        Which columns are set to the right.

    Returns
    -------
    str
        Lines without trailing blanks.

    Examples
    --------
    >>> print(aligned(["Segment", "n"], [["Joe", "12"], ["Sarah", "1"]], right=[False, True]))
    Segment   n
    Joe      12
    Sarah     1
    """
    lines = [[" ".join(cell.split()) for cell in line] for line in [head, *rows]]
    widths = [max(len(line[i]) for line in lines) for i in range(len(head))]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if is_right else cell.ljust(width)
            for cell, width, is_right in zip(line, widths, right, strict=True)
        ).rstrip()
        for line in lines
    )


def _column(data: pd.DataFrame, name: str, spec: str | tuple[str, str], where: str) -> Column:
    if name not in data.columns:
        hint = did_you_mean(str(name), map(str, data.columns))
        raise ValueError(f"`columns` of {where} must name columns of its data; got {name!r}.{hint}")
    label, kind = (spec, _inferred(data[name])) if isinstance(spec, str) else spec
    if not label.strip():
        raise ValueError(f"The heading of column {name!r} of {where} must not be empty.")
    return Column(str(name), label, check_format(kind, where=f"column {name!r} of {where}"))


def _inferred(series: pd.Series) -> str:
    kinds = pd.api.types
    if kinds.is_bool_dtype(series):
        return "text"
    if kinds.is_integer_dtype(series):
        return "count"
    if kinds.is_numeric_dtype(series):
        return "number"
    return "date" if kinds.is_datetime64_any_dtype(series) else "text"
