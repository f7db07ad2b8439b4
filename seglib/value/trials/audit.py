"""Was the draw a draw? Sizes of the arms, likeness of the arms before the campaign, and what is missing where.

A campaign whose arms are not as they were drawn measures something else than its effect, however sure the interval.

.. [1] A. Fabijan et al. (2019), Diagnosing sample ratio mismatch in online controlled experiments, Proceedings of KDD.
.. [2] B. B. Hansen and J. Bowers (2008), Covariate balance in simple, stratified and clustered comparative studies,
   Statistical Science 23, 219-236.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import stats

from seglib.features.responses import CONTROL
from seglib.value.trials.outcomes import known_outcomes

MISMATCH = 0.001
"""A chance as small as this, and the arms are not as they were drawn: the level that is usual for this check."""
LEVEL = 0.01
"""The same for likeness and gaps."""
FEWEST_EXPECTED = 5  # of each cell, for the chi-squared distribution to hold
COLUMNS = ["campaign_id", "check", "statistic", "p", "passed", "detail"]


def audit_draw(
    rows: pd.DataFrame,
    *,
    history: pd.DataFrame | None = None,
    shares: Mapping[str, Mapping[str, float]] | None = None,
    contaminated: pd.Series | None = None,
) -> pd.DataFrame:
    """Check each campaign's draw.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`seglib.value.trials.outcomes.read_outcomes`.
    history : pandas.DataFrame, optional
        Numbers known before the campaign, as :func:`seglib.value.trials.adjusting.adjust_by_history` takes them.
    shares : mapping, optional
        By campaign, each arm's share as it was planned, or any numbers in proportion to them; left out, equal shares.
    contaminated : pandas.Series, optional
        By campaign, the customers who were drawn for two arms.

    Returns
    -------
    pandas.DataFrame
        One row a campaign and check: `campaign_id`, `check` (``sizes``: the arms against their shares [1]_;
        ``segments``: the same shares in every segment; ``history``: customers alike before [2]_; ``gaps``: outcomes
        missing alike in every arm; ``two arms``: nobody in two), `statistic` (chi-squared; of ``history`` the largest
        standardised difference, of ``two arms`` the customers), `p` (missing where nothing could be tested), `passed`
        and `detail` (an arm's or a column's name where the check is of one).
    """
    found = []
    for campaign, part in rows.groupby("campaign_id", sort=False):
        if CONTROL not in set(part["arm"]) or part["arm"].nunique() < 2:
            continue
        planned = (shares or {}).get(campaign)
        found.append((campaign, "sizes", *sample_ratio(part["arm"].value_counts(), planned), MISMATCH, ""))
        if part["segment"].nunique() > 1:
            counts = pd.crosstab(part["segment"], part["arm"])
            found.append((campaign, "segments", *_independent(counts), LEVEL, ""))
        if history is not None and not history.empty:
            statistic, p, worst = _alike(part, history)
            found.append((campaign, "history", statistic, p, LEVEL, worst))
        for outcome in known_outcomes(part):
            if part[outcome].isna().any() and outcome != "converted":
                counts = pd.crosstab(part[outcome].isna(), part["arm"])
                found.append((campaign, "gaps", *_independent(counts), LEVEL, outcome))
        twice = int(contaminated.get(campaign, 0)) if contaminated is not None else 0
        found.append((campaign, "two arms", float(twice), float(twice == 0), LEVEL, ""))
    table = pd.DataFrame(found, columns=["campaign_id", "check", "statistic", "p", "level", "detail"])
    table["passed"] = ~(table["p"] < table.pop("level"))
    table.loc[table["check"] == "two arms", "p"] = np.nan
    return table[COLUMNS]


def sample_ratio(counts: pd.Series, planned: Mapping[str, float] | None = None) -> tuple[float, float]:
    """Test the sizes of the arms against what was planned [1]_.

    Parameters
    ----------
    counts : pandas.Series
        Customers by arm.
    planned : mapping, optional
        Each arm's share or anything in proportion; left out, equal shares.

    Returns
    -------
    tuple of float
        Chi-squared and its p; missing where an arm was not planned or is too small to be tested.

    Examples
    --------
    >>> round(sample_ratio(pd.Series({"mens": 21307, "womens": 21387, "control": 21306}))[1], 3)
    0.904
    """
    share = pd.Series(1.0, index=counts.index) if planned is None else pd.Series(planned, dtype=float)
    expected = share.reindex(counts.index) / share.sum() * counts.sum()
    if expected.isna().any() or (expected < FEWEST_EXPECTED).any() or len(counts) < 2:
        return float("nan"), float("nan")
    statistic = float(((counts - expected) ** 2 / expected).sum())
    return statistic, float(stats.chi2.sf(statistic, len(counts) - 1))


def balance(rows: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    """Compare the customers of each arm with those of the control group before the campaign.

    Parameters
    ----------
    rows : pandas.DataFrame
        From :func:`seglib.value.trials.outcomes.read_outcomes`.
    history : pandas.DataFrame
        Numbers known before the campaign.

    Returns
    -------
    pandas.DataFrame
        One row a campaign, arm and column: `campaign_id, arm, variable, n` (of whom it is known, in both), `mean`,
        `mean_control` and `difference` in standard deviations.
    """
    found = []
    for campaign, part in rows.groupby("campaign_id", sort=False):
        X = _numbers(part, history)
        own = X[(part["arm"] == CONTROL).to_numpy()]
        for arm in sorted(set(part["arm"]) - {CONTROL}) if len(own) else []:
            other = X[(part["arm"] == arm).to_numpy()]
            pooled = np.sqrt((own.var() + other.var()) / 2)
            for name in X.columns[(pooled > 0).to_numpy()]:
                means = (other[name].mean(), own[name].mean())
                n = int(own[name].notna().sum() + other[name].notna().sum())
                found.append((campaign, arm, name, n, *means, (means[0] - means[1]) / pooled[name]))
    return pd.DataFrame(
        found, columns=["campaign_id", "arm", "variable", "n", "mean", "mean_control", "difference"]
    ).astype({"n": "int64"})


def _numbers(part: pd.DataFrame, history: pd.DataFrame) -> pd.DataFrame:
    numbers = history.select_dtypes("number").astype(float)
    if isinstance(numbers.index, pd.MultiIndex):
        return numbers.reindex(pd.MultiIndex.from_frame(part[["campaign_id", "customer_id"]]))
    return numbers.reindex(part["customer_id"])


def _alike(part: pd.DataFrame, history: pd.DataFrame) -> tuple[float, float, str]:
    """Largest standardised difference of an arm from the control group, and the chance of arms so unlike [2]_."""
    table = balance(part, history)
    if table.empty:
        return float("nan"), float("nan"), ""
    worst = table.loc[table["difference"].abs().idxmax()]
    X = _numbers(part, history)
    X = X.fillna(X.mean()).fillna(0.0)
    X = X.loc[:, X.std(ddof=0) > 0]
    arms = part["arm"].to_numpy()
    between = X.groupby(arms).mean() - X.mean()
    sizes = pd.Series(arms).value_counts().reindex(between.index)
    inverse = np.linalg.pinv(np.cov(X.to_numpy(), rowvar=False).reshape(X.shape[1], -1))
    # the sum over arms of n times the squared distance of its mean: chi-squared in large samples
    statistic = float(sum(n * d @ inverse @ d for n, d in zip(sizes, between.to_numpy(), strict=True)))
    df = np.linalg.matrix_rank(inverse) * (len(sizes) - 1)
    return float(worst["difference"]), float(stats.chi2.sf(statistic, df)), str(worst["variable"])


def _independent(counts: pd.DataFrame) -> tuple[float, float]:
    """Chi-squared test that the rows have the same shares; rows too small to be tested are put together."""
    cells = counts.to_numpy()
    small = (_expected(cells) < FEWEST_EXPECTED).any(axis=1)
    grouped = np.vstack([cells[~small], cells[small].sum(axis=0)]) if small.any() else cells
    expected = _expected(grouped)
    if len(grouped) < 2 or (expected < FEWEST_EXPECTED).any():
        return float("nan"), float("nan")
    statistic, p, *_ = stats.chi2_contingency(grouped, correction=False)
    return float(statistic), float(p)


def _expected(cells: np.ndarray) -> np.ndarray:
    return cells.sum(axis=1, keepdims=True) * cells.sum(axis=0) / cells.sum()
