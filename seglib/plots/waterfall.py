"""Where did the rows go? From the rows received, reason by reason, to the rows used."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes

from seglib.plots.checks import check_table
from seglib.plots.labels import count, name, percent
from seglib.plots.palette import ACCENT, CLAY, INK, PAPER, SOFT, TRACK
from seglib.plots.style import SIZE, SMALL, bare, drawing, name_rows, row_heights

KINDS = ("total", "loss", "end")
ENLARGE_BELOW = 0.2
BAR = 0.24
MARGIN = 1.2  # of all losses, so that the panel shows where they end
ROOM = 0.36  # of the width, for a text


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
    texts = [f"{count(value, language=language)} ({_share(value, total, language)})" for value in rows]
    zoomed = 0 < total - end < ENLARGE_BELOW * total
    names = [name(label, width=34, lines=3) for label in balance["label"]]
    if zoomed:
        low = total - MARGIN * (total - end)
        times = count(total / (total - low), language=language)
        names.insert(1, "")
    heights = row_heights(names, size=SMALL)
    with drawing(ax, height=0.3 + sum(heights)) as ax:
        middles = name_rows(ax, names, heights, size=SMALL)
        ax.set_xticks([])
        ax.set_xlim(0, max(total, 1))
        _bar(ax, middles[0], (0, total), texts[0], ACCENT)
        _bar(ax, middles[-1], (0, end), texts[-1], ACCENT)
        panel = ax
        if zoomed:
            panel = _zoom(ax, (low, total), (heights[0], sum(heights[:-1])))
            _note(panel, low, middles[1], zoom_label.format(times=times))
        left, above = total, middles[0]
        for y, loss, text in zip(middles[-1 - len(losses) : -1], losses, texts[1:-1], strict=True):
            panel.vlines(left, max(above + BAR / 2, panel.get_ylim()[1]), y + BAR / 2, color=SOFT, linewidth=0.8)
            _bar(panel, y, (left - loss, left), text, CLAY)
            left, above = left - loss, y
    return ax


def _bar(ax: Axes, y: float, span: tuple[int, int], text: str, color: str) -> None:
    """Draw a bar and write where there is room: to the left, else where there is most."""
    left, right = span
    ax.barh(y, right - left, left=left, height=BAR, color=color)
    low, high = ax.get_xlim()
    rooms = {"left": left - low, "right": high - right, "inside": right - left}
    side = "left" if rooms["left"] >= ROOM * (high - low) else max(rooms, key=rooms.get)
    ax.annotate(
        text,
        (left if side == "left" else right, y),
        (6 if side == "right" else -6, 0),
        textcoords="offset points",
        ha="left" if side == "right" else "right",
        va="center_baseline",
        color=PAPER if side == "inside" else INK,
        fontsize=SIZE,
        weight="bold" if color == ACCENT else "normal",
    )


def _zoom(ax: Axes, scale: tuple[float, float], rows: tuple[float, float]) -> Axes:
    """Lay a panel over the rows from one height to another that shows a part of the scale only."""
    top, bottom = rows
    panel = bare(ax.inset_axes([0, top, scale[1], bottom - top], transform=ax.transData))
    panel.set_xlim(scale)
    panel.set_ylim(bottom, top)
    panel.set(xticks=[], yticks=[], facecolor=TRACK)
    panel.patch.set_alpha(0.5)
    return panel


def _note(panel: Axes, x: float, y: float, text: str) -> None:
    panel.annotate(text, (x, y), (6, 0), textcoords="offset points", va="center_baseline", fontsize=SMALL, color=SOFT)


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
