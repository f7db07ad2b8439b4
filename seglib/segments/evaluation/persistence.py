"""Do the segments last? Fitted on the earlier period, applied to the later one, and compared with a fit made there."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import ibis.expr.types as ir
import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score

from seglib.client import Client
from seglib.features import customer_features
from seglib.segments import behavioural
from seglib.segments.checks import has_ordered
from seglib.segments.evaluation.later import HORIZON_DAYS, split_day
from seglib.segments.headline import share_interval
from seglib.segments.segmentation import Segmentation

PERSISTS, PARTLY = 0.75, 0.5  # adjusted Rand, and Jaccard: fpc's readings of a stable and of a doubtful pattern
N_BOOT = 200
FEWEST = 60


@dataclass(frozen=True, eq=False)
class Persistence:
    """What became of the segments of an earlier day.

    Parameters
    ----------
    split, end : datetime.date or None
        The two days; None where the history is too short.
    n : int
        Customers with an order by the earlier day, of whom all this is told.
    rand, rand_low, rand_high : float
        Adjusted Rand index, at the end, of the segments by the earlier rule and by the one fitted anew; with its 95%
        interval by bootstrap over customers. Missing where nothing can be told.
    verdict : {"persist", "partly", "vanish", "one", "too_few"}
        Whether the segments last: the interval of the index lies above 0.75; it does not, but the index is at least 0.5
        or some segment is found again; neither. One segment has nothing to last; too few customers tell nothing.
    segments : pandas.DataFrame
        One row an earlier segment: `segment`, `segment_name`, `n` at the end by the earlier rule, `again` (name of the
        new segment that it fits best, each once), `jaccard` with `low` and `high` (95%, Wilson, of those in either),
        `lasts` ("yes" from 0.75, "doubtful" from 0.5, "no").
    moves : pandas.DataFrame
        One row a pair of segments by the earlier rule, on the earlier day and at the end: `segment`, `segment_name`,
        `to`, `to_name`, `n`, `of`, `share` of those who were in the first, `low`, `high` (95%, Wilson), `stayed`.
    stayed, stayed_low, stayed_high : float
        Share of the customers who are in the same segment at the end as on the earlier day, by the same rule.
    early, late : Segmentation or None
        The segmentation of each day.
    """

    split: datetime.date | None
    end: datetime.date | None
    n: int
    rand: float
    rand_low: float
    rand_high: float
    verdict: str
    segments: pd.DataFrame
    moves: pd.DataFrame
    stayed: float
    stayed_low: float
    stayed_high: float
    early: Segmentation | None
    late: Segmentation | None


SEGMENTS = ("segment", "segment_name", "n", "again", "jaccard", "low", "high", "lasts")
MOVES = ("segment", "segment_name", "to", "to_name", "n", "of", "share", "low", "high", "stayed")


def persistence(
    tables: Mapping[str, ir.Table],
    client: Client,
    *,
    horizon_days: int = HORIZON_DAYS,
    k: int | None = None,
    segmenting: Callable[[pd.DataFrame], Segmentation] | None = None,
    random_state: int,
) -> Persistence:
    """Ask whether segments of behaviour last.

    Parameters
    ----------
    tables : mapping of str to ibis.expr.types.Table
        Clean tables by name, without customers who objected.
    client : seglib.client.Client
        Whose end of observation counts.
    horizon_days : int, default 182
        How long before it the earlier day is; a third of the history where that is shorter.
    k : int, optional
        Number of groups; left out, the one recommended on the earlier day. The fit at the end has as many, so that
        what is compared is where the groups lie and not how many there are.
    segmenting : callable, optional
        Features to a segmentation; left out, the k-means groups of behaviour.
    random_state : int
        Seed of the groups and of the bootstrap.

    Returns
    -------
    Persistence
        Customers without an order by the earlier day are left out. With fewer than 60 others nothing is told.
    """
    split = split_day(tables, as_of=client.as_of, horizon_days=horizon_days)
    if split is None:
        return _nothing(None, None, 0, "too_few")
    before, after = (customer_features(tables, as_of=day).to_pandas() for day in (split, client.as_of))
    days = {"split": split, "end": client.as_of}
    return compare_days(before, after, **days, k=k, segmenting=segmenting, random_state=random_state)


def compare_days(
    before: pd.DataFrame,
    after: pd.DataFrame,
    *,
    split: datetime.date,
    end: datetime.date,
    k: int | None = None,
    segmenting: Callable[[pd.DataFrame], Segmentation] | None = None,
    random_state: int,
) -> Persistence:
    """Compare the segments of two days.

    Parameters
    ----------
    before, after : pandas.DataFrame
        Features of each day, one row a customer.
    split, end : datetime.date
        The days.
    k : int, optional
        Number of groups; left out, the one recommended on the earlier day.
    segmenting : callable, optional
        Features to a segmentation; left out, the k-means groups of behaviour.
    random_state : int
        Seed.

    Returns
    -------
    Persistence
        Of the customers with an order on both days.
    """
    buyers, now = (frame[has_ordered(frame)].sort_values("customer_id") for frame in (before, after))
    both = buyers["customer_id"][buyers["customer_id"].isin(now["customer_id"])]
    if len(both) < FEWEST:
        return _nothing(split, end, len(both), "too_few")
    if segmenting is not None:
        early, late = segmenting(buyers), segmenting(now)
    else:
        early = behavioural.segment(buyers, k=k, random_state=random_state)
        late = behavioural.segment(now, k=len(early.definition) - 1, random_state=random_state)  # less "No kept order"
    then = _of(early.assignments, both)
    kept, anew = _of(early.assign(now), both), _of(late.assignments, both)
    names = early.definition.set_index("segment")["segment_name"]
    stays = int((then == kept).sum())
    told = {
        "segments": _jaccards(kept, anew, names, late.definition.set_index("segment")["segment_name"]),
        "moves": _moves(then, kept, names),
        "stayed": stays / len(both),
        **dict(zip(("stayed_low", "stayed_high"), share_interval(stays, len(both)), strict=True)),
        "early": early,
        "late": late,
    }
    if kept.nunique() < 2 or anew.nunique() < 2:
        return _nothing(split, end, len(both), "one", **told)
    rand, low, high = _rand(kept, anew, random_state)
    some = rand >= PARTLY or (told["segments"]["lasts"] == "yes").any()
    verdict = "persist" if low >= PERSISTS else "partly" if some else "vanish"
    return _nothing(split, end, len(both), verdict, rand=rand, rand_low=low, rand_high=high, **told)


def _of(assignments: pd.DataFrame, customers: pd.Series) -> pd.Series:
    return assignments.set_index("customer_id")["segment"].reindex(customers)


def _rand(kept: pd.Series, anew: pd.Series, random_state: int) -> tuple[float, float, float]:
    """Index and its interval: customers drawn again are draws of the cells of the table of both."""
    counts = pd.crosstab(kept, anew)
    cells = counts.to_numpy().ravel()
    rng = np.random.default_rng(random_state)
    drawn = rng.multinomial(cells.sum(), cells / cells.sum(), size=N_BOOT)
    low, high = np.quantile(_adjusted_rand(drawn.reshape(-1, *counts.shape)), [0.025, 0.975])
    return float(adjusted_rand_score(kept, anew)), float(low), float(high)


def _adjusted_rand(tables: np.ndarray) -> np.ndarray:
    """Index of many tables of counts at once (Hubert and Arabie 1985, equation 5)."""
    pairs, n = lambda counts: counts * (counts - 1) / 2, tables.sum(axis=(1, 2))
    within = pairs(tables).sum(axis=(1, 2))
    a, b = (pairs(tables.sum(axis=axis)).sum(axis=1) for axis in (2, 1))
    chance = a * b / pairs(n)
    return (within - chance) / np.maximum((a + b) / 2 - chance, 1e-12)


def _jaccards(kept: pd.Series, anew: pd.Series, names: pd.Series, new_names: pd.Series) -> pd.DataFrame:
    """Each earlier segment beside the new one that it shares most with; each new one is taken once."""
    counts = pd.crosstab(kept, anew)
    either = counts.sum(axis=1).to_numpy()[:, None] + counts.sum(axis=0).to_numpy() - counts.to_numpy()
    jaccard = counts.to_numpy() / either
    partner = dict(zip(*linear_sum_assignment(-jaccard), strict=True))
    rows = []
    for i, segment in enumerate(counts.index):
        n, j = int(counts.iloc[i].sum()), partner.get(i)
        if j is None:
            rows.append((segment, names[segment], n, "–", 0.0, *share_interval(0, n), "no"))
            continue
        value = float(jaccard[i, j])
        ends = share_interval(int(counts.iloc[i, j]), int(either[i, j]))
        lasts = "yes" if value >= PERSISTS else "doubtful" if value >= PARTLY else "no"
        rows.append((segment, names[segment], n, new_names[counts.columns[j]], value, *ends, lasts))
    table = pd.DataFrame(rows, columns=list(SEGMENTS))
    return _ordered(table, "segment", names)


def _moves(then: pd.Series, kept: pd.Series, names: pd.Series) -> pd.DataFrame:
    rows = []
    for (segment, to), n in pd.crosstab(then, kept).stack().items():
        of = int((then == segment).sum())
        ends = share_interval(int(n), of)
        rows.append((segment, names[segment], to, names[to], int(n), of, n / of, *ends, segment == to))
    table = pd.DataFrame(rows, columns=list(MOVES))
    return _ordered(table[table["n"] > 0], "to", names).pipe(_ordered, "segment", names)


def _ordered(table: pd.DataFrame, column: str, names: pd.Series) -> pd.DataFrame:
    place = {segment: i for i, segment in enumerate(names.index)}
    return table.sort_values(column, key=lambda one: one.map(place), kind="stable", ignore_index=True)


def _nothing(split: datetime.date | None, end: datetime.date | None, n: int, verdict: str, **told) -> Persistence:
    unknown = dict.fromkeys(("rand", "rand_low", "rand_high", "stayed", "stayed_low", "stayed_high"), float("nan"))
    empty = {"segments": pd.DataFrame(columns=list(SEGMENTS)), "moves": pd.DataFrame(columns=list(MOVES))}
    return Persistence(split, end, n, verdict=verdict, **unknown | empty | {"early": None, "late": None} | told)
