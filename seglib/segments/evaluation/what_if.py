"""What if fewer segments could be served, or larger ones were needed? The same rule on the numbers already tried."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from seglib import clustering
from seglib.clustering.structure import STABLE
from seglib.segments.evaluation.how_many import HowMany

STEPS = (0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4)
"""Shares of the customers that the smallest segment may be asked to have."""

WHY = {
    "natural": "gaps lie between all of them",
    "reproducible": "farthest above what customers without groups reach",
    "best_silhouette": "farthest apart of those that come again",
    "unstable": "none comes again in other samples: all customers are one segment",
    "too_small": "those that come again have a smaller one: all customers are one segment",
}


def sizes_to_try(found: HowMany) -> list[int]:
    """Give sizes of the smallest segment to try, with the one in force.

    Parameters
    ----------
    found : HowMany
        From :func:`seglib.segments.evaluation.how_many`.

    Returns
    -------
    list of int
        Customers, from few to many.
    """
    return sorted({found.smallest, *(max(round(share * found.n), 1) for share in STEPS)})


def what_if(found: HowMany, *, limits: Iterable[tuple[int, int]]) -> pd.DataFrame:
    """Recommend a number of segments under other limits of the business.

    Parameters
    ----------
    found : HowMany
        From :func:`seglib.segments.evaluation.how_many`.
    limits : iterable of (int, int)
        The most segments that can be served, and the customers that the smallest needs.

    Returns
    -------
    pandas.DataFrame
        A row for each pair: `most`, `smallest`, `k` (1: all customers are one segment), `members` (of the smallest of
        these), `runner_up` (missing where there is none) and `why`, of :data:`WHY`.
    """
    islands = found.structure.table.set_index("k")["natural"]
    rows = []
    for most, smallest in limits:
        table = found.table[found.table["k"] <= most]
        table = table.assign(natural=table["k"].map(islands) & (table["smallest_n"] >= smallest))
        choice = clustering.choose(table, min_stability=STABLE, min_share=smallest / found.n)
        members = int(found.of(choice.k)["smallest_n"]) if choice.k > 1 else found.n
        runner_up = choice.ranked[1] if len(choice.ranked) > 1 else None
        rows.append((most, smallest, choice.k, members, runner_up, WHY[choice.code]))
    columns = ["most", "smallest", "k", "members", "runner_up", "why"]
    return pd.DataFrame(rows, columns=columns).astype({"runner_up": "Int64"})
