"""Is this a table of features? Messages that say what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd


def check_features(features: pd.DataFrame, columns: Iterable[str], caller: str) -> None:
    """Refuse a table that is not one row per customer with the columns that are needed.

    Parameters
    ----------
    features : pandas.DataFrame
        To be checked.
    columns : iterable of str
        Columns that are needed beside `customer_id`.
    caller : str
        Name of the public function, for the message.

    Raises
    ------
    TypeError
        If it is no DataFrame.
    ValueError
        If a column or an id is missing, an id occurs twice, or there is no row.
    """
    if not isinstance(features, pd.DataFrame):
        raise TypeError(
            f"`features` of `{caller}` must be a pandas DataFrame; got {type(features).__name__}. "
            "Execute the expression of `customer_features` first."
        )
    for column in ("customer_id", *columns):
        if column not in features.columns:
            raise ValueError(
                f"`features` of `{caller}` must have the column `{column}`; "
                f"got {', '.join(features.columns) or 'none'}. Compute it with `customer_features`."
            )
    if features.empty:
        raise ValueError(f"`features` of `{caller}` must have at least one customer; got 0 rows.")
    ids = features["customer_id"]
    if ids.isna().any() or ids.duplicated().any():
        wrong = f"{int(ids.isna().sum())} missing and {int(ids.duplicated().sum())} repeated ids"
        raise ValueError(
            f"`features` of `{caller}` must hold each `customer_id` once; got {wrong}. Make one row a customer."
        )


def has_ordered(features: pd.DataFrame) -> np.ndarray:
    """Tell who has ordered.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer, with `n_orders`.

    Returns
    -------
    ndarray of bool
        One value a row; a missing number of orders is none.

    Examples
    --------
    >>> has_ordered(pd.DataFrame({"n_orders": [2, 0, None]})).tolist()
    [True, False, False]
    """
    return (features["n_orders"].fillna(0) > 0).to_numpy(bool)


def check_int(value: int, low: int, high: int, name: str, caller: str) -> None:
    """Refuse a value that is no whole number within bounds.

    Parameters
    ----------
    value : int
        To be checked; booleans are no numbers.
    low, high : int
        Bounds, included.
    name : str
        The parameter.
    caller : str
        Name of the public function.

    Raises
    ------
    ValueError
        With the parameter, the rule and the value received.
    """
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise ValueError(f"`{name}` of `{caller}` must be an int in [{low}, {high}]; got {value!r}.")
