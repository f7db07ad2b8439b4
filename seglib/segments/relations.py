"""Is more of this worth more money? Margin per head by service effort, by followers, by anything with an order."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

FEWEST_IN_A_GROUP = 10


@dataclass(frozen=True, eq=False)
class Relation:
    """How money per customer changes with a trait.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a band: `band`, `n`, `money` (mean per customer), `low`, `high` (95%), `money_share`; the customers of
        whom the trait is not known last.
    highest, lowest : str
        The bands that are compared.
    verdict : {"more", "less", "unclear", "too_few"}
        Whether the highest band brings more or less per head than the lowest.
    ratio, low, high : float
        Money per head of the highest band over that of the lowest, and its 95% interval.
    n : int
        Customers of whom the trait is known.
    """

    table: pd.DataFrame
    highest: str
    lowest: str
    verdict: str
    ratio: float
    low: float
    high: float
    n: int


def relation(
    values: pd.Series, money: pd.Series, *, bands: dict[str, tuple[float, float]], unknown: str = "Not known"
) -> Relation:
    """Compare the money per customer over bands of a trait.

    Parameters
    ----------
    values : pandas.Series
        The trait, one value a customer, some perhaps missing.
    money : pandas.Series
        What each customer brings; missing counts as nothing.
    bands : dict of str to (float, float)
        Name of a band, from the lowest: its smallest and largest value.
    unknown : str, default "Not known"
        Name of the customers without a value.

    Returns
    -------
    Relation
        With fewer than 10 customers in the highest or the lowest band, no verdict.

    Notes
    -----
    Money is skewed, so intervals of means are those of Johnson's modified t (Johnson 1978, Journal of the American
    Statistical Association 73, 536-544), and the interval of the ratio is Fieller's on the two means, which are
    independent; where Fieller's has no ends, the verdict is "unclear".
    """
    trait = pd.to_numeric(values).to_numpy(float, na_value=np.nan)
    brought = money.fillna(0.0).to_numpy(float)
    member = {name: (trait >= low) & (trait <= high) for name, (low, high) in bands.items()}
    member[unknown] = np.isnan(trait)
    total = brought.sum()
    rows = []
    for name, inside in member.items():
        if inside.any():
            mean, low, high = _mean(brought[inside])
            share = brought[inside].sum() / total if total > 0 else np.nan
            rows.append((name, int(inside.sum()), mean, low, high, share))
    table = pd.DataFrame(rows, columns=["band", "n", "money", "low", "high", "money_share"])
    names = [name for name in bands if member[name].any()]
    known = int((~np.isnan(trait)).sum())
    highest, lowest = (names[-1], names[0]) if names else ("", "")
    if len(names) < 2 or min(member[highest].sum(), member[lowest].sum()) < FEWEST_IN_A_GROUP:
        return Relation(table, highest, lowest, "too_few", *(float("nan"),) * 3, n=known)
    ratio, low, high = _ratio(brought[member[highest]], brought[member[lowest]])
    verdict = "more" if low > 1 else "less" if high < 1 else "unclear"
    return Relation(table, highest, lowest, verdict, ratio, low, high, n=known)


@dataclass(frozen=True, eq=False)
class Kinds:
    """How money per customer differs over words.

    Parameters
    ----------
    table : pandas.DataFrame
        As of a :class:`Relation`, the most frequent word first.
    p : float
        Of equal means, by the test of Alexander and Govern, which allows for unequal spread; missing where fewer than
        two words have 10 customers.
    n : int
        Customers of whom the word is known.
    """

    table: pd.DataFrame
    p: float
    n: int


def by_kind(values: pd.Series, money: pd.Series, *, unknown: str = "Not known") -> Kinds:
    """Compare the money per customer over words, such as who referred a customer.

    Parameters
    ----------
    values : pandas.Series
        One word a customer, some perhaps missing.
    money : pandas.Series
        What each customer brings; missing counts as nothing.
    unknown : str, default "Not known"
        Name of the customers without a word.

    Returns
    -------
    Kinds
        Words of fewer than 10 customers are one, *Others*.

    References
    ----------
    .. [1] R. A. Alexander and D. M. Govern (1994), A new and simpler approximation for ANOVA under variance
       heterogeneity, Journal of Educational Statistics 19, 91-101.
    """
    words = values.astype("str").where(values.notna()).reset_index(drop=True)
    counts = words.value_counts().sort_index().sort_values(ascending=False, kind="stable")
    words = words.where(words.isna() | words.map(counts).ge(FEWEST_IN_A_GROUP), "Others").fillna(unknown)
    brought = money.fillna(0.0).to_numpy(float)
    total = brought.sum()
    rows, groups = [], []
    order = [*counts.index[counts >= FEWEST_IN_A_GROUP], "Others", unknown]
    for word in dict.fromkeys(order):
        own = brought[(words == word).to_numpy()]
        if len(own):
            rows.append((word, len(own), *_mean(own), own.sum() / total if total > 0 else np.nan))
            groups += [own] if word != unknown and len(own) >= FEWEST_IN_A_GROUP and own.std() > 0 else []
    table = pd.DataFrame(rows, columns=["band", "n", "money", "low", "high", "money_share"])
    p = float(stats.alexandergovern(*groups).pvalue) if len(groups) > 1 else float("nan")
    return Kinds(table, p, int(values.notna().sum()))


def _mean(values: np.ndarray) -> tuple[float, float, float]:
    """Mean and Johnson's interval; without ends for fewer than three values."""
    mean, n = float(values.mean()), len(values)
    if n < 3 or values.std() == 0:
        return mean, np.nan, np.nan
    error = values.std(ddof=1) / np.sqrt(n)
    third = ((values - mean) ** 3).mean()
    shift = third / (6 * n * values.var(ddof=1))
    wide = stats.t.ppf(0.975, n - 1) * error
    return mean, float(mean + shift - wide), float(mean + shift + wide)


def _ratio(top: np.ndarray, rest: np.ndarray) -> tuple[float, float, float]:
    """Fieller's interval of the ratio of two independent means."""
    a, b = top.mean(), rest.mean()
    va, vb = top.var(ddof=1) / len(top), rest.var(ddof=1) / len(rest)
    t2 = stats.norm.ppf(0.975) ** 2
    if b <= 0 or b**2 <= t2 * vb:
        return float(a / b) if b else float("nan"), float("-inf"), float("inf")
    q = b**2 - t2 * vb
    root = np.sqrt(max(a**2 * b**2 - q * (a**2 - t2 * va), 0.0))
    return float(a / b), float((a * b - root) / q), float((a * b + root) / q)
