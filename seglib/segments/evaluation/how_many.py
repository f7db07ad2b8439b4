"""How many segments? All views on their number in one table, and one recommendation with its reason.

Valleys between the groups decide, where there are any. Else, of the numbers of groups that come again in other samples
and are large enough for the business, the one that does so by most above data without groups is taken; where none does,
the one whose groups lie farthest apart. Where none comes again, everybody is one segment.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from seglib import clustering
from seglib.client_segments import Evaluation
from seglib.clustering import Structure
from seglib.clustering.matrix import as_matrix, distinct_rows
from seglib.clustering.structure import STABLE

ONE_IN = 50
OTHER_METHODS = {"ward": "Ward's tree", "gaussian_mixture": "Gaussian mixture", "kmedoids": "k-medoids"}


@dataclass(frozen=True, eq=False)
class HowMany:
    """How many segments there are to be.

    Parameters
    ----------
    table : pandas.DataFrame
        One row a number of segments: what :func:`seglib.clustering.numbers` gives with its criteria, and `agreement`
        (mean adjusted Rand index of k-means with three other methods).
    structure : Structure
        Whether there are groups at all.
    k : int
        The number in use: the client's, or the recommended one; 1 where everybody is one segment.
    recommended : int
        The recommended one.
    looked_at : int
        The number that the verdict is about: `k`, or the steadiest one where everybody is one segment.
    verdict : {"natural", "reproducible", "constructed", "none"}
        What so many segments are, as in :func:`seglib.clustering.structure`.
    reason : {"natural", "reproducible", "best_silhouette", "unstable", "too_small"}
        Why it is recommended.
    runner_up : int
        The next best by the same rule; 0 where there is none.
    smallest : int
        Customers that a segment needs.
    n : int
        Customers that were looked at.
    """

    table: pd.DataFrame
    structure: Structure
    k: int
    recommended: int
    looked_at: int
    verdict: str
    reason: str
    runner_up: int
    smallest: int
    n: int

    @property
    def chosen(self) -> bool:
        """Whether the number in use is the client's and another one than that recommended."""
        return self.k != self.recommended

    def of(self, k: int) -> pd.Series:
        """Give the row of a number of segments.

        Parameters
        ----------
        k : int
            One that was tried.

        Returns
        -------
        pandas.Series
        """
        return self.table.set_index("k", drop=False).loc[k]


def how_many(
    X: pd.DataFrame, *, settings: Evaluation, ks: Sequence[int], n_boot: int, n_null: int = 19, random_state: int
) -> HowMany:
    """Look at the number of segments from all sides.

    Parameters
    ----------
    X : pandas.DataFrame, shape (n, d)
        As :class:`seglib.segments.evaluation.subject.Subject` has it.
    settings : seglib.client_segments.Evaluation
        Limits of the business, and the client's choice.
    ks : sequence of int
        Numbers of segments to try; those above `settings.most`, and above the client's choice, are left out.
    n_boot : int
        Pairs of bootstrap samples for the stability.
    n_null : int, default 19
        See :func:`seglib.clustering.structure`.
    random_state : int
        Seed.

    Returns
    -------
    HowMany
        See :mod:`seglib.segments.evaluation.how_many` for the rule.

    Raises
    ------
    ValueError
        If there is nothing to try.
    """
    ks = [k for k in ks if k <= max(settings.most, settings.segments or 0)]
    if not ks:
        raise ValueError("`ks` of `how_many` must hold a number of segments that can be tried; got none.")
    smallest = settings.smallest or len(X) / ONE_IN
    table, found = clustering.numbers(
        X, ks=ks, min_share=smallest / len(X), n_boot=n_boot, n_null=n_null, criteria=True, random_state=random_state
    )
    table = table.assign(agreement=_agreement(X, ks, random_state))
    choice = clustering.choose(table, min_stability=STABLE, min_share=smallest / len(X))
    ranked = choice.ranked
    recommended = ranked[0] if ranked else 1
    k = settings.segments or recommended
    steadiest = int(table.set_index("k")["stability"].idxmax())
    looked_at = k if k in ks else steadiest
    return HowMany(
        table,
        found,
        k,
        recommended,
        looked_at,
        _verdict(table.set_index("k").loc[looked_at]),
        choice.code,
        ranked[1] if len(ranked) > 1 else 0,
        math.ceil(smallest),
        len(X),
    )


def votes(found: HowMany) -> pd.DataFrame:
    """Tell which number each criterion alone would take.

    Parameters
    ----------
    found : HowMany
        From :func:`how_many`.

    Returns
    -------
    pandas.DataFrame
        `criterion`, `asks` (what it looks at) and `k`, missing where it names none.
    """
    table = found.table.set_index("k")
    gap = clustering.gap_choice(found.table)
    rows = [
        ("Valleys between all groups", "gaps in which hardly anybody is", _largest(table.index[table["natural"]])),
        ("Stability", "the same groups in other samples", table["stability"].idxmax()),
        ("Above data without groups", "more stable than a cloud would be", _best(table["excess"], table["excess"] > 0)),
        ("Silhouette", "near the own group, far from the next", table["silhouette"].idxmax()),
        ("Calinski-Harabasz", "spread between groups over that within", table["calinski_harabasz"].idxmax()),
        ("Davies-Bouldin", "each group against its most similar one", table["davies_bouldin"].idxmin()),
        ("Gap statistic", "tighter than evenly spread customers", gap),
        ("BIC of mixtures", "a sum of normal clouds, as few as will do", table["bic"].idxmin()),
        ("ICL of mixtures", "the same, with customers surely in one", table["icl"].idxmin()),
        ("Agreement of methods", "Ward, mixtures and medoids find the same", table["agreement"].idxmax()),
    ]
    return pd.DataFrame(rows, columns=["criterion", "asks", "k"]).astype({"k": "Int64"})


def _verdict(row: pd.Series) -> str:
    return next((word for word in ("natural", "reproducible") if row[word]), "constructed" if row["stable"] else "none")


def _agreement(X: pd.DataFrame, ks: Sequence[int], random_state: int) -> list[float]:
    """Mean adjusted Rand index of k-means with the other methods, for each number of groups.

    Another method may leave a group without a case, as mixtures do where answers are few: then it has found fewer.
    """
    rows, weights, where = distinct_rows(as_matrix(X, caller="how_many"))
    found = []
    for k in ks:
        labelings = {
            method: clustering.METHODS[method](rows, weights, k=k, random_state=random_state)[where]
            for method in ("kmeans", *OTHER_METHODS)
        }
        found.append(float(clustering.agreement(labelings).loc["kmeans", list(OTHER_METHODS)].mean()))
    return found


def _largest(ks: pd.Index) -> int | None:
    return int(ks.max()) if len(ks) else None


def _best(values: pd.Series, allowed: pd.Series) -> int | None:
    return int(values[allowed].idxmax()) if allowed.any() else None
