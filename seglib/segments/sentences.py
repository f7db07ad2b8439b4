"""How do numbers get into a sentence, or with their interval into a cell?"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import pandas as pd


class Line(NamedTuple):
    """A sentence under a heading, with what it rests on: a line of a persona's card.

    Parameters
    ----------
    heading : str
        What it is about.
    sentence : str
        With ``{name:format}`` placeholders.
    values : mapping
        The value of each.
    n : int
        How many it rests on.
    source : str
        Where its numbers stand.
    """

    heading: str
    sentence: str
    values: Mapping[str, object]
    n: int
    source: str


def told(sentence: str, values: Mapping[str, object]) -> dict[str, object]:
    """Keep the values that a sentence shows.

    Parameters
    ----------
    sentence : str
        With placeholders such as ``{share:percent}``.
    values : mapping
        By placeholder; some may not be in this sentence.

    Returns
    -------
    dict
        ``sentence`` and the values, as a finding takes them.

    Examples
    --------
    >>> told("{n:count} customers", {"n": 3, "share": 0.2})
    {'sentence': '{n:count} customers', 'n': 3}
    """
    return {"sentence": sentence, **{name: value for name, value in values.items() if f"{{{name}" in sentence}}


def share_with_interval(value: float, low: float, high: float, formatter: object) -> str:
    """Write a share with its interval, all three with as many decimals: one, where the interval is under 5 points.

    A share that cannot be another one, as of nobody, stands alone, and so does one whose interval is not known.

    Parameters
    ----------
    value, low, high : float
    formatter : object
        With a method ``percent``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    str

    Examples
    --------
    >>> from seglib.report.text import Formatter
    >>> share_with_interval(0.88, 0.83, 0.915, Formatter("en", "EUR"))
    '88% (83% to 92%)'
    >>> share_with_interval(0.012, 0.004, 0.02, Formatter("en", "EUR"))
    '1.2% (0.4% to 2.0%)'
    >>> share_with_interval(0.0, 0.0, 0.0, Formatter("en", "EUR"))
    '0%'
    >>> share_with_interval(1.0, float("nan"), float("nan"), Formatter("en", "EUR"))
    '100%'
    """
    if pd.isna(value):
        return "–"
    if low == value == high or pd.isna(low) or pd.isna(high):
        return formatter.percent(value, 0)
    decimals = 0 if high - low >= 0.05 else 1
    scale = 10.0 ** (decimals + 2)
    rounded = [round(float(one) * scale) / scale + 0.0 for one in (value, low, high)]  # no "-0%"
    one, least, most = (formatter.percent(each, decimals) for each in rounded)
    return f"{one} ({least} to {most})"


def with_interval(value: float, low: float, high: float, show: Callable[[float], str], *, missing: str = "–") -> str:
    """Write a value with its interval.

    Parameters
    ----------
    value, low, high : float
        Missing ends: no interval; a missing value: `missing`.
    show : callable
        Writes one of them.
    missing : str, default "–"
        What stands for nothing.

    Returns
    -------
    str

    Examples
    --------
    >>> with_interval(0.2, 0.1, 0.3, "{:.0%}".format)
    '20% (10% to 30%)'
    """
    if pd.isna(value):
        return missing
    return show(value) if pd.isna(low) or pd.isna(high) else f"{show(value)} ({show(low)} to {show(high)})"


def money_shares(summary: pd.DataFrame, share: str, formatter: object) -> pd.Series:
    """Write each segment's share of the money with its interval.

    Parameters
    ----------
    summary : pandas.DataFrame
        Of a segmentation.
    share : str
        Column of the share; its ends are in the columns with ``_low`` and ``_high``.
    formatter : object
        With a method ``percent``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.Series of str
        A dash where the share is not known. Ends stay between 0 and 1, unless the share itself does not, as that of
        those who gave more back than they bought.

    Examples
    --------
    >>> from seglib.report.text import Formatter
    >>> table = pd.DataFrame({"s": [0.01, -0.01], "s_low": [-0.02, -0.03], "s_high": [0.04, 0.01]})
    >>> money_shares(table, "s", Formatter("en", "EUR")).tolist()
    ['1.0% (0.0% to 4.0%)', '−1.0% (−3.0% to 1.0%)']
    """
    of_all, low, high = (summary[f"{share}{end}"] for end in ("", "_low", "_high"))
    low, high = low.mask((of_all >= 0) & (low < 0), 0.0), high.mask((of_all <= 1) & (high > 1), 1.0)
    rows = zip(of_all, low, high, strict=True)
    told = ["–" if pd.isna(one) else share_with_interval(one, *of, formatter) for one, *of in rows]
    return pd.Series(told, index=summary.index, dtype="str")


def sentence_case(text: str) -> str:
    """Begin with a capital letter, and leave the others as they are.

    Parameters
    ----------
    text : str

    Returns
    -------
    str

    Examples
    --------
    >>> sentence_case("orders in April")
    'Orders in April'
    """
    return text[:1].upper() + text[1:]
