"""Which cells of the demo's files are spoiled?

Dirt in a cell of a row that is right otherwise: other formats of dates and numbers, other digits, stray blanks, foreign
money, values that cannot be.
"""

from __future__ import annotations

import pandas as pd

from seglib.demo.dirt import Dirt
from seglib.demo.files import RawFile, Row

ARABIC_DIGITS = str.maketrans("0123456789.,", "٠١٢٣٤٥٦٧٨٩٫٫")
PERSIAN_DIGITS = str.maketrans("0123456789.,", "۰۱۲۳۴۵۶۷۸۹٫٫")


def other_date_format(dirt: Dirt, file: RawFile, n: int, *, column: str, stamp: str) -> None:
    """Dates in another format that the file's owner knows of.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    column : str
        Column of the contract.
    stamp : str
        The other format, as of ``strftime``.
    """
    for row in dirt.choose(file, n, lambda row: bool(file.get(row, column))):
        at = pd.to_datetime(file.get(row, column), format=file.stamp).to_datetime64()
        dirt.spoil(file, row, "date_format", column, file.date(at, stamp), "repair")


def other_decimal_mark(dirt: Dirt, file: RawFile, n: int) -> None:
    """Prices such as 12,50 in a file of decimal points, and the reverse.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    """
    swap = str.maketrans(".,", ",.")
    for row in dirt.choose(file, n, lambda row: len(file.get(row, "unit_price")) < 7):
        _spoil_price(dirt, file, row, file.get(row, "unit_price").translate(swap))


def thousands_marks(dirt: Dirt, file: RawFile, n: int) -> None:
    """Prices from 1,000 on such as 1.234,50 in a file of decimal points, or with a no-break space.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    """
    for number, row in enumerate(dirt.choose(file, n, lambda row: len(file.get(row, "unit_price")) >= 7)):
        whole, cents = file.get(row, "unit_price").split(file.decimal)
        if number % 2:
            mark, point = "\u00a0", file.decimal
        else:
            mark, point = (".", ",") if file.decimal == "." else (",", ".")
        _spoil_price(dirt, file, row, f"{whole[:-3]}{mark}{whole[-3:]}{point}{cents}")


def _spoil_price(dirt: Dirt, file: RawFile, row: Row, text: str) -> None:
    """Spoil a price; the export puts it in quotes where it holds the delimiter."""
    dirt.spoil(file, row, "number_format", "unit_price", text, "repair")
    if file.delimiter in text:
        row.text = file.delimiter.join(f'"{cell}"' if file.delimiter in cell else cell for cell in row.cells)


def eastern_digits(dirt: Dirt, file: RawFile, n: int, *, columns: list[str]) -> None:
    """Arabic-Indic or Persian digits, in one of the columns.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    columns : list of str
        Columns of the contract, used in turn.
    """
    for number, row in enumerate(dirt.choose(file, n, lambda row: all(file.get(row, name) for name in columns))):
        column = columns[number % len(columns)]
        digits = ARABIC_DIGITS if dirt.rng.random() < 0.5 else PERSIAN_DIGITS
        dirt.spoil(file, row, "digits", column, file.get(row, column).translate(digits), "repair")


def stray_blanks(dirt: Dirt, file: RawFile, n: int, *, column: str) -> None:
    """Blanks, no-break spaces and invisible characters around a value.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    column : str
        Column of the contract.
    """
    for row in dirt.choose(file, n, lambda row: bool(file.get(row, column))):
        text = file.get(row, column)
        forms = (f" {text}", f"{text} ", f"{text}\u00a0", f"\u00a0{text}", f"{text}\u200b", f"\u200e{text}")
        dirt.spoil(file, row, "blanks", column, str(dirt.rng.choice(forms)), "repair")


def impossible_dates(dirt: Dirt, file: RawFile, n: int, *, column: str, outcome: str) -> None:
    """Days that no calendar has, such as 30 February.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    column : str
        Column of the contract.
    outcome : str
        What cleaning should do.
    """
    for row in dirt.choose(file, n, lambda row: bool(file.get(row, column))):
        at = pd.to_datetime(file.get(row, column), format=file.stamp).to_datetime64()
        february = file.stamp.replace("%m", "02").replace("%d", str(dirt.rng.choice(["30", "31"])))
        dirt.spoil(file, row, "impossible_date", column, file.date(at, february), outcome)


def future_dates(dirt: Dirt, file: RawFile, n: int) -> None:
    """Orders dated years ahead.

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
        text = file.get(row, "ordered_at")
        year = text[:4] if file.stamp.startswith("%Y") else text[6:10]
        dirty = text.replace(year, f"20{dirt.rng.integers(27, 36)}")
        dirt.spoil(file, row, "future_date", "ordered_at", dirty, "quarantine")


def foreign_money(dirt: Dirt, file: RawFile, n: int) -> None:
    """Orders in dollars or pounds by the currency column.

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
        currency = str(dirt.rng.choice(["USD", "GBP"]))
        for row in rows:
            dirt.spoil(file, row, "foreign_currency", "currency", currency, "quarantine")


def currency_signs(dirt: Dirt, file: RawFile, n: int, *, signs: list[str], kind: str, outcome: str) -> None:
    """Prices with a currency sign in the cell.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n : int
        Number of rows.
    signs : list of str
        Signs to choose from.
    kind : str
        Kind under which it is written down.
    outcome : str
        What cleaning should do.
    """
    for row in dirt.choose(file, n):
        text = f"{dirt.rng.choice(signs)}{file.get(row, 'unit_price')}"
        dirt.spoil(file, row, kind, "unit_price", text, outcome)


def worthless_prices(dirt: Dirt, file: RawFile, *, n_zero: int, n_negative: int) -> None:
    """Unit prices of zero and below.

    Parameters
    ----------
    dirt : Dirt
        Register in which it is written down.
    file : RawFile
        File that is spoiled, in place.
    n_zero : int
        Number of prices of zero.
    n_negative : int
        Number of prices below zero.
    """
    for row in dirt.choose(file, n_zero):
        dirt.spoil(file, row, "zero_price", "unit_price", file.money(0), "quarantine")
    for row in dirt.choose(file, n_negative):
        dirt.spoil(file, row, "negative_price", "unit_price", "-" + file.get(row, "unit_price"), "quarantine")


def missing_customers(dirt: Dirt, file: RawFile, n: int) -> None:
    """Receipts without a customer: the card was not shown.

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
        for row in rows:
            dirt.spoil(file, row, "missing_customer", "customer_id", "", "quarantine")
