"""How is a drawing made small? Every figure is in a page twice, and most of it is letters.

Corners are rounded to a tenth of a point (curves to a hundredth) and letters to a 320th of their size, below what a
screen or a printer shows. Outlines of letters stand once, all on one grid, so that places in a line are whole numbers;
a look that several parts share is a class. Names of parts, parts that only group others, and parts that nobody can
see, go.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import chain, count
from string import ascii_lowercase
from urllib.parse import quote
from xml.etree import ElementTree

from markupsafe import Markup

from seglib.report.svg_paths import box, plain, relative

_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_LETTER = "scale(0.015625)"  # of an outline on a grid of 64 units to the hundredth of a letter's size
_COARSER = 20  # a 320th of a letter's size
_GRID = _COARSER / 64
_SCALE = re.compile(r"scale\(([\d.]+)[ ,]+-[\d.]+\)$")
_PLACE = re.compile(r"translate\((-?[\d.]+)[ ,]+(-?[\d.]+)\)")
_LONG = re.compile(r"-?\d+\.\d+")
_TWINS = re.compile(r"#([0-9a-f])\1([0-9a-f])\2([0-9a-f])\3\b")
_USED = re.compile(r"#([\w.-]+)\)?$")
_SAFE = "!$()*+,-./:;=?@_~<>'"


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
    root.attrib.pop("version", None)
    letters = _gather_letters(root)
    fixed = {child for defs in root.iter(f"{_SVG}defs") for child in defs.iter()}
    seen = [float(number) for number in root.get("viewBox").split()]
    _unwrap(root, lambda element: element not in fixed and _hidden(element, seen))
    for element in root.iter():
        _shorten(element, shape=element in fixed)
    root[:] = [letters, *root]
    _name_by_use(root)
    _share_looks(root, letters)
    ElementTree.register_namespace("", _SVG.strip("{}"))
    return ElementTree.tostring(root, encoding="unicode").replace(" />", "/>")


def data_uri(svg: str) -> Markup:
    """Put a drawing into an address, as ``src`` and ``srcset`` take it between double quotation marks.

    Parameters
    ----------
    svg : str
        An ``<svg>`` element.

    Returns
    -------
    Markup
        Without blanks, double quotation marks or ampersands: nothing that would end the attribute or be read by it.
    """
    quoted = svg.replace("'", "&#39;").replace('"', "'")
    return Markup("data:image/svg+xml," + quote(quoted, safe=_SAFE))  # noqa: S704  all else is quoted


def _gather_letters(root: ElementTree.Element) -> ElementTree.Element:
    """Take the outlines of letters out of their lines, and place the letters of each line on the outlines' grid."""
    outlines = {path.get("id"): path for path in root.iter(f"{_SVG}path") if path.get("transform") == _LETTER}
    blank = {name for name, path in outlines.items() if not path.get("d")}
    lines = [line for line in root.iter(f"{_SVG}g") if any(use.get(_LINK, "")[1:] in outlines for use in line)]
    for line in lines:
        line.set("transform", _SCALE.sub(_on_grid, line.get("transform")))
        line[:] = [part for part in line if part.tag != f"{_SVG}defs" and part.get(_LINK, "")[1:] not in blank]
        for part in line:
            if part.tag == f"{_SVG}use":
                part.set("transform", _PLACE.sub(_placed, part.get("transform", "")))
            else:  # the line of a fraction
                part.set("transform", f"scale({1 / _GRID:g},{-1 / _GRID:g})")
    letters = ElementTree.Element(f"{_SVG}defs")
    for name in (name for name in outlines if name not in blank):
        d = relative(outlines[name].get("d"), unit=_COARSER, flip=True)
        ElementTree.SubElement(letters, f"{_SVG}path", {"id": name, "d": d})
    return letters


def _on_grid(scale: re.Match) -> str:
    return f"scale({plain(float(scale[1]) * _GRID, 6)})"


def _placed(place: re.Match) -> str:
    return f"translate({round(float(place[1]) / _GRID)},{round(-float(place[2]) / _GRID)})"


def _hidden(element: ElementTree.Element, seen: list[float]) -> bool:
    """Whether a path has neither area nor line, or lies beside the drawing."""
    if element.tag != f"{_SVG}path" or "transform" in element.attrib:
        return False
    style, d = element.get("style", ""), element.get("d", "")
    if not d or ("fill: none" in style and "stroke:" not in style):
        return True
    left, top, right, bottom = box(d)
    wide = 10  # more than any line is wide
    return right < seen[0] - wide or left > seen[2] + wide or bottom < seen[1] - wide or top > seen[3] + wide


def _unwrap(element: ElementTree.Element, hidden: Callable[[ElementTree.Element], bool]) -> None:
    """Drop what describes the file or cannot be seen, and groups that give their parts neither a look nor a place."""
    kept: list[ElementTree.Element] = []
    for child in list(element):
        _unwrap(child, hidden)
        if child.tag == f"{_SVG}g" and (not set(child.attrib) - {"id"} or not len(child)):
            kept += list(child)
        elif child.tag != f"{_SVG}metadata" and not hidden(child):
            kept.append(child)
    element[:] = [child for child in kept if child.tag != f"{_SVG}defs" or len(child)]


def _shorten(element: ElementTree.Element, *, shape: bool) -> None:
    element.tail = None
    element.text = element.text.replace(": ", ":") if element.tag == f"{_SVG}style" else None
    if (target := element.attrib.pop(_LINK, None)) is not None:
        element.set("href", "".join(target.split()))
    if element.tag == f"{_SVG}use" and (along := _PLACE.fullmatch(element.get("transform", "-"))):
        del element.attrib["transform"]
        element.attrib |= {name: place for name, place in zip("xy", along.groups(), strict=True) if place != "0"}
    for name, value in element.attrib.items():
        if name == "d":
            element.set(name, relative(value, unit=0.01 if shape or "C" in value else 0.1))
        elif name == "transform":
            placed = _PLACE.sub(lambda place: _rounded(place[0]).replace(" ", ","), value)
            element.set(name, placed.replace(") ", ")"))
        elif name == "style":
            element.set(name, _TWINS.sub(r"#\1\2\3", _rounded(value.replace("; ", ";").replace(": ", ":"))))
        elif name in ("x", "y", "x1", "x2", "y1", "y2", "points", "width", "height", "viewBox"):
            element.set(name, _rounded(value))
    if not element.get("transform", "-"):
        del element.attrib["transform"]


def _rounded(text: str) -> str:
    return _LONG.sub(lambda number: plain(float(number[0])), text)


def _name_by_use(root: ElementTree.Element) -> None:
    """Give what others refer to a name of one or two letters, and all else none."""
    links = [element.get(link, "") for element in root.iter() for link in ("href", "clip-path")]
    used = [found[1] for found in map(_USED.search, links) if found]
    names = dict(zip((name for name, _ in Counter(used).most_common()), _names(), strict=False))
    for element in root.iter():
        name = element.attrib.pop("id", None)
        if name in names:
            element.set("id", names[name])
        for link in ("href", "clip-path"):
            if found := _USED.search(element.get(link, "")):
                element.set(link, element.get(link).replace(f"#{found[1]}", f"#{names[found[1]]}"))


def _share_looks(root: ElementTree.Element, head: ElementTree.Element) -> None:
    """Write a look that several parts share once, as a class."""
    looks = Counter(look for element in root.iter() if (look := _look(element)))
    often = [look for look, n in looks.most_common() if n > 1]
    names = dict(zip(often, _names(), strict=False))
    for element in root.iter():
        if (look := _look(element)) in names:
            element.attrib.pop("style", None)
            element.attrib.pop("clip-path", None)
            element.set("class", names[look])
    sheet = ElementTree.Element(f"{_SVG}style")
    sheet.text = "".join(style.text for style in root.iter(f"{_SVG}style"))
    sheet.text += "".join(f".{name}{{{look}}}" for look, name in names.items())
    root[:] = [child for child in root if child.find(f"{_SVG}style") is None]
    head.insert(0, sheet)


def _look(element: ElementTree.Element) -> str:
    clip = element.get("clip-path")
    return ";".join(part for part in (element.get("style"), clip and f"clip-path:{clip}") if part)


def _names() -> Iterator[str]:
    return chain(ascii_lowercase, (f"{letter}{number}" for number in count() for letter in ascii_lowercase))
