"""How are treatments, outcomes and their numbers written for a reader?"""

from __future__ import annotations

import pandas as pd

from seglib.features.responses import CONTROL

NOBODY = "no contact"


def rounded(n: float) -> int:
    """Round a number of customers to two digits: more would pretend to know.

    Parameters
    ----------
    n : float
        The number.

    Returns
    -------
    int

    Examples
    --------
    >>> rounded(87787.0), rounded(94)
    (88000, 94)
    """
    return int(float(f"{n:.2g}"))


def kind_of(measure: str) -> str:
    """Say in which format an outcome is shown.

    Parameters
    ----------
    measure : {"margin", "revenue", "responded"}
        What was compared.

    Returns
    -------
    str
    """
    return "percent" if measure == "responded" else "money"


def treatment(arm: str) -> str:
    """Name an arm for a reader.

    Parameters
    ----------
    arm : str
        As the campaign has it.

    Returns
    -------
    str
    """
    return NOBODY if arm == CONTROL else arm


def told(table: pd.DataFrame, columns: tuple[str, str, str], formatter: object, *, kind: str = "") -> list[str]:
    """Write numbers with their intervals.

    Parameters
    ----------
    table : pandas.DataFrame
        With the columns, and `measure` where the format depends on it.
    columns : tuple of str
        The number, the lower and the upper end.
    formatter : object
        With methods ``format`` and ``decimals``, such as :attr:`seglib.report.Page.formatter`.
    kind : str, default ""
        Format; left out, that of each row's measure.

    Returns
    -------
    list of str
    """
    kinds = [kind] * len(table) if kind else [kind_of(measure) for measure in table["measure"]]
    numbers = table[list(columns)].astype(float)
    decimals = {one: formatter.decimals(numbers.to_numpy().ravel().tolist(), one) for one in set(kinds)}
    rows = zip(numbers.itertuples(index=False), kinds, strict=True)
    texts = [[formatter.format(value, one, decimals=decimals[one]) for value in row] for row, one in rows]
    return [f"{value} ({low} to {high})" for value, low, high in texts]
