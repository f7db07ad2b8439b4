"""How does a formula come onto a page that runs no script of others? As MathML, which browsers draw themselves."""

import inspect
from html import escape, unescape
from xml.etree.ElementTree import Element, tostring

from latex2mathml import exceptions
from latex2mathml.converter import convert_to_element

_UNREADABLE = tuple(error for _, error in inspect.getmembers(exceptions, inspect.isclass))
_TAGS = frozenset(
    {"math", "mrow", "mi", "mn", "mo", "mtext", "mspace", "mfrac", "msqrt", "mroot", "mtable", "mtr", "mtd"}
    | {"msub", "msup", "msubsup", "mover", "munder", "munderover"}
)
_ATTRIBUTES = frozenset({"display", "stretchy", "accent", "mathvariant", "linethickness", "width"})


def mathml(latex: str, *, display: str = "inline") -> str:
    r"""Draw a formula.

    Parameters
    ----------
    latex : str
        As it stands between dollar signs.
    display : {"inline", "block"}, default "inline"
        Whether it stands in a line of text.

    Returns
    -------
    str
        A ``<math>`` element of harmless tags and attributes alone, or what was written, as code, if it cannot be drawn.

    Examples
    --------
    >>> mathml(r"\tau^2")
    '<math display="inline"><mrow><msup><mi>τ</mi><mn>2</mn></msup></mrow></math>'
    >>> mathml(r"\left( x")
    '<code>\\left( x</code>'
    """
    try:
        drawn = convert_to_element(latex, display=display)
    except _UNREADABLE:
        return _as_written(latex)
    drawn.attrib.pop("xmlns", None)
    if not all(map(_harmless, drawn.iter())):
        return _as_written(latex)
    for element in drawn.iter():
        element.text = unescape(element.text) if element.text else None
    return tostring(drawn, encoding="unicode")


def _harmless(element: Element) -> bool:
    known = element.tag in _TAGS and _ATTRIBUTES.issuperset(element.attrib)
    return known and not (element.text or "").startswith("\\")  # a command that is not known


def _as_written(latex: str) -> str:
    return f"<code>{escape(latex)}</code>"
