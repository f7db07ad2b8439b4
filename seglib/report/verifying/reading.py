"""What does a page say, and where? Its words are read as a browser reads them, block by block."""

from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser

from seglib.report.render import ROLES

_SILENT = {"style", "script", "template"}
_VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
_SPEAKING = ("alt", "title", "aria-label", "aria-description", "placeholder", "value", "label")
_FRAME = {"header", "nav", "footer"}


@dataclass(frozen=True)
class Piece:
    """Some words of a page.

    Parameters
    ----------
    block : str
        Id of the block that holds them; empty outside of blocks.
    place : str
        ``"text"``, ``"code"``, ``"frame"`` (heads, feet and lists of pages), ``"theory"`` (prose that no client
        reads), ``"cell"`` or an attribute's name.
    text : str
        The words.
    """

    block: str
    place: str
    text: str


@dataclass
class _Open:
    tag: str
    block: str
    place: str


@dataclass
class _Reader(HTMLParser):
    blocks: Collection[str]
    ids: list[str] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    cells: dict[str, list[list[str]]] = field(default_factory=dict)
    stack: list[_Open] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        above = self.stack[-1] if self.stack else _Open("", "", "text")
        if "id" in values:
            self.ids.append(values["id"])
        block = values["id"] if values.get("id") in self.blocks else above.block
        for name, value in values.items():
            if value and (name in _SPEAKING or name.startswith("data-")):
                self.pieces.append(Piece(block, name, value))
        if tag in _VOID:
            return
        self.stack.append(_Open(tag, block, self._place(tag, values, above)))
        if block and tag == "tr":
            self.cells.setdefault(block, []).append([])
        elif block and tag in ("td", "th") and self.cells.get(block):
            self.cells[block][-1].append("")

    def _place(self, tag: str, values: dict[str, str], above: _Open) -> str:
        if tag in _SILENT or tag == "head":
            return "silent"
        if tag in ("pre", "code") and not above.block:
            return "code"
        classes = values.get("class", "").split()
        if tag in _FRAME and "title" not in classes:
            return "frame"
        if "prose" in classes and not above.block and not set(classes).isdisjoint(ROLES):
            return "theory"
        return "cell" if tag in ("td", "th") and above.block else above.place

    def handle_endtag(self, tag: str) -> None:
        for position in range(len(self.stack) - 1, -1, -1):
            if self.stack[position].tag == tag:
                del self.stack[position:]
                return

    def handle_data(self, data: str) -> None:
        here = self.stack[-1] if self.stack else _Open("", "", "text")
        if here.place == "silent" or not data.strip():
            return
        if here.place == "cell":
            self.cells[here.block][-1][-1] += data
        self.pieces.append(Piece(here.block, here.place, data))


@dataclass(frozen=True)
class Read:
    """A page as it was read.

    Parameters
    ----------
    html : str
        Its text.
    ids : list of str
        All anchors, in order.
    pieces : list of Piece
        All words.
    cells : dict of str to list of list of str
        For each block with a table, its rows, the heads among them.
    """

    html: str
    ids: list[str]
    pieces: list[Piece]
    cells: dict[str, list[list[str]]]


def read_page(html: str, *, blocks: Collection[str]) -> Read:
    """Read a page.

    Parameters
    ----------
    html : str
        The page.
    blocks : collection of str
        Anchors of its blocks.

    Returns
    -------
    Read
        Everything that a reader sees or hears; pictures have no words but their alternative text, since letters in
        them are outlines.

    Examples
    --------
    >>> page = read_page('<p id="a">12 <b>customers</b></p><p>All</p>', blocks=["a"])
    >>> [(piece.block, piece.text) for piece in page.pieces]
    [('a', '12 '), ('a', 'customers'), ('', 'All')]
    """
    reader = _Reader(blocks)
    reader.feed(html)
    reader.close()
    return Read(html, reader.ids, reader.pieces, reader.cells)
