"""What does the reader need to see of the ledger? Its lines as the tables of the data-quality page."""

from __future__ import annotations

from collections.abc import Mapping

import ibis
import pandas as pd

from seglib.contracts import TABLES, columns


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
