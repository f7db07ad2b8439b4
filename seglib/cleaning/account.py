"""What does the reader need to see of the ledger? Its lines as the tables of the data-quality page."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import pandas as pd
from babel.dates import format_date
from babel.numbers import format_decimal

from seglib.cleaning import Cleaned
from seglib.cleaning.reconcile import reconcile
from seglib.client import Client
from seglib.contracts import TABLES, columns
from seglib.intake import Intake

ALL_USED = "All {rows:count} rows that came in are used."
USED = "{used:percent} of the {rows:count} rows that came in are used"
ASIDE = ". Set aside with a reason: {aside:count}"
WORTH = ", with order lines worth {money:money}"
COPIES = ". Copies of other rows: {copies:count}"


def waterfall(ledger: pd.DataFrame, *, table: str) -> pd.DataFrame:
    """From the rows that came in to the rows that are used, one step a reason.

    Parameters
    ----------
    ledger : pandas.DataFrame
        From :func:`seglib.cleaning.clean`.
    table : str
        A table of the ledger.

    Returns
    -------
    pandas.DataFrame
        ``label, rows, kind``: ``total`` first, ``loss`` rows by size, ``end`` last; total less losses is end.
    """
    page = ledger[(ledger["table"] == table) & (ledger["rows"] > 0)]
    losses = page[page["outcome"].isin(["quarantine", "merge"])].sort_values("rows", ascending=False, kind="stable")
    used = page.loc[page["outcome"] == "used", "rows"].sum()
    steps = [("Came in", losses["rows"].sum() + used, "total")]
    steps += [(row.reason, row.rows, "loss") for row in losses.itertuples()]
    return pd.DataFrame([*steps, ("Used", used, "end")], columns=["label", "rows", "kind"])


def lines(ledger: pd.DataFrame, *, outcomes: list[str]) -> pd.DataFrame:
    """The ledger's lines of some outcomes, largest first.

    Parameters
    ----------
    ledger : pandas.DataFrame
        From :func:`seglib.cleaning.clean`.
    outcomes : list of str
        Out of ``quarantine, merge, repair, flag``.

    Returns
    -------
    pandas.DataFrame
        ``table, outcome, reason, rows`` (to which the reason applies), ``money``, sorted by ``rows``.
    """
    chosen = ledger[ledger["outcome"].isin(outcomes)]
    chosen = chosen.assign(rows=chosen["rows_any"], table=chosen["table"].str.replace("_", " "))
    chosen["money"] = chosen["money"].mask(chosen["rule"] == "dominant_customer")  # it is what one person spent
    chosen = chosen.sort_values(["rows", "table", "reason"], ascending=[False, True, True])
    return chosen[["table", "outcome", "reason", "rows", "money"]].reset_index(drop=True)


def coverage(tables: Mapping[str, ibis.Table]) -> pd.DataFrame:
    """How much of each field is filled.

    Parameters
    ----------
    tables : mapping of str to ibis.Table
        Clean tables by name.

    Returns
    -------
    pandas.DataFrame
        ``table, column, description, n`` (rows of the table), ``filled, share``; fields that are empty throughout have
        share 0. In the contract's order.
    """
    found = []
    for name, table in tables.items():
        counts = table.aggregate(n=table.count(), **{column: table[column].count() for column in columns(name)})
        row = counts.to_pandas().iloc[0]
        for column, meaning in columns(name).items():
            found.append((name, column, meaning.description, row["n"], row[column]))
    result = pd.DataFrame(found, columns=["table", "column", "description", "n", "filled"])
    return result.assign(share=result["filled"] / result["n"].clip(lower=1))


def missing_tables(tables: Mapping[str, ibis.Table]) -> pd.DataFrame:
    """What the client does not have, and how to collect it.

    Parameters
    ----------
    tables : mapping of str to ibis.Table
        Clean tables by name.

    Returns
    -------
    pandas.DataFrame
        ``table, collect``; empty when nothing is missing.
    """
    missing = [(name.replace("_", " "), TABLES[name].metadata["collect"]) for name in TABLES if name not in tables]
    return pd.DataFrame(missing, columns=["table", "collect"])


def files(intake: Intake) -> pd.DataFrame:
    """The files as received, one row each, whatever tables they feed.

    Parameters
    ----------
    intake : seglib.intake.Intake
        From :func:`seglib.intake.read_sources`.

    Returns
    -------
    pandas.DataFrame
        ``file, holds`` (tables, in words), ``rows, columns_used, columns_ignored, blank``.
    """
    accounts = intake.files.assign(holds=intake.files["table"].str.replace("_", " "))
    by_file = accounts.groupby("file", sort=False)
    parts = accounts.drop_duplicates(["file", "sheet", "first_line"]).groupby("file", sort=False)
    table = parts[["rows", "columns_used", "columns_ignored", "blank"]].sum()
    table.insert(0, "holds", by_file["holds"].agg(", ".join))
    return table.reset_index()


def totals(books: pd.DataFrame, client: Client) -> pd.Series:
    """The books of all rows that came in, each counted once.

    Parameters
    ----------
    books : pandas.DataFrame
        From :func:`seglib.cleaning.balance`.
    client : seglib.client.Client
        Says which tables are taken out of the rows of others (``distinct``); those are not counted again.

    Returns
    -------
    pandas.Series
        ``rows_in, used, quarantined, merged``.
    """
    own = {source.table for source in client.sources if not source.distinct}
    return books.loc[books["table"].isin(own), ["rows_in", "used", "quarantined", "merged"]].sum()


def told(all_rows: pd.Series, cleaned: Cleaned) -> dict[str, object]:
    """Say how many rows are used, and what was left out with them.

    Parameters
    ----------
    all_rows : pandas.Series
        From :func:`totals`.
    cleaned : seglib.cleaning.Cleaned
        What cleaning gave.

    Returns
    -------
    dict
        As a finding takes it, with `n`; of what was left out only what there is.
    """
    rows = int(all_rows["rows_in"])
    if all_rows["used"] == rows:
        return {"sentence": ALL_USED, "rows": rows, "n": rows}
    sentence, values = USED, {"used": all_rows["used"] / rows, "rows": rows}
    if all_rows["quarantined"]:
        sentence, values = sentence + ASIDE, values | {"aside": all_rows["quarantined"]}
        worth = reconcile(cleaned).set_index("step").loc["Set aside"]
        if worth["rows"]:
            sentence, values = sentence + WORTH, values | {"money": worth["money"]}
    if all_rows["merged"]:
        sentence, values = sentence + COPIES, values | {"copies": all_rows["merged"]}
    return {"sentence": sentence + ".", **values, "n": rows}


def brought(coverage: pd.DataFrame, client: Client) -> pd.DataFrame:
    """Coverage of the fields that the client's files have.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From :func:`coverage`.
    client : seglib.client.Client

    Returns
    -------
    pandas.DataFrame
        The rows of ``coverage`` for columns that a source maps; keys and constants, which are always full, left out.
    """
    mapped = {(source.table, column) for source in client.sources for column in source.brings - {*source.constants}}
    kept = [
        pair in mapped and columns(pair[0])[pair[1]].nullable
        for pair in zip(coverage["table"], coverage["column"], strict=True)
    ]
    chosen = coverage[kept]
    return chosen.assign(table=chosen["table"].str.replace("_", " "), column=chosen["column"].str.replace("_", " "))


def money(ledger: pd.DataFrame) -> pd.Series:
    """How much money is in the order lines that are used, and in those that are not.

    Parameters
    ----------
    ledger : pandas.DataFrame
        From :func:`seglib.cleaning.clean`.

    Returns
    -------
    pandas.Series
        ``used`` (net of returns), ``anonymous_rows`` and ``anonymous`` (lines without a customer and their money).
    """
    orders = ledger[ledger["table"] == "order_lines"]
    anonymous = orders[orders["rule"] == "missing_customer_id"]
    return pd.Series(
        {
            "used": orders.loc[orders["outcome"] == "used", "money"].sum(),
            "anonymous_rows": anonymous["rows_any"].sum(),  # those left out for another reason first have money too
            "anonymous": anonymous["money"].sum(),
        }
    )


def emptiest(coverage: pd.DataFrame) -> dict[str, object]:
    """The field that is filled least.

    Parameters
    ----------
    coverage : pandas.DataFrame
        From :func:`coverage`.

    Returns
    -------
    dict
        ``name`` and ``share``.
    """
    worst = coverage.loc[coverage["share"].idxmin()]
    return {"name": worst["column"], "share": float(worst["share"])}


def money_book(cleaned: Cleaned, client: Client) -> pd.DataFrame:
    """Follow the money of the order lines, and what of it was converted from other currencies.

    Parameters
    ----------
    cleaned : seglib.cleaning.Cleaned
        What cleaning gave.
    client : seglib.client.Client
        Has a language.

    Returns
    -------
    pandas.DataFrame
        The steps of :func:`seglib.cleaning.reconcile.reconcile`, and for each other currency what of the used money was
        converted from it, by which rates.
    """
    locale = client.language.replace("-", "_")
    book = reconcile(cleaned)
    parts = [(_converted(row, locale), row.lines, row.money) for row in cleaned.converted.itertuples()]
    after = book.index[book["step"] == "Used"][0] + 1
    return pd.concat([book[:after], pd.DataFrame(parts, columns=book.columns), book[after:]], ignore_index=True)


def _converted(row: object, locale: str) -> str:
    rates = dict.fromkeys(format_decimal(rate, "@#####", locale) for rate in (row.lowest, row.highest))
    days = dict.fromkeys(format_date(day, "medium", locale) for day in (row.first_rate, row.last_rate))
    return f"of which converted from {row.currency}, by rates of {' to '.join(rates)} ({' to '.join(days)})"


def joins(found: pd.DataFrame) -> pd.DataFrame:
    """How many rows of each file find their customer or product, in words.

    Parameters
    ----------
    found : pandas.DataFrame
        ``Cleaned.joins``.

    Returns
    -------
    pandas.DataFrame
        ``file, what, rows, before, after, money``.
    """
    what = found["column"].map({"customer_id": "customer", "product_id": "product"})
    return found.assign(what=what)[["file", "what", "rows", "before", "after", "money"]]
