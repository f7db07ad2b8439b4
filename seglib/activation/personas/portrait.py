"""What does an invented person look like? A face of a few shapes, with signs for where, when and how they buy.

The face tells people apart by hair and collar and means nothing; age greys the hair. Signs differ in shape, not only in
colour.
"""

from __future__ import annotations

SIZE = 96  # CSS pixels
INK, FACE, GREY, PAPER = "#1d2733", "#ead9c6", "#a7adb5", "#ffffff"
DEFAULT = "#525d6b"
OLD = 58  # years, from which hair is drawn grey

_HAIR = (
    "M30 40a18 18 0 0 1 36 0q-8-8-18-8t-18 8z",
    "M28 52v-12a20 20 0 0 1 40 0v12h-5v-12q-8-7-15-7t-15 7v12z",
    "M30 38q2-16 18-17 16 1 18 17l-6-6-6 3-6-5-6 5-6-3z",
    "M31 37a17 17 0 0 1 34 0q-15-9-34 0zM42 20a6 6 0 1 1 12 0z",
)
_COLLAR = ("M40 66l8 9 8-9z", "M38 66h20v4h-20z", "M43 66l5 14 5-14z")
SIGNS = {
    "online": "M-7-6h14v10h-14zM-3 6h6",
    "store": "M-7-2l2-5h10l2 5zM-5-2v8h10v-8",
    "phone": "M-4-7h8v14h-8zM-1 4.500h2",
    "spring": "M0 7v-7M0 1q-7-1-6-7 6 0 6 7 0-7 6-7 0 6-6 7",
    "year_end": "M0-7l2 5 5 .3-4 3.300 1.400 5-4.400-2.900-4.400 2.900 1.400-5-4-3.300 5-.3z",
    "discount": "M-6 5l9-11M-4-5a1.500 1.500 0 1 0 .1 0zM3 3a1.500 1.500 0 1 0 .1 0z",
}
"""Sign: its outline around (0, 0)."""


def portrait(place: int, *, color: str = DEFAULT, age: float | None = None, signs: tuple[str, ...] = ()) -> str:
    """Draw a person.

    Parameters
    ----------
    place : int
        Place of the segment, from 0: chooses hair and collar.
    color : str, default "#525d6b"
        Hexadecimal colour of the segment.
    age : float, optional
        In years.
    signs : tuple of str
        Of :data:`SIGNS`; two at most are drawn.

    Returns
    -------
    str
        An ``<svg>`` element, the same for the same arguments.

    Examples
    --------
    >>> portrait(0, signs=("store",)).count("<path")
    5
    """
    hair = GREY if age is not None and age >= OLD else INK
    parts = [
        f'<circle cx="48" cy="48" r="46" fill="{color}" fill-opacity=".14" stroke="{color}" stroke-width="2"/>',
        f'<path d="M18 83a30 20 0 0 1 60 0a46 46 0 0 1-60 0z" fill="{color}"/>',
        f'<path d="{_COLLAR[place // len(_HAIR) % len(_COLLAR)]}" fill="{PAPER}"/>',
        f'<circle cx="48" cy="44" r="17" fill="{FACE}" stroke="{INK}" stroke-width="1.5"/>',
        f'<path d="{_HAIR[place % len(_HAIR)]}" fill="{hair}"/>',
        f'<circle cx="42" cy="45" r="1.6" fill="{INK}"/><circle cx="54" cy="45" r="1.6" fill="{INK}"/>',
        f'<path d="M42 52q6 5 12 0" fill="none" stroke="{INK}" stroke-width="1.6" stroke-linecap="round"/>',
    ]
    parts += [_sign(name, x, color) for name, x in zip(signs[:2], (80, 16), strict=False)]
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{"".join(parts)}</svg>'


def _sign(name: str, x: int, color: str) -> str:
    ring = f'<circle r="13" fill="{PAPER}" stroke="{color}" stroke-width="2"/>'
    line = f'<path d="{SIGNS[name]}" fill="none" stroke="{INK}" stroke-width="1.6" stroke-linejoin="round"/>'
    return f'<g transform="translate({x} 80)">{ring}{line}</g>'
