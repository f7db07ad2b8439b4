"""How is a segment told at a glance? On the summary: its name, size, money and grade, and the one thing to do."""

from dataclasses import dataclass
from typing import ClassVar

from seglib.report.block import Block, BlockError
from seglib.report.svg import Picture
from seglib.report.text import translation


@dataclass(frozen=True, kw_only=True, repr=False)
class Card(Block):
    """A segment at a glance.

    It stands on the summary and not on its page, where the block that it leads to tells more.

    Parameters
    ----------
    id, notebook, formatter, n, population, sources, interval, slot, facts : see `Block`
        What all blocks carry; the interval is that of `brings`.
    name : str
        Of the segment.
    share : float
        Of the people, 0 to 1.
    act : str
        The one thing to do.
    see : str
        Id of the block of the same notebook that tells more.
    how : str
        By which channel and when.
    grade : str
        How far the segment can be relied on.
    brings : float or None
        What it brought last year, in money, by which the cards are in order; None where that is not known.
    word : str
        The money in a word, such as ``"margin"``.
    portrait : Picture or None
        A drawing in the segment's colour.
    """

    kind: ClassVar[str] = "card"
    name: str
    share: float
    act: str
    see: str
    how: str = ""
    grade: str = ""
    brings: float | None = None
    word: str = ""
    portrait: Picture | None = None

    def __post_init__(self) -> None:
        """Check the words and the shares."""
        super().__post_init__()
        for name in ("name", "act", "see"):
            self._require(name)
        if not 0 <= self.share <= 1 or (self.brings is not None and not self.word):
            raise BlockError(f"{self.where} needs a `share` from 0 to 1, and a `word` for the money that it brought.")

    @property
    def money(self) -> tuple[str, str, str] | None:
        """What it brought, of what and when, and between which ends; None where no money is known."""
        if self.brings is None:
            return None
        _ = translation(self.formatter.language)
        shown = [self.formatter.money(value, compact=True) for value in (self.brings, *(self.interval or ()))]
        ends = _("{low} to {high}", low=shown[1], high=shown[2]) if self.interval else ""
        return shown[0], _("of {word} last year", word=_(self.word)), ends

    @property
    def size(self) -> str:
        """How many it has."""
        _ = translation(self.formatter.language)
        return _("{n} people, {share} of all", n=self.formatter.count(self.n), share=self.formatter.percent(self.share))

    @property
    def _interval_format(self) -> str:
        return "money"

    def __str__(self) -> str:
        """Give the name, the size, the money, the grade and what to do."""
        money = f"{' '.join(self.money[:2])} | " if self.money else ""
        told = " | ".join(part for part in (f"grade {self.grade}", self.act, self.how) if part)
        return f"Card {self.id}: {self.name} | {money}{self.size} | {told} | {self.evidence}"
