"""How does a drawing become text that is the same on every run?

The figure is asked to save itself as SVG with glyphs as paths, identifiers from a fixed salt and
no date, once for a page's column and once for a phone, and is closed after that. Nothing here
imports the drawing library.
"""

import io
import re
import sys
from typing import NamedTuple

from seglib.report.small_svg import small

PHONE_INCHES = 5.0
FULL_WIDTH = "full width"  # label of a figure that no narrower column can hold

_TAG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SIZE = re.compile(r'\b(width|height)="([0-9.]+)pt"')
_SETTINGS = {"svg.fonttype": "path", "svg.image_inline": True}


class Picture(NamedTuple):
    """A drawing of one size.

    Parameters
    ----------
    svg : str
        The ``<svg>`` element alone.
    width, height : int
        Size in CSS pixels.
    """

    svg: str
    width: int
    height: int


def capture(drawing: object, *, salt: str) -> tuple[Picture, ...]:
    """Save a figure as SVG and close it.

    A wide figure is laid out a second time, narrower and with letters of the same size, so that a
    phone can show it whole and legible. A figure whose label is ``"full width"`` has too many
    columns for that.

    Parameters
    ----------
    drawing : matplotlib Axes or Figure
        What a function of `seglib.plots` gave.
    salt : str
        Fixed text from which the SVG's inner identifiers are made.

    Returns
    -------
    tuple of Picture
        One for the page and, but for narrow and full-width figures, one for the phone.

    Raises
    ------
    TypeError
        If `drawing` is neither axes nor a figure.
    """
    figure = getattr(drawing, "figure", drawing)
    if not hasattr(figure, "savefig"):
        raise TypeError(f"A figure block needs matplotlib axes or a figure; got {type(drawing).__name__}.")
    with sys.modules["matplotlib"].rc_context(_SETTINGS | {"svg.hashsalt": salt}):
        pictures = [_saved(figure)]
        if figure.get_figwidth() > PHONE_INCHES and figure.get_label() != FULL_WIDTH:
            figure.set_figwidth(PHONE_INCHES)
            pictures.append(_saved(figure))
    if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
        pyplot.close(figure)
    return tuple(pictures)


def _saved(figure: object) -> Picture:
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    text = buffer.getvalue()
    svg = text[text.index("<svg") :].rstrip()
    sizes = dict(_SIZE.findall(_TAG.search(svg).group()))
    width, height = (round(float(sizes[name]) * 96 / 72) for name in ("width", "height"))
    return Picture(small(svg), width, height)
