"""Is a rendered folder fit to be sent?

The files are read again as a browser would read them: complete, linked, closed to scripts, of a
size that can be mailed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

from seglib.report.fragments import SCRIPT, stylesheet

WARN_BYTES = 1_500_000
STOP_BYTES = 5_000_000
_FORBIDDEN = {"iframe", "object", "embed", "form", "base", "audio", "video"}


@dataclass
class _Reader(HTMLParser):
    """What the checks want to know of one page."""

    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    levels: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    head: list[tuple[str, Mapping[str, str]]] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    _inside: bool = False

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if self.head or tag == "head":
            self.head.append((tag, values))
        if tag == "script":
            self.scripts.append("")
            self._inside = True
            self.problems += ["has a <script> with attributes"] if attrs else []
        if tag in _FORBIDDEN:
            self.problems.append(f"has a <{tag}>")
        self.problems.extend(f"has the attribute {name} on <{tag}>" for name in values if name.startswith("on"))
        if "style" in values:
            self.problems.append(f"has an inline style on <{tag}>")
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        shown = values.get("srcset" if tag == "source" else "src", "")
        if tag in ("img", "source") and not shown.startswith("data:image/"):
            self.problems.append("has a picture from outside")
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self.levels.append(int(tag[1]))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.scripts[-1] += data

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "script"


def page_problems(html: str, *, expected: Iterable[str] = ()) -> list[str]:
    """Find what is wrong with one page.

    Parameters
    ----------
    html : str
        The page.
    expected : iterable of str
        Ids that must be on it.

    Returns
    -------
    list of str
        Each a clause such as ``"has a <script>"``; empty where all is well.

    Examples
    --------
    >>> page_problems("<head><script></script></head><h1>A</h1>")
    ['has a <script>', 'has no Content-Security-Policy first in its head']
    """
    return _problems(_read(html), expected)


def folder_problems(folder: Path, *, pages: Mapping[str, Iterable[str]]) -> tuple[list[str], list[str]]:
    """Find what is wrong with a rendered folder.

    Parameters
    ----------
    folder : Path
        Holds the pages.
    pages : mapping of str to iterable of str
        File name to the ids that must be on it.

    Returns
    -------
    problems : list of str
        What stops the publication.
    warnings : list of str
        What only should be known.
    """
    problems = [f"{name} is missing" for name in pages if not (folder / name).is_file()]
    texts = {name: (folder / name).read_text(encoding="utf-8") for name in pages if (folder / name).is_file()}
    readers = {name: _read(text) for name, text in texts.items()}
    warnings = []
    for name, text in texts.items():
        problems += [f"{name} {clause}" for clause in _problems(readers[name], pages[name])]
        size = len(text.encode())
        if size > STOP_BYTES:
            problems.append(f"{name} has {size / 1e6:.1f} MB, above 5 MB; draw fewer points in its figures")
        elif size > WARN_BYTES:
            warnings.append(f"{name} has {size / 1e6:.1f} MB, more than 1.5 MB; draw fewer points in its figures")
    for name, reader in readers.items():
        for link in reader.links:
            if link.startswith(("http:", "https:", "mailto:")):
                continue
            file, _, anchor = link.partition("#")
            target = readers.get(file or name)
            if target is None or (anchor and unquote(anchor) not in target.ids and anchor not in target.ids):
                problems.append(f"{name} links to {link!r}, which does not exist")
    return problems, warnings


def _problems(reader: _Reader, expected: Iterable[str]) -> list[str]:
    problems = list(reader.problems)
    problems += ["has a <script>" for script in reader.scripts if script != stylesheet(SCRIPT)]
    first = reader.head[1] if len(reader.head) > 1 else ("", {})
    if first[0] != "meta" or first[1].get("http-equiv") != "Content-Security-Policy":
        problems.append("has no Content-Security-Policy first in its head")
    problems += [f"uses the id {i!r} twice" for i in sorted({i for i in reader.ids if reader.ids.count(i) > 1})]
    problems += [f"lacks the block {i!r}" for i in expected if i not in reader.ids]
    if reader.levels.count(1) != 1:
        problems.append(f"has {reader.levels.count(1)} titles (h1) where one is needed")
    if any(below > above + 1 for above, below in zip(reader.levels, reader.levels[1:], strict=False)):
        problems.append("skips a heading level")
    return problems


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader
