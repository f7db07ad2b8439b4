"""Which tables does the reader see of the number of segments and of their trust? Finished, named and in order."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from seglib.clustering import GRADES
from seglib.clustering.keeping import KINDS, Keeping
from seglib.clustering.null_stability import REACHED
from seglib.segments.evaluation.how_many import HowMany
from seglib.segments.sentences import sentence_case
from seglib.segments.small_groups import sizes

VERDICTS = {"natural": "natural", "reproducible": "reproducible", "constructed": "constructed", "none": "not stable"}
MEASURES = ("stability", "silhouette")
FLOWS = ("segment", "segment_from", "segment_to", "ancestor")


def numbers(found: HowMany, *, least: int) -> pd.DataFrame:
    """Put the numbers of segments side by side.

    Parameters
    ----------
    found : HowMany
        The number of segments, from all sides.
    least : int
        Fewest customers of a segment whose size is shown.

    Returns
    -------
    pandas.DataFrame
        The columns of :data:`seglib.segments.evaluation.number_headings.NUMBERS`.
    """
    table = found.table
    kind = np.select(
        [table["natural"], table["reproducible"], table["stable"]],
        [VERDICTS["natural"], VERDICTS["reproducible"], VERDICTS["constructed"]],
        VERDICTS["none"],
    )
    use = np.select(
        [table["k"] == found.k, table["k"] == found.runner_up, table["runs"], table["stable"]],
        ["in use", "next best", "possible", "a segment is too small"],
        "no",
    )
    above = table["above_null"].map({True: "Yes", False: "No"})
    return table.assign(kind=kind, use=use, above=above, smallest=sizes(table["smallest_n"], least=least))


def beside_nulls(found: HowMany) -> pd.DataFrame:
    """Put what is seen beside what customers without groups reach.

    Parameters
    ----------
    found : HowMany
        The number of segments, from all sides.

    Returns
    -------
    pandas.DataFrame
        `k`, and for `stability` and `silhouette` the value and the ends of the band of data sets without groups: with
        ``_low`` what 19 of 20 reach, with ``_high`` what 19 of 20 of the family that reaches most stay below.
    """
    seen, nulls = found.structure.table, found.structure.nulls.groupby("k")
    table = seen[["k", *MEASURES]].assign(**{f"{name}_high": seen[f"{name}_null"] for name in MEASURES})
    return table.assign(**{f"{name}_low": nulls[name].quantile(1 - REACHED).to_numpy() for name in MEASURES})


def passports(table: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Show the passports.

    Parameters
    ----------
    table : pandas.DataFrame
        From :mod:`seglib.segments.evaluation.trust`.
    formatter : object
        With a method ``format``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        `segment_name, n, size` (share with its interval), `again` (Jaccard and between what 95 % of the samples lie;
        *always* where all of them find the segment whole; and what pieces of a cloud reach, where that is as much),
        `null_jaccard`, `elsewhere`, `apart`, `grade`, `silhouette`, `ancestor_share`, `stability`, `held_back_by`.
    """
    apart = table["apart"].replace("", "nothing that is known")
    return table.assign(
        size=_told(table, ("share", "share_low", "share_high"), formatter, "percent"),
        again=[_found_again(row, formatter) for row in table.itertuples()],
        apart=apart.str.replace(" = ", ": ", regex=False),
    )


def kept_out(back: pd.DataFrame, passports: pd.DataFrame, formatter: object) -> pd.DataFrame:
    """Say why segments are kept out of campaigns, in words.

    Parameters
    ----------
    back : pandas.DataFrame
        From :func:`seglib.segments.evaluation.held_back`.
    passports : pandas.DataFrame
        Of all segments.
    formatter : object
        With a method ``format``, such as :attr:`seglib.report.Page.formatter`.

    Returns
    -------
    pandas.DataFrame
        `segment_name`, `n`, `why` and `reason` (a dash where the client wrote none).
    """
    asked = next(rule for rule in GRADES if rule.grade == "C")
    rows = passports.set_index("code").loc[back["code"]]
    why = []
    for row in rows.itertuples():
        found, elsewhere = formatter.format(row.jaccard, "number"), formatter.format(row.elsewhere, "percent")
        missed = [f"found again only {found}"] if row.jaccard < asked.least_jaccard else []
        missed += [f"{elsewhere} could as well be elsewhere"] if row.elsewhere > asked.most_elsewhere else []
        why.append(" and ".join(missed).capitalize())
    return back.assign(why=why, reason=back["reason"].replace("", "–"))


def grades() -> pd.DataFrame:
    """Put the rules of the grades into a table.

    Returns
    -------
    pandas.DataFrame
        `grade`, `meaning`, `least_jaccard`, `most_elsewhere`.
    """
    table = pd.DataFrame(GRADES)
    return table.assign(meaning=[sentence_case(rule.meaning) for rule in GRADES])


def kept(found: Keeping) -> pd.DataFrame:
    """Sum up the tries by kind.

    Parameters
    ----------
    found : Keeping
        From :func:`seglib.clustering.keeping`.

    Returns
    -------
    pandas.DataFrame
        `kind` in words, `runs`, `worst`, `mean`, `best`.
    """
    runs = found.table.groupby("kind", sort=False)["kept"].agg(["size", "min", "mean", "max"]).reset_index()
    return runs.set_axis(["kind", "runs", "worst", "mean", "best"], axis=1).assign(kind=runs["kind"].map(KINDS))


def from_one(table: pd.DataFrame, columns: Iterable[str] = FLOWS) -> pd.DataFrame:
    """Number segments from 1, as pages do.

    Parameters
    ----------
    table : pandas.DataFrame
        With numbers from 0.
    columns : iterable of str, optional
        Which columns hold them, where they are there.

    Returns
    -------
    pandas.DataFrame
    """
    return table.assign(**{name: table[name] + 1 for name in columns if name in table.columns})


def _found_again(row: object, formatter: object) -> str:
    if row.jaccard_low == 1:
        return "always"
    one, low, high, null = (
        formatter.format(value, "number", decimals=2)
        for value in (row.jaccard, row.jaccard_low, row.jaccard_high, row.null_jaccard)
    )
    cloud = f"; pieces of a cloud reach {null}" if row.jaccard <= row.null_jaccard else ""
    return f"{one} ({low} to {high}){cloud}"


def _told(table: pd.DataFrame, columns: tuple[str, str, str], formatter: object, kind: str) -> pd.Series:
    rows = table[list(columns)].astype(float).itertuples(index=False)
    texts = [[formatter.format(value, kind) for value in row] for row in rows]
    return pd.Series([f"{one} ({low} to {high})" for one, low, high in texts], index=table.index, dtype="str")
