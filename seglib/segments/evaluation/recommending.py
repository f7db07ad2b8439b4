"""Which base is to be adopted? The one that foretells most, unless a simpler one does as well as far as can be told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from seglib.segments.evaluation.bases import LABELS


@dataclass(frozen=True)
class Recommendation:
    """A base, and why.

    Parameters
    ----------
    base : str or None
        The recommended one; None where no base has data.
    reason : {"best", "simplest_as_good", "nothing_proven", "not_judged", "none"}
        Best beyond noise; the simplest of those that noise does not tell from the best; the simplest, because none
        tells customers apart; the simplest, because nothing could be judged; no base at all.
    outcome : str
        On which outcome; empty where nothing was judged.
    outcome_label : str
        Its heading.
    score, low, high : float
        Of the recommended base; missing where nothing was judged.
    n : int
        Customers it was judged on.
    runner_up : str or None
        The best of the others; the best of all where the simplest was taken instead.
    advantage, advantage_low, advantage_high : float
        Of the recommended base over the runner-up.
    adopted : str or None
        The client's choice, or the recommended one.
    chosen : bool
        Whether the client's choice counts.
    without_data : str
        The client's choice where there is no data for it, so that it cannot count; else empty.
    """

    base: str | None
    reason: str
    outcome: str = ""
    outcome_label: str = ""
    score: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    n: int = 0
    runner_up: str | None = None
    advantage: float = float("nan")
    advantage_low: float = float("nan")
    advantage_high: float = float("nan")
    adopted: str | None = None
    chosen: bool = False
    without_data: str = ""


def recommend(
    scores: pd.DataFrame,
    advantages: pd.DataFrame,
    *,
    available: Sequence[str],
    leading: str = "margin",
    adopt: str | None = None,
) -> Recommendation:
    """Recommend a base.

    Parameters
    ----------
    scores, advantages : pandas.DataFrame
        See :class:`seglib.segments.evaluation.Battle`.
    available : sequence of str
        Bases that have something to compare, the simplest first.
    leading : str, default "margin"
        Outcome that decides; where it was not judged, the first that was.
    adopt : str, optional
        The client's choice.

    Returns
    -------
    Recommendation
    """
    possible = adopt in available
    own = {
        "adopted": adopt if possible else None,
        "chosen": possible,
        "without_data": adopt if adopt and not possible else "",
    }
    if not available:
        return Recommendation(None, "none", **own)
    judged = scores["outcome"].unique().tolist()
    if not judged:
        return Recommendation(available[0], "not_judged", **own | {"adopted": own["adopted"] or available[0]})
    outcome = leading if leading in judged else judged[0]
    rows = scores[(scores["outcome"] == outcome) & scores["base"].isin(LABELS)].set_index("base")
    duels = advantages[advantages["outcome"] == outcome].set_index(["base", "other"])
    order = sorted(rows.index, key=lambda name: (-rows.at[name, "score"], list(LABELS).index(name)))
    best = order[0]
    as_good = [name for name in rows.index if name == best or not duels.at[(best, name), "beyond_noise"]]
    told = [name for name in as_good if rows.at[name, "beyond_noise"]]
    base = min(told or rows.index, key=list(LABELS).index)
    reason = "nothing_proven" if not rows["beyond_noise"].any() else "best" if base == best else "simplest_as_good"
    other = next((name for name in order if name != base), None)
    duel = duels.loc[(base, other)] if other else {"advantage": float("nan"), "low": float("nan"), "high": float("nan")}
    row = rows.loc[base]
    return Recommendation(
        base,
        reason,
        outcome,
        str(row["outcome_label"]),
        *(float(row[name]) for name in ("score", "low", "high")),
        int(row["n"]),
        other,
        *(float(duel[name]) for name in ("advantage", "low", "high")),
        **own | {"adopted": own["adopted"] or base},
    )
