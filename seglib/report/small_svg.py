"""How is a drawing made small? Every figure is in a page twice, and most of it is the outlines of letters.

Coordinates are rounded to a hundredth of a point, far below what a screen or a printer shows, and written from point to
point; outlines of letters are rounded to a 640th of their size. Names of parts, and parts that only group others, go.
"""

from __future__ import annotations

import re
from urllib.parse import quote
from xml.etree import ElementTree

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_TOKEN = re.compile(r"[MLQCZz]|-?\d+\.?\d*(?:e-?\d+)?")
_NUMBERS = {"M": 2, "L": 2, "Q": 4, "C": 6}
_LONG = re.compile(r"-?\d+\.\d{3,}")
_PLACE = re.compile(r"translate\([^)]*\)")
_ALONG = re.compile(r"translate\(([\d.-]+)[ ,]+([\d.-]+)\)$")
_LETTER = "scale(0.015625)"  # of an outline on a grid of 64 units to the point
_COARSER, _COARSE_LETTER = 10, "scale(.15625)"
_SAFE = "!$()*+,-./:;=?@_~"


def small(svg: str) -> str:
    """Write a drawing in fewer characters.

    Parameters
    ----------
    svg : str
        An ``<svg>`` element as matplotlib writes it, letters as paths.

    Returns
    -------
    str
        An element that looks the same.
    """
    root = ElementTree.fromstring(svg)  # noqa: S314  our own drawing
    letters = {path.get("id"): f"g{i}" for i, path in enumerate(_letters(root))}
    for path in _letters(root):
        path.set("id", letters[path.get("id")])
        path.set("d", relative(path.get("d", ""), unit=_COARSER))  # a blank has no outline
        path.set("transform", _COARSE_LETTER)
    for element in root.iter():
        _shorten(element, letters)
    _unwrap(root)
    ElementTree.register_namespace("", _SVG.strip("{}"))
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def data_uri(svg: str) -> str:
    """Put a drawing into an address, as ``src`` and ``srcset`` take it.

    Parameters
    ----------
    svg : str
        An ``<svg>`` element.

    Returns
    -------
    str
        Without blanks, quotation marks, angle brackets or ampersands: nothing that a page would have to escape.
    """
    return "data:image/svg+xml," + quote(svg, safe=_SAFE)


def relative(d: str, *, unit: float) -> str:
    """Write a path from point to point.

    Parameters
    ----------
    d : str
        Commands M, L, Q, C and Z with absolute coordinates.
    unit : float
        Coordinates become whole numbers of it, written in this unit if it is 1 or more, else in the old one.

    Returns
    -------
    str
        The same path; no corner is off by more than half a unit.

    Examples
    --------
    >>> relative("M 0 267.599L 368.3995 267.599L 368.3995 0z", unit=0.01)
    'M0,267.6h368.4v-267.6z'
    """
    tokens, at, begin, told, last = _TOKEN.findall(d), (0, 0), (0, 0), [], ""
    i, command = 0, ""
    while i < len(tokens):
        if tokens[i].isalpha():
            command, i = tokens[i].upper(), i + 1
        if command == "Z":
            told, at, last = [*told, "z"], begin, "z"
            continue
        n = _NUMBERS[command]
        points = [round(float(token) / unit) for token in tokens[i : i + n]]
        i += n
        moves = points if not told else [value - at[j % 2] for j, value in enumerate(points)]
        letter = "M" if not told else command.lower()
        at = (points[-2], points[-1])
        begin = at if command == "M" else begin
        if letter == "l" and 0 in moves:
            letter, moves = ("v", moves[1:]) if moves[0] == 0 else ("h", moves[:1])
        text = _joined(moves, unit)
        again = letter == last and letter not in "Mm"
        told.append(text if again and text[0] == "-" else f",{text}" if again else letter + text)
        last = letter
    return "".join(told)


def _joined(moves: list[int], unit: float) -> str:
    """Numbers with a comma between them, but where a sign parts them."""
    scale = 1 if unit >= 1 else unit
    texts = [_plain(move * scale) for move in moves]
    return texts[0] + "".join(text if text[0] == "-" else f",{text}" for text in texts[1:])


def _plain(value: float) -> str:
    """A number with two decimals at most, and no zero that says nothing."""
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    text = re.sub(r"^(-?)0\.", r"\1.", text)
    return "0" if text in ("-0", "") else text


def _letters(root: ElementTree.Element) -> list[ElementTree.Element]:
    return [path for path in root.iter(f"{_SVG}path") if path.get("transform") == _LETTER]


def _shorten(element: ElementTree.Element, letters: dict[str, str]) -> None:
    element.tail = None
    element.text = element.text if element.tag == f"{_SVG}style" else None
    if (target := element.attrib.pop(_LINK, None)) is not None:
        element.set("href", f"#{letters.get(target[1:], target[1:])}" if target.startswith("#") else target)
    if element.tag == f"{_SVG}use" and (along := _ALONG.match(element.get("transform", ""))):
        del element.attrib["transform"]
        element.set("x", along[1])
        if float(along[2]):
            element.set("y", along[2])
    for name, value in element.attrib.items():
        if name == "d" and element.get("transform") != _COARSE_LETTER:
            element.set(name, relative(value, unit=0.01))
        elif name == "transform":
            element.set(name, _PLACE.sub(lambda place: _rounded(place[0]).replace(" ", ","), value))
        elif name == "style":
            element.set(name, value.replace("; ", ";").replace(": ", ":"))
        elif name in ("x", "y", "x1", "x2", "y1", "y2", "points"):
            element.set(name, _rounded(value))


def _rounded(text: str) -> str:
    return _LONG.sub(lambda number: _plain(float(number[0])), text)


def _unwrap(element: ElementTree.Element) -> None:
    """Drop what describes the file, and groups that give their parts neither a look nor a place."""
    kept: list[ElementTree.Element] = []
    for child in list(element):
        _unwrap(child)
        if child.tag == f"{_SVG}g" and not set(child.attrib) - {"id"}:
            kept += list(child)
        elif child.tag != f"{_SVG}metadata":
            kept.append(child)
    element[:] = kept
