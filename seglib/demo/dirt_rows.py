"""Which rows should not be there, or are there twice?

Dirt that adds rows to the demo's files: cancellations, returns, orphans, test orders, copies, blank rows, headers and
totals in the middle of the data, and rows that fall into too many fields.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from seglib.demo.dirt import Dirt
from seglib.demo.files import RawFile, Row
from seglib.demo.world import AS_OF

_LAST = AS_OF - np.timedelta64(40, "D")


def in_order(file: RawFile) -> None:
    """Sort a file by time, as its system exports it.

    Parameters
    ----------
    file : RawFile
        File that is sorted, in place.
    """
    file.rows.sort(key=lambda row: (row.at, file.get(row, "order_id")))


def cancellations(dirt: Dirt, file: RawFile, n_orders: int) -> None:
    """Whole orders taken back within days, under the order's number with a C before it.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n_orders : int
        Number of orders.
    """
    for rows in dirt.choose_orders(file, n_orders, lambda row: _plain_sale(file, row)):
        at = rows[0].at + np.timedelta64(int(dirt.rng.integers(600, 200_000)), "s")
        for row in rows:
            _reverse(dirt, file, row, "cancellation", "C" + file.get(row, "order_id"), at)


def returns(dirt: Dirt, file: RawFile, n: int, *, letter: str) -> None:
    """Single articles brought back some days later, under a number of their own.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    letter : str
        Beginning of the new order numbers.
    """
    for number, row in enumerate(dirt.choose(file, n, lambda row: _plain_sale(file, row))):
        at = row.at + np.timedelta64(int(dirt.rng.integers(1, 30)) * 86_400 + int(dirt.rng.integers(3_600)), "s")
        _reverse(dirt, file, row, "return", f"{letter}{900_001 + number}", at)


def _plain_sale(file: RawFile, row: Row) -> bool:
    return row.at < _LAST and file.get(row, "discount") == file.money(0)


def _reverse(dirt: Dirt, file: RawFile, row: Row, kind: str, order_id: str, at: np.datetime64) -> None:
    back = Row(list(row.cells), at)
    file.put(back, "order_id", order_id)
    file.put(back, "ordered_at", file.date(at))
    quantity = "-" + file.get(row, "quantity")
    file.put(back, "quantity", quantity)
    file.rows.append(back)
    dirt.note(file, back, kind, "flag", "quantity", file.get(row, "quantity"), quantity)


def orphans(dirt: Dirt, file: RawFile, n: int) -> None:
    """Orders of customers whom the customer database does not know.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of orders.
    """
    for rows in dirt.choose_orders(file, n):
        unknown = f"9{dirt.rng.integers(10_000, 99_999)}"
        for row in rows:
            dirt.spoil(file, row, "orphan", "customer_id", unknown, "quarantine")


def test_orders(dirt: Dirt, file: RawFile, n: int) -> None:
    """Orders with which somebody tried the shop; their customer is no customer either.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    """
    for number, place in enumerate(dirt.rng.choice(len(file.rows), n, replace=False)):
        at = file.rows[place].at + np.timedelta64(60, "s")
        customer = str(dirt.rng.choice(["TEST01", "test-7", "Test", "TEST2"]))
        cells = {
            "order_id": f"W{800_001 + number}",
            "ordered_at": file.date(at),
            "customer_id": customer,
            "product_id": "TEST",
            "quantity": "1",
            "unit_price": file.money(100),
            "discount": file.money(0),
            "currency": "EUR",
            "sales_channel": "web",
        }
        trial = Row([cells[column] for column in file.columns], at)
        file.rows.append(trial)
        dirt.note(file, trial, "test_order", "quarantine", "customer_id", "", customer)
        dirt.note(file, trial, "orphan", "quarantine", "customer_id", "", customer)


def copies(dirt: Dirt, file: RawFile, n_runs: int, *, length: int) -> None:
    """Runs of lines exported twice; the second of each pair is the copy.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n_runs : int
        Number of runs.
    length : int
        Lines of a run.
    """
    starts = []
    for start in dirt.rng.permutation(len(file.rows) - length):
        run = file.rows[start : start + length]
        if len(starts) < n_runs and not any(row.taken for row in run):
            starts.append(int(start))
            for row in run:
                row.taken = True
    for start in sorted(starts, reverse=True):
        run = [Row(list(row.cells), row.at) for row in file.rows[start : start + length]]
        file.rows[start + length : start + length] = run
        for row in run:
            dirt.note(file, row, "duplicate", "merge", dirty=file.delimiter.join(row.cells))


def blank_rows(dirt: Dirt, file: RawFile, n: int, *, delimiters: bool) -> None:
    """Rows with nothing in them, with or without the delimiters.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    delimiters : bool
        Whether the row has its delimiters.
    """
    text = file.delimiter * (len(file.columns) - 1) if delimiters else ""
    for place in sorted(dirt.rng.choice(len(file.rows), n, replace=False), reverse=True):
        blank = Row([""] * len(file.columns), text=text)
        file.rows.insert(int(place), blank)
        dirt.note(file, blank, "blank_row", "drop", dirty=text)


def repeated_headers(dirt: Dirt, file: RawFile) -> None:
    """The header again at the start of each month: the export was put together from monthly ones.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    """
    months = np.maximum.accumulate(np.array([row.at for row in file.rows]).astype("datetime64[M]").astype(int))
    for place in np.flatnonzero(np.diff(months))[::-1] + 1:
        again = Row(list(file.columns.values()))
        file.rows.insert(int(place), again)
        dirt.note(file, again, "repeated_header", "quarantine", dirty=file.header)


def grand_total(dirt: Dirt, file: RawFile) -> None:
    """The sum at the end of a till's file.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    """
    quantity = sum(int(file.get(row, "quantity")) for row in file.rows)
    cents = sum(
        int(file.get(row, "quantity")) * int(file.get(row, "unit_price").replace(file.decimal, ""))
        - int(file.get(row, "discount").replace(file.decimal, ""))
        for row in file.rows
    )
    cells = {"order_id": "Gesamt", "quantity": str(quantity), "unit_price": file.money(cents)}
    total = Row([cells.get(column, "") for column in file.columns], taken=True)
    file.rows.append(total)
    dirt.note(file, total, "total_row", "quarantine", "order_id", "", "Gesamt")


def too_many_fields(dirt: Dirt, file: RawFile, n: int) -> None:
    """Prices with a decimal comma, unquoted in a file of commas: one field too many.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    """
    for row in dirt.choose(file, n):
        original = file.get(row, "unit_price")
        dirty = original.replace(".", file.delimiter)
        cells = [dirty if column == "unit_price" else file.get(row, column) for column in file.columns]
        row.text = file.delimiter.join(cells)
        dirt.note(file, row, "wrong_number_of_fields", "quarantine", "unit_price", original, dirty)


def count_by_kind(table: pd.DataFrame) -> dict[str, int]:
    """How many cases of each kind were planted.

    Parameters
    ----------
    table : pandas.DataFrame
        From :meth:`seglib.demo.dirt.Dirt.table`.

    Returns
    -------
    dict of str to int
        In alphabetical order of the kinds.
    """
    return {kind: int(n) for kind, n in table["kind"].value_counts().sort_index().items()}
