"""How does an executed notebook become a page?

From its prose and its blocks alone. Any other output (prints, warnings, raw HTML, scripts) is left
where it is. What is read of a notebook depends on the edition, by cell tags.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
from markupsafe import Markup

from seglib.report.block import MIMETYPE, Block, BlockError
from seglib.report.blocks import from_payload
from seglib.report.brand import worn
from seglib.report.contents import check_edition
from seglib.report.fragments import SCRIPT, direction, environment, fragment, policy_of, stylesheet
from seglib.report.prose import Heading, Prose
from seglib.report.silent import silent
from seglib.report.text import Formatter, translation

_DROPPED = {
    "client": {"analyst", "learn", "exercise", "solution"},
    "analyst": set(),
    "student": {"solution"},
}
_NEVER = {"parameters", "injected-parameters"}


ROLES = ("learn", "exercise", "solution", "analyst")  # what no client reads


class RenderError(ValueError):
    """An executed notebook that cannot become a page."""


@dataclass(frozen=True)
class Fingerprint:
    """What the report was made from, without any path, person, machine or clock.

    Parameters
    ----------
    data, config : str
        Hashes of the input files and of the client's configuration.
    version : str
        Version of seglib.
    """

    data: str
    config: str
    version: str


@dataclass(frozen=True)
class Item:
    """A stretch of a page: prose, code, or blocks of one kind that stand together.

    Parameters
    ----------
    kind : str
        ``"prose"``, ``"code"`` or the kind of the blocks.
    html : Markup
        The prose.
    blocks : tuple of Block
        The blocks.
    source : str
        The code.
    role : str
        One of `ROLES`, or empty.
    """

    kind: str
    html: Markup | str = ""
    blocks: tuple[Block, ...] = ()
    source: str = ""
    role: str = ""


@dataclass(frozen=True)
class Content:
    """What one notebook brings to the report.

    Parameters
    ----------
    name, title, subtitle : str
        Of the page.
    items : tuple of Item
        In reading order.
    headings : tuple of Heading
        The outline.
    """

    name: str
    title: str
    subtitle: str
    items: tuple[Item, ...]
    headings: tuple[Heading, ...]

    @property
    def blocks(self) -> tuple[Block, ...]:
        """All blocks of the page, in reading order."""
        return tuple(block for item in self.items for block in item.blocks if item.kind != "card")

    @property
    def cards(self) -> tuple[Block, ...]:
        """What the notebook tells on the summary alone."""
        return tuple(block for item in self.items for block in item.blocks if item.kind == "card")


def read_notebook(path: Path, *, edition: str, pages: Collection[str]) -> Content:
    """Take prose and blocks out of an executed notebook.

    Parameters
    ----------
    path : Path
        The executed notebook.
    edition : {"client", "analyst", "student"}
        Whom the page is for.
    pages : collection of str
        Names of the report's notebooks, for links between them.

    Returns
    -------
    Content
        The page's content; the client edition leaves sections out that have nothing to say.

    Raises
    ------
    RenderError
        If the notebook has no title, a block is malformed, or two blocks have one id.
    """
    dropped = _DROPPED[check_edition(edition)] | _NEVER
    notebook = nbformat.read(path, as_version=4)
    cells = [cell for cell in notebook.cells if not dropped.intersection(cell.metadata.get("tags", []))]
    outputs = [_blocks(cell, path.stem) for cell in cells]
    ids = [block.id for blocks in outputs for block in blocks]
    if repeated := sorted({i for i in ids if ids.count(i) > 1}):
        raise RenderError(f"{path.stem}: the block id {repeated[0]!r} is used twice. Give each block its own.")
    reserved = {anchor for i in ids for anchor in (i, f"{i}-caption", f"{i}-data-caption", "main", "contents")}
    prose = Prose(reserved=reserved | {"main", "contents"}, pages=pages)
    items: list[Item] = []
    nothing_to_say = silent(cells, outputs) if edition == "client" else [False] * len(cells)
    for cell, blocks, left_out in zip(cells, outputs, nothing_to_say, strict=True):
        if left_out:
            continue
        role = next((tag for tag in ROLES if tag in cell.metadata.get("tags", [])), "")
        if cell.cell_type == "markdown":
            items.append(Item("prose", html=prose.html(cell.source, formulas=bool(role)), role=role))
        elif cell.cell_type == "code":
            if edition != "client" and cell.source.strip():
                items.append(Item("code", source=cell.source, role=role))
            for block in blocks:
                _append(items, block)
    if not prose.title:
        raise RenderError(f"{path.stem}: the notebook must begin with a title, a text cell that starts with '# '.")
    return Content(path.stem, prose.title, prose.subtitle, tuple(items), tuple(prose.headings))


def render_page(
    content: Content, *, client: object, edition: str, site: Sequence[Content], fingerprint: Fingerprint
) -> str:
    """Render one page of the report.

    Parameters
    ----------
    content : Content
        The page's own content.
    client : Client
        Gives `name`, `language`, `currency`, `as_of`, `folder` and `brand`.
    edition : {"client", "analyst", "student"}
        Whom the page is for.
    site : sequence of Content
        All pages, for the navigation.
    fingerprint : Fingerprint
        Shown in the footer.

    Returns
    -------
    str
        One self-contained HTML document.
    """
    return render(
        "page.html.j2",
        client=client,
        current=content.name,
        site=site,
        fingerprint=fingerprint,
        content=content,
        code_open=edition == "student",
        inside=edition == "analyst",
    )


def render(
    template: str,
    *,
    client: object,
    current: str,
    site: Sequence[Content],
    fingerprint: Fingerprint,
    **values: object,
) -> str:
    """Render a template with what all pages share.

    Parameters
    ----------
    template : str
        Name of the template.
    client : Client
        Gives `name`, `language`, `currency`, `as_of`, `folder` and `brand`.
    current : str
        Name of the page being rendered.
    site : sequence of Content
        All pages, for the navigation.
    fingerprint : Fingerprint
        Shown in the footer.
    **values
        What this template needs besides.

    Returns
    -------
    str
        One self-contained HTML document.
    """
    brand = worn(client)
    css, script = stylesheet("blocks.css", "page.css") + brand.css, stylesheet(SCRIPT)
    _ = translation(client.language)
    formatter = Formatter(client.language, client.currency)
    as_of = formatter.date(client.as_of)
    html = (
        environment()
        .get_template(template)
        .render(
            client=client,
            brand=brand,
            current=current,
            site=site,
            fingerprint=fingerprint,
            css=css,
            script=script,
            policy=policy_of(css, script),
            segments=list(dict.fromkeys(card.name for content in site for card in content.cards)),
            decimal=formatter.locale.number_symbols["latn"]["decimal"],
            _=_,
            fragment=fragment,
            language=client.language.replace("_", "-"),
            direction=direction(client.language),
            as_of=as_of,
            observed=_("Observed until {date}", date=f"\u2068{as_of}\u2069"),  # isolated from the text's direction
            **values,
        )
    )
    return html.rstrip() + "\n"


def _blocks(cell: nbformat.NotebookNode, name: str) -> list[Block]:
    payloads = [output.get("data", {}).get(MIMETYPE) for output in cell.get("outputs", [])]
    try:
        return [from_payload(payload) for payload in payloads if payload is not None]
    except BlockError as error:
        raise RenderError(f"{name}: {error}") from error


def _append(items: list[Item], block: Block) -> None:
    """Add a block; metrics and personas that follow each other stand together."""
    last = items[-1] if items else None
    if last is not None and block.kind in ("metric", "persona") and last.kind == block.kind:
        items[-1] = Item(block.kind, blocks=(*last.blocks, block))
    else:
        items.append(Item(block.kind, blocks=(block,)))
