"""What speaks for each number of groups? Its stability and silhouette beside those of data without groups."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from seglib.clustering.scanning import scan
from seglib.clustering.structure import LEVEL, STABLE, Structure, structure

_SEEN = ["k", "natural", "above_null", "stability_null", "silhouette_null", "excess", "p_valley"]


def numbers(
    X: np.ndarray | pd.DataFrame,
    *,
    ks: Sequence[int],
    min_share: float = 0.02,
    n_boot: int,
    n_null: int = 19,
    criteria: bool = False,
    random_state: int,
) -> tuple[pd.DataFrame, Structure]:
    """Put numbers of groups side by side, for :func:`seglib.clustering.choose`.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales.
    ks : sequence of int
        Numbers of groups to try.
    min_share : float, default 0.02
        Share of the cases that the smallest group needs.
    n_boot : int
        Pairs of bootstrap samples for the stability.
    n_null : int, default 19
        Data sets drawn of each family without groups; see :func:`seglib.clustering.structure`.
    criteria : bool, default False
        Also the further criteria of :func:`seglib.clustering.scan`.
    random_state : int
        Seed.

    Returns
    -------
    table : pandas.DataFrame
        What :func:`seglib.clustering.scan` gives, with `smallest_n`, `stable`, `large` (whether the smallest group is
        large enough), `natural` (and large enough: two cases far away are an island, and no group), `reproducible`
        (stable, above that of data without groups, and more of the numbers are so than chance would have it),
        `stability_null` and `silhouette_null` (what data without groups reach in 19 of 20 draws), `above_null`,
        `excess`, `p_valley`, and `runs` (whether it can be used: stable and large).
    found : Structure
        Whether there are groups at all.

    Raises
    ------
    ValueError
        As of :func:`seglib.clustering.structure`.
    """
    found = structure(X, ks=ks, n_null=n_null, random_state=random_state)
    table = scan(X, ks=ks, n_boot=n_boot, criteria=criteria, random_state=random_state)
    seen = found.table.assign(above_null=found.table["stability"] > found.table["stability_null"])
    table = table.merge(seen[_SEEN], on="k")
    table["smallest_n"] = (table["smallest_share"] * table["n"]).round().astype(int)
    table["stable"], table["large"] = table["stability"] >= STABLE, table["smallest_n"] >= min_share * table["n"]
    table["natural"] &= table["large"]
    table["reproducible"] = table["stable"] & table["above_null"] & (found.p_null <= LEVEL)
    table["runs"] = table["stable"] & table["large"] & table["silhouette"].notna()
    return table, found
