"""What does the reader see first?

The index collects, from all pages, the blocks that answer the reader's questions, and links each
to its evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from seglib.report.block import SLOTS, Block
from seglib.report.render import Content, Fingerprint, render
from seglib.report.text import translation


@dataclass(frozen=True)
class Answer:
    """A block on the index.

    Parameters
    ----------
    block : Block
        The block.
    anchor : str
        Its id on the index.
    href : str
        Where its evidence stands.
    """

    block: Block
    anchor: str
    href: str


@dataclass(frozen=True)
class Section:
    """One of the reader's questions with its answers.

    Parameters
    ----------
    id, heading : str
        Of the section.
    answers : tuple of Answer
        In order.
    """

    id: str
    heading: str
    answers: tuple[Answer, ...]

    @property
    def groups(self) -> list[tuple[str, list[Answer]]]:
        """Neighbours of one kind, as (kind, answers)."""
        return [(kind, list(group)) for kind, group in groupby(self.answers, key=lambda a: a.block.kind)]


def answers(site: Sequence[Content]) -> dict[str, list[Answer]]:
    """Collect the blocks of all pages by slot.

    Parameters
    ----------
    site : sequence of Content
        All pages, in order.

    Returns
    -------
    dict of str to list of Answer
        One entry a slot, in the order of `SLOTS`; within a slot findings first, then the rest in page order.
    """
    found: dict[str, list[Answer]] = {slot: [] for slot in SLOTS}
    for content in site:
        for block in content.blocks:
            if block.slot is not None:
                anchor, href = f"{content.name}--{block.id}", f"{content.name}.html#{block.id}"
                found[block.slot].append(Answer(block, anchor, href))
    return {slot: sorted(group, key=lambda a: a.block.kind != "finding") for slot, group in found.items()}


def render_index(*, client: object, site: Sequence[Content], fingerprint: Fingerprint) -> str:
    """Render ``index.html``: the answer first.

    Parameters
    ----------
    client : Client
        Gives `name`, `language`, `currency` and `as_of`.
    site : sequence of Content
        All pages, in order.
    fingerprint : Fingerprint
        Shown in the footer.

    Returns
    -------
    str
        One self-contained HTML document.
    """
    _ = translation(client.language)
    headings = {
        "first": _("What to do on Monday"),
        "who": _("Who the customers are"),
        "money": _("Where the money is"),
        "next": _("What to do next"),
        "quality": _("How good the data are"),
        "unknown": _("What is not known"),
    }
    found = answers(site)
    metrics = [a for slot in SLOTS for a in found[slot] if a.block.kind == "metric"]
    sections = [
        Section(slot, headings[slot], tuple(a for a in found[slot] if a.block.kind != "metric")) for slot in SLOTS
    ]
    return render(
        "index.html.j2",
        client=client,
        current="index",
        site=site,
        fingerprint=fingerprint,
        metrics=metrics,
        sections=[section for section in sections if section.answers],
    )
