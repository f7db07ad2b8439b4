"""Who will buy in the months to come? A learned model against two simple rules, judged on months it has not seen.

Snapshots of the customers are taken as of earlier days. The model learns from what happened after the earliest ones, is
judged at a later one, by months that none of the others saw, and then looks ahead from the end of observation.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from scipy import stats
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.isotonic import IsotonicRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from seglib.features import customer_features
from seglib.features.observation import observation_end
from seglib.value.bgnbd import fit_bgnbd
from seglib.value.history import purchase_history

FEWEST = 100
"""Customers at a snapshot that count as enough to learn from or to judge by."""
FEWEST_OF_EACH = 20
"""And of them at least so many who bought in the months after, and who did not."""
MOST_SNAPSHOTS = 4
"""From how many snapshots, a horizon apart, is learned: with quarters, each season once."""
TIERS = ((0.5, "likely"), (0.2, "open"), (0.0, "unlikely"))
LABELS = {"recency": "Recency rule", "bgnbd": "BG/NBD model", "learned": "Learned model"}


@dataclass(frozen=True, eq=False)
class Prediction:
    """Chances to buy, and how good they are.

    Parameters
    ----------
    verdict : {"learned", "simple", "nothing", "too_little"}
        Whether the learned model beats the better of the simple rules out of time; whether not even that surely comes
        nearer than one share for all; or there is too little to tell.
    used : {"learned", "bgnbd", "recency", ""}
        What the chances come from.
    comparison : pandas.DataFrame
        One row a method: `method`, `label`, `n`, `auc` (0.5 is chance, 1 perfect), `brier` (mean squared error; less is
        better), `bias` (mean chance less the share who bought), `gain`, `gain_low`, `gain_high` (Brier score of always
        saying the share who bought last time, less the method's, over the former, with a 95% interval).
    advantage : tuple of float
        Brier score of the better simple rule less the learned model's, and its 95% interval; missing where too little.
    calibration : pandas.DataFrame
        Of the method used, by fifth of customers: `predicted`, `observed`, `low`, `high` (95% Wilson), `n`.
    chances : pandas.DataFrame
        `customer_id`, `p_buy` in the months after the end of observation, `tier`.
    horizon_days : int
        How long those months are.
    n : int
        Customers on whom the methods were judged.
    """

    verdict: str
    used: str
    comparison: pd.DataFrame
    advantage: tuple[float, float, float]
    calibration: pd.DataFrame
    chances: pd.DataFrame
    horizon_days: int
    n: int


def predict_purchases(
    tables: Mapping[str, ir.Table], *, as_of: datetime.date | str, horizon_days: int = 91, random_state: int
) -> Prediction:
    """Predict who buys in the months to come.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name; `order_lines` is needed.
    as_of : datetime.date or str
        End of observation.
    horizon_days : int, default 91
        How far to look ahead: a quarter.
    random_state : int
        Seed of the learned model.

    Returns
    -------
    Prediction
        Of the customers with an order. With fewer than 100 of them at the earlier snapshots, or fewer than 20 who
        bought or did not in the months after, nothing is judged and `chances` is empty.

    Notes
    -----
    The learned model is gradient boosting with its chances calibrated by cross-validation over customers. The recency
    rule is the share who bought among customers who had been silent for as long (isotonic regression). BG/NBD [1]_ is
    fitted to the purchases until the snapshot and looks ahead from there. The interval of a difference in Brier scores
    is that of a mean of differences over customers (Diebold and Mariano 1995, for independent errors).

    References
    ----------
    .. [1] Fader, Hardie and Lee (2005), see :mod:`seglib.value.bgnbd`.
    """
    end = observation_end(as_of)
    days = [end - datetime.timedelta(days=horizon_days * back) for back in range(MOST_SNAPSHOTS + 2)]
    late = _snapshot(tables, days[1])
    if len(late) < FEWEST:
        return _too_little(horizon_days, len(late))
    now, *earlier = (_snapshot(tables, day) for day in (days[0], *days[2:]))
    for before, after in zip([late, *earlier], [now, late, *earlier], strict=False):
        before["bought"] = _bought_since(before, after)
    earlier = [one for one in earlier if _enough(one)]
    if not earlier or not _enough(late):
        return _too_little(horizon_days, len(late))
    early, known = pd.concat(earlier), pd.concat([late, *earlier[: MOST_SNAPSHOTS - 1]])
    columns = _usable(early)
    learned = _learn(early, columns, random_state)
    judged = {
        "recency": _recency_rule(early).predict(late["recency_days"].astype(float)),
        "bgnbd": _bgnbd(tables, late, days[1], horizon_days),
        "learned": learned.predict_proba(_matrix(late, columns))[:, 1],
    }
    bought, base = late["bought"].to_numpy(float), float(early["bought"].mean())
    comparison = pd.DataFrame([_score(name, chance, bought, base) for name, chance in judged.items()])
    brier = comparison.set_index("method")["brier"]
    simple = brier[["recency", "bgnbd"]].idxmin()
    advantage = _mean_and_interval((judged[simple] - bought) ** 2 - (judged["learned"] - bought) ** 2)
    used = "learned" if advantage[1] > 0 else simple
    ahead = {
        "recency": lambda: _recency_rule(known).predict(now["recency_days"].astype(float)),
        "bgnbd": lambda: _bgnbd(tables, now, end, horizon_days),
        "learned": lambda: _learn(known, columns, random_state).predict_proba(_matrix(now, columns))[:, 1],
    }[used]()
    helps = comparison.set_index("method").at[used, "gain_low"] > 0
    return Prediction(
        ("learned" if used == "learned" else "simple") if helps else "nothing",
        used,
        comparison,
        advantage,
        _calibration(judged[used], bought),
        _tiers(now["customer_id"], ahead),
        horizon_days,
        len(late),
    )


def _snapshot(tables: Mapping[str, ir.Table], day: datetime.date) -> pd.DataFrame:
    features = customer_features(tables, as_of=day)
    return features.filter(features.n_orders > 0).order_by("customer_id").to_pandas()


def _bought_since(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """Whether a customer has more days with an order at the later snapshot; orders taken back later do not count."""
    days = after.set_index("customer_id")["n_order_days"]
    return before["customer_id"].map(days).astype(float).fillna(0) > before["n_order_days"]


def _enough(snapshot: pd.DataFrame) -> bool:
    bought = int(snapshot["bought"].sum())
    return len(snapshot) >= FEWEST and min(bought, len(snapshot) - bought) >= FEWEST_OF_EACH


def _usable(snapshot: pd.DataFrame) -> list[str]:
    """Numbers in which customers differ."""
    numbers = snapshot.select_dtypes(["number"]).columns.drop("bought", errors="ignore")
    return [name for name in numbers if snapshot[name].nunique() > 1]


def _matrix(snapshot: pd.DataFrame, columns: list[str]) -> np.ndarray:
    return snapshot[columns].to_numpy(float, na_value=np.nan)


def _learn(snapshot: pd.DataFrame, columns: list[str], random_state: int) -> CalibratedClassifierCV:
    trees = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=120, max_leaf_nodes=15, min_samples_leaf=30, random_state=random_state
    )
    X, bought = _matrix(snapshot, columns), snapshot["bought"]
    # All snapshots of a customer are in one fold, and each fold has customers of all snapshots.
    folds = list(GroupKFold(5).split(X, bought, groups=snapshot["customer_id"]))
    model = CalibratedClassifierCV(trees, method="sigmoid", cv=folds)
    with threadpool_limits(limits=1):  # small fits on many threads wait for one another
        return model.fit(X, bought)


def _recency_rule(snapshot: pd.DataFrame) -> IsotonicRegression:
    rule = IsotonicRegression(y_min=0.0, y_max=1.0, increasing=False, out_of_bounds="clip")
    return rule.fit(snapshot["recency_days"].astype(float), snapshot["bought"].astype(float))


def _bgnbd(tables: Mapping[str, ir.Table], snapshot: pd.DataFrame, day: datetime.date, horizon_days: int) -> np.ndarray:
    history = purchase_history(tables["order_lines"], as_of=day).order_by("customer_id").to_pandas()
    chances = fit_bgnbd(history).p_purchase(horizon_days / 7)
    return snapshot["customer_id"].map(chances).to_numpy(float)


def _score(name: str, chance: np.ndarray, bought: np.ndarray, base: float) -> dict[str, object]:
    constant = (base - bought) ** 2
    gain = np.array(_mean_and_interval(constant - (chance - bought) ** 2)) / constant.mean()
    return {
        "method": name,
        "label": LABELS[name],
        "n": len(bought),
        "auc": float(roc_auc_score(bought, chance)),
        "brier": float(((chance - bought) ** 2).mean()),
        "bias": float(chance.mean() - bought.mean()),
        **dict(zip(("gain", "gain_low", "gain_high"), gain.tolist(), strict=True)),
    }


def _mean_and_interval(values: np.ndarray) -> tuple[float, float, float]:
    mean, wide = values.mean(), stats.norm.ppf(0.975) * values.std(ddof=1) / np.sqrt(len(values))
    return float(mean), float(mean - wide), float(mean + wide)


def _calibration(chance: np.ndarray, bought: np.ndarray, *, n_groups: int = 5) -> pd.DataFrame:
    """Customers of equal chances stay in one group, so groups may be fewer and unequal."""
    cuts = np.unique(np.quantile(chance, np.arange(1, n_groups) / n_groups))
    group = np.searchsorted(cuts, chance, side="left")
    rows = []
    for one in np.unique(group):
        members = group == one
        low, high = stats.binomtest(int(bought[members].sum()), int(members.sum())).proportion_ci(method="wilson")
        observed = float(bought[members].mean())
        rows.append((float(chance[members].mean()), observed, float(low), float(high), int(members.sum())))
    return pd.DataFrame(rows, columns=["predicted", "observed", "low", "high", "n"])


def _tiers(customers: pd.Series, chance: np.ndarray) -> pd.DataFrame:
    tier = np.select([chance >= least for least, _ in TIERS], [name for _, name in TIERS], TIERS[-1][1])
    return pd.DataFrame({"customer_id": customers.to_numpy(), "p_buy": chance, "tier": tier})


def _too_little(horizon_days: int, n: int) -> Prediction:
    names = ["method", "label", "n", "auc", "brier", "bias", "gain", "gain_low", "gain_high"]
    calibration = pd.DataFrame(columns=["predicted", "observed", "low", "high", "n"])
    unknown = (float("nan"),) * 3
    chances = pd.DataFrame(columns=["customer_id", "p_buy", "tier"])
    return Prediction("too_little", "", pd.DataFrame(columns=names), unknown, calibration, chances, horizon_days, n)
