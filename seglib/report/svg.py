"""How does a drawing become text that is the same on every run?

The figure is asked to save itself as SVG with glyphs as paths, identifiers from a fixed salt and
no date, and is closed after that. Nothing here imports the drawing library.
"""

import io
import re
import sys

_TAG = re.compile(r"<svg\b[^>]*>", re.DOTALL)
_SIZE = re.compile(r'\b(width|height)="([0-9.]+)pt"')
_SETTINGS = {"svg.fonttype": "path", "svg.image_inline": True}


def capture(drawing: object, *, salt: str) -> tuple[str, int, int]:
    """Save a figure as SVG and close it.

    Parameters
    ----------
    drawing : matplotlib Axes or Figure
        What a function of `seglib.plots` gave.
    salt : str
        Fixed text from which the SVG's inner identifiers are made.

    Returns
    -------
    svg : str
        The ``<svg>`` element alone.
    width, height : int
        Size in CSS pixels.

    Raises
    ------
    TypeError
        If `drawing` is neither axes nor a figure.
    """
    figure = getattr(drawing, "figure", drawing)
    if not hasattr(figure, "savefig"):
        raise TypeError(f"A figure block needs matplotlib axes or a figure; got {type(drawing).__name__}.")
    buffer = io.StringIO()
    with sys.modules["matplotlib"].rc_context(_SETTINGS | {"svg.hashsalt": salt}):
        figure.savefig(buffer, format="svg", bbox_inches="tight", metadata={"Date": None, "Creator": None})
    if (pyplot := sys.modules.get("matplotlib.pyplot")) is not None:
        pyplot.close(figure)
    text = buffer.getvalue()
    svg = text[text.index("<svg") :].rstrip()
    sizes = dict(_SIZE.findall(_TAG.search(svg).group()))
    width, height = (round(float(sizes[name]) * 96 / 72) for name in ("width", "height"))
    return svg, width, height
