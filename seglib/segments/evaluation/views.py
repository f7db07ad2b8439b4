"""Which tables does the reader see of how the bases did? Finished, named and in order; nothing is drawn here."""

from __future__ import annotations

import pandas as pd

from seglib.segments.evaluation.bases import LABELS
from seglib.segments.evaluation.battle import Battle
from seglib.segments.evaluation.later import SCALES
from seglib.segments.evaluation.persistence import Persistence
from seglib.segments.sentences import share_with_interval

PROVEN, HARDLY, CHANCE = "Yes", "Yes, but too little to act on", "No"
USEFUL = 0.01
DROP, KEEP = "Yes: the others tell as much without it", "No"
ALIKE = ((0.1, "hardly anything in common"), (0.4, "something in common"), (0.8, "much in common"), (2.0, "the same"))


def scores(battle: Battle, formatter: object) -> pd.DataFrame:
    """Tell how well each base foretells each outcome.

    Parameters
    ----------
    battle : Battle
        How the bases did.
    formatter : object
        With a method ``percent``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``outcome_label, label, n, known, told`` (score with its interval), ``verdict``.
    """
    table = battle.scores
    sure = table["beyond_noise"].astype(bool)
    verdict = [
        (PROVEN if score >= USEFUL else HARDLY) if yes else CHANCE
        for score, yes in zip(table["score"], sure, strict=True)
    ]
    told = table.assign(told=_told(table, "score", formatter), verdict=verdict)
    return told[["outcome_label", "label", "n", "known", "told", "verdict"]]


def increments(table: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Tell what each base adds to the others, and which could be dropped.

    Parameters
    ----------
    table : pandas.DataFrame
        Rows of :attr:`seglib.segments.evaluation.Battle.increments`.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``outcome_label, label, n, told, verdict``.
    """
    told = table.assign(
        told=_told(table, "increment", formatter), verdict=table["droppable"].map({True: DROP, False: KEEP})
    )
    return told[["outcome_label", "label", "n", "told", "verdict"]]


def droppable(battle: Battle) -> list[str]:
    """List the bases that add nothing to the others for any outcome.

    Parameters
    ----------
    battle : Battle
        How the bases did.

    Returns
    -------
    list of str
        Their names; none where there are no others, or where no base foretells anything.
    """
    table = battle.increments
    if table["base"].nunique() < 2 or not battle.scores["beyond_noise"].astype(bool).any():
        return []
    never = table.groupby("base", sort=False)["droppable"].all()
    return list(never.index[never.astype(bool)])


def money_scales(battle: Battle, formatter: object) -> pd.DataFrame:
    """Put the scores of money side by side, by how it is read.

    Parameters
    ----------
    battle : Battle
        How the bases did.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        ``label, n`` and a column a scale: the score with its interval.
    """
    table = battle.scales
    if table.empty:
        return pd.DataFrame(columns=["label", "n", *SCALES])
    told = table.assign(told=_told(table, "score", formatter))
    wide = told.pivot(index=["label", "n"], columns="scale", values="told").rename_axis(columns=None)
    rows = told[["label", "n"]].drop_duplicates().itertuples(index=False, name=None)
    return wide.loc[list(rows), list(SCALES)].reset_index()


def first_on_all_scales(battle: Battle) -> bool:
    """Tell whether the same base is first however money is read.

    Parameters
    ----------
    battle : Battle
        How the bases did.

    Returns
    -------
    bool
        True where there is no money.
    """
    return battle.scales.empty or battle.scales.query("rank == 1").groupby("scale")["base"].first().nunique() == 1


def agreement(battle: Battle) -> pd.DataFrame:
    """Tell how far each pair of bases parts customers alike.

    Parameters
    ----------
    battle : Battle
        How the bases did.

    Returns
    -------
    pandas.DataFrame
        ``pair, n, adjusted_rand, cramers_v, meaning``; the last by Cramér's V.
    """
    table = battle.agreement.dropna(subset=["cramers_v"]).reset_index(drop=True)
    pair = [f"{LABELS[a]}, {LABELS[b].lower()}" for a, b in zip(table["base"], table["other"], strict=True)]
    meaning = [next(word for below, word in ALIKE if v < below) for v in table["cramers_v"]]
    told = table.assign(pair=pd.Series(pair, dtype="str"), meaning=pd.Series(meaning, dtype="str"))
    return told[["pair", "n", "adjusted_rand", "cramers_v", "meaning"]]


def lasting_segments(found: Persistence, formatter: object, *, least: int) -> pd.DataFrame:
    """Tell of each segment of the earlier day whether it is found again.

    Parameters
    ----------
    found : Persistence
        What became of them.
    formatter : object
        With a method ``format``, such as :attr:`seglib.report.Page.formatter`.
    least : int
        Fewest customers of a segment that is shown.

    Returns
    -------
    pandas.DataFrame
        ``segment_name, n, again, told`` (Jaccard with its interval), ``lasts``.
    """
    table = found.segments[found.segments["n"] >= least].reset_index(drop=True)
    told = table.assign(told=_told(table, "jaccard", formatter, kind="number"), lasts=table["lasts"].str.capitalize())
    return told[["segment_name", "n", "again", "told", "lasts"]]


def moves(found: Persistence, formatter: object, *, least: int) -> pd.DataFrame:
    """Tell of each segment who is still in it, and where most of the others went.

    Parameters
    ----------
    found : Persistence
        What became of them.
    formatter : object
        Such as :attr:`seglib.report.Page.formatter`.
    least : int
        Fewest customers of a segment that is shown.

    Returns
    -------
    pandas.DataFrame
        ``segment_name, of, told`` (share with its interval), ``goes``.
    """
    rows = []
    for name, own in found.moves[found.moves["of"] >= least].groupby("segment_name", sort=False):
        same, others = own[own["stayed"].astype(bool)], own[~own["stayed"].astype(bool) & (own["n"] >= least)]
        told = _told(same, "share", formatter).iloc[0] if len(same) else formatter.format(0.0, "percent")
        most = others.sort_values("n", ascending=False, kind="stable").head(1)
        goes = [f"{row.to_name} ({formatter.format(row.share, 'percent')})" for row in most.itertuples()]
        rows.append((name, int(own["of"].iloc[0]), told, goes[0] if goes else "–"))
    return pd.DataFrame(rows, columns=["segment_name", "of", "told", "goes"])


def _told(table: pd.DataFrame, value: str, formatter: object, *, kind: str = "percent") -> pd.Series:
    """A number with its interval in words."""
    if kind == "percent":
        shares = table[[value, "low", "high"]].astype(float).itertuples(index=False, name=None)
        return pd.Series([share_with_interval(*row, formatter) for row in shares], index=table.index, dtype="str")
    rows = (table[[value, "low", "high"]].astype(float).round(3) + 0.0).itertuples(index=False)  # no "-0%"
    texts = [[formatter.format(one, kind) for one in row] for row in rows]
    return pd.Series([f"{one} ({low} to {high})" for one, low, high in texts], index=table.index, dtype="str")
