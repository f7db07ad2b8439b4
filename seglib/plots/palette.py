"""Which colours do the figures use? The page's own ink, accent and clay, and twelve colours that stay apart.

All colours that carry meaning reach 3:1 against white. Each pair of the twelve segment colours differs by at least 12
CIEDE2000 units, also as seen without red, green or blue cones (Machado, Oliveira and Fernandes 2009).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from matplotlib.colors import Colormap, LinearSegmentedColormap, to_rgb

PAPER = "#ffffff"
BLACK = "#000000"
INK = "#1d2733"
SOFT = "#525d6b"
RULE = "#ddd6c9"
TRACK = "#efeae0"
ACCENT = "#0b5a63"
CLAY = "#a4432a"
QUIET = "#868d96"
SEGMENTS = (
    ACCENT,
    CLAY,
    "#d67e09",
    "#754ebd",
    "#4ba193",
    "#607891",
    "#570800",
    "#b074f1",
    "#03127e",
    "#ab8f68",
    "#8c6765",
    "#462a35",
)

SEQUENTIAL = LinearSegmentedColormap.from_list(
    "seglib_sequential", ["#eef4f3", "#8fbcbc", "#3c868c", ACCENT, "#06363c"]
)
DIVERGING = LinearSegmentedColormap.from_list(
    "seglib_diverging", ["#8a3520", "#cf7c61", "#f2d6ca", "#faf8f4", "#cfe3e2", "#5ba0a4", ACCENT]
)


def segment_colors(names: Iterable[str]) -> Mapping[str, str]:
    """Give every segment its colour.

    The colours depend on the set of names alone, not on their order or number of occurrences: pass all names of a
    scheme and a segment has the same colour on every page.

    Parameters
    ----------
    names : iterable of str
        Names of the segments, 1 to 12 different ones.

    Returns
    -------
    mapping of str to str
        Name to hexadecimal colour, read-only.

    Raises
    ------
    ValueError
        If there are more names than colours that can be told apart.

    Examples
    --------
    >>> dict(segment_colors(["Loyal", "At risk"]))
    {'At risk': '#0b5a63', 'Loyal': '#a4432a'}
    """
    distinct = sorted(set(names))
    if len(distinct) > len(SEGMENTS):
        raise ValueError(
            f"`names` of `segment_colors` must be at most {len(SEGMENTS)} different names, because more colours cannot "
            f"be told apart; got {len(distinct)}. Label the segments by name and leave colours out."
        )
    return MappingProxyType(dict(zip(distinct, SEGMENTS, strict=False)))


def known_colors(names: Iterable[str], *, others: Iterable[str] = ()) -> Mapping[str, str]:
    """Give the segments that the business goes by their colours, or none where there are too many to be told apart.

    Parameters
    ----------
    names : iterable of str
        Names of all of them, so that each has the colour that it has on every page.
    others : iterable of str
        Names that stand in the same figure, such as of segments that are gone: they get what colours are left.

    Returns
    -------
    mapping of str to str
        As :func:`segment_colors`; empty where `names` are more than :data:`SEGMENTS`.

    Examples
    --------
    >>> dict(known_colors(["Loyal", "At risk"], others=["Gone", "Loyal"]))
    {'At risk': '#0b5a63', 'Loyal': '#a4432a', 'Gone': '#d67e09'}
    >>> dict(known_colors(map(str, range(13))))
    {}
    """
    own = sorted(set(names))
    distinct = [*own, *sorted(set(others) - set(own))] if len(own) <= len(SEGMENTS) else []
    return MappingProxyType(dict(zip(distinct, SEGMENTS, strict=False)))


def luminance(color: object) -> float:
    """Compute the relative luminance of a colour.

    Parameters
    ----------
    color : matplotlib colour
        Name, hexadecimal text or tuple; transparency is ignored.

    Returns
    -------
    float
        From 0 (black) to 1 (white).

    References
    ----------
    WCAG 2.2, definition of relative luminance.
    """
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in to_rgb(color)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def text_on(color: object) -> str:
    """Choose black or white for text on a coloured ground: one of them always reaches 4.5:1.

    Parameters
    ----------
    color : matplotlib colour
        The ground.

    Returns
    -------
    str
        A hexadecimal colour.

    Examples
    --------
    >>> text_on(ACCENT), text_on(TRACK)
    ('#ffffff', '#000000')
    """
    ground = luminance(color)
    return PAPER if 1.05 / (ground + 0.05) >= (ground + 0.05) / 0.05 else BLACK


def shade(colormap: Colormap, value: float, low: float, high: float) -> tuple[float, float, float, float]:
    """Give the colour of a value on a scale from `low` to `high`.

    Parameters
    ----------
    colormap : Colormap
        `SEQUENTIAL` or `DIVERGING`.
    value, low, high : float
        The value and the ends of the scale; values beyond the ends take the end's colour.

    Returns
    -------
    tuple of float
        Red, green, blue and opacity; the first colour where `low` equals `high`.
    """
    return colormap(0.0 if high <= low else min(max((value - low) / (high - low), 0.0), 1.0))
