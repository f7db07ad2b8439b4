"""Which model of repeat buying should be used for these customers? The one that foretold months it had not seen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from seglib.value.clv import MODELS
from seglib.value.holdout import Split, calibration_slope, decile_table, total_table
from seglib.value.repeat_buying import RepeatModel

PREFERENCE = ("mbgnbd", "bgnbd", "pareto_nbd")
"""Among models that are equally good: first those that are quick, and of these the one that lets single buyers go."""
LEAST = 1e-300  # chance of what a model held impossible


@dataclass(frozen=True, eq=False)
class Comparison:
    """Models held against purchases that they had not seen.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a model, and one, ``"as before"``, for the rule that each customer goes on at the own pace: `model`,
        `label`, `converged`, `log_likelihood` (of the purchases before), `expected`, `low`, `high`, `actual`, `error`,
        `held` (as from :func:`seglib.value.holdout.total_table`), `slope` (of the calibration by tenths), `rmse` (of
        customers' purchases), `log_score` (mean logarithm of the chance that the model gave to what each customer then
        did: the higher, the better), `behind`, `behind_low`, `behind_high` (log score of the best less the model's,
        with a 95% interval over customers).
    chosen : str
        Name of the model to use; empty if nobody had bought again.
    reasons : tuple of str
        Why, one sentence each.
    models : mapping of str to RepeatModel
        The fitted models.
    """

    table: pd.DataFrame
    chosen: str
    reasons: tuple[str, ...]
    models: Mapping[str, RepeatModel]


def compare(split: Split, *, models: Sequence[str] = PREFERENCE, n_draws: int = 400, random_state: int) -> Comparison:
    """Fit models to the purchases before a day and hold their forecasts against what came after.

    Parameters
    ----------
    split : Split
        Purchases before and after, as from :func:`seglib.value.holdout.split_purchases`.
    models : sequence of str, default ("mbgnbd", "bgnbd", "pareto_nbd")
        Which of :data:`seglib.value.clv.MODELS`, in the order of preference among equally good ones.
    n_draws : int, default 400
        Draws for the intervals of totals.
    random_state : int
        Seed.

    Returns
    -------
    Comparison
        The first model in the order of preference that is not surely worse than the best by its log score.

    Raises
    ------
    ValueError
        If a model is not known.
    """
    unknown = [name for name in models if name not in MODELS]
    if unknown or not models:
        raise ValueError(f"`models` of `compare` must be of {', '.join(MODELS)}; got {list(models)}.")
    fitted = {name: MODELS[name](split.history) for name in models}
    later = split.later.to_numpy()
    scores = {
        name: np.log(np.maximum(model.chance_of(split.horizon, split.later).to_numpy(), LEAST))
        for name, model in fitted.items()
    }
    usable = [name for name in models if not fitted[name].is_silent]
    usable = [name for name in usable if fitted[name].converged] or usable
    best = max(usable, key=lambda name: scores[name].mean(), default="")
    rows = []
    for name, model in fitted.items():
        expected = model.expected_purchases(split.horizon).to_numpy()
        row = {"model": name, "label": model.name, "converged": model.converged, "log_likelihood": model.log_likelihood}
        row |= (
            total_table(model, split, n_draws=n_draws, random_state=random_state).iloc[0].drop(["model", "n"]).to_dict()
        )
        row |= {"slope": calibration_slope(decile_table(model, split)), "rmse": _rmse(expected, later)}
        behind = _mean_and_interval(scores[best] - scores[name]) if best else (np.nan,) * 3
        row |= dict(zip(("behind", "behind_low", "behind_high"), behind, strict=True))
        rows.append(row | {"log_score": scores[name].mean()})
    table = pd.DataFrame([*rows, _as_before(split)])
    chosen = next((name for name in usable if not table.set_index("model").loc[name, "behind_low"] > 0), "")
    return Comparison(table, chosen, _reasons(table.set_index("model"), chosen, split), fitted)


def _as_before(split: Split) -> dict[str, object]:
    """Each customer goes on at the own pace so far."""
    T = split.history["T"].to_numpy()
    pace = np.divide(split.history["frequency"].to_numpy(float), T, out=np.zeros(len(T)), where=T > 0)
    expected, later = pace * split.horizon, split.later.to_numpy()
    total = int(later.sum())
    return {
        "model": "as before",
        "label": "As before",
        "converged": True,
        "expected": float(expected.sum()),
        "actual": total,
        "error": float(expected.sum()) / total - 1 if total else np.nan,
        "rmse": _rmse(expected, later),
    }


def _rmse(expected: np.ndarray, later: np.ndarray) -> float:
    return float(np.sqrt(((expected - later) ** 2).mean()))


def _mean_and_interval(values: np.ndarray) -> tuple[float, float, float]:
    wide = stats.norm.ppf(0.975) * values.std(ddof=1) / np.sqrt(len(values)) if len(values) > 1 else np.nan
    return float(values.mean()), float(values.mean() - wide), float(values.mean() + wide)


def _reasons(table: pd.DataFrame, chosen: str, split: Split) -> tuple[str, ...]:
    if not chosen:
        return (
            f"None of {len(split.history):,} customers had bought again by {split.calibration_end}: no model fits.",
        )
    one, naive = table.loc[chosen], table.loc["as before"]
    models = table.drop(index="as before")
    worse = models.index[models["behind_low"] > 0]
    equal = [name for name in models.index if name not in (*worse, chosen)]
    reasons = []
    if len(worse):
        reasons.append(f"{one['label']} tells better who buys how often than {_list(models.loc[worse, 'label'])}.")
    if equal:
        reasons.append(
            f"These customers show no sure difference between {_list(table.loc[[chosen, *equal], 'label'])}."
        )
    reasons.append(
        f"{one['label']} expected {one['expected']:,.0f} purchases (95%: {one['low']:,.0f} to {one['high']:,.0f}), "
        f"{one['actual']:,} came; each customer going on as before would have made {naive['expected']:,.0f}."
    )
    if one["actual"] and not one["held"]:
        side = "low" if one["error"] < 0 else "high"
        reasons.append(
            f"The total was {abs(one['error']):.0%} too {side}, which is more than chance explains: seasons, campaigns "
            "and other news are not in such models."
        )
    return tuple(reasons)


def _list(names: pd.Series) -> str:
    return " and ".join([", ".join(names[:-1]), names.iloc[-1]] if len(names) > 1 else names)
