"""Is this a table that can be drawn? Messages that say what is wrong and what to do."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd


def check_table(table: pd.DataFrame, columns: Iterable[str], caller: str) -> None:
    """Refuse what is not a table with the columns that are drawn.

    Parameters
    ----------
    table : pandas.DataFrame
        To be checked.
    columns : iterable of str
        Columns that the figure needs.
    caller : str
        Name of the public function, for the message.

    Raises
    ------
    TypeError
        If it is no DataFrame.
    ValueError
        If a column is missing or there is no row.
    """
    if not isinstance(table, pd.DataFrame):
        raise TypeError(
            f"The table of `{caller}` must be a pandas DataFrame; got {type(table).__name__}. Execute it first."
        )
    for column in columns:
        if column not in table.columns:
            raise ValueError(
                f"The table of `{caller}` must have the column `{column}`; "
                f"got {', '.join(map(str, table.columns)) or 'none'}. Rename or compute it before drawing."
            )
    if table.empty:
        raise ValueError(
            f"The table of `{caller}` must have at least one row; got 0 rows. Say so instead of drawing it."
        )


def check_unique(table: pd.DataFrame, keys: list[str], caller: str) -> None:
    """Refuse a table in which the same cell is given twice.

    Parameters
    ----------
    table : pandas.DataFrame
        To be checked.
    keys : list of str
        Columns that name a cell.
    caller : str
        Name of the public function, for the message.

    Raises
    ------
    ValueError
        If a combination of keys occurs more than once.
    """
    repeated = table[table.duplicated(keys)]
    if len(repeated):
        first = ", ".join(f"{key} = {repeated.iloc[0][key]!r}" for key in keys)
        raise ValueError(f"The table of `{caller}` must hold each cell once; got {first} twice. Aggregate it first.")
