"""Are today's customers still like those of before? Differences beyond chance and large enough to matter, or none.

Many customers are there both times, which makes a difference surer than that of two samples of strangers: its variance
is taken over customers, each with what they are in both. All comparisons are adjusted together, so that an alarm of any
kind is false in one of twenty looks at most.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.multiple import holm

LEVEL, LEAST, FEWEST = 0.05, 0.2, 30
"""Chance of any false alarm; least difference, in standard deviations, that is worth one (Cohen 1988: small); fewest
customers of each time."""
ROUNDING = 1e-9
COLUMNS = ("kind", "segment", "trait", "n_before", "n", "before", "after", "difference", "low", "high", "effect", "p",
           "adjusted", "alarm")  # fmt: skip


def paired_difference(before: pd.Series, after: pd.Series) -> dict[str, float]:
    """Compare the means of two times, of which many customers are in both.

    Parameters
    ----------
    before, after : pandas.Series of float
        By customer, without gaps; customers of either time need not be in the other.

    Returns
    -------
    dict of str to float
        `before` and `after` (means), `difference`, `low` and `high` (95%, Student's t), `effect` (the difference in
        standard deviations of both times), `p` (two-sided). Missing where a time has fewer than two customers; `p` is 1
        where all values are one.

    Notes
    -----
    The difference is a sum over customers of ``(y1 - mean1) / n1 - (y0 - mean0) / n0``, where a customer who is absent
    at a time adds nothing for it; its variance is the sum of squares, with n (n - 1) for n squared, so that it is that
    of a paired test where all are there both times, and of two samples where none is (the linearised estimator of a
    change between two overlapping samples: Berger 2004, *Canadian Journal of Statistics* 32, 451-467, section 2).
    """
    n0, n1 = len(before), len(after)
    if min(n0, n1) < 2:
        return dict.fromkeys(("before", "after", "difference", "low", "high", "effect", "p"), float("nan"))
    mean0, mean1 = float(before.mean()), float(after.mean())
    pulls = ((after - mean1) / (n1 * (n1 - 1)) ** 0.5).sub((before - mean0) / (n0 * (n0 - 1)) ** 0.5, fill_value=0.0)
    error = float(np.sqrt((pulls**2).sum()))
    difference, df = mean1 - mean0, min(n0, n1) - 1
    spread = float(np.sqrt((before.var(ddof=1) + after.var(ddof=1)) / 2))
    if spread <= ROUNDING * max(abs(mean0), abs(mean1)):  # all values of a time are one, but for the last digits
        error, spread, difference = 0.0, 0.0, difference if abs(difference) > ROUNDING * abs(mean0) else 0.0
    half = float(stats.t.ppf(1 - LEVEL / 2, df)) * error
    p = float(2 * stats.t.sf(abs(difference) / error, df)) if error > 0 else float(difference == 0)
    effect = difference / spread if spread > 0 else float(np.sign(difference)) * np.inf if difference else 0.0
    ends = {"low": difference - half, "high": difference + half}
    return {"before": mean0, "after": mean1, "difference": difference, **ends, "effect": effect, "p": p}


def drift(
    before: pd.DataFrame, after: pd.DataFrame, *, segment_before: pd.Series, segment_after: pd.Series
) -> pd.DataFrame:
    """Compare inputs, sizes and profiles of two times.

    Parameters
    ----------
    before, after : pandas.DataFrame of float
        Traits of the customers of each time on one scale; index: the customer. A missing value is one that is not
        known, and how many are missing is compared as well.
    segment_before, segment_after : pandas.Series
        Segment of each customer of each time, by one rule.

    Returns
    -------
    pandas.DataFrame
        One row a comparison of :data:`COLUMNS`: `kind` is "input" (a trait of all customers), "missing" (the share of
        whom it is not known), "size" (a segment's share) or "profile" (a trait within a segment); `segment` and `trait`
        are empty where they play no part. `adjusted` is the p-value after Holm over all rows; an `alarm` needs it below
        0.05 and a difference of a fifth of a standard deviation. Rows with fewer than 30 customers of either time have
        neither.
    """
    rows = []
    for trait in before.columns:
        gaps = before[trait].isna(), after[trait].isna()
        if any(gap.any() for gap in gaps):
            rows.append(("missing", "", trait, *(gap.astype(float) for gap in gaps)))
        rows.append(("input", "", trait, before[trait].dropna(), after[trait].dropna()))
    for segment in sorted(set(segment_before) | set(segment_after)):
        inside = segment_before == segment, segment_after == segment
        rows.append(("size", segment, "", *(one.astype(float) for one in inside)))
        for trait in before.columns:
            pair = (
                frame.loc[one.index[one], trait].dropna() for frame, one in zip((before, after), inside, strict=True)
            )
            rows.append(("profile", segment, trait, *pair))
    return _judged(rows)


def _judged(rows: list[tuple]) -> pd.DataFrame:
    told = []
    for kind, segment, trait, before, after in rows:
        found: Mapping[str, float] = paired_difference(before, after)
        told.append(
            {"kind": kind, "segment": segment, "trait": trait, "n_before": len(before), "n": len(after), **found}
        )
    table = pd.DataFrame(told)
    many = (table["n_before"] >= FEWEST) & (table["n"] >= FEWEST)
    table["p"] = table["p"].where(many)
    table["adjusted"] = holm(table["p"])
    table["alarm"] = (table["adjusted"] < LEVEL) & (table["effect"].abs() >= LEAST)
    return table[list(COLUMNS)]
