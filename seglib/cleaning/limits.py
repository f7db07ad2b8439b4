"""When would so much have to be set aside that a result would mislead?"""

from __future__ import annotations

import math

import ibis
import pandas as pd

from seglib.cleaning.currencies import unpriced
from seglib.cleaning.ledger import balance
from seglib.client import Client


class CleaningError(ValueError):
    """So much would have to be set aside that a result would mislead; the message says what, and how to go on."""


def refuse_excess(page: pd.DataFrame, client: Client, judged: ibis.Table) -> None:
    """Stop when too much of a table cannot be used: of its rows, or of the money of order lines.

    Parameters
    ----------
    page : pandas.DataFrame
        The table's page of the ledger.
    client : seglib.client.Client
        Sets the limits.
    judged : ibis.Table
        The rows with their fate.

    Raises
    ------
    CleaningError
        With the main reasons and the line that raises the limit.
    """
    book = balance(page).iloc[0]
    aside = page[(page["outcome"] == "quarantine") & (page["rows"] > 0)]
    way_out = _rates_wanted(judged, client) if book["table"] == "order_lines" else ""
    if not book["used"]:
        raise CleaningError(
            f"None of the {book['rows_in']:,} rows of {book['table']} can be used. "
            f"{_reasons(aside) or 'None has an id'}. Correct the file or its `columns:` in client.yml.{way_out}"
        )
    aside = aside.assign(value=aside["rule"].map(_values(judged)).astype("float64").fillna(0.0))
    orphans = aside["rule"] == "orphan"
    _refuse(aside[~orphans], book, "quarantine_limit", client.cleaning.quarantine_limit, way_out)
    _refuse(aside[orphans], book, "orphan_limit", client.cleaning.orphan_limit)


def _values(judged: ibis.Table) -> dict[str, float]:
    """Share of all money that could be read, sales and returns alike, that each rule sets aside."""
    if "amount" not in judged.columns:
        return {}
    money = judged.group_by(rule=judged._reason).agg(money=judged.amount.abs().sum().cast("float64")).to_pandas()
    shares = money["money"].fillna(0.0) / (money["money"].sum() or 1.0)
    return dict(zip(money["rule"].fillna(""), shares, strict=True))


def _refuse(aside: pd.DataFrame, book: pd.Series, key: str, limit: float, way_out: str = "") -> None:
    rows, value = aside["rows"].sum(), aside["value"].sum()
    share = rows / book["rows_in"]
    if max(share, value) <= limit:
        return
    of_money = f", and {value:.1%} of the money that can be read," if book["table"] == "order_lines" else ""
    most = _reasons(aside, by="rows" if share > limit else "value")
    enough = min(math.floor(max(share, value) * 100) + 1, 100) / 100
    raise CleaningError(
        f"{rows:,} of {book['rows_in']:,} rows of {book['table']} ({share:.1%}){of_money} cannot be used, more "
        f"than the limit of {limit:.0%}. Most: {most}. Correct the files "
        f"or their mapping; to go on without these rows, write in client.yml, under `cleaning:`, "
        f"`{key}: {enough:.2f}`.{way_out}"
    )


def _reasons(aside: pd.DataFrame, by: str = "rows") -> str:
    return "; ".join(f"{row.reason} ({row.rows:,})" for row in aside.nlargest(3, by).itertuples())


def _rates_wanted(judged: ibis.Table, client: Client) -> str:
    """How money in other currencies can be used: the lines of a table of rates, from the days that they are needed."""
    wanted = unpriced(judged)
    if wanted.empty:
        return ""
    counts = ", ".join(f"{row.lines:,} in {row.currency}" for row in wanted.itertuples())
    days = "\n".join(f"  {row.currency},{row.first:%Y-%m-%d},?" for row in wanted.itertuples())
    table, place = client.rates or "rates.csv", f"{client.slug}/raw/{client.rates or 'rates.csv'}"
    line = "" if client.rates else f"write in client.yml `rates: {table}` and "
    return (
        f"\nOf these rows {counts} could be converted: {line}put into {place} what one unit was worth in "
        f"{client.currency} from each day on, beginning with\n  currency,date,rate\n{days}"
    )
