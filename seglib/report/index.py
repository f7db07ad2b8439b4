"""What does the reader see first?

The index collects, from all pages, the blocks that answer the reader's questions, and links each
to its evidence.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from seglib.report.block import SLOTS, Block
from seglib.report.render import Content, Fingerprint, render
from seglib.report.text import translation

ACTIONS, UNKNOWN = 3, 2


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

    @property
    def title(self) -> str:
        """What a table, a figure or a person is called."""
        return next(
            str(getattr(self.block, name)) for name in ("title", "caption", "name") if hasattr(self.block, name)
        )


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


@dataclass(frozen=True)
class Front:
    """What stands on the first screen.

    Parameters
    ----------
    lead : Answer or None
        Who was counted, and when; of a client without orders what campaigns brought, or who is known.
    cards : list of Answer
        The segments, the one with most money at stake first.
    actions : list of Answer
        What to do, three at most.
    quality : list of Answer
        How good the data are, in one sentence.
    unknown : list of Answer
        What is not known, two at most.
    """

    lead: Answer | None
    cards: list[Answer]
    actions: list[Answer]
    quality: list[Answer]
    unknown: list[Answer]

    @property
    def answers(self) -> list[Answer]:
        """All of them."""
        lead = [self.lead] if self.lead else []
        return [*lead, *self.cards, *self.actions, *self.quality, *self.unknown]


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
                found[block.slot].append(_answer(content, block, block.id))
    return {slot: sorted(group, key=lambda a: a.block.kind != "finding") for slot, group in found.items()}


def front(site: Sequence[Content]) -> Front:
    """Choose what stands on the first screen.

    Parameters
    ----------
    site : sequence of Content
        All pages, in order.

    Returns
    -------
    Front
        Whatever a client lacks is left out.
    """
    found = {slot: [a for a in group if a.block.kind in ("finding", "note")] for slot, group in answers(site).items()}
    cards = [_answer(content, block, block.see) for content in site for block in content.cards]
    return Front(
        lead=next((a for slot in ("lead", "money", "who") for a in found[slot] if a.block.kind == "finding"), None),
        cards=cards,
        actions=[*found["action"], *found["first"], *found["next"]][:ACTIONS],
        quality=found["quality"][:1],
        unknown=found["unknown"][:UNKNOWN],
    )


def shown(site: Sequence[Content]) -> list[Answer]:
    """List all that the index shows.

    Parameters
    ----------
    site : sequence of Content
        All pages, in order.

    Returns
    -------
    list of Answer
    """
    return [*(a for group in answers(site).values() for a in group), *front(site).cards]


def render_index(*, client: object, site: Sequence[Content], fingerprint: Fingerprint) -> str:
    """Render ``index.html``: the answer first.

    Parameters
    ----------
    client : Client
        Gives `name`, `language`, `currency`, `as_of`, `folder` and `brand`.
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
        "who": _("Who the customers are"),
        "money": _("Where the money is"),
        "next": _("What to do next"),
        "quality": _("How good the data are"),
        "unknown": _("What is not known"),
    }
    found, first = answers(site), front(site)
    metrics = [a for slot in SLOTS for a in found[slot] if a.block.kind == "metric"]
    told = {a.anchor for a in [*metrics, *first.answers]}
    rest = {slot: tuple(a for a in found[slot] if a.anchor not in told) for slot in SLOTS}
    rest["next"] = (*rest.pop("action"), *rest.pop("first"), *rest["next"])
    rest["who"] = (*rest.pop("lead"), *rest["who"])
    sections = [Section(slot, heading, rest[slot]) for slot, heading in headings.items()]
    return render(
        "index.html.j2",
        client=client,
        current="index",
        site=site,
        fingerprint=fingerprint,
        front=first,
        metrics=metrics,
        sections=[section for section in sections if section.answers],
    )


def _answer(content: Content, block: Block, see: str) -> Answer:
    return Answer(block, f"{content.name}--{block.id}", f"{content.name}.html#{see}")
