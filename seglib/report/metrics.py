"""Where do the numbers of a published report stand, so that they can be checked?

``metrics.json`` lies beside the pages: every block of every page with its raw values, and the sections and blocks that
each page must have. It holds what the pages hold, less the drawings, and nothing else.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from seglib.report.block import Block
from seglib.report.blocks import from_payload
from seglib.report.index import shown
from seglib.report.render import Content

NAME = "metrics.json"
_SECTION = re.compile(r'<h2 id="([^"]+)"')


@dataclass(frozen=True)
class Recorded:
    """What a page was made of.

    Parameters
    ----------
    name, title, subtitle : str
        Of the page.
    sections : tuple of str
        Ids of its sections.
    blocks : dict of str to Block
        Its blocks by their anchors on it; on the index they are those of all pages.
    """

    name: str
    title: str
    subtitle: str
    sections: tuple[str, ...]
    blocks: Mapping[str, Block]


def metrics_text(site: Sequence[Content], pages: Mapping[str, str]) -> str:
    """Write the blocks and sections of all pages as JSON.

    Parameters
    ----------
    site : sequence of Content
        All pages, in order.
    pages : mapping of str to str
        The HTML of each, and of the index, by name.

    Returns
    -------
    str
        The same text for the same pages.
    """
    told = {
        content.name: {
            "title": content.title,
            "subtitle": content.subtitle,
            "sections": _SECTION.findall(pages[content.name]),
            "blocks": [_undrawn(block) for block in content.blocks],
            "cards": [_undrawn(block) for block in content.cards],
        }
        for content in site
    }
    index = {"sections": _SECTION.findall(pages["index"]), "blocks": [answer.anchor for answer in shown(site)]}
    text = json.dumps({"pages": told, "index": index}, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"{text}\n"


def read_metrics(folder: Path) -> list[Recorded]:
    """Read what the pages of a published report were made of.

    Parameters
    ----------
    folder : Path
        Holds ``metrics.json``.

    Returns
    -------
    list of Recorded
        All pages in order, and the index last.
    """
    report = json.loads((folder / NAME).read_text(encoding="utf-8"))
    pages, everything = [], {}
    for name, page in report["pages"].items():
        blocks = _blocks(page["blocks"])
        everything |= {f"{name}--{block.id}": block for block in (*blocks.values(), *_blocks(page["cards"]).values())}
        pages.append(Recorded(name, page["title"], page["subtitle"], tuple(page["sections"]), blocks))
    index = report["index"]
    on_it = {anchor: everything[anchor] for anchor in index["blocks"]}
    return [*pages, Recorded("index", "", "", tuple(index["sections"]), on_it)]


def _blocks(payloads: Iterable[Mapping[str, object]]) -> dict[str, Block]:
    return {block.id: block for block in map(from_payload, payloads)}


def _undrawn(block: Block) -> dict[str, object]:
    payload = block.payload()
    empty = {"pictures": [], "portrait": None}
    return payload | {name: value for name, value in empty.items() if name in payload}
