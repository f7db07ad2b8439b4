"""Where in recency and frequency are the customers, and where is the money? A grid of score by score."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table, check_unique
from seglib.plots.heat import draw_cells, draw_key, remark
from seglib.plots.labels import amount, count
from seglib.plots.palette import SEQUENTIAL
from seglib.plots.style import drawing


def plot_rfm_grid(
    table: pd.DataFrame,
    *,
    cell_label: str = "In the cells: customers",
    value_label: str = "Average spend",
    recency_label: str = "Last bought: long ago  →  recently",
    frequency_label: str = "Bought: seldom  →  often",
    currency: str = "",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw customers by recency score and frequency score; the number is customers, the colour is value.

    Parameters
    ----------
    table : pandas.DataFrame
        `r_score`, `f_score` (1 is lowest), `n` customers and `value`; one row a cell, cells without customers left out
        or with n = 0.
    cell_label, value_label, recency_label, frequency_label : str
        What numbers, colours, columns and rows mean, in plain words.
    currency : str, default ""
        ISO 4217 code if `value` is money.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        With one text a cell.

    Raises
    ------
    ValueError
        If a column is missing, there is no row, or a cell occurs twice.
    """
    keys = ["r_score", "f_score"]
    check_table(table, [*keys, "n", "value"], "plot_rfm_grid")
    check_unique(table, keys, "plot_rfm_grid")
    filled = table[table["n"] > 0]
    columns = range(1, int(table["r_score"].max()) + 1)
    rows = range(int(table["f_score"].max()), 0, -1)
    values, sizes = (
        filled.pivot(index="f_score", columns="r_score", values=name).reindex(index=rows, columns=columns)
        for name in ("value", "n")
    )
    low = min(0.0, float(filled["value"].min())) if len(filled) else 0.0
    high = float(filled["value"].max()) if len(filled) else 0.0
    texts = sizes.map(lambda n: count(n, language=language) if pd.notna(n) else "")
    # a cell with customers whose value is unknown keeps the lightest colour, so that its n is seen
    shown = values.fillna(low).where(sizes.notna())
    with drawing(ax, height=1.3 + 0.46 * max(len(rows), 3)) as ax:
        draw_cells(ax, shown, texts=texts, colormap=SEQUENTIAL, low=low, high=high)
        ax.set_xticks([c - 0.5 for c in columns], labels=[str(c) for c in columns])
        ax.set_yticks([i + 0.5 for i in range(len(rows))], labels=[str(r) for r in rows], rotation=0)
        ax.set_xlabel(recency_label, labelpad=6)
        ax.set_ylabel(frequency_label, labelpad=6)
        ends = tuple(amount(end, currency=currency, language=language) for end in (low, high))
        draw_key(ax, colormap=SEQUENTIAL, ends=ends, meaning=value_label)
        remark(ax, cell_label)
    return ax
