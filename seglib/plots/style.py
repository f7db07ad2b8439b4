"""What do all figures have in common? Size, type, and axes without furniture, applied to the figure alone.

A figure has no title inside: the report sets the finding above it. It is 7.2 inches wide, a column of the page, and can
be laid out again at 5 inches for a phone: text stands at an offset in points from what it belongs to.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import accumulate

import matplotlib as mpl
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.transforms import ScaledTranslation

from seglib.plots.labels import fonts
from seglib.plots.palette import INK, PAPER, RULE, SOFT

WIDTH = 7.2
HEIGHT = 3.6
SIZE = 11.5
SMALL = 10.5
FULL_WIDTH = "full width"  # label of a figure that no narrower column can hold


@contextmanager
def drawing(ax: Axes | None = None, *, height: float = HEIGHT) -> Iterator[Axes]:
    """Open axes in the style of the report; nothing global changes.

    Parameters
    ----------
    ax : Axes, optional
        Where to draw; without it a new figure of the column's width is made, and closed again if drawing fails.
    height : float, default 3.6
        Height of the new figure, in inches.

    Yields
    ------
    Axes
        Bare axes: no frame, no grid, no ticks but labels.
    """
    with mpl.rc_context(_settings()):
        made = None if ax is not None else plt.figure(figsize=(WIDTH, height), layout="constrained")
        axes = ax if made is None else made.add_subplot()
        bare(axes)
        try:
            yield axes
        except BaseException:
            if made is not None:
                plt.close(made)
            raise


def bare(ax: Axes) -> Axes:
    """Take the furniture off axes.

    Parameters
    ----------
    ax : Axes
        Changed in place.

    Returns
    -------
    Axes
        The same.
    """
    ax.set_facecolor("none")
    ax.spines[:].set_visible(False)
    ax.tick_params(length=0, pad=6, labelsize=SMALL, labelcolor=SOFT, labelfontfamily=list(fonts()))
    ax.tick_params(which="minor", length=0)
    ax.set_axisbelow(True)
    return ax


def row_heights(names: list[str], *, least: float = 0.36, size: float = SIZE) -> list[float]:
    """Compute how high horizontal rows must be for their names.

    Parameters
    ----------
    names : list of str
        Names with line breaks.
    least : float, default 0.36
        What a row needs besides its name, in inches.
    size : float, default 11.5
        Size of the names, in points.

    Returns
    -------
    list of float
        Height of each row, in inches.
    """
    line = size / 72 * 1.35
    return [max((text.count("\n") + 1) * line + 0.12, least) for text in names]


def name_rows(ax: Axes, names: list[str], heights: list[float], *, size: float = SIZE) -> list[float]:
    """Lay out horizontal rows from the top and name them; the y axis is in inches.

    Parameters
    ----------
    ax : Axes
        Changed in place.
    names : list of str
        One a row.
    heights : list of float
        Height of each row, in inches.
    size : float, default 11.5
        Size of the names, in points.

    Returns
    -------
    list of float
        Middle of each row.
    """
    bottoms = list(accumulate(heights))
    middles = [bottom - height / 2 for bottom, height in zip(bottoms, heights, strict=True)]
    ax.set_ylim(bottoms[-1], 0)
    ax.set_yticks(middles, labels=names)
    ax.tick_params(axis="y", labelsize=size, labelcolor=INK)
    return middles


def swatch(ax: Axes, y: float, color: str | None) -> None:
    """Set a square of a segment's colour between the name of its row and the axes.

    Parameters
    ----------
    ax : Axes
        With rows that are named; changed in place.
    y : float
        Middle of the row.
    color : str or None
        None leaves its place empty.
    """
    ax.tick_params(axis="y", pad=18)
    if color:
        place = ax.get_yaxis_transform() + ScaledTranslation(-10 / 72, 0, ax.figure.dpi_scale_trans)
        ax.plot([0], [y], "s", markersize=8, color=color, transform=place, clip_on=False)


def write_beside(ax: Axes, length: float, y: float, text: str, **options: object) -> None:
    """Write beside the end of a horizontal bar; a bar to the left of zero has its text to the right of zero.

    Parameters
    ----------
    ax : Axes
        Changed in place.
    length : float
        Length of the bar from zero.
    y : float
        Its middle.
    text : str
        What to write.
    **options
        Of the text, such as `color` or `weight`.
    """
    ax.annotate(
        text,
        (max(length, 0.0), y),
        (6, 0),
        textcoords="offset points",
        va="center_baseline",
        **({"size": SIZE} | options),
    )


def keep_width(ax: Axes) -> None:
    """Say that a figure has too many columns to be laid out again for a phone.

    Parameters
    ----------
    ax : Axes
        Its figure's label is changed.
    """
    ax.figure.set_label(FULL_WIDTH)


def subtitle(ax: Axes, text: str) -> None:
    """Say above the axes what is measured, and in which unit.

    Parameters
    ----------
    ax : Axes
        Changed in place.
    text : str
        A few words.
    """
    ax.set_title(text, loc="left", fontsize=SMALL, color=SOFT, pad=8)


def panels(ax: Axes, spans: list[tuple[float, float]]) -> list[Axes]:
    """Split axes into panels side by side.

    Parameters
    ----------
    ax : Axes
        Becomes an empty frame.
    spans : list of (float, float)
        Left edge and width of each panel, as fractions of the axes.

    Returns
    -------
    list of Axes
        Bare axes, one a panel.
    """
    ax.set_axis_off()
    return [bare(ax.inset_axes([left, 0.0, width, 1.0])) for left, width in spans]


def _settings() -> dict[str, object]:
    return {
        "font.family": list(fonts()),
        "font.size": SIZE,
        "text.color": INK,
        "text.parse_math": False,  # a dollar sign in a name is a dollar sign
        "axes.unicode_minus": True,
        "axes.labelsize": SMALL,
        "axes.labelcolor": SOFT,
        "axes.edgecolor": RULE,
        "grid.color": RULE,
        "grid.linewidth": 0.8,
        "figure.facecolor": PAPER,
        "figure.dpi": 96,
        "lines.solid_capstyle": "round",
    }
