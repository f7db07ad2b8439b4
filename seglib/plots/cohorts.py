"""Do customers come back? Share of each period's new customers who bought again, period by period."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table, check_unique
from seglib.plots.heat import draw_cells, draw_key, remark
from seglib.plots.labels import count, month, name, percent, quarter
from seglib.plots.palette import INK, SEQUENTIAL
from seglib.plots.style import drawing

MOST_TEXTS = 13
MOST_ROWS = 18
PERIODS = {
    "month": (month, "Bought in that month", "Months since the first order"),
    "quarter": (quarter, "Bought in that quarter", "Quarters since the first order"),
}


def plot_cohorts(
    table: pd.DataFrame,
    *,
    period: str = "month",
    value_label: str | None = None,
    elapsed_label: str | None = None,
    rows_label: str = "First order · customers",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw retention as a triangle: a row is a cohort, a column a month (or quarter) after its first.

    The first period itself is not drawn, since by definition all customers bought in it.

    Parameters
    ----------
    table : pandas.DataFrame
        `cohort` (a date in its first period, or a name), `periods_since` (0, 1, …), `retention` (a fraction) and `n`
        customers in the cohort.
    period : {"month", "quarter"}, default "month"
        Length of a period, by which cohorts are named.
    value_label, elapsed_label, rows_label : str, optional
        What colour, columns and rows mean; by default in words of the period.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Cells have texts up to 13 columns.

    Raises
    ------
    ValueError
        If a column is missing, a cell occurs twice, no period after the first is there, or `period` is neither.
    """
    keys = ["cohort", "periods_since"]
    check_table(table, [*keys, "retention", "n"], "plot_cohorts")
    check_unique(table, keys, "plot_cohorts")
    if period not in PERIODS:
        raise ValueError(f"`period` of `plot_cohorts` must be 'month' or 'quarter'; got {period!r}.")
    _, of_value, of_elapsed = PERIODS[period]
    later = table[table["periods_since"] > 0]
    if later["retention"].notna().sum() == 0:
        raise ValueError(
            "The table of `plot_cohorts` must hold a period after the first; got only `periods_since` 0. "
            "Say that the period is too short instead of drawing it."
        )
    grid = later.pivot(index="cohort", columns="periods_since", values="retention").sort_index()
    grid = grid.dropna(how="all").reindex(columns=range(1, int(grid.columns.max()) + 1))
    sizes = table.drop_duplicates("cohort").set_index("cohort")["n"]
    high = float(grid.max().max())
    few = grid.shape[1] <= MOST_TEXTS
    texts = grid.map(lambda share: percent(share, language=language)) if few else None
    step = 1 if len(grid) <= MOST_ROWS else 3
    named = range(0, len(grid), step)
    labels = [
        f"{_named(grid.index[i], period, language)}  {count(sizes[grid.index[i]], language=language)}" for i in named
    ]
    with drawing(ax, height=1.3 + len(grid) * (0.3 if step == 1 else 0.17)) as ax:
        draw_cells(ax, grid, texts=texts, colormap=SEQUENTIAL, low=0.0, high=high)
        ax.set_yticks([i + 0.5 for i in named], labels=labels, rotation=0)
        ax.tick_params(axis="y", labelcolor=INK)
        months = [m for m in grid.columns if few or m == 1 or m % (3 if grid.shape[1] <= 30 else 6) == 0]
        ax.set_xticks([m - 0.5 for m in months], labels=[str(m) for m in months], rotation=0)
        ax.set_xlabel(elapsed_label or of_elapsed, labelpad=6)
        ends = (percent(0, language=language), percent(high, language=language))
        draw_key(ax, colormap=SEQUENTIAL, ends=ends, meaning=value_label or of_value)
        remark(ax, rows_label, outside=True)
    return ax


def _named(cohort: object, period: str, language: str) -> str:
    """Write a date as month or quarter, and a name as it is."""
    return PERIODS[period][0](cohort, language=language) if hasattr(cohort, "strftime") else name(cohort)
