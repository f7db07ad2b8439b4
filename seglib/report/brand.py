"""How does the brand that sends a report look on its pages?

Its colours stand in the header, in links and in the numbers of sentences, as dark or as light as text must be; its logo
in the header; whom to ask at the end of every page. Figures keep their own colours, which everybody can tell apart and
which mean the same on every page.
"""

from __future__ import annotations

from base64 import b64encode
from colorsys import hls_to_rgb, rgb_to_hls
from dataclasses import dataclass

from markupsafe import Markup

from seglib.client_brand import Brand, Contact
from seglib.client_logo import read_logo
from seglib.plots.palette import luminance
from seglib.report.small_svg import data_uri

LEAST = 4.5  # contrast of text, WCAG 2.2, 1.4.3
LIGHT, DARK = "#f6f3ec", "#1e252d"  # the grounds of panels, which are nearest to the colours of text
_NAMES = {"color": "--accent", "second_color": "--clay"}


@dataclass(frozen=True)
class Worn:
    """What a page shows of a brand.

    Parameters
    ----------
    name : str
        Who sends the report.
    css : Markup
        Colours, after the page's own style; empty without any.
    logo : Markup or None
        Address of the picture.
    width, height : int
        Of the logo as it is shown, in pixels.
    contact : Contact
        Whom to ask.
    sent : bool
        Whether anything of it stands at the end of the page.
    """

    name: str
    css: Markup
    logo: Markup | None
    width: int
    height: int
    contact: Contact
    sent: bool


def worn(client: object) -> Worn:
    """Give what a page shows of a client's brand.

    Parameters
    ----------
    client : Client
        Gives `name`, `folder` and `brand`.

    Returns
    -------
    Worn
    """
    brand = client.brand
    logo, width, height = None, 0, 0
    if brand.logo:
        read = read_logo(client.folder / brand.logo)
        scale = min(36 / read.height, 200 / read.width)
        width, height = max(round(read.width * scale), 1), max(round(read.height * scale), 1)
        encoded = Markup(f"data:{read.kind};base64,{b64encode(read.content).decode()}")  # noqa: S704  letters and digits
        logo = data_uri(read.content.decode()) if read.kind.endswith("xml") else encoded
    sent = bool(brand.contact or brand.name)
    return Worn(brand.name or client.name, _css(brand), logo, width, height, brand.contact, sent)


def readable(color: str, *, ground: str) -> str:
    """Give the colour nearest to a brand's that can be read as text.

    Parameters
    ----------
    color : str
        As ``#rrggbb``.
    ground : str
        What it stands on; on a light one the colour is darkened, on a dark one lightened.

    Returns
    -------
    str
        Contrast of at least `LEAST` with `ground`.

    Examples
    --------
    >>> readable("#0b5a63", ground=LIGHT), readable("#ffd400", ground=LIGHT)
    ('#0b5a63', '#826c00')
    """
    end = 0 if luminance(ground) > 0.5 else 1
    nearer = (_toward(color, end, percent / 100) for percent in range(101))
    return next(one for one in nearer if contrast(one, ground) >= LEAST)


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours.

    Parameters
    ----------
    one, other : str
        As ``#rrggbb``.

    Returns
    -------
    float
        From 1 (the same) to 21 (black on white).

    References
    ----------
    WCAG 2.2, definition of contrast ratio.

    Examples
    --------
    >>> round(contrast("#000000", "#ffffff"), 1)
    21.0
    """
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def changes(brand: Brand) -> list[str]:
    """Say which colours of a brand are shown darker or lighter than given, and why.

    Parameters
    ----------
    brand : Brand
        A client's.

    Returns
    -------
    list of str
        A sentence for each colour and ground.
    """
    said = []
    for key in _NAMES:
        color = getattr(brand, key)
        for ground, pages, how in ((LIGHT, "light", "darkened"), (DARK, "dark", "lightened")):
            if color and (shown := readable(color, ground=ground)) != color:
                said.append(
                    f"`brand.{key}` {color} has a contrast of {contrast(color, ground):.1f}:1 on {pages} pages, where "
                    f"text needs {LEAST}:1; there it is {how} to {shown}."
                )
    return said


def _css(brand: Brand) -> Markup:
    given = {name: getattr(brand, key) for key, name in _NAMES.items() if getattr(brand, key)}
    if not given:
        return Markup("")
    light, dark = (
        "; ".join(f"{name}: {readable(color, ground=ground)}" for name, color in given.items())
        for ground in (LIGHT, DARK)
    )
    return Markup(  # noqa: S704  nothing but hexadecimal colours
        f"\n.seglib {{ {light}; }}\n@media screen and (prefers-color-scheme: dark) {{ .seglib {{ {dark}; }} }}\n"
    )


def _toward(color: str, end: float, share: float) -> str:
    """Bring the lightness of a colour nearer to black (0) or white (1); its hue stays."""
    if not share:
        return color
    hue, light, strength = rgb_to_hls(*(part / 255 for part in bytes.fromhex(color[1:])))
    parts = hls_to_rgb(hue, light + (end - light) * share, strength)
    return "#" + "".join(f"{round(255 * part):02x}" for part in parts)
