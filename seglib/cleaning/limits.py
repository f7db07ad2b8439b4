"""When would so much have to be set aside that a result would mislead?"""

from __future__ import annotations

import math

import pandas as pd

from seglib.cleaning.ledger import balance
from seglib.client import Client


class CleaningError(ValueError):
    """So much would have to be set aside that a result would mislead; the message says what, and how to go on."""


def refuse_excess(page: pd.DataFrame, client: Client) -> None:
    """Stop when too much of a table cannot be used.

    Parameters
    ----------
    page : pandas.DataFrame
        The table's page of the ledger.
    client : seglib.client.Client
        Sets the limits.

    Raises
    ------
    CleaningError
        With the main reasons and the line that raises the limit.
    """
    book = balance(page).iloc[0]
    aside = page[(page["outcome"] == "quarantine") & (page["rows"] > 0)]
    if not book["used"]:
        raise CleaningError(
            f"None of the {book['rows_in']:,} rows of {book['table']} can be used. "
            f"{_reasons(aside) or 'None has an id'}. Correct the file or its `columns:` in client.yml."
        )
    orphans = aside["rule"] == "orphan"
    _refuse(aside[~orphans], book, "quarantine_limit", client.cleaning.quarantine_limit)
    _refuse(aside[orphans], book, "orphan_limit", client.cleaning.orphan_limit)


def _refuse(aside: pd.DataFrame, book: pd.Series, key: str, limit: float) -> None:
    rows = aside["rows"].sum()
    share = rows / book["rows_in"]
    if share <= limit:
        return
    money = aside["money"].sum()
    worth = f"; their money is {money:,.2f}" if money else ""
    raise CleaningError(
        f"{rows:,} of {book['rows_in']:,} rows of {book['table']} ({share:.1%}) cannot be used, more than the limit "
        f"of {limit:.0%}{worth}. Most: {_reasons(aside)}. Correct the files "
        f"or their mapping; to go on without these rows, write in client.yml, under `cleaning:`, "
        f"`{key}: {min(math.floor(share * 100) + 1, 100) / 100:.2f}`."
    )


def _reasons(aside: pd.DataFrame) -> str:
    return "; ".join(f"{row.reason} ({row.rows:,})" for row in aside.nlargest(3, "rows").itertuples())
