"""What did campaigns really do? The effect of each arm against the control group, overall and by segment.

What customers did who got a campaign is no effect: they might have done so anyway. An effect is the difference to
customers who were drawn at random not to get it. Each has an interval; differences between segments are tested before
they are believed, and drawn towards the mean of all before they are ranked; and the draw itself is checked.

.. [1] A. Agresti and B. Caffo (2000), Simple and effective confidence intervals for proportions and differences of
   proportions, The American Statistician 54, 280-288.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd

from seglib.clustering.multiple import holm
from seglib.features.responses import CONTROL
from seglib.value.trials import audit, power
from seglib.value.trials.adjusting import adjust_by_history
from seglib.value.trials.differing import equal_effects
from seglib.value.trials.money import difference_of_means
from seglib.value.trials.outcomes import EVERYBODY, OUTCOMES, known_outcomes, read_outcomes
from seglib.value.trials.proportions import Z, difference_of_shares
from seglib.value.trials.shrinking import shrink_effects

SCARCE = 5  # who did or did not, below which a share's standard error counts one more of each
LIFT = 0.1
"""`power` is the chance to find a change by a tenth of what the control group did."""
FAMILY = ["campaign_id", "arm", "outcome"]
COLUMNS = [
    *("campaign_id", "arm", "segment", "outcome", "n", "n_control", "mean", "mean_control", "effect", "low", "high"),
    *("p", "p_holm", "shrunken", "shrunken_low", "shrunken_high", "least_detectable", "power", "variance_kept"),
]
DIFFERING = ["n_segments", "statistic", "df", "p", "contrast", "low", "high"]


@dataclass(frozen=True, eq=False)
class Effects:
    """What the arms of campaigns did, and how far it can be trusted.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a campaign, arm, segment and outcome; see :func:`effects`.
    audit : pandas.DataFrame
        Checks of the draw; see :func:`seglib.value.trials.audit.audit_draw`.
    balance : pandas.DataFrame
        Arms against control groups before the campaign; see :func:`seglib.value.trials.audit.balance`.
    differing : pandas.DataFrame
        Whether effects differ between segments: `campaign_id, arm, outcome`, `n_segments`, `statistic`, `df`, `p` and,
        of two segments, `contrast` (the second less the first, in order of their names), `low`, `high`.
    rows : pandas.DataFrame
        The customers, as :func:`seglib.value.trials.outcomes.read_outcomes` gives them.
    """

    table: pd.DataFrame
    audit: pd.DataFrame
    balance: pd.DataFrame
    differing: pd.DataFrame
    rows: pd.DataFrame

    @property
    def without_control(self) -> list[str]:
        """Campaigns without a control group: nothing is known of their effects."""
        arms = self.rows.groupby("campaign_id", sort=False)["arm"]
        return [campaign for campaign, drawn in arms if CONTROL not in set(drawn)]


def effects(
    assignments: pd.DataFrame | ir.Table,
    *,
    by: pd.Series | pd.DataFrame | Mapping | str | None = None,
    history: pd.DataFrame | None = None,
    shares: Mapping[str, Mapping[str, float]] | None = None,
) -> Effects:
    """Compare each arm of each campaign with its control group.

    Parameters
    ----------
    assignments : pandas.DataFrame or ibis.expr.types.Table
        As the contract has it: `customer_id`, `arm` (``control`` for those who got nothing), and what there is of
        `campaign_id`, `responded`, `revenue`, `margin`.
    by : Series, DataFrame, mapping or str, optional
        Segment by customer: see :func:`seglib.value.trials.outcomes.read_outcomes`. Segments must be those of before
        the campaign.
    history : pandas.DataFrame, optional
        Numbers known before the campaign, by `customer_id` or by `campaign_id` and `customer_id`: what they foretell is
        taken off money, and the arms are compared in them.
    shares : mapping, optional
        By campaign, each arm's planned share; left out, equal shares.

    Returns
    -------
    Effects
        Its `table`: `campaign_id`, `arm`, `segment` (:data:`EVERYBODY` for all customers), `outcome` (`responded`,
        `converted`: shares; `revenue`, `margin`: money a customer), `n` and `n_control` with a known outcome, `mean`,
        `mean_control`, `effect` with `low` and `high` (95%; shares: Newcombe, money: Welch), `p`, `p_holm` (adjusted
        within campaign and outcome: arms, and arms by segments), `shrunken`, `shrunken_low`, `shrunken_high` (of
        segments), `least_detectable` (the effect that four of five such campaigns would find), `power` (to find a
        change by a tenth of `mean_control`) and `variance_kept` (share of the variance of money that history leaves).
        Without a control group, and where a group has too few customers to tell, what cannot be known is missing.

    Raises
    ------
    ValueError
        If `assignments` or `by` have not the columns that they need.

    Examples
    --------
    >>> drawn = pd.DataFrame({"customer_id": range(4000), "arm": ["mail", "control"] * 2000})
    >>> drawn["responded"] = [i % 20 == 0 or i % 25 == 1 for i in range(4000)]
    >>> found = effects(drawn).table.iloc[0]
    >>> [round(float(found[name]), 3) for name in ("mean", "mean_control", "effect", "low", "high")]
    [0.14, 0.04, 0.1, 0.083, 0.118]
    """
    rows, contaminated = read_outcomes(assignments, by)
    found = [_compared(rows, outcome, history) for outcome in known_outcomes(rows)]
    table = pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=[*COLUMNS, "se", "df"])
    whole = (table["segment"] == EVERYBODY).to_numpy()
    table["p_holm"] = np.nan
    for _, family in table.groupby(["campaign_id", "outcome", whole], sort=False):
        if family["p"].notna().any():
            table.loc[family.index, "p_holm"] = holm(family["p"].astype(float))
    table, differing = _between_segments(table)
    order = {name: place for place, name in enumerate(OUTCOMES)}
    campaigns = {name: place for place, name in enumerate(rows["campaign_id"].unique())}
    table = table.sort_values(
        ["campaign_id", "outcome", "arm"],
        key=lambda column: (
            column.map(order if column.name == "outcome" else campaigns).fillna(0) if column.name != "arm" else column
        ),
        kind="stable",
    )
    return Effects(
        table=table[COLUMNS].reset_index(drop=True),
        audit=audit.audit_draw(rows, history=history, shares=shares, contaminated=contaminated),
        balance=audit.balance(rows, history if history is not None else pd.DataFrame()),
        differing=differing,
        rows=rows,
    )


def _compared(rows: pd.DataFrame, outcome: str, history: pd.DataFrame | None) -> pd.DataFrame:
    """One outcome of every arm, for everybody and by segment."""
    kind = OUTCOMES[outcome]
    adjusted = adjust_by_history(rows, outcome, history) if kind == "money" else rows[outcome]
    known = rows.assign(raw=rows[outcome], adjusted=adjusted)[rows[outcome].notna()]
    parts = [known.assign(segment=EVERYBODY), known[known["segment"].notna()].astype({"segment": str})]
    stacked = pd.concat(parts, ignore_index=True)
    keys = ["campaign_id", "segment", "arm"]
    cells = stacked.groupby(keys).agg(
        n=("raw", "size"), mean=("raw", "mean"), sum=("raw", "sum"), variance=("raw", "var"),
        adjusted_mean=("adjusted", "mean"), adjusted_variance=("adjusted", "var"),
    ).reset_index()  # fmt: skip
    own = cells[cells["arm"] == CONTROL].drop(columns="arm")
    pairs = cells[cells["arm"] != CONTROL].merge(own, on=["campaign_id", "segment"], how="left", suffixes=("", "_c"))
    pairs["n_c"] = pairs["n_c"].fillna(0).astype("int64")
    differences = _of_shares(pairs) if kind == "share" else _of_money(pairs)
    out = pairs.rename(columns={"n_c": "n_control", "mean_c": "mean_control"}).assign(outcome=outcome, **differences)
    out["power"] = power.chance_to_find(LIFT * out["mean_control"].abs(), out["se"])
    out.loc[out["mean_control"] == 0, "power"] = np.nan
    first = (out["segment"] != EVERYBODY).astype(int)
    return out.assign(first=first).sort_values(["campaign_id", "arm", "first", "segment"], kind="stable")


def _of_shares(pairs: pd.DataFrame) -> dict[str, np.ndarray]:
    n, n0 = pairs["n"].to_numpy(float), pairs["n_c"].to_numpy(float)
    found = difference_of_shares(pairs["sum"], n, pairs["sum_c"], n0)
    scarce = _fewest(pairs) < SCARCE
    more = scarce.astype(float)  # so that none of a few is no certainty [1]_
    p, p0 = (pairs["sum"] + more) / (n + 2 * more), (pairs["sum_c"] + more) / (n0 + 2 * more)
    own, other = p * (1 - p) / (n + 2 * more), p0 * (1 - p0) / (n0 + 2 * more)
    df = (own + other) ** 2 / (own**2 / np.maximum(n - 1, 1) + other**2 / np.maximum(n0 - 1, 1))
    known = (n > 1) & (n0 > 1)
    se = np.where(known, np.sqrt(own + other), np.nan)
    least = power.least_share(pairs["mean_c"], n, n0)
    return found | {"se": se, "df": df.to_numpy(), "least_detectable": least, "variance_kept": np.nan}


def _fewest(pairs: pd.DataFrame) -> np.ndarray:
    """Smallest number of those who did, or did not, in either group."""
    counts = [pairs["sum"], pairs["n"] - pairs["sum"], pairs["sum_c"], pairs["n_c"] - pairs["sum_c"]]
    return np.min([one.to_numpy(float) for one in counts], axis=0)


def _of_money(pairs: pd.DataFrame) -> dict[str, np.ndarray]:
    n, n0 = pairs["n"], pairs["n_c"]
    own, other = pairs["adjusted_mean"], pairs["adjusted_mean_c"]
    found = difference_of_means(own, pairs["adjusted_variance"], n, other, pairs["adjusted_variance_c"], n0)
    raw = pairs["variance"] / n + pairs["variance_c"] / n0
    kept = (found["se"] ** 2 / raw.where(raw > 0)).to_numpy(float)
    return found | {"least_detectable": power.least_money(found["se"]), "variance_kept": kept}


def _between_segments(table: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw the effects of segments towards their mean, and test whether they differ at all."""
    table = table.assign(shrunken=np.nan, shrunken_low=np.nan, shrunken_high=np.nan)
    tests = []
    parts = table[table["segment"] != EVERYBODY]
    for key, family in parts.groupby(FAMILY, sort=False):
        wide = ((family["high"] - family["low"]) / (2 * Z)).where(family["se"].notna())  # as wide as its interval says
        drawn = shrink_effects(family["effect"], wide)
        table.loc[family.index, "shrunken"] = drawn.effect
        table.loc[family.index, "shrunken_low"] = drawn.low
        table.loc[family.index, "shrunken_high"] = drawn.high
        tests.append(
            {**dict(zip(FAMILY, key, strict=True)), **equal_effects(family["effect"], family["se"], family["df"])}
        )
    return table, pd.DataFrame(tests, columns=[*FAMILY, *DIFFERING])
