"""Is all the money that came in accounted for, to the cent?"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import ibis
import pandas as pd
from ibis import _

from seglib.contracts import MONEY

if TYPE_CHECKING:
    from seglib.cleaning import Cleaned

_CENT = Decimal("0.01")


def reconcile(cleaned: Cleaned, *, customers: pd.DataFrame | None = None) -> pd.DataFrame:
    """Follow the money of the order lines from the files to the analysis.

    Parameters
    ----------
    cleaned : seglib.cleaning.Cleaned
        What cleaning gave.
    customers : pandas.DataFrame, optional
        Features of all customers, with ``total_spend``; compared with the lines that are used.

    Returns
    -------
    pandas.DataFrame
        ``step``, ``rows`` (order lines) and ``money``, a decimal to the cent: what came in (lines that cannot be split
        or read, or are in another currency, have no money), what was set aside, copies, what is used, and, with
        ``customers``, what their features add up to. Where lines repeat others, the total that would be without them,
        or with them if they were left out, is there too. The last step is what remains unexplained: 0 rows and 0.00.
    """
    aside = _sum(cleaned.quarantine.filter(_.table == "order_lines"))
    copies = _sum(cleaned.merged.filter(_.table == "order_lines"))
    used = _sum(cleaned.tables["order_lines"]) if "order_lines" in cleaned.tables else (0, Decimal(0))
    came_in = cleaned.received
    steps = [("Came in", *came_in), ("Set aside", *aside), ("Copies of other lines", *copies), ("Used", *used)]
    steps += _other_total(used, copies, cleaned.repeated)
    left = [came_in[part] - aside[part] - copies[part] - used[part] for part in (0, 1)]
    if customers is not None:
        spent = Decimal(str(round(float(customers["total_spend"].sum()), 4)))
        steps.append(("Used, added up customer by customer", used[0], spent))
        left[1] += used[1] - spent if abs(used[1] - spent) >= _CENT / 2 else 0
    steps.append(("Not accounted for", *left))
    frame = pd.DataFrame(steps, columns=["step", "rows", "money"])
    return frame.assign(money=[amount.quantize(_CENT) for amount in frame["money"]])


def _other_total(used: tuple, left_out: tuple, kept: tuple) -> list[tuple]:
    """What is used, had repeated lines been treated in the other way."""
    other = []
    if kept[0]:
        other.append(("Used, had the lines that repeat another been left out", used[0] - kept[0], used[1] - kept[1]))
    if left_out[0]:
        both = used[0] + left_out[0], used[1] + left_out[1]
        other.append(("Used, had the lines that repeat another counted", *both))
    return other


def repeated(judged: ibis.Table) -> tuple[int, Decimal]:
    """Count and add up the used order lines that repeat an earlier one.

    Parameters
    ----------
    judged : ibis.Table
        Order lines with their fate.

    Returns
    -------
    tuple of (int, decimal.Decimal)
        Rows and money.
    """
    return _sum(judged.filter(judged._fate == "used", judged._copy > 0))


def _sum(lines: ibis.Table) -> tuple[int, Decimal]:
    money = lines.amount.cast(MONEY).sum().fill_null(Decimal(0))
    row = lines.aggregate(rows=lines.count(), money=money).to_pyarrow().to_pylist()[0]
    return row["rows"], row["money"]


def came_in(lines: ibis.Table, received: int) -> tuple[int, Decimal]:
    """Count and add up the order lines before any of them is judged.

    Parameters
    ----------
    lines : ibis.Table
        Order lines with ``amount``.
    received : int
        Rows of the files, those that could not be split included.

    Returns
    -------
    tuple of (int, decimal.Decimal)
        Rows and money.
    """
    return received, _sum(lines)[1]
