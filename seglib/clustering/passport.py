"""Can this segment be trusted? One row a segment with all that is known of it, and a grade by declared rules."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from seglib.clustering.held_out import check_held_out, differences
from seglib.clustering.lineage import lineage
from seglib.clustering.segment_stability import segment_stability
from seglib.clustering.silhouette import silhouettes_of_cases
from seglib.clustering.solution import fit

LEVEL = 0.05
MOST_DIFFERENCES = 3
LEAST_DIFFERENCE = 0.1  # in standard deviations; a smaller one can be sure and is still nothing to speak of
COLUMNS = (
    *("segment", "n", "share", "share_low", "share_high"),
    *("jaccard", "jaccard_low", "jaccard_high", "reading", "null_jaccard", "excess"),
    *("ancestor", "ancestor_share", "stability", "elsewhere", "silhouette", "apart", "grade", "held_back_by"),
)


@dataclass(frozen=True)
class GradeRule:
    """What a segment must reach for a grade; the first rule that it meets gives the grade.

    Parameters
    ----------
    grade : str
        A to D.
    least_jaccard : float
        Smallest mean Jaccard coefficient over the bootstrap samples.
    most_elsewhere : float
        Largest share of members who could as well be elsewhere.
    above_null : bool
        Whether the mean Jaccard coefficient must be above the 95 % value of structureless data, where one is given.
    meaning : str
        What may be done with the segment.
    """

    grade: str
    least_jaccard: float
    most_elsewhere: float
    above_null: bool
    meaning: str


GRADES = (
    GradeRule(
        "A", 0.85, 0.10, True, "comes back nearly whole in other samples, with a sharp border: act on each member"
    ),
    GradeRule("B", 0.75, 0.25, True, "comes back for the most part in other samples: act on the segment"),
    GradeRule("C", 0.60, 0.50, False, "a pattern without a firm border: describe by it, test before spending on it"),
    GradeRule("D", 0.00, 1.00, False, "another sample gives another segment: do not act on it"),
)
"""The rules of the grades, best first; ``pandas.DataFrame(GRADES)`` is the table to print."""


def passports(
    X: np.ndarray | pd.DataFrame,
    *,
    k: int,
    method: str = "kmeans",
    n_boot: int,
    random_state: int,
    held_out: pd.DataFrame | None = None,
    null_jaccard: Mapping[int, float] | None = None,
) -> pd.DataFrame:
    """Issue a passport for each segment of the solution with k segments.

    Parameters
    ----------
    X : ndarray or DataFrame, shape (n, d)
        Finite numbers on comparable scales. Not changed.
    k : int
        Number of segments, at least 2.
    method : str, default "kmeans"
        A key of :data:`seglib.clustering.METHODS`.
    n_boot : int
        Bootstrap samples, at least 2; 100 are the custom.
    random_state : int
        Seed.
    held_out : pandas.DataFrame, optional
        Variables that had no part in making the segments, one row a case in the order of X.
    null_jaccard : mapping of int to float, optional
        For each k the value that 95 % of the segments of structureless data stay below, in their mean Jaccard
        coefficient.

    Returns
    -------
    pandas.DataFrame
        One row a segment: `segment` (the label of :func:`seglib.clustering.fit`), `n`, `share` with its 95 % Wilson
        interval `share_low` and `share_high`; `jaccard` (mean), `jaccard_low` and `jaccard_high` (between them lie 95 %
        of the samples) and `reading`; `null_jaccard` and `excess` over it (missing where none is given); `ancestor` in
        the solution with one segment less, `ancestor_share` and `stability` across solutions (SLSA; all three missing
        for k = 2); `elsewhere`, the share of members who could as well be in another segment; `silhouette`, the mean of
        its members; `apart`, up to three largest differences on held-out variables that hold at 5 % after Holm's
        adjustment, in standard deviations; `grade`; and `held_back_by`, what a better grade lacks.

    Raises
    ------
    ValueError
        As :func:`seglib.clustering.segment_stability`, if `held_out` has other cases than X or a
        variable that made the segments, or `null_jaccard` lacks k.

    Notes
    -----
    The grade is that of the first rule in :data:`GRADES` that is met:

    - A: Jaccard at least 0.85, at most 10 % could be elsewhere, and above the null.
    - B: Jaccard at least 0.75, at most 25 % could be elsewhere, and above the null.
    - C: Jaccard at least 0.60, at most 50 % could be elsewhere.
    - D: all others.

    Without `null_jaccard` the demand to be above the null is not made, and A and B may be given to pieces of a cloud
    without structure.
    """
    if null_jaccard is not None and k not in null_jaccard:
        raise ValueError(f"`null_jaccard` of `passports` must have a value for k = {k}; got {sorted(null_jaccard)}.")
    if isinstance(X, pd.DataFrame) and held_out is not None and not X.index.equals(held_out.index):
        raise ValueError("`held_out` of `passports` must have the index of `X`. Take its rows by that index.")
    if held_out is not None and len(held_out) == len(X):
        check_held_out(X, held_out)
    found = segment_stability(X, ks=[k], method=method, n_boot=n_boot, random_state=random_state)
    solution, table = found.solutions[k], found.table.rename(columns={"jaccard_mean": "jaccard"})
    shares = [stats.binomtest(int(n), len(solution.labels)).proportion_ci(method="wilson") for n in table["n"]]
    null = null_jaccard[k] if null_jaccard is not None else np.nan
    cases = silhouettes_of_cases(X, [solution.labels])[0]
    table = table.assign(
        share_low=[interval.low for interval in shares],
        share_high=[interval.high for interval in shares],
        null_jaccard=null,
        excess=table["jaccard"] - null,
        silhouette=np.bincount(solution.labels, cases, minlength=k) / table["n"],
        apart=sets_apart(solution.labels, held_out, k=k),
    )
    table[["ancestor", "ancestor_share", "stability"]] = _descent(X, solution, method=method, random_state=random_state)
    grades = [grade(*row) for row in table[["jaccard", "excess", "elsewhere"]].to_numpy()]
    table["grade"], table["held_back_by"] = zip(*grades, strict=True)
    return table[list(COLUMNS)]


def _descent(X: object, solution: object, *, method: str, random_state: int) -> pd.DataFrame:
    """Ancestors in the solution with one segment less; none of two segments."""
    columns, k = ["ancestor", "ancestor_share", "stability"], solution.k
    if k == 2:
        return pd.DataFrame({"ancestor": pd.array([pd.NA] * k, dtype="Int64"), columns[1]: np.nan, columns[2]: np.nan})
    before = fit(X, k=k - 1, method=method, random_state=random_state)
    segments = lineage({k - 1: before, k: solution}).segments
    return segments.loc[segments["k"] == k, columns].reset_index(drop=True)


def sets_apart(labels: np.ndarray, held_out: pd.DataFrame | None, *, k: int) -> list[str]:
    """Say by what each segment differs most from all others, on variables that did not make it.

    Parameters
    ----------
    labels : ndarray of int, shape (n,)
        Segment of each case, from 0.
    held_out : pandas.DataFrame or None
        One row a case; None where there is nothing.
    k : int
        Number of segments.

    Returns
    -------
    list of str
        For each segment the largest differences that hold at 5 % after Holm's adjustment and are a tenth of a standard
        deviation or more, in standard deviations, such as ``age +0.8, visits −0.5``; empty where there is none.
    """
    if held_out is None:
        return [""] * k
    table = differences(labels, held_out)
    told = (table["p_holm"] < LEVEL) & (table["difference"].abs() >= LEAST_DIFFERENCE)
    kept = table[told].groupby("segment").head(MOST_DIFFERENCES)
    words = {segment: [] for segment in range(k)}
    for segment, variable, difference in kept[["segment", "variable", "difference"]].itertuples(index=False):
        words[segment].append(variable + f" {difference:+.1f}".replace("-", "−"))
    return [", ".join(words[segment]) for segment in range(k)]


def grade(jaccard: float, excess: float, elsewhere: float) -> tuple[str, str]:
    """Grade a segment by :data:`GRADES`.

    Parameters
    ----------
    jaccard : float
        Mean coefficient over the bootstrap samples.
    excess : float
        By how much it is above that of data without groups; missing where this is not known.
    elsewhere : float
        Share of the members who could as well be elsewhere.

    Returns
    -------
    grade : str
    lacking : str
        What the next better grade asks and the segment does not have; empty for the best.

    Examples
    --------
    >>> grade(0.9, 0.1, 0.02), grade(0.9, float("nan"), 0.6)
    (('A', ''), ('D', '60.0% elsewhere > 50%'))
    """
    lacking = ""
    for rule in GRADES:
        missed = {
            f"Jaccard {jaccard:.3f} < {rule.least_jaccard:.2f}": jaccard < rule.least_jaccard,
            f"{elsewhere:.1%} elsewhere > {rule.most_elsewhere:.0%}": elsewhere > rule.most_elsewhere,
            f"not above the null ({excess:+.3f})": rule.above_null and excess <= 0,
        }
        reasons = ", ".join(reason for reason, is_missed in missed.items() if is_missed)
        if not reasons:
            return rule.grade, lacking
        lacking = reasons
    raise AssertionError("The last rule asks nothing.")
