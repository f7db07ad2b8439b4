"""Where did the rows go? From the rows received, reason by reason, to the rows used."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import count, name, percent
from seglib.plots.palette import ACCENT, CLAY, PAPER, SOFT, TRACK
from seglib.plots.style import SIZE, SMALL, bare, drawing, name_rows, rows_height

KINDS = ("total", "loss", "end")
ENLARGE_BELOW = 0.2
BAR = 0.62


def plot_waterfall(
    balance: pd.DataFrame,
    *,
    zoom_label: str = "scale enlarged {times} times",
    language: str = "en",
    ax: Axes | None = None,
) -> Axes:
    """Draw the balance of rows as bars: the total, each loss where it is taken off, and what is left.

    Where all losses together are less than a fifth of the total, they are drawn in a panel of their own that shows the
    last part of the scale only, and says how much it is enlarged.

    Parameters
    ----------
    balance : pandas.DataFrame
        `label`, `rows` (0 or more) and `kind`: first one "total", then any number of "loss", then one "end". Total less
        losses is the end.
    zoom_label : str
        Words over the enlarged panel, with ``{times}``.
    language : str, default "en"
        Locale of the numbers.
    ax : Axes, optional
        Where to draw; a new figure by default.

    Returns
    -------
    Axes
        Total and end are bars of it; so are the losses, unless they are enlarged in its one child.

    Raises
    ------
    ValueError
        If a column is missing, the kinds are out of order, or the rows do not balance.
    """
    check_table(balance, ["label", "rows", "kind"], "plot_waterfall")
    rows = [int(value) for value in balance["rows"]]
    _check_balance(list(balance["kind"]), rows)
    total, end, losses = rows[0], rows[-1], rows[1:-1]
    names = [name(label, width=30, lines=2) for label in balance["label"]]
    texts = [f"{count(value, language=language)} ({_share(value, total, language)})" for value in rows]
    zoomed = 0 < total - end < ENLARGE_BELOW * total
    with drawing(ax, height=0.3 + rows_height(names, least=0.36)) as ax:
        name_rows(ax, names)
        ax.set_xticks([])
        ax.set_xlim(0, max(total, 1))
        for y, value, text in ((0, total, texts[0]), (len(rows) - 1, end, texts[-1])):
            ax.barh(y, value, height=BAR, color=ACCENT)
            inside = value > 0.4 * total
            ax.annotate(
                text,
                (value, y),
                (-8 if inside else 8, 0),
                textcoords="offset points",
                va="center",
                fontsize=SIZE,
                ha="right" if inside else "left",
                color=PAPER if inside else ACCENT,
                weight="bold",
            )
        panel = _zoom(ax, total, end, len(losses), zoom_label) if zoomed else ax
        left = total
        for y, (loss, text) in enumerate(zip(losses, texts[1:-1], strict=True), start=1):
            panel.barh(y, loss, left=left - loss, height=BAR, color=CLAY)
            panel.vlines(left, y - 0.5, y + BAR / 2, color=SOFT, linewidth=0.8)
            left -= loss
            low, high = panel.get_xlim()
            before = left - low > 0.35 * (high - low)
            panel.annotate(
                text,
                (left if before else left + loss, y),
                (-6 if before else 6, 0),
                textcoords="offset points",
                ha="right" if before else "left",
                va="center",
                fontsize=SIZE,
            )
    return ax


def _zoom(ax: Axes, total: int, end: int, n_losses: int, zoom_label: str) -> Axes:
    """Lay a panel over the rows of the losses that shows the scale from the end to the total only."""
    panel = bare(ax.inset_axes([0, 0.5, total, n_losses], transform=ax.transData))
    panel.set_xlim(end, total)
    panel.set_ylim(n_losses + 0.5, 0.5)
    panel.set(xticks=[], yticks=[], facecolor=TRACK)
    panel.patch.set_alpha(0.5)
    times = round(total / (total - end))
    panel.text(
        0.012,
        0.985,
        zoom_label.format(times=f"{times:,}"),
        transform=panel.transAxes,
        fontsize=SMALL,
        color=SOFT,
        va="top",
    )
    return panel


def _share(rows: int, total: int, language: str) -> str:
    return percent(rows / total if total else float("nan"), language=language, decimals=0 if rows == total else 1)


def _check_balance(kinds: list[str], rows: list[int]) -> None:
    expected = [KINDS[0], *[KINDS[1]] * (len(kinds) - 2), KINDS[2]]
    if len(kinds) < 2 or kinds != expected:
        raise ValueError(
            "`kind` of `plot_waterfall` must be one 'total', then only 'loss', then one 'end'; "
            f"got {', '.join(map(repr, kinds))}. Sort the balance."
        )
    if min(rows) < 0 or rows[0] - sum(rows[1:-1]) != rows[-1]:
        raise ValueError(
            f"`rows` of `plot_waterfall` must balance: total less losses is the end; got {rows[0]} - "
            f"{sum(rows[1:-1])}, and {rows[-1]} at the end. Count every row once."
        )
