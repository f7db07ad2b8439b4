"""Which fields are filled? Share of rows with a value, field by field, table by table."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import name, percent
from seglib.plots.palette import ACCENT, TRACK
from seglib.plots.style import SIZE, SMALL, drawing, name_rows, write_beside

MOST_FIELDS = 20
BAR = 0.13


def plot_coverage(
    table: pd.DataFrame,
    *,
    full_label: str = "{n} fields without gaps",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw the filled share of each field as a bar in its track, the fullest first within each table.

    Where there are more than twenty fields, those of a table without gaps share one row.

    Parameters
    ----------
    table : pandas.DataFrame
        `table`, `column` and `share` (a fraction), one row a field; tables keep their order.
    full_label : str
        Name of that row, with ``{n}``.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        One track and one bar a row.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a share is not between 0 and 1.
    """
    check_table(table, ["table", "column", "share"], "plot_coverage")
    wrong = table[~table["share"].between(0, 1)]
    if len(wrong):
        raise ValueError(
            f"`share` of `plot_coverage` must be in [0, 1]; got {wrong.iloc[0]['share']!r} "
            f"for {wrong.iloc[0]['column']!r}. Divide filled rows by all rows."
        )
    rows = _rows(table, full_label)
    names = [label for label, _ in rows]
    heights = [0.32 if share is None else 0.26 for _, share in rows]
    with drawing(ax, height=0.2 + sum(heights)) as ax:
        middles = name_rows(ax, names, heights, size=SMALL)
        ax.set_xlim(0, 1)
        ax.set_xticks([])
        for y, label, (_, share) in zip(middles, ax.get_yticklabels(), rows, strict=True):
            if share is None:
                label.set(fontweight="bold", fontsize=SIZE)
                continue
            ax.barh(y, 1.0, height=BAR, color=TRACK)
            ax.barh(y, share, height=BAR, color=ACCENT)
            write_beside(ax, 1.0, y, percent(share, language=language), size=SMALL)
    return ax


def _rows(table: pd.DataFrame, full_label: str) -> list[tuple[str, float | None]]:
    """List tables and under each its fields; a title has no share."""
    rows: list[tuple[str, float | None]] = []
    for title in table["table"].unique():
        rows.append((name(title, width=28, lines=1), None))
        fields = table[table["table"] == title].sort_values("share", ascending=False, kind="stable", ignore_index=True)
        full = fields[fields["share"] == 1]
        if len(table) > MOST_FIELDS and len(full) > 1:
            rows.append((full_label.format(n=len(full)), 1.0))
            fields = fields.drop(index=full.index)
        rows.extend(
            (name(field, width=28, lines=1), share) for field, share in zip(fields.column, fields.share, strict=True)
        )
    return rows
