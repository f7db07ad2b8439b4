"""Is this a table of what customers bought? One row a customer and item, and the same as a matrix."""

from __future__ import annotations

import numpy as np
import pandas as pd

COLUMNS = ("customer_id", "item", "n_orders", "spend")


def check_counts(counts: pd.DataFrame, caller: str) -> None:
    """Refuse a table that is not one row a customer and item.

    Parameters
    ----------
    counts : pandas.DataFrame
        To be checked.
    caller : str
        Name of the public function, for the message.

    Raises
    ------
    TypeError
        If it is no DataFrame.
    ValueError
        If a column is missing, or a customer and item occur twice.
    """
    if not isinstance(counts, pd.DataFrame):
        raise TypeError(
            f"`counts` of `{caller}` must be a pandas DataFrame; got {type(counts).__name__}. "
            "Execute the expression of `bought_items` first."
        )
    for column in COLUMNS:
        if column not in counts.columns:
            raise ValueError(
                f"`counts` of `{caller}` must have the column `{column}`; got {', '.join(counts.columns) or 'none'}. "
                "Compute it with `seglib.features.bought_items`."
            )
    repeated = counts[counts.duplicated(["customer_id", "item"])]
    if len(repeated):
        raise ValueError(
            f"`counts` of `{caller}` must hold each customer and item once; got {len(repeated)} repeated. "
            "Add them up first."
        )


def shop_shares(counts: pd.DataFrame) -> pd.Series:
    """Each item's share of all orders' items.

    Parameters
    ----------
    counts : pandas.DataFrame
        From :func:`seglib.features.bought_items`.

    Returns
    -------
    pandas.Series of float
        Index: items in the order of the alphabet; adds up to 1.

    Examples
    --------
    >>> rows = {"customer_id": ["a", "a", "b"], "item": ["tea", "mug", "tea"], "n_orders": [2, 1, 1], "spend": 1.0}
    >>> shop_shares(pd.DataFrame(rows)).to_dict()
    {'mug': 0.25, 'tea': 0.75}
    """
    total = counts.groupby("item", sort=True)["n_orders"].sum().astype(float)
    return total / total.sum()


def count_matrix(counts: pd.DataFrame, *, items: list[str] | None = None) -> pd.DataFrame:
    """Turn counts into a matrix of customers by items.

    Parameters
    ----------
    counts : pandas.DataFrame
        From :func:`seglib.features.bought_items`.
    items : list of str, optional
        Columns, in this order; left out, all items in the order of the alphabet.

    Returns
    -------
    pandas.DataFrame
        Orders with the item; index `customer_id`, sorted. Customers who bought none of the items have a row of zeros.
    """
    items = sorted(counts["item"].unique()) if items is None else items
    who, rows = np.unique(counts["customer_id"].to_numpy(str), return_inverse=True)
    place = pd.Series(range(len(items)), index=items)
    columns = counts["item"].map(place).to_numpy(float)
    known = ~np.isnan(columns)
    matrix = np.zeros((len(who), len(items)))
    np.add.at(matrix, (rows[known], columns[known].astype(int)), counts["n_orders"].to_numpy(float)[known])
    return pd.DataFrame(matrix, index=pd.Index(who, name="customer_id"), columns=items)
