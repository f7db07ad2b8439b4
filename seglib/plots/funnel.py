"""Which places are worth more or less than chance explains? Their means against their size, within limits of chance."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, LogLocator, NullFormatter

from seglib.plots.checks import check_table
from seglib.plots.labels import amount, count
from seglib.plots.palette import ACCENT, CLAY, INK, PAPER, QUIET, SOFT, TRACK
from seglib.plots.point_names import name_points
from seglib.plots.style import SMALL, drawing, subtitle

MOST_NAMED = 6
INNER = (3.9, 3.0)  # inches inside the axes, on a phone
LIMIT_NAMES = (0.5, 1.0, 0.82, 1.0)  # where the words about the limits stand
LIMIT_COLUMNS = ["n", "low_998", "low_95", "high_95", "high_998", "centre"]


def plot_funnel(
    places: pd.DataFrame,
    *,
    limits: pd.DataFrame,
    value_label: str = "Margin a customer",
    size_label: str = "Customers with an order",
    limit_label: str = "shaded: 95% and 99.8%\nof what chance gives",
    currency: str = "",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw one point a place; only those that differ beyond noise are in colour.

    Parameters
    ----------
    places : pandas.DataFrame
        `name`, `n`, `mean` and `verdict` (``above``, ``below`` or ``as the rest``), one row a place.
    limits : pandas.DataFrame
        `n`, the limits `low_998`, `low_95`, `high_95`, `high_998` and `centre`, in the order of `n`.
    value_label, size_label : str
        What the axes measure.
    limit_label : str
        What the two shades mean.
    currency : str, default ""
        ISO 4217 code of the money.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Named are the places that differ, or else the largest and the most extreme.

    Raises
    ------
    ValueError
        If a column is missing or there is no row.
    """
    check_table(places, ["name", "n", "mean", "verdict"], "plot_funnel")
    check_table(limits, LIMIT_COLUMNS, "plot_funnel")
    with drawing(ax, height=3.9) as ax:
        x, single = limits["n"].to_numpy(float), len(limits) == 1
        x = x if not single else [x[0] * 0.8, x[0] * 1.25]
        band = {column: limits[column] if not single else [limits[column].iloc[0]] * 2 for column in LIMIT_COLUMNS[1:]}
        ax.fill_between(x, band["low_998"], band["high_998"], color=TRACK, linewidth=0, alpha=0.55)
        ax.fill_between(x, band["low_95"], band["high_95"], color=TRACK, linewidth=0)
        ax.plot(x, band["centre"], color=SOFT, linewidth=1, linestyle=(0, (4, 3)))
        ax.annotate(
            limit_label, (1, 1), (-4, -4), xycoords="axes fraction", textcoords="offset points", ha="right", va="top",
            color=SOFT, fontsize=SMALL,
        )  # fmt: skip
        shades, signs = {"above": ACCENT, "below": CLAY}, {"above": "^", "below": "v"}
        for verdict, own in places.groupby("verdict", sort=True):
            style = {"color": shades.get(verdict, QUIET), "marker": signs.get(verdict, "o"), "edgecolor": PAPER}
            ax.scatter(own["n"], own["mean"], s=62, linewidth=1, zorder=3, **style)
        ax.set_xscale("log")
        ax.xaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
        ax.xaxis.set_major_formatter(FuncFormatter(lambda n, _: count(n, language=language)))
        ax.xaxis.set_minor_formatter(NullFormatter())
        ax.yaxis.set_major_formatter(FuncFormatter(lambda v, _: amount(v, currency=currency, language=language)))
        ax.set_xlabel(size_label)
        subtitle(ax, value_label)
        ax.set(xlim=ax.get_xlim(), ylim=_heights(places["mean"], limits))
        rows = _in_order(places)
        points = pd.DataFrame({"name": rows["name"], "x": rows["n"], "y": rows["mean"], "radius": 4.0})
        colors = [shades.get(verdict, INK) for verdict in rows["verdict"]]
        name_points(ax, points, inches=INNER, most=MOST_NAMED, colors=colors, taken=[LIMIT_NAMES])
    return ax


def _heights(means: pd.Series, limits: pd.DataFrame) -> tuple[float, float]:
    """Ends of the axis: all points, and the limits as far as they do not flatten the points; wider ones are cut off."""
    low, high = min(means.min(), limits["centre"].min()), max(means.max(), limits["centre"].max())
    room = max(high - low, 0.2 * abs(limits["centre"].iloc[0]), 1e-9)
    ends = limits[["low_998", "high_998"]]
    low, high = max(ends["low_998"].min(), low - 1.2 * room), min(ends["high_998"].max(), high + 1.2 * room)
    low, high = min(low, means.min()), max(high, means.max())
    margin = 0.05 * ((high - low) or 1.0)
    return low - margin, high + margin


def _in_order(places: pd.DataFrame) -> pd.DataFrame:
    """Those that differ first, then the highest, the lowest and the largest."""
    apart = places[places["verdict"] != "as the rest"].sort_values("n", ascending=False, kind="stable")
    by_mean = places.sort_values("mean", kind="stable")
    order = pd.concat(
        [apart, by_mean.tail(1), by_mean.head(1), places.sort_values("n", ascending=False, kind="stable")]
    )
    return order[~order.index.duplicated()]
