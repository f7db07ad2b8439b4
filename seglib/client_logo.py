"""Can a client's logo stand on every page? Read, checked, and freed of what only its maker's program needs.

A drawing keeps shapes, colours and letters, and nothing that runs, asks for something or is another program's note. A
photograph loses what a camera wrote into it: place, time, name.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

KINDS = {"svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
MOST_BYTES = 100_000
_SVG, _LINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}href"
_SHAPES = {
    *("svg", "g", "defs", "symbol", "use", "title", "desc", "style", "switch", "path", "rect", "circle", "ellipse"),
    *("line", "polyline", "polygon", "text", "tspan", "linearGradient", "radialGradient", "stop", "pattern", "marker"),
    *("clipPath", "mask", "filter", "feGaussianBlur", "feOffset", "feBlend", "feFlood", "feComposite", "feColorMatrix"),
    *("feMerge", "feMergeNode", "image"),
}
_RUNS = {"script", "foreignObject", "iframe", "audio", "video"}
_OUTSIDE = re.compile(r"url\(\s*['\"]?\s*(?!#)|@import|\\", re.IGNORECASE)
_INSIDE = re.compile(r"#|data:image/(png|jpeg);base64,")
_LENGTH = re.compile(r"\s*([\d.]+)(px)?\s*")
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8"
_PIXELS = {b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND"}
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}  # where a JPEG says its size
_PLAIN = "save it as a plain SVG, without scripts, links and embedded pages"


class LogoError(ValueError):
    """A logo that cannot be shown; the message says why and what to do."""


@dataclass(frozen=True)
class Logo:
    """A logo as a page carries it.

    Parameters
    ----------
    kind : str
        ``image/svg+xml``, ``image/png`` or ``image/jpeg``.
    content : bytes
        The file, freed of what is not to be seen.
    width, height : int
        In pixels, or in the drawing's own units.
    """

    kind: str
    content: bytes
    width: int
    height: int


def read_logo(path: Path) -> Logo:
    """Read a logo from beside ``client.yml``.

    Parameters
    ----------
    path : pathlib.Path
        An SVG, PNG or JPEG file.

    Returns
    -------
    Logo

    Raises
    ------
    LogoError
        If it is not there, too large, not what its name says, or carries something that runs or asks for something.
    """
    if path.is_symlink() or not path.is_file():
        raise LogoError(f"there is no file `{path.name}` beside client.yml")
    if (size := path.stat().st_size) > MOST_BYTES:
        raise LogoError(
            f"`{path.name}` has {size / 1000:,.0f} kB, and every page carries it; save it in {MOST_BYTES // 1000} kB "
            "or less: 100 pixels of height are enough"
        )
    content, kind = path.read_bytes(), KINDS[path.suffix[1:].lower()]
    read = {"image/svg+xml": _drawing, "image/png": _png, "image/jpeg": _jpeg}[kind]
    try:
        content, width, height = read(content, path.name)
    except (struct.error, IndexError, UnicodeDecodeError, ElementTree.ParseError, RecursionError):
        raise LogoError(f"`{path.name}` is not a whole {kind.partition('/')[2]} file; save it again") from None
    if not 0 < min(width, height) <= max(width, height) <= 100_000:
        raise LogoError(f"`{path.name}` says no usable size ({width} by {height}); save it again with one")
    return Logo(kind, content, round(width) or 1, round(height) or 1)


def _drawing(content: bytes, name: str) -> tuple[bytes, float, float]:
    text = content.decode("utf-8-sig")
    if "<!ENTITY" in text:
        raise LogoError(f"`{name}` defines words of its own (<!ENTITY); {_PLAIN}")
    root = ElementTree.fromstring(text)  # noqa: S314  without entities there is nothing to expand
    if root.tag != f"{_SVG}svg":
        raise LogoError(f"`{name}` is not an SVG drawing; {_PLAIN}")
    for element in list(root.iter()):
        for child in list(element):
            if _local(child) in _RUNS:
                raise LogoError(f"`{name}` carries a <{_local(child)}>; {_PLAIN}")
            if not str(child.tag).startswith(_SVG) or _local(child) not in _SHAPES:
                element.remove(child)
        _clean(element, name)
    width, height = _size(root, name)
    root.attrib |= {"width": f"{width:g}", "height": f"{height:g}"}
    root.attrib.setdefault("viewBox", f"0 0 {width:g} {height:g}")
    ElementTree.register_namespace("", _SVG.strip("{}"))
    ElementTree.register_namespace("xlink", _LINK[1:].partition("}")[0])
    return ElementTree.tostring(root, encoding="unicode").encode(), width, height


def _local(element: ElementTree.Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _clean(element: ElementTree.Element, name: str) -> None:
    """Take other programs' notes off an element; refuse what runs or asks for something."""
    for key, value in list(element.attrib.items()):
        link = key in ("href", _LINK)
        if key.lower().startswith("on"):
            raise LogoError(f"`{name}` carries a script ({key}); {_PLAIN}")
        if (link and not _INSIDE.match(value.strip())) or _OUTSIDE.search(value):
            raise LogoError(f"`{name}` asks for something outside of it ({key.rpartition('}')[2]}); {_PLAIN}")
        if key.startswith("{") and not link:
            del element.attrib[key]
    if _local(element) == "style" and _OUTSIDE.search("".join(element.itertext())):
        raise LogoError(f"`{name}` asks for something outside of it (style); {_PLAIN}")


def _size(root: ElementTree.Element, name: str) -> tuple[float, float]:
    box = [float(part) for part in re.findall(r"-?[\d.]+(?:e-?\d+)?", root.get("viewBox", ""))]
    if len(box) == 4:
        return box[2], box[3]
    said = [_LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height")]
    if not all(said):
        raise LogoError(f"`{name}` does not say its size; save it with a viewBox, or a width and a height in pixels")
    return float(said[0][1]), float(said[1][1])


def _png(content: bytes, name: str) -> tuple[bytes, int, int]:
    if not content.startswith(_PNG):
        raise LogoError(f"`{name}` is not a PNG file; save it as one, or name it as what it is")
    kept = [chunk for kind, chunk in _chunks(content) if kind in _PIXELS]
    if kept[0][4:8] != b"IHDR" or kept[-1][4:8] != b"IEND":
        raise IndexError
    return _PNG + b"".join(kept), *struct.unpack(">II", kept[0][8:16])


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_PNG)
    while place < len(content):
        (length,) = struct.unpack(">I", content[place : place + 4])
        end = place + 12 + length
        if end > len(content):
            raise IndexError
        yield content[place + 4 : place + 8], content[place:end]
        place = end


def _jpeg(content: bytes, name: str) -> tuple[bytes, int, int]:
    if not content.startswith(_JPEG):
        raise LogoError(f"`{name}` is not a JPEG file; save it as one, or name it as what it is")
    kept, place, size = [_JPEG], 2, None
    while content[place + 1] != 0xDA:  # what follows are the pixels
        mark = content[place + 1]
        (length,) = struct.unpack(">H", content[place + 2 : place + 4])
        if content[place] != 0xFF or mark < 0xC0:
            raise IndexError
        if mark in _FRAMES:
            size = struct.unpack(">HH", content[place + 5 : place + 9])
        if mark in (0xE0, 0xEE) or not (0xE1 <= mark <= 0xEF or mark == 0xFE):
            kept.append(content[place : place + 2 + length])
        place += 2 + length
    if size is None:
        raise IndexError
    return b"".join(kept) + content[place:], size[1], size[0]
