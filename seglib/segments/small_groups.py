"""What does a page show of groups in which single people could be recognised? No size, no money, no average."""

from __future__ import annotations

import pandas as pd

SMALL = "Too small to be shown, with fewer than {least:count} customers, who could be recognised: {names}."


def sizes(counts: pd.Series, *, least: int) -> pd.Series:
    """Write numbers of customers in words where they are small.

    Parameters
    ----------
    counts : pandas.Series of int
    least : int
        Fewest customers of a group whose size is shown.

    Returns
    -------
    pandas.Series of str

    Examples
    --------
    >>> sizes(pd.Series([4, 0, 1200]), least=10).tolist()
    ['fewer than 10', '0', '1,200']
    """
    shown = [f"{int(n):,}" if n >= least or not n else f"fewer than {least}" for n in counts]
    return pd.Series(shown, index=counts.index, dtype="str")


def large(table: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """Keep the groups that are large enough to be shown.

    Parameters
    ----------
    table : pandas.DataFrame
        With `n`.
    least : int
        Fewest customers of a group.

    Returns
    -------
    pandas.DataFrame
        All groups where none is large enough: of so few customers the shop knows each one.
    """
    enough = table["n"] >= least
    return table[enough].reset_index(drop=True) if enough.any() else table


def left_out(table: pd.DataFrame, *, least: int) -> dict[str, object]:
    """Say which groups are not shown.

    Parameters
    ----------
    table : pandas.DataFrame
        With `segment_name` and `n`.
    least : int
        Fewest customers of a group.

    Returns
    -------
    dict
        ``sentence`` and the values of its placeholders; empty where all are shown.
    """
    shown = large(table, least=least)["segment_name"]
    names = table.loc[~table["segment_name"].isin(shown), "segment_name"].tolist()
    return {"sentence": SMALL, "names": ", ".join(names), "least": least} if names else {}
