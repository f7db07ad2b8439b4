"""How many groups? A declared rule on a table of numbers, with those that decided."""

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
        ``"natural"``, ``"reproducible"``, ``"best_silhouette"``, ``"unstable"`` or ``"too_small"``; ``"too_few"`` where
        there was nothing to compare.
    n_scanned, n_eligible : int
        Solutions looked at, and those stable and large enough.
    silhouette, stability, smallest_share : float
        Of the solution chosen; where none is, of the most stable one.
    ranked : tuple of int
        All numbers that can be used, the best first.
    """

    k: int
    reason: str
    code: str
    n_scanned: int
    n_eligible: int
    silhouette: float
    stability: float
    smallest_share: float
    ranked: tuple[int, ...] = ()


def choose(scan_table: pd.DataFrame, *, min_stability: float = 0.75, min_share: float = 0.02) -> Choice:
    """Recommend a number of groups.

    The rule: only solutions can be used whose median adjusted Rand index over bootstrap pairs is at least
    `min_stability` and whose smallest group has at least `min_share` of the cases. If the table says what data without
    groups reach, the largest number with valleys between all groups comes first, stable or not; then the reproducible
    ones, that of the largest excess of stability first, as in :func:`seglib.clustering.structure`. Then comes the one
    with the best silhouette; of equal ones the one with fewer groups. If there is none, one group: no stable segments.

    The rule says which solution to prefer, not that the data fall into natural clusters: a long cloud without gaps can
    be cut in two in a reproducible way.

    Parameters
    ----------
    scan_table : pandas.DataFrame
        As :func:`seglib.clustering.scan` or :func:`seglib.clustering.numbers` gives it.
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
    table = scan_table.assign(**{name: False for name in ("natural", "reproducible") if name not in scan_table})
    stable = table["stability"] >= min_stability
    eligible = table[stable & (table["smallest_share"] >= min_share) & table["silhouette"].notna()]
    ranked, code = _ranked(table, eligible)
    if ranked:
        best = table[table["k"] == ranked[0]].iloc[0]
        reason = _WHY[code].format(
            k=ranked[0],
            silhouette=best["silhouette"],
            stability=best["stability"],
            without=best.get("stability_null", float("nan")),
            passed=f"{len(eligible)} solutions out of {len(table)} that are stable (median adjusted Rand index "
            f"{best['stability']:.2f}, at least {min_stability:.2f} asked) and have no group below {min_share:.0%} of "
            "the cases",
        )
    else:
        best = table.sort_values(["stability", "k"], ascending=[False, True]).iloc[0]
        code = "too_small" if stable.any() else "unstable"
        if stable.any():
            why = f"all stable solutions have a group below {min_share:.0%} of the cases"
        else:
            why = (
                f"the most stable of {len(table)} solutions, with {int(best['k'])} groups, reaches a median "
                f"adjusted Rand index of {best['stability']:.2f}, below the {min_stability:.2f} asked"
            )
        reason = f"No stable segments: {why}."
    return Choice(
        k=ranked[0] if ranked else 1,
        reason=reason,
        code=code,
        n_scanned=len(table),
        n_eligible=len(eligible),
        silhouette=float(best["silhouette"]),
        stability=float(best["stability"]),
        smallest_share=float(best["smallest_share"]),
        ranked=tuple(ranked),
    )


_WHY = {
    "natural": "{k} groups have valleys between all of them (stability {stability:.2f}, silhouette {silhouette:.2f}).",
    "reproducible": "{k} groups come again more surely than groups of data without any would, by more than the others "
    "do (data without groups: up to {without:.2f}), of the {passed}.",
    "best_silhouette": "{k} groups have the best silhouette ({silhouette:.2f}) of the {passed}.",
}


def _ranked(table: pd.DataFrame, eligible: pd.DataFrame) -> tuple[list[int], str]:
    """Numbers that can be used, the best first, and what speaks for the first."""
    found = [("natural", [max(table.loc[table["natural"], "k"])] if table["natural"].any() else [])]
    for code, rows, by in (
        ("reproducible", eligible[eligible["reproducible"]], "excess"),
        ("best_silhouette", eligible, "silhouette"),
    ):
        ordered = rows.sort_values([by, "k"], ascending=[False, True])["k"] if len(rows) else []
        found.append((code, list(ordered)))
    ranked = list(dict.fromkeys(int(k) for _, ks in found for k in ks))
    return ranked, next((code for code, ks in found if ks), "")
