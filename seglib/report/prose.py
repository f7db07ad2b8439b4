"""How does a notebook's prose become HTML that cannot be scripted?

Markdown alone: raw HTML is shown as text, links go to web pages and other pages of the report only,
pictures are left out (figures are blocks). Headings get one outline for the whole page.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from html import escape
from urllib.parse import urlsplit

import mistune
from markupsafe import Markup
from mistune.core import BlockState

from seglib.report.formulas import mathml

_PLUGINS = ("table", "strikethrough")
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")


@dataclass(frozen=True)
class Heading:
    """A heading of the page.

    Parameters
    ----------
    level : int
        2 to 6.
    text : str
        Without markup.
    id : str
        Unique on its page.
    """

    level: int
    text: str
    id: str


class Prose:
    """The prose of one page.

    Parameters
    ----------
    reserved : collection of str
        Ids that blocks of the page use.
    pages : collection of str
        Names of the report's notebooks, to which links may go.

    Attributes
    ----------
    title, subtitle : str
        The first H1 and the quotation right after it, as plain text; empty before they were met.
    headings : list of Heading
        The outline so far, without the title.

    Examples
    --------
    >>> prose = Prose(reserved=[], pages=[])
    >>> prose.html("# Title\\n> One line\\n\\n## Who <b>buys</b>")
    Markup('<h2 id="who-b-buys-b">Who &lt;b&gt;buys&lt;/b&gt;</h2>\\n')
    >>> prose.title, prose.subtitle
    ('Title', 'One line')
    """

    def __init__(self, *, reserved: Collection[str], pages: Collection[str]) -> None:
        self.title = ""
        self.subtitle = ""
        self.headings: list[Heading] = []
        self._taken = set(reserved)
        self._tables = 0
        renderer = _Renderer(escape=True)
        renderer.prose, renderer.pages = self, frozenset(pages)
        self._renderer = renderer
        self._parser = mistune.create_markdown(renderer=None, plugins=_PLUGINS)
        self._theory = mistune.create_markdown(renderer=None, plugins=[*_PLUGINS, "math"])
        mistune.create_markdown(renderer=renderer, plugins=[*_PLUGINS, "math"])  # tells the renderer of the plugins
        for name, render in _OURS.items():
            renderer.register(name, render)

    def html(self, source: str, *, formulas: bool = False) -> Markup:
        """Render one text cell; headings and ids follow those of the cells before.

        Parameters
        ----------
        source : str
            Markdown.
        formulas : bool, default False
            Whether dollar signs enclose formulas; else they are money.

        Returns
        -------
        Markup
            HTML without any markup from the source itself.
        """
        parsed, _state = (self._theory if formulas else self._parser).parse(source)
        tokens = [token for token in parsed if token["type"] != "blank_line"]
        if not self.title and tokens and tokens[0]["type"] == "heading" and tokens[0]["attrs"]["level"] == 1:
            self.title = _plain_text(tokens.pop(0)).strip()
            if tokens and tokens[0]["type"] == "block_quote":
                self.subtitle = _plain_text(tokens.pop(0)).strip()
        return Markup(self._renderer.render_tokens(tokens, BlockState()))  # noqa: S704  escaped by the renderer

    def heading(self, markup: str, level: int) -> str:
        """Add a heading to the outline, without skipping a level, and render it.

        Parameters
        ----------
        markup : str
            The heading's text, rendered.
        level : int
            As written, 1 to 6.

        Returns
        -------
        str
            The element.
        """
        above = self.headings[-1].level if self.headings else 1
        text = str(Markup(markup).striptags())  # noqa: S704  rendered above, escaped
        heading = Heading(min(max(level, 2), above + 1), text, self._unique(text))
        self.headings.append(heading)
        return f'<h{heading.level} id="{escape(heading.id)}">{markup}</h{heading.level}>\n'

    def table_label(self) -> str:
        """Name a table of the prose after its section, each differently.

        Returns
        -------
        str
            The name.
        """
        self._tables += 1
        return f"{self.headings[-1].text if self.headings else self.title} ({self._tables})"

    def _unique(self, text: str) -> str:
        words = re.findall(r"\w+", text.lower())
        stem = "-".join(words)[:60].strip("-") or "section"
        name, count = stem, 1
        while name in self._taken:
            count += 1
            name = f"{stem}-{count}"
        self._taken.add(name)
        return name


class _Renderer(mistune.HTMLRenderer):
    prose: Prose
    pages: frozenset[str]

    def heading(self, text: str, level: int, **attrs: object) -> str:
        return self.prose.heading(text, level)

    def link(self, text: str, url: str, title: str | None = None) -> str:
        target = _target(url, self.pages)
        if target is None:
            return text
        return f'<a href="{escape(target)}" rel="noreferrer">{text}</a>'

    def image(self, text: str, url: str, title: str | None = None) -> str:
        return text

    def block_code(self, code: str, info: str | None = None) -> str:
        return f"<pre><code>{escape(code)}</code></pre>\n"


def _target(url: str, pages: Collection[str]) -> str | None:
    """Give the address that a link may have on the page, or None if it may not be a link."""
    address = _CONTROL.sub("", url)
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    if parts.scheme == "mailto" or (parts.scheme in ("http", "https") and parts.netloc):
        return address
    if parts.scheme or parts.netloc:
        return None
    if not parts.path:
        return address if parts.fragment else None
    name = parts.path.removesuffix(".ipynb")
    if name == parts.path or name not in pages:
        return None
    return f"{name}.html" + (f"#{parts.fragment}" if parts.fragment else "")


def _table(renderer: _Renderer, text: str) -> str:
    label = escape(renderer.prose.table_label())
    return f'<div class="scroll" role="region" tabindex="0" aria-label="{label}"><table>\n{text}</table></div>\n'


def _table_cell(renderer: _Renderer, text: str, align: str | None = None, head: bool = False) -> str:
    aligned = ' class="num"' if align == "right" else ""
    if head and text.strip():
        return f'<th scope="col"{aligned}>{text}</th>\n'
    return f"<td{aligned}>{text}</td>\n"


def _inline_math(renderer: _Renderer, text: str) -> str:
    return mathml(text)


def _block_math(renderer: _Renderer, text: str) -> str:
    return f"<p>{mathml(text, display='block')}</p>\n"


_OURS = {"table": _table, "table_cell": _table_cell, "inline_math": _inline_math, "block_math": _block_math}


def _plain_text(token: dict) -> str:
    if token["type"] in ("softbreak", "linebreak"):
        return " "
    return token.get("raw") or "".join(_plain_text(child) for child in token.get("children", []))
