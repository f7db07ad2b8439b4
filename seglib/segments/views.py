"""Which tables does the reader see of the segments? Finished, named and in order; nothing is drawn here."""

from __future__ import annotations

import pandas as pd

from seglib.segments.checks import has_ordered
from seglib.segments.rfm import RfmScores, rfm_scores, rfm_segments
from seglib.segments.segmentation import NOT_YET_BOUGHT, Segmentation
from seglib.segments.sentences import money_shares
from seglib.segments.small_groups import large, sizes
from seglib.segments.worth import Worth


def cut_points(scores: RfmScores, formatter: object) -> pd.DataFrame:
    """What each score means, in words.

    Parameters
    ----------
    scores : seglib.segments.rfm.RfmScores
        Scores with their cut points.
    formatter : object
        With methods ``count`` and ``money``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``score``, best first, and ``recency_days``, ``n_orders`` and ``money``: the range in words; missing where no
        customer has the score.
    """
    columns = {}
    for measure, rows in scores.cut_points.groupby("measure", sort=False):
        whole = measure in ("recency_days", "n_orders")
        show = formatter.count if whole else formatter.money
        step = 1 if whole else 0
        least = 1 if measure == "n_orders" else float("-inf")  # who has a score has ordered
        columns[measure if whole else "money"] = {
            row.score: _range(row.above + step, row.up_to, show, least) for row in rows.itertuples()
        }
    return pd.DataFrame(columns).sort_index(ascending=False).rename_axis("score").reset_index()


def _range(low: float, high: float, show, least: float) -> str:
    if pd.isna(low) and pd.isna(high):
        return "any"
    if pd.isna(low):
        return show(high) if high <= least else f"{show(high)} or less"
    if pd.isna(high):
        return f"{show(low)} or more"
    return show(low) if low == high else f"{show(low)} to {show(high)}"


def actions(segmentation: Segmentation, money: Worth) -> pd.DataFrame:
    """What to do for whom, in the order of the money at stake.

    Parameters
    ----------
    segmentation : seglib.segments.segmentation.Segmentation
        With an ``action`` in its definition.
    money : Worth

    Returns
    -------
    pandas.DataFrame
        ``segment_name, n, share, money, money_share, action``.
    """
    table = segmentation.summary.merge(segmentation.definition[["segment", "action"]], on="segment")
    table = table.assign(money=table[money.column], money_share=table[money.share])
    table = table.sort_values("money", ascending=False, na_position="last", kind="stable")
    return table[["segment_name", "n", "share", "money", "money_share", "action"]].reset_index(drop=True)


def groups(segmentation: Segmentation, money: Worth, formatter: object, *, least: int) -> pd.DataFrame:
    """Each segment that is large enough to be shown, what it brings and what to do for it.

    Parameters
    ----------
    segmentation : seglib.segments.segmentation.Segmentation
        With an ``action`` in its definition.
    money : Worth
    formatter : object
        With a method ``percent``, such as :attr:`seglib.report.Page.formatter`.
    least : int
        Fewest customers of a segment of which numbers are shown.

    Returns
    -------
    pandas.DataFrame
        The summary with ``action`` and ``told``, the share of the money with its interval in words.
    """
    table = segmentation.summary.merge(segmentation.definition[["segment", "action"]], on="segment")
    return large(table.assign(told=money_shares(table, money.share, formatter)), least=least)


def settled(definition: pd.DataFrame, summary: pd.DataFrame, *, least: int) -> pd.DataFrame:
    """Each segment that has customers, with its rule and size.

    Parameters
    ----------
    definition, summary : pandas.DataFrame
        Of a segmentation.
    least : int
        Fewest customers of a segment whose size is shown.

    Returns
    -------
    pandas.DataFrame
        The summary with ``rule``, ``action`` and ``size`` in words, in the order of the definition.
    """
    own = definition[["segment", "rule", "action"]]
    return summary.assign(size=sizes(summary["n"], least=least)).merge(own, on="segment")


def every(table: pd.DataFrame, step: int) -> pd.DataFrame:
    """Every so many rows of a long table, with the last one.

    Parameters
    ----------
    table : pandas.DataFrame
    step : int
        1 or more.

    Returns
    -------
    pandas.DataFrame
    """
    return table[(table.index % step == 0) | (table.index == table.index[-1])].reset_index(drop=True)


def sensitivity(features: pd.DataFrame, segments: Segmentation, *, n_bins: int, monetary: str) -> pd.DataFrame:
    """How many buyers keep the name of their RFM segment with one score fewer or more.

    Parameters
    ----------
    features : pandas.DataFrame
        One row a customer.
    segments : seglib.segments.segmentation.Segmentation
        RFM segments with `n_bins` scores.
    n_bins : int
        Number of scores in use.
    monetary : str
        The feature behind the monetary score.

    Returns
    -------
    pandas.DataFrame
        ``n_bins`` (one fewer, one more), ``same`` (share of buyers), ``n`` buyers.
    """
    bought = has_ordered(features)
    names = segments.assignments["segment"].to_numpy()[bought]
    rows = []
    for other in (n_bins - 1, n_bins + 1):
        if 2 <= other <= 10:
            again = rfm_segments(rfm_scores(features, n_bins=other, monetary=monetary))
            rows.append((other, float((again.assignments["segment"].to_numpy()[bought] == names).mean()), len(names)))
    return pd.DataFrame(rows, columns=["n_bins", "same", "n"])


def stacked(schemes: dict[str, Segmentation], money: Worth) -> pd.DataFrame:
    """Several small segmentations below one another, less those that part nobody, as where nothing is recorded.

    Parameters
    ----------
    schemes : dict of str to Segmentation
        By what each sorts customers.
    money : Worth
        By which money they are compared.

    Returns
    -------
    pandas.DataFrame
        `by`, `segment_name`, `n`, `share`, `money_share` with its `low` and `high` end; who has not bought yet is left
        out.
    """
    names = ["by", "segment_name", "n", "share", "money_share", "low", "high"]
    columns = {money.share: "money_share", f"{money.share}_low": "low", f"{money.share}_high": "high"}
    parts = [pd.DataFrame(columns=names)]
    for by, scheme in schemes.items():
        rows = scheme.summary[scheme.summary["segment"] != NOT_YET_BOUGHT].rename(columns=columns)
        parts += [rows.assign(by=by)[names]] if len(rows) > 1 else []
    return pd.concat(parts[1:] or parts, ignore_index=True)


def looked_at(table: pd.DataFrame, chosen: int) -> dict[str, float]:
    """Give what a figure says of the number of groups in use.

    Parameters
    ----------
    table : pandas.DataFrame
        `k`, `stability` and `silhouette`, from :func:`seglib.segments.behavioural.compare`; with a row or more.
    chosen : int
        The number in use.

    Returns
    -------
    dict
        `groups`, `stability` and `silhouette`: of `chosen`, or of the steadiest number where that was not tried.
    """
    rows = table.set_index("k")
    k = chosen if chosen in rows.index else int(rows["stability"].idxmax())
    return {"groups": k, **{name: float(rows.loc[k, name]) for name in ("stability", "silhouette")}}
