"""Which fields are filled? Share of rows with a value, field by field, table by table."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import name, percent
from seglib.plots.palette import ACCENT, TRACK
from seglib.plots.style import SMALL, drawing, name_rows, rows_height, write_beside


def plot_coverage(table: pd.DataFrame, *, language: str = "en", ax: Axes | None = None) -> Axes:
    """Draw the filled share of each field as a bar in its track, the fullest first within each table.

    Parameters
    ----------
    table : pandas.DataFrame
        `table`, `column` and `share` (a fraction), one row a field; tables keep their order.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        One track and one bar a field.

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
    rows: list[tuple[str, float | None]] = []
    for title in table["table"].unique():
        fields = table[table["table"] == title].sort_values("share", ascending=False, kind="stable")
        rows.append((name(title, width=28, lines=1), None))
        shares = zip(fields["column"], fields["share"], strict=True)
        rows.extend((name(field, width=28, lines=1), share) for field, share in shares)
    names = [label for label, _ in rows]
    with drawing(ax, height=0.2 + rows_height(names) * 0.76) as ax:
        name_rows(ax, names)
        ax.set_xlim(0, 1)
        ax.set_xticks([])
        for y, (_, share) in enumerate(rows):
            tick = ax.get_yticklabels()[y]
            if share is None:
                tick.set_fontweight("bold")
                continue
            tick.set_fontsize(SMALL)
            ax.barh(y, 1.0, height=0.5, color=TRACK)
            ax.barh(y, share, height=0.5, color=ACCENT)
            write_beside(ax, 1.0, y, percent(share, language=language), size=SMALL)
    return ax
