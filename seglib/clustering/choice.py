"""How many groups? A declared rule on the table of a scan, with the numbers that decided."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Choice:
    """A number of groups and why.

    Parameters
    ----------
    k : int
        Number of groups; 1 means that there are no segments to speak of.
    reason : str
        A sentence with the numbers that decided.
    code : str
        ``"best_silhouette"``, ``"unstable"`` or ``"too_small"``; ``"too_few"`` where there was nothing to compare.
    n_scanned, n_eligible : int
        Solutions looked at, and those stable and large enough.
    silhouette, stability, smallest_share : float
        Of the solution chosen; where none is, of the most stable one.
    """

    k: int
    reason: str
    code: str
    n_scanned: int
    n_eligible: int
    silhouette: float
    stability: float
    smallest_share: float


def choose(scan_table: pd.DataFrame, *, min_stability: float = 0.75, min_share: float = 0.02) -> Choice:
    """Recommend a number of groups.

    The rule: among the solutions whose median adjusted Rand index over bootstrap pairs is at least `min_stability` and
    whose smallest group has at least `min_share` of the cases, the one with the best silhouette; of equal ones the one
    with fewer groups. If there is none, one group: no stable segments.

    The rule says which solution to prefer, not that the data fall into natural clusters: a long cloud without gaps can
    be cut in two in a reproducible way.

    Parameters
    ----------
    scan_table : pandas.DataFrame
        As :func:`seglib.clustering.scan` gives it.
    min_stability : float, default 0.75
        In [0, 1].
    min_share : float, default 0.02
        In [0, 1].

    Returns
    -------
    Choice
        The number and the reason.

    Raises
    ------
    ValueError
        If a column is absent or the table is empty.
    """
    needed = ["k", "silhouette", "stability", "smallest_share"]
    absent = [column for column in needed if column not in scan_table.columns]
    if absent or scan_table.empty:
        raise ValueError(f"`scan_table` of `choose` must be a table of `scan` with rows; lacks {absent or 'rows'}.")
    stable = scan_table["stability"] >= min_stability
    eligible = scan_table[stable & (scan_table["smallest_share"] >= min_share) & scan_table["silhouette"].notna()]
    if len(eligible):
        best = eligible.sort_values(["silhouette", "k"], ascending=[False, True]).iloc[0]
        code, k = "best_silhouette", int(best["k"])
        reason = (
            f"{k} groups have the best silhouette ({best['silhouette']:.2f}) of the {len(eligible)} solutions out of "
            f"{len(scan_table)} that are stable (median adjusted Rand index {best['stability']:.2f}, at least "
            f"{min_stability:.2f} asked) and have no group below {min_share:.0%} of the cases."
        )
    else:
        best = scan_table.sort_values(["stability", "k"], ascending=[False, True]).iloc[0]
        code, k = ("too_small" if stable.any() else "unstable"), 1
        if stable.any():
            why = f"all stable solutions have a group below {min_share:.0%} of the cases"
        else:
            why = (
                f"the most stable of {len(scan_table)} solutions, with {int(best['k'])} groups, reaches a median "
                f"adjusted Rand index of {best['stability']:.2f}, below the {min_stability:.2f} asked"
            )
        reason = f"No stable segments: {why}."
    return Choice(
        k=k,
        reason=reason,
        code=code,
        n_scanned=len(scan_table),
        n_eligible=len(eligible),
        silhouette=float(best["silhouette"]),
        stability=float(best["stability"]),
        smallest_share=float(best["smallest_share"]),
    )
