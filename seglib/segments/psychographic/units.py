"""In which units, and with which intervals, are the averages of traits and scales written?"""

from __future__ import annotations

import numpy as np
import pandas as pd

UNITS = {
    "Margin": "money",
    "Sales less returns": "money",
    "Value of an order": "money",
    "Share of orders online": "percent",
    "Discount": "percent",
}
"""In what else than plain numbers traits and habits are written."""


def in_unit(label: str, value: float, formatter: object) -> str:
    """Write an average of a trait in its unit.

    Parameters
    ----------
    label : str
        The trait in words.
    value : float
    formatter : object
        With methods ``money``, ``percent``, ``count`` and ``number``.

    Returns
    -------
    str
    """
    return getattr(formatter, UNITS.get(label, "count" if abs(value) >= 20 else "number"))(value)


def with_units(took_part: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Write the averages of those who answered, and of the others, each trait in its unit.

    Parameters
    ----------
    took_part : pandas.DataFrame
        From :func:`seglib.segments.psychographic.respondents.taking_part`.
    formatter : object
        As for :func:`in_unit`, and for :func:`with_ranges`.

    Returns
    -------
    pandas.DataFrame
        The same, with the averages as words and the intervals in words.
    """
    if took_part.empty:
        return took_part
    table = with_ranges(took_part, formatter)
    for column in ("answered", "others"):
        table[column] = [
            in_unit(trait, value, formatter) for trait, value in zip(table["trait"], table[column], strict=True)
        ]
    return table


def with_ranges(table: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Write intervals in words: for columns `x_low` and `x_high` a column `x_range`, or `range` for `apart`.

    Parameters
    ----------
    table : pandas.DataFrame
    formatter : object
        With a method ``number``.

    Returns
    -------
    pandas.DataFrame
    """
    named = {column.removesuffix("_low"): column for column in table.columns if column.endswith("_low")}
    written = {
        "range" if name == "apart" else f"{name}_range": [
            f"{formatter.number(low)} to {formatter.number(high)}" if np.isfinite([low, high]).all() else "–"
            for low, high in zip(table[column], table[f"{name}_high"], strict=True)
        ]
        for name, column in named.items()
    }
    return table.assign(**written)
